/** When: how many claims, or the range of one kind of figure, with a brush for the period. */

import { useMemo } from "preact/hooks";

import { countsAnybody, realityOf, REALITIES, type Drawn } from "../data/accounts";
import { changeFilters, countedKind, type Filters } from "../data/filters";
import { binsOver, touched } from "../data/periods";
import { number, t, tn, word } from "../i18n";
import { RangeTimeline } from "./range-bars";
import { StackedTimeline } from "./timeline";

interface Props {
  drawn: readonly Drawn[];
  current: Filters;
}

const setPeriod = (current: Filters) => (begin: string | null, end: string | null) => changeFilters({ begin, end }, current.begin ? "replace" : "push");

export function Times({ drawn, current }: Props) {
  const kinds = useMemo(() => [...new Set(drawn.filter(({ type }) => type === "figure").map(({ code }) => code))].sort(), [drawn]);
  const kind = countedKind(current);
  const shown = kind !== null && kinds.includes(kind) ? kind : null;
  return (
    <div class="times">
      <label class="soft">
        {t("times.show")}{" "}
        <select value={shown ?? "claims"} onChange={(event) => changeFilters({ what: event.currentTarget.value, page: current.page })}>
          <option value="claims">{t("times.claims")}</option>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t("times.range", { kind: word("figure", one) })}
            </option>
          ))}
        </select>
      </label>
      {shown ? <Ranges drawn={drawn} current={current} kind={shown} /> : <Claims drawn={drawn} current={current} />}
    </div>
  );
}

/** Of one kind of statement only: what is feared is not added to what happened. */
function Ranges({ drawn, current, kind }: Props & { kind: string }) {
  const own = useMemo(() => drawn.filter((one) => one.type === "figure" && one.code === kind && countsAnybody(one)), [drawn, kind]);
  const reality = REALITIES.find((one) => own.some(({ status }) => realityOf(status) === one)) ?? "happened";
  const accounts = useMemo(() => own.filter(({ status }) => realityOf(status) === reality), [own, reality]);
  const label = t("times.rangeOf", { kind: word("figure", kind), status: t(`map.${reality}`), n: accounts.length });
  return <RangeTimeline accounts={accounts} label={label} begin={current.begin} end={current.end} onChange={setPeriod(current)} />;
}

function Claims({ drawn, current }: Props) {
  const { bins, figures, events, undated } = useMemo(() => {
    const dated = drawn.filter(({ begin }) => begin);
    const bins = binsOver(dated.flatMap(({ begin, end }) => [begin!, end ?? begin!]));
    const count = (type: string) => {
      const counts = bins.map(() => 0);
      for (const one of dated) if (one.type === type) for (const index of touched(bins, one.begin!, one.begin!)) counts[index]! += 1;
      return counts;
    };
    return { bins, figures: count("figure"), events: count("event"), undated: drawn.length - dated.length };
  }, [drawn]);
  const most = Math.max(1, ...bins.map((_, index) => figures[index]! + events[index]!));
  return (
    <StackedTimeline
      bins={bins}
      begin={current.begin}
      end={current.end}
      label={t("time.label")}
      say={(index) => t("browse.bar", { figures: figures[index]!, events: events[index]! })}
      layers={[
        { name: "amounts", counts: figures },
        { name: "events", counts: events },
      ]}
      onChange={setPeriod(current)}
    >
      <span class="key amounts">{t("browse.figures")}</span>
      <span class="key events">{t("browse.events")}</span>
      <span class="soft num">{t("map.top", { n: number(most) })}</span>
      {undated > 0 && <span class="soft">{tn("map.undated", undated)}</span>}
    </StackedTimeline>
  );
}
