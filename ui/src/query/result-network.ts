/** Rows that join one thing to another as a network: triples, or the first two columns of IRIs. */

import { edgeKey, type Network } from "../data/network";
import type { NetworkEdge, NetworkNode } from "../data/types";
import { textOf, type Answer, type Term } from "./answer";

const MOST_EDGES = 1000;

export interface Drawn {
  network: Network;
  /** Rows that join two things and are beyond what is drawn. */
  undrawn: number;
}

export function networkOf({ rows, columns, isGraph }: Answer, name: (iri: string) => string): Drawn | null {
  const isIri = (term: Term | undefined) => term?.type === "uri";
  const linked = columns.filter((column) => rows.some((row) => isIri(row[column])));
  const [from, to] = isGraph ? ["subject", "object"] : linked;
  if (!from || !to) return null;
  const nodes = new Map<string, NetworkNode>();
  const edges = new Map<string, NetworkEdge>();
  let undrawn = 0;
  for (const row of rows) {
    if (!isIri(row[from]) || !isIri(row[to])) continue;
    if (edges.size >= MOST_EDGES) {
      undrawn += 1;
      continue;
    }
    const [source, target] = [textOf(row[from]), textOf(row[to])];
    for (const id of [source, target]) nodes.set(id, { id, label: name(id), category: "thing", kind: "other" });
    const relation = isGraph ? name(textOf(row["predicate"])) : to;
    const edge: NetworkEdge = { source, target, relation: relation.replaceAll(" ", "_"), weight: 1, counts: {}, begin: null, end: null, claims: [], claims_total: 0 };
    if (source !== target) edges.set(edgeKey(edge), edge);
  }
  const seed = [...nodes.keys()][0];
  return seed && edges.size > 0 ? { network: { seed, nodes, edges, beyond: 0 }, undrawn } : null;
}
