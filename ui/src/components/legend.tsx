/** The legend is the filter: each entry shows the mark, says how many there are, and hides them. */

import type { ComponentChildren } from "preact";

import { facetCounts, type Facet, type Network } from "../data/network";
import { change, type View } from "../data/view";
import { number, t, word } from "../i18n";
import { lookOf } from "../vocabulary";
import { Removed } from "./arrange";
import { KindGlyph, RelationGlyph } from "./glyphs";
import { StatusChip } from "./status";

export function Legend({ network, hidden, current }: { network: Network; hidden: ReadonlySet<string>; current: View }) {
  const looks = new Map([...network.nodes.values()].map((node) => [node.kind, lookOf(node)]));
  return (
    <details class="legend" open={matchMedia("(min-width: 60rem)").matches}>
      <summary>{t("legend.label")}</summary>
      <Group facet="relation" title={t("legend.relation")} network={network} hidden={hidden} mark={(value) => <RelationGlyph relation={value} />} />
      <Group facet="kind" title={t("legend.kind")} network={network} hidden={hidden} mark={(value) => <KindGlyph kind={looks.get(value) ?? "other"} />} />
      <Group facet="status" title={t("legend.status")} network={network} hidden={hidden} />
      <Removed network={network} current={current} />
      {hidden.size > 0 && (
        <button type="button" onClick={() => change({ hidden: new Set() }, "replace")}>
          {t("legend.reset")}
        </button>
      )}
    </details>
  );
}

interface GroupProps {
  facet: Facet;
  title: string;
  network: Network;
  hidden: ReadonlySet<string>;
  mark?(value: string): ComponentChildren;
}

function Group({ facet, title, network, hidden, mark }: GroupProps) {
  const counts = facetCounts(network, facet);
  if (counts.length === 0) return null;
  return (
    <fieldset>
      <legend>{title}</legend>
      {counts.map(([value, count]) => (
        <label key={value}>
          <input type="checkbox" checked={!hidden.has(`${facet}:${value}`)} onChange={() => toggle(hidden, `${facet}:${value}`)} />
          {mark?.(value)}
          {facet === "status" ? <StatusChip status={value} /> : <span class="value">{word(facet, value)}</span>}
          <span class="soft num">{number(count)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function toggle(hidden: ReadonlySet<string>, value: string): void {
  const next = new Set(hidden);
  if (!next.delete(value)) next.add(value);
  change({ hidden: next }, "replace");
}
