/** Who else an actor is tied to, strongest first: a reader sees how many there are and picks whom to add. */

import { useState } from "preact/hooks";

import { fetchNeighbourhood } from "../data/api";
import type { Network } from "../data/network";
import { useLoaded } from "../data/resource";
import { change, view } from "../data/view";
import type { NetworkEdge, NetworkNode, Neighbourhood } from "../data/types";
import { number, t, tn } from "../i18n";
import { lookOf } from "../vocabulary";
import { KindGlyph, RelationGlyph } from "./glyphs";
import { Failure, Loading } from "./notice";

/** As many as the server gives at once. */
export const CHOICE_LIMIT = 300;
const TICKED = 20;
const SHOWN = 60;

interface Candidate {
  node: NetworkNode;
  relations: string[];
  weight: number;
}

export function ChooseNeighbours({ iri, network, onDone }: { iri: string; network: Network; onDone(): void }) {
  const [loaded, retry] = useLoaded(`choose ${iri}`, (signal) => fetchNeighbourhood(iri, 1, CHOICE_LIMIT, signal));
  if (loaded.state === "loading") return <Loading label={t("view.loadingAny")} />;
  if (loaded.state === "failed") return <Failure reason={loaded.reason} onRetry={retry} />;
  const found = candidates(loaded.value, iri, network);
  return <Choice key={iri} iri={iri} found={found} beyond={loaded.value.beyond_nodes} onDone={onDone} />;
}

function candidates({ nodes, edges }: Neighbourhood, iri: string, network: Network): Candidate[] {
  const mine = edges.filter(({ source, target }) => source === iri || target === iri);
  const weigh = (own: NetworkEdge[]) => own.reduce((sum, edge) => sum + edge.weight, 0);
  return nodes
    .filter(({ id }) => id !== iri && !network.nodes.has(id))
    .map((node) => {
      const own = mine.filter(({ source, target }) => source === node.id || target === node.id);
      return { node, relations: [...new Set(own.map(({ relation }) => relation))], weight: weigh(own) };
    })
    .sort((a, b) => b.weight - a.weight || a.node.label.localeCompare(b.node.label));
}

function Choice({ iri, found, beyond, onDone }: { iri: string; found: Candidate[]; beyond: number; onDone(): void }) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(found.slice(0, TICKED).map(({ node }) => node.id)));
  if (found.length === 0) return <p class="soft">{t("choose.none")}</p>;
  const toggle = (id: string) => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    setTicked(next);
  };
  const add = () => {
    change({ picks: [...view.value.picks, { from: iri, to: [...ticked] }] });
    onDone();
  };
  return (
    <div class="choose">
      <ul>
        {found.slice(0, SHOWN).map(({ node, relations, weight }) => (
          <li key={node.id}>
            <label>
              <input type="checkbox" checked={ticked.has(node.id)} onChange={() => toggle(node.id)} />
              <KindGlyph kind={lookOf(node)} />
              <span class="value">{node.label}</span>
              {relations.map((relation) => (
                <RelationGlyph key={relation} relation={relation} />
              ))}
              <span class="soft num">{number(weight)}</span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && <p class="soft">{tn("choose.unlisted", found.length - SHOWN)}</p>}
      <p class="actions">
        <button type="button" disabled={ticked.size === 0} onClick={add}>
          {t("choose.add", { n: ticked.size, all: found.length + beyond })}
        </button>
        <button type="button" class="text" onClick={() => setTicked(new Set(ticked.size > 0 ? [] : found.slice(0, SHOWN).map(({ node }) => node.id)))}>
          {t(ticked.size > 0 ? "choose.nobody" : "choose.listed")}
        </button>
      </p>
    </div>
  );
}
