/** What is drawn and listed: neighbourhoods merged into one network, filtered by what the reader hid. */

import type { Neighbourhood, NetworkEdge, NetworkNode } from "./types";

export interface Network {
  seed: string;
  nodes: ReadonlyMap<string, NetworkNode>;
  edges: ReadonlyMap<string, NetworkEdge>;
  /** Neighbours of the seed that the store knows and the limit left out. */
  beyond: number;
}

export type Facet = "kind" | "relation" | "status";

/** IRIs hold no spaces, so three of them joined by one can be split again. */
export function edgeKey(edge: Pick<NetworkEdge, "source" | "relation" | "target">): string {
  return [edge.relation, edge.source, edge.target].join(" ");
}

export function merge(seed: string, parts: readonly Neighbourhood[]): Network {
  const nodes = new Map<string, NetworkNode>();
  const edges = new Map<string, NetworkEdge>();
  for (const part of parts) {
    for (const node of part.nodes) nodes.set(node.id, node);
    for (const edge of part.edges) edges.set(edgeKey(edge), edge);
  }
  const beyond = parts[0]?.beyond_nodes ?? 0;
  return { seed, nodes, edges, beyond };
}

/** The network without what is hidden; an actor left without any edge goes too, the seed never. */
export function withoutHidden(network: Network, hidden: ReadonlySet<string>, removed: readonly string[] = []): Network {
  if (hidden.size === 0 && removed.length === 0) return network;
  const gone = new Set(removed);
  const shown = ([iri, node]: [string, NetworkNode]) => iri === network.seed || !(hidden.has(`kind:${node.kind}`) || gone.has(iri));
  const nodes = new Map([...network.nodes].filter(shown));
  const edges = new Map([...network.edges].filter(([, edge]) => nodes.has(edge.source) && nodes.has(edge.target) && keeps(edge, hidden)));
  const joined = new Set([network.seed]);
  for (const edge of edges.values()) joined.add(edge.source).add(edge.target);
  return { ...network, nodes: new Map([...nodes].filter(([iri]) => joined.has(iri))), edges };
}

function keeps(edge: NetworkEdge, hidden: ReadonlySet<string>): boolean {
  if (hidden.has(`relation:${edge.relation}`)) return false;
  const statuses = Object.keys(edge.counts);
  return statuses.length === 0 || statuses.some((status) => !hidden.has(`status:${status}`));
}

/** How many actors or relations carry each value of a facet, the most frequent first. */
export function facetCounts(network: Network, facet: Facet): [value: string, count: number][] {
  const counts = new Map<string, number>();
  const add = (value: string) => counts.set(value, (counts.get(value) ?? 0) + 1);
  if (facet === "kind") for (const node of network.nodes.values()) add(node.kind);
  else if (facet === "relation") for (const edge of network.edges.values()) add(edge.relation);
  else for (const edge of network.edges.values()) Object.keys(edge.counts).forEach(add);
  return [...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
}

/** The summed weight of an actor's edges: its size in the picture. */
export function nodeWeights(network: Network): Map<string, number> {
  const weights = new Map<string, number>();
  for (const edge of network.edges.values()) {
    for (const end of [edge.source, edge.target]) weights.set(end, (weights.get(end) ?? 0) + edge.weight);
  }
  return weights;
}

/** How many others each actor is joined to. */
export function neighbourCounts(network: Network): Map<string, number> {
  const others = new Map<string, Set<string>>();
  const join = (one: string, other: string) => others.set(one, (others.get(one) ?? new Set()).add(other));
  for (const { source, target } of network.edges.values()) {
    join(source, target);
    join(target, source);
  }
  return new Map([...others].map(([iri, found]) => [iri, found.size]));
}

export function neighbourCount(network: Network, iri: string): number {
  const others = new Set<string>();
  for (const edge of network.edges.values()) {
    if (edge.source === iri) others.add(edge.target);
    if (edge.target === iri) others.add(edge.source);
  }
  return others.size;
}

/** The relations whose two ends are both among these. */
export function edgesBetween(network: Network, some: ReadonlySet<string>): string[] {
  return [...network.edges].filter(([, edge]) => some.has(edge.source) && some.has(edge.target)).map(([key]) => key);
}

/** A part of a neighbourhood: its seed and the neighbours that were chosen, with what joins them. */
export function onlyThese(part: Neighbourhood, chosen: ReadonlySet<string>): Neighbourhood {
  const nodes = part.nodes.filter(({ id }) => chosen.has(id));
  const edges = part.edges.filter(({ source, target }) => chosen.has(source) && chosen.has(target));
  return { ...part, nodes, edges };
}
