/** Who stands together: Louvain over all ties but hostile ones, for enemies meet often and belong apart. */

import { UndirectedGraph } from "graphology";
import louvain from "graphology-communities-louvain";

import type { Network } from "../data/network";
import { hash } from "./layout";

export interface Group {
  /** A letter, so that a group is not told by its colour alone. */
  name: string;
  members: readonly string[];
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Groups of at least two, the largest first; the same picture always gives the same groups. */
export function groupsOf(network: Network): Group[] {
  const graph = friendly(network);
  if (graph.size === 0) return [];
  const found = louvain(graph, { rng: generator(hash(network.seed)), getEdgeWeight: "weight" });
  const members = new Map<number, string[]>();
  for (const [iri, group] of Object.entries(found)) members.set(group, [...(members.get(group) ?? []), iri]);
  const groups = [...members.values()].filter((some) => some.length > 1).map((some) => some.sort());
  groups.sort((a, b) => b.length - a.length || a[0]!.localeCompare(b[0]!));
  return groups.slice(0, LETTERS.length).map((some, index) => ({ name: LETTERS[index]!, members: some }));
}

function friendly(network: Network): UndirectedGraph {
  const graph = new UndirectedGraph();
  for (const iri of [...network.nodes.keys()].sort()) graph.addNode(iri);
  for (const edge of network.edges.values()) {
    if (edge.relation === "against" || edge.source === edge.target) continue;
    graph.updateUndirectedEdge(edge.source, edge.target, (old) => ({ weight: Number(old["weight"] ?? 0) + Math.max(1, edge.weight) }));
  }
  graph.filterNodes((iri) => graph.degree(iri) === 0).forEach((iri) => graph.dropNode(iri));
  return graph;
}

/** A small linear congruential generator: chance that is the same everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
