/** The network as sigma's graph: attributes say how each actor and relation looks, nothing about what is selected. */

import { MultiDirectedGraph } from "graphology";

import { nodeWeights, type Network } from "../data/network";
import { word } from "../i18n";
import { kindColour, kindShape, lookOf, relationLook } from "../vocabulary";
import { seedPoint, type Positions } from "./layout";

const SMALLEST = 7;
const LARGEST = 19;
const SHIFT = 9;
/** So many actors stand in a picture of common size without touching. */
const ROOMY = 300;

export function buildGraph(network: Network, positions: Positions): MultiDirectedGraph {
  const graph = new MultiDirectedGraph();
  const sizes = nodeSizes(network);
  for (const node of network.nodes.values()) {
    const ring = node.id === network.seed ? 1 : 0;
    const at = positions.get(node.id) ?? seedPoint(node.id);
    const { sides, turn, scale, hollow } = kindShape(lookOf(node));
    graph.addNode(node.id, { ...at, label: node.label, size: sizes(node.id), tint: kindColour(lookOf(node)), hollow, sides, turn, scale, ring });
  }
  const shifts = sideBySide(network);
  const thin = Math.max(crowding(network), 0.3);
  for (const [key, edge] of network.edges) {
    const { line, colour, arrow } = relationLook(edge.relation);
    const size = (1.4 + Math.min(Math.log2(1 + edge.weight), 5) * 0.7) * thin;
    const attributes = { caption: word("relation", edge.relation), size, tint: colour, line, arrow, shift: shifts.get(key) ?? 0 };
    graph.addDirectedEdgeWithKey(key, edge.source, edge.target, attributes);
  }
  return graph;
}

/** Area grows with weight, and shrinks where there are more actors than the picture has room for. */
export function nodeSizes(network: Network): (iri: string) => number {
  const weights = nodeWeights(network);
  const most = [...weights.values()].reduce((best, weight) => Math.max(best, weight), 1);
  const small = crowding(network);
  return (iri) => SMALLEST * small + (LARGEST - SMALLEST) * Math.max(small, 0.5) * Math.sqrt((weights.get(iri) ?? 0) / most);
}

/** 1 as long as there is room for every shape; less for thousands. */
function crowding({ nodes }: Network): number {
  return Math.min(1, Math.sqrt(ROOMY / Math.max(1, nodes.size)));
}

/** Relations between the same two actors are drawn beside each other, whichever way they point. */
function sideBySide(network: Network): Map<string, number> {
  const pairs = new Map<string, string[]>();
  for (const [key, edge] of network.edges) {
    const pair = [edge.source, edge.target].sort().join(" ");
    pairs.set(pair, [...(pairs.get(pair) ?? []), key]);
  }
  const shifts = new Map<string, number>();
  for (const keys of pairs.values()) {
    keys.forEach((key, index) => {
      const edge = network.edges.get(key)!;
      const side = edge.source < edge.target ? 1 : -1;
      shifts.set(key, side * (index - (keys.length - 1) / 2) * SHIFT);
    });
  }
  return shifts;
}
