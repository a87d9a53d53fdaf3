/** The picture as tables, in step with it: what is filtered or selected there is filtered and selected here. */

import { neighbourCounts, nodeWeights, type Network } from "../data/network";
import type { NetworkEdge } from "../data/types";
import type { Selection } from "../data/view";
import { period } from "../format";
import { number, t, word } from "../i18n";
import { lookOf } from "../vocabulary";
import { KindGlyph, RelationGlyph } from "./glyphs";
import { useSteps } from "./more";
import { StatusChip } from "./status";

interface Props {
  network: Network;
  selection: Selection | null;
  onSelect(selection: Selection | null): void;
}

export function Tables(props: Props) {
  return (
    <div class="tables">
      <Relations {...props} />
      <Actors {...props} />
    </div>
  );
}

function Relations({ network, selection, onSelect }: Props) {
  const [shown, more] = useSteps([...network.edges]);
  const name = (iri: string) => network.nodes.get(iri)?.label ?? iri;
  return (
    <div class="scroll" role="region" aria-labelledby="relations" tabIndex={0}>
      <table>
        <caption id="relations">
          {t("table.relations")} <span class="num">({number(network.edges.size)})</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("table.from")}</th>
            <th scope="col">{t("table.relation")}</th>
            <th scope="col">{t("table.to")}</th>
            <th scope="col">{t("table.period")}</th>
            <th scope="col">{t("table.status")}</th>
            <th scope="col">{t("table.claims")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(([key, edge]) => (
            <tr key={key} class={selection?.type === "edge" && selection.key === key ? "selected" : undefined}>
              <td>{name(edge.source)}</td>
              <td class="nowrap">
                <RelationGlyph relation={edge.relation} /> {word("relation", edge.relation)}
              </td>
              <td>{name(edge.target)}</td>
              <td class="nowrap">{period(edge.begin, edge.end)}</td>
              <td>
                <Statuses edge={edge} />
              </td>
              <td>
                <ReadButton edge={edge} name={name} onRead={() => onSelect({ type: "edge", key })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  );
}

function Statuses({ edge }: { edge: NetworkEdge }) {
  return (
    <span class="chips">
      {Object.entries(edge.counts).map(([status, count]) => (
        <StatusChip key={status} status={status} count={count} />
      ))}
    </span>
  );
}

function ReadButton({ edge, name, onRead }: { edge: NetworkEdge; name(iri: string): string; onRead(): void }) {
  const said = { n: edge.claims_total, from: name(edge.source), relation: word("relation", edge.relation), to: name(edge.target) };
  return (
    <button type="button" class="text" aria-label={t("table.readLong", said)} onClick={onRead}>
      {t("table.read", said)}
    </button>
  );
}

function Actors({ network, selection, onSelect }: Props) {
  const weights = nodeWeights(network);
  const counts = neighbourCounts(network);
  const rows = [...network.nodes.values()].sort((a, b) => (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0));
  const [shown, more] = useSteps(rows);
  return (
    <div class="scroll" role="region" aria-labelledby="actors" tabIndex={0}>
      <table>
        <caption id="actors">
          {t("table.actors")} <span class="num">({number(rows.length)})</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("table.actor")}</th>
            <th scope="col">{t("table.kind")}</th>
            <th scope="col" class="num">
              {t("table.neighbours")}
            </th>
            <th scope="col" class="num">
              {t("table.accounts")}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((node) => (
            <tr key={node.id} class={selection?.type === "node" && selection.iri === node.id ? "selected" : undefined}>
              <td>
                <button type="button" class="text" onClick={() => onSelect({ type: "node", iri: node.id })}>
                  {node.label}
                </button>
              </td>
              <td class="nowrap">
                <KindGlyph kind={lookOf(node)} /> {word("kind", node.kind)}
              </td>
              <td class="num">{number(counts.get(node.id) ?? 0)}</td>
              <td class="num">{number(weights.get(node.id) ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  );
}
