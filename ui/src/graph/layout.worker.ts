/** ForceAtlas2, then room for labels. Off the main thread: 300 actors take a third of a second, thousands get fewer rounds. */

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import noverlap from "graphology-layout-noverlap";

import type { LayoutJob, Point } from "./layout";

const ITERATIONS = 300;
const FEWEST = 60;
const OVERLAPS = 200;
const LARGE = 500;
const FILLS = 6;
const MOST_STRETCH = 2.5;

addEventListener("message", ({ data }: MessageEvent<{ ticket: number; job: LayoutJob }>) => {
  postMessage({ ticket: data.ticket, positions: layout(data.job) });
});

export function layout(job: LayoutJob): [string, Point][] {
  const graph = build(job);
  if (graph.order > 1) {
    forceAtlas2.assign(graph, { iterations: rounds(graph.order, ITERATIONS), getEdgeWeight: "weight", settings: forces(graph.order) });
    turn(graph, job);
    fit(graph, job);
    noverlap.assign(graph, { maxIterations: rounds(graph.order, OVERLAPS), settings: { margin: graph.order > LARGE ? 1 : 4, ratio: 1, gridSize: Math.max(12, Math.round(Math.sqrt(graph.order))) } });
    fit(graph, job);
  }
  return graph.mapNodes((id, { x, y }) => [id, { x: x as number, y: y as number }]);
}

function build(job: LayoutJob): Graph {
  const graph = new Graph({ type: "undirected", multi: false });
  for (const { id, x, y, room } of job.nodes) graph.addNode(id, { x, y, size: room });
  for (const [source, target, weight] of job.edges) {
    if (source === target) continue;
    graph.updateUndirectedEdge(source, target, (old) => ({ weight: Number(old["weight"] ?? 0) + Math.log2(1 + weight) }));
  }
  return graph;
}

/** As many rounds as take about the same time, however many actors there are; never so few that nothing is told apart. */
function rounds(order: number, most: number): number {
  return Math.max(FEWEST, Math.min(most, Math.round((most * LARGE) / order)));
}

function forces(order: number) {
  return { gravity: 0.6, scalingRatio: 12, strongGravityMode: false, barnesHutOptimize: order > LARGE, slowDown: 1 + Math.log(order), edgeWeightInfluence: 0.5 };
}

/** Turn the longest axis along the longer side of the frame. */
function turn(graph: Graph, { width, height }: LayoutJob): void {
  const angle = mainAxis(graph) - (width >= height ? 0 : Math.PI / 2);
  const [cos, sin] = [Math.cos(-angle), Math.sin(-angle)];
  graph.updateEachNodeAttributes((_, at) => ({ ...at, x: at["x"] * cos - at["y"] * sin, y: at["x"] * sin + at["y"] * cos }));
}

/** Stretch the picture to fill the frame; a handful of actors stands closer together in the middle. */
function fit(graph: Graph, job: LayoutJob): void {
  const share = Math.min(1, (graph.order + 1) / FILLS);
  const [width, height] = [job.width * share, job.height * share];
  const wide = span(graph, "x");
  const tall = span(graph, "y");
  const across = width / wide.size;
  const up = height / tall.size;
  // Two actors, or a chain, stay a line: stretching what has no breadth would only magnify noise.
  const [stretchX, stretchY] = [Math.min(across, up * MOST_STRETCH), Math.min(up, across * MOST_STRETCH)];
  graph.updateEachNodeAttributes((_, at) => ({ ...at, x: (at["x"] - wide.middle) * stretchX, y: (at["y"] - tall.middle) * stretchY }));
}

function mainAxis(graph: Graph): number {
  let [xx, yy, xy] = [0, 0, 0];
  const [midX, midY] = [span(graph, "x").middle, span(graph, "y").middle];
  graph.forEachNode((_, { x, y }) => {
    xx += (x - midX) ** 2;
    yy += (y - midY) ** 2;
    xy += (x - midX) * (y - midY);
  });
  return 0.5 * Math.atan2(2 * xy, xx - yy);
}

function span(graph: Graph, axis: "x" | "y"): { middle: number; size: number } {
  const values = graph.mapNodes((_, at) => at[axis] as number);
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  return { middle: (low + high) / 2, size: high - low || 1 };
}
