/** All that is claimed, narrowed down: facets with counts, a histogram, and the claims with their words. */

import { useMemo, useRef } from "preact/hooks";

import "../style/browse.css";
import { getJson } from "../data/api";
import type { Account } from "../data/accounts";
import { asSparql, changeFilters, FACETS, filterQuery, filters, isFiltered, type FacetName, type Filters } from "../data/filters";
import { binsOver, touched } from "../data/periods";
import { useLoaded } from "../data/resource";
import { benchAddress } from "../data/workbench";
import { locale, number, t, tn, word } from "../i18n";
import { AccountItem } from "./account";
import { Failure, Loading, Notice } from "./notice";
import { StatusChip } from "./status";
import { Timeline } from "./timeline";

interface Dated {
  begin: string;
  end: string;
  type: string;
}

interface Answer {
  total: number;
  all: number;
  page: number;
  pages: number;
  claims: Account[];
  facets: Record<FacetName, { value: string; count: number }[]>;
  dates: Dated[];
}

export function Browse() {
  const current = filters.value;
  const query = filterQuery(current).toString();
  const [loaded, retry] = useLoaded(query, (signal) => getJson<Answer>(`/explore${query && `?${query}`}`, {}, signal));
  // The old answer stays while a new one is on its way: ticking boxes does not make the page jump.
  const last = useRef<Answer | null>(null);
  if (loaded.state === "ready") last.current = loaded.value;
  const answer = last.current;
  return (
    <section class="browse" aria-labelledby="browse" aria-busy={loaded.state === "loading"}>
      <div class="heading">
        <h2 id="browse">{t("browse.title")}</h2>
        {answer && (
          <p role="status" class="soft">
            {tn("browse.count", answer.all, { shown: answer.total })}
          </p>
        )}
      </div>
      {loaded.state === "failed" && <Failure reason={loaded.reason} onRetry={retry} />}
      {!answer && loaded.state === "loading" && <Loading label={t("view.loadingAny")} />}
      {answer && <Found answer={answer} current={current} />}
    </section>
  );
}

function Found({ answer, current }: { answer: Answer; current: Filters }) {
  return (
    <div class="panes">
      <details class="facets" open={matchMedia("(min-width: 60rem)").matches}>
        <summary>{t("browse.filters")}</summary>
        {FACETS.map((facet) => (
          <Facet key={facet} facet={facet} rows={answer.facets[facet]} chosen={current.values[facet]} />
        ))}
      </details>
      <div class="found">
        <Actions current={current} />
        <Times dates={answer.dates} current={current} />
        {answer.total === 0 && <Notice>{t("browse.none")}</Notice>}
        <ul class="accounts">
          {answer.claims.map((account) => (
            <AccountItem key={account.claim} account={account} />
          ))}
        </ul>
        {answer.pages > 1 && <Pages page={answer.page} pages={answer.pages} />}
      </div>
    </div>
  );
}

function Actions({ current }: { current: Filters }) {
  const asked = filterQuery({ ...current, page: 1 });
  return (
    <p class="actions">
      {isFiltered(current) && (
        <button type="button" onClick={() => changeFilters({ values: Object.fromEntries(FACETS.map((facet) => [facet, []])) as unknown as Filters["values"], begin: null, end: null })}>
          {t("browse.reset")}
        </button>
      )}
      <a href={benchAddress({ query: asSparql(current), saved: null, values: {}, view: null })}>{t("browse.query")}</a>
      <a href="/map">{t("browse.map")}</a>
      <a href={`/explore?${asked}`}>JSON</a>
    </p>
  );
}

const SHOWN = 7;

function Facet({ facet, rows, chosen }: { facet: FacetName; rows: Answer["facets"][FacetName]; chosen: readonly string[] }) {
  if (rows.length === 0 && chosen.length === 0) return null;
  const gone = chosen.filter((value) => !rows.some((row) => row.value === value)).map((value) => ({ value, count: 0 }));
  const all = [...rows, ...gone];
  const first = all.filter((row, index) => index < SHOWN || chosen.includes(row.value));
  const rest = all.filter((row) => !first.includes(row));
  const boxes = (some: typeof all) => some.map((row) => <Box key={row.value} facet={facet} row={row} chosen={chosen} />);
  return (
    <fieldset>
      <legend>{t(`browse.${facet}`)}</legend>
      {boxes(first)}
      {rest.length > 0 && (
        <details>
          <summary>{tn("browse.rest", rest.length)}</summary>
          {boxes(rest)}
        </details>
      )}
    </fieldset>
  );
}

function Box({ facet, row: { value, count }, chosen }: { facet: FacetName; row: { value: string; count: number }; chosen: readonly string[] }) {
  const toggle = () => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    changeFilters({ values: { ...filters.value.values, [facet]: next } });
  };
  return (
    <label>
      <input type="checkbox" checked={chosen.includes(value)} onChange={toggle} />
      {facet === "status" ? <StatusChip status={value} /> : <span class="value">{named(facet, value)}</span>}
      <span class="soft num">{number(count)}</span>
    </label>
  );
}

const countries = new Intl.DisplayNames(locale, { type: "region", fallback: "code" });

function named(facet: FacetName, value: string): string {
  if (facet === "type") return t(value === "figure" ? "browse.figures" : "browse.events");
  if (facet === "country") return /^[A-Z]{2}$/.test(value) ? (countries.of(value) ?? value) : value;
  if (facet === "code") return word("figure", value);
  return facet === "actorkind" ? word("kind", value) : value;
}

function Times({ dates, current }: { dates: readonly Dated[]; current: Filters }) {
  const { bins, figures, events } = useMemo(() => {
    const bins = binsOver(dates.flatMap(({ begin, end }) => [begin, end]));
    const count = (type: string) => {
      const counts = bins.map(() => 0);
      for (const one of dates) if (one.type === type) for (const index of touched(bins, one.begin, one.begin)) counts[index]! += 1;
      return counts;
    };
    return { bins, figures: count("figure"), events: count("event") };
  }, [dates]);
  const most = Math.max(1, ...bins.map((_, index) => figures[index]! + events[index]!));
  const height = (count: number) => (count / most) * 92;
  return (
    <Timeline
      bins={bins}
      begin={current.begin}
      end={current.end}
      label={t("time.label")}
      say={(index) => t("browse.bar", { figures: figures[index]!, events: events[index]! })}
      bar={(index) => (
        <>
          <rect class="amounts" x="0.08" width="0.84" y={100 - height(figures[index]!)} height={height(figures[index]!)} />
          <rect class="events" x="0.08" width="0.84" y={100 - height(figures[index]! + events[index]!)} height={height(events[index]!)} />
        </>
      )}
      onChange={(begin, end) => changeFilters({ begin, end })}
    >
      <span class="key amounts">{t("browse.figures")}</span>
      <span class="key events">{t("browse.events")}</span>
    </Timeline>
  );
}

function Pages({ page, pages }: { page: number; pages: number }) {
  const go = (to: number) => {
    changeFilters({ page: to });
    document.getElementById("browse")?.scrollIntoView();
  };
  return (
    <p class="actions">
      <button type="button" disabled={page === 1} onClick={() => go(page - 1)}>
        {t("browse.before")}
      </button>
      <span>{t("browse.page", { page, pages })}</span>
      <button type="button" disabled={page === pages} onClick={() => go(page + 1)}>
        {t("browse.after")}
      </button>
    </p>
  );
}
