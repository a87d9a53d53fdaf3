/** When the relations of the picture happened: hostile ones below, the others on top of them. */

import { useMemo } from "preact/hooks";

import type { Network } from "../data/network";
import { binsOver, datesOf, touched, type Bin } from "../data/periods";
import { change, type View } from "../data/view";
import { t, tn } from "../i18n";
import { StackedTimeline } from "./timeline";

interface Times {
  bins: Bin[];
  against: number[];
  other: number[];
  undated: number;
}

function timesOf(network: Network): Times {
  const edges = [...network.edges.values()].map((edge) => ({ edge, dates: datesOf(edge) }));
  const bins = binsOver(edges.flatMap(({ dates }) => dates.flat()));
  const [against, other] = [bins.map(() => 0), bins.map(() => 0)];
  for (const { edge, dates } of edges) {
    const counts = edge.relation === "against" ? against : other;
    for (const index of new Set(dates.flatMap(([begin, end]) => touched(bins, begin, end)))) counts[index]! += 1;
  }
  return { bins, against, other, undated: edges.filter(({ dates }) => dates.length === 0).length };
}

export function EdgeTimes({ network, current }: { network: Network; current: View }) {
  const { bins, against, other, undated } = useMemo(() => timesOf(network), [network]);
  return (
    <StackedTimeline
      bins={bins}
      begin={current.begin}
      end={current.end}
      label={t("time.label")}
      say={(index) => t("time.bar", { against: against[index]!, other: other[index]! })}
      layers={[
        { name: "against", counts: against },
        { name: "other", counts: other },
      ]}
      onChange={(begin, end) => change({ begin, end }, "replace")}
    >
      <span class="key against">{t("time.against")}</span>
      <span class="key other">{t("time.other")}</span>
      {undated > 0 && <span class="soft">{tn(current.begin ? "time.undatedOut" : "time.undated", undated)}</span>}
    </StackedTimeline>
  );
}
