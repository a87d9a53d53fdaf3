/** A relation: who, to whom, when, and every sentence that says so. */

import { useEffect, useRef } from "preact/hooks";

import type { Network } from "../data/network";
import type { NetworkEdge } from "../data/types";
import { period } from "../format";
import { tn, word } from "../i18n";
import { change } from "../data/view";
import { lookOf } from "../vocabulary";
import { ClaimCard } from "./claim";
import { KindGlyph, RelationGlyph } from "./glyphs";
import { StatusChip } from "./status";

export function EdgePanel({ edge, network }: { edge: NetworkEdge; network: Network }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: innerWidth > 960 }), []);
  const articles = new Set(edge.claims.map((claim) => claim.article)).size;
  const when = period(edge.begin, edge.end);
  return (
    <>
      <h2 ref={heading} tabIndex={-1} class="relation">
        <End iri={edge.source} network={network} />
        <span class="between">
          <RelationGlyph relation={edge.relation} /> {word("relation", edge.relation)}
        </span>
        <End iri={edge.target} network={network} />
      </h2>
      <p class="soft">
        {[when, tn("edge.accounts", edge.weight), tn("edge.article", articles)].filter(Boolean).join(" · ")}
      </p>
      <p class="chips">
        {Object.entries(edge.counts).map(([status, count]) => (
          <StatusChip key={status} status={status} count={count} />
        ))}
      </p>
      <ol class="claims">
        {edge.claims.map((claim) => (
          <ClaimCard key={`${claim.claim} ${claim.start}`} claim={claim} />
        ))}
      </ol>
      {edge.claims.length < edge.claims_total && <p class="soft">{tn("edge.listed", edge.claims_total, { shown: edge.claims.length })}</p>}
    </>
  );
}

function End({ iri, network }: { iri: string; network: Network }) {
  const node = network.nodes.get(iri);
  return (
    <button type="button" class="text" onClick={() => change({ selection: { type: "node", iri } })}>
      <KindGlyph kind={node ? lookOf(node) : "other"} /> {node?.label ?? iri}
    </button>
  );
}
