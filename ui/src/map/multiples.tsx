/** Small multiples: the same histogram for each actor, kind or type, all with one scale and the same stretches of time. */

import { useMemo, useState } from "preact/hooks";

import { RangeBar, range, sumsOver } from "../components/range-bars";
import { countryName } from "../components/pills";
import type { Account } from "../data/accounts";
import { isWithin } from "../data/accounts";
import { binsOver } from "../data/periods";
import { tally } from "../data/tally";
import { period } from "../format";
import { number, t, tn, who, word } from "../i18n";
import { BYS, changeMap, type By, type MapView } from "./view";

const FIRST = 12;

/** The parts an account stands in, each with its name. */
const PARTS: Record<By, (one: Account) => readonly (readonly [key: string, name: string])[]> = {
  actor: ({ actors }) => actors.map(({ iri, name }) => [iri, name]),
  actorkind: ({ actors }) => [...new Set(actors.map(({ kind }) => kind))].map((kind) => [kind, word("kind", kind)]),
  event: ({ event }) => (event ? [[event, word("kind", event)]] : []),
  who: ({ type, population }) => (type === "figure" && population ? [[population, who(population)]] : []),
  country: ({ place }) => (place?.country ? [[place.country, countryName(place.country)]] : []),
  source: ({ source_name }) => [[source_name, source_name]],
};

export interface Part {
  key: string;
  name: string;
  accounts: Account[];
}

/** Those with most accounts first; an account with several actors stands in the part of each. */
export function partsBy(accounts: readonly Account[], by: By): { parts: Part[]; none: number } {
  const parts = new Map<string, Part>();
  let none = 0;
  for (const one of accounts) {
    const own = PARTS[by](one);
    if (own.length === 0) none += 1;
    for (const [key, name] of own) {
      const part = parts.get(key) ?? { key, name, accounts: [] };
      part.accounts.push(one);
      parts.set(key, part);
    }
  }
  return { parts: [...parts.values()].sort((a, b) => b.accounts.length - a.accounts.length || a.name.localeCompare(b.name)), none };
}

export function Multiples({ ever, view }: { ever: readonly Account[]; view: MapView }) {
  const choices = view.what === "events" ? BYS.filter((by) => by !== "who") : BYS;
  return (
    <section class="multiples" aria-labelledby="multiples">
      <div class="heading">
        <h2 id="multiples">{t("many.title")}</h2>
        <label>
          <span class="hidden">{t("many.by")}</span>
          <select value={view.by ?? ""} onChange={(event) => changeMap({ by: BYS.find((by) => by === event.currentTarget.value) ?? null })}>
            <option value="">{t("many.none")}</option>
            {choices.map((by) => (
              <option key={by} value={by}>
                {t(`many.${by}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {view.by && <Grid key={view.by} ever={ever} view={view} by={view.by} />}
    </section>
  );
}

function Grid({ ever, view, by }: { ever: readonly Account[]; view: MapView; by: By }) {
  const [most, setMost] = useState(FIRST);
  const { bins, parts, none } = useMemo(() => {
    const timely = ever.filter((one) => isWithin(one, view.begin, view.end));
    // Of what reaches beyond the period only the part within it is drawn.
    const [first, last] = [view.begin ?? "", view.end ?? "9999-12-31"];
    const days = timely.flatMap(({ begin, end }) => (begin ? [begin < first ? first : begin, (end ?? begin) > last ? last : (end ?? begin)] : []));
    return { ...partsBy(timely, by), bins: binsOver(days) };
  }, [ever, by, view.begin, view.end]);
  const shown = useMemo(() => parts.slice(0, most).map((part) => ({ ...part, sums: sumsOver(part.accounts, bins).sums })), [parts, most, bins]);
  if (parts.length === 0) return <p class="soft">{t("many.nobody")}</p>;
  const top = Math.max(1, ...shown.flatMap(({ sums }) => sums.map(({ high }) => high)));
  const whole = bins.length > 0 ? period(bins[0]!.begin, bins.at(-1)!.end) : "";
  return (
    <>
      <p class="soft">
        {t("many.how", { n: number(top), period: whole })} {by === "actor" || by === "actorkind" ? t("many.twice") : ""} {none > 0 && tn(`many.without`, none)}
      </p>
      <ul class="grid">
        {shown.map((part) => {
          return (
            <li key={part.key}>
              <h3>{part.name}</h3>
              <p class="soft">
                {range(tally(part.accounts))} · {tn("map.accounts", part.accounts.length)}
              </p>
              <svg viewBox={`0 0 ${Math.max(1, bins.length)} 100`} preserveAspectRatio="none" aria-hidden="true">
                {part.sums.map((sum, index) => (
                  <g key={bins[index]!.begin} transform={`translate(${index} 0)`}>
                    <RangeBar sum={sum} most={top} />
                    <title>{`${period(bins[index]!.begin, bins[index]!.end)}: ${range(sum)} (${tn("map.accounts", sum.accounts)})`}</title>
                  </g>
                ))}
              </svg>
            </li>
          );
        })}
      </ul>
      {parts.length > most && (
        <button type="button" onClick={() => setMost(most + FIRST)}>
          {t("view.moreOf", { n: Math.min(FIRST, parts.length - most), shown: most, all: parts.length })}
        </button>
      )}
    </>
  );
}
