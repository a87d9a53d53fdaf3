/** Names beside the shapes, as many as fit without covering each other: the important ones first, more on zooming in. */

import type { MultiDirectedGraph } from "graphology";
import type Sigma from "sigma";
import type { EdgeLabelDrawingFunction } from "sigma/rendering";

import { reach, type Shape } from "../vocabulary";
import type { Theme } from "./theme";

const LONGEST = 30;
const FONT_SIZE = 13;
const HALO = 4;
const GAP = 3;
const CELL = 48;
const MOST_TRIED = 600;

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The boxes that are taken, by the cells of a grid, so that each asks its neighbours only. */
class Taken {
  private readonly cells = new Map<string, Box[]>();

  add(box: Box): void {
    for (const cell of cellsOf(box)) {
      const held = this.cells.get(cell);
      if (held) held.push(box);
      else this.cells.set(cell, [box]);
    }
  }

  leaves(box: Box): boolean {
    return !cellsOf(box).some((cell) => this.cells.get(cell)?.some((other) => overlap(box, other)));
  }
}

function cellsOf({ left, right, top, bottom }: Box): string[] {
  const found: string[] = [];
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) found.push(`${x} ${y}`);
  }
  return found;
}

interface Labelled extends Shape {
  key: string;
  label: string;
  x: number;
  y: number;
  size: number;
  ring: number;
  above: boolean;
}

export function shortened(label: string): string {
  return label.length > LONGEST ? `${label.slice(0, LONGEST - 1).trimEnd()}…` : label;
}

export class LabelLayer {
  private readonly widths = new Map<string, number>();

  constructor(private readonly sigma: Sigma) {}

  /** Draw the labels of one frame. Those of `first` are always drawn, of `muted` ones none. */
  draw(theme: Theme, first: ReadonlySet<string>, muted: (node: string) => boolean): void {
    const context = this.sigma.getCanvases()["labels"]?.getContext("2d");
    if (!context) return;
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const nodes = this.nodes().filter(({ key }) => first.has(key) || !muted(key));
    const rank = (node: Labelled) => (first.has(node.key) ? 1000 : 0) + node.size;
    const taken = new Taken();
    for (const node of nodes) taken.add(shapeBox(node));
    const { width } = this.sigma.getDimensions();
    // Where thousands stand, the largest are tried: what fits is a few dozen.
    for (const node of nodes.sort((a, b) => rank(b) - rank(a) || (a.key < b.key ? -1 : 1)).slice(0, MOST_TRIED)) {
      const words = first.has(node.key) ? node.label : shortened(node.label);
      context.font = `${node.ring ? 700 : 500} ${FONT_SIZE}px ${theme.font}`;
      const boxes = places(node, this.width(context, words)).map((box) => inside(box, width));
      const free = boxes.find((box) => taken.leaves(box)) ?? (first.has(node.key) ? boxes[0] : undefined);
      if (!free) continue;
      taken.add(free);
      write(context, words, (free.left + free.right) / 2, free.bottom - FONT_SIZE * 0.25, theme.colour("--ink"), theme.colour("--canvas"));
    }
  }

  /** A dot in the middle of every pinned actor. */
  drawPins(theme: Theme, pinned: Iterable<string>): void {
    const context = this.sigma.getCanvases()["labels"]?.getContext("2d");
    const graph = this.sigma.getGraph();
    if (!context) return;
    for (const key of pinned) {
      if (!graph.hasNode(key)) continue;
      const { x, y } = this.sigma.graphToViewport(graph.getNodeAttributes(key) as { x: number; y: number });
      context.beginPath();
      context.arc(x, y, 3.5, 0, Math.PI * 2);
      context.fillStyle = theme.colour("--canvas");
      context.fill();
      context.lineWidth = 1.5;
      context.strokeStyle = theme.colour("--ink");
      context.stroke();
    }
  }

  /** The actors that are in sight. */
  private nodes(): Labelled[] {
    const graph = this.sigma.getGraph() as MultiDirectedGraph;
    const { width, height } = this.sigma.getDimensions();
    const found: Labelled[] = [];
    graph.forEachNode((key, attributes) => {
      const at = this.sigma.graphToViewport({ x: attributes["x"], y: attributes["y"] });
      if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) return;
      found.push({ ...attributes, key, ...at, size: this.sigma.scaleSize(attributes["size"]) } as Labelled);
    });
    return found;
  }

  private width(context: CanvasRenderingContext2D, words: string): number {
    const key = context.font + words;
    const known = this.widths.get(key) ?? context.measureText(words).width;
    this.widths.set(key, known);
    return known;
  }
}

/** Where a label may stand, the best place first: on the side that the lines leave free, opposite, right, left. */
function places(node: Labelled, width: number): Box[] {
  const margin = GAP + (node.ring ? 6 : 0);
  const centred = (top: number): Box => ({ left: node.x - width / 2, right: node.x + width / 2, top, bottom: top + FONT_SIZE * 1.15 });
  const over = centred(node.y - node.size * reach(node, "up") - margin - FONT_SIZE * 1.15);
  const under = centred(node.y + node.size * reach(node, "down") + margin);
  const beside = (left: number): Box => ({ left, right: left + width, top: node.y - FONT_SIZE * 0.6, bottom: node.y + FONT_SIZE * 0.55 });
  const right = beside(node.x + node.size * node.scale + margin);
  const left = beside(node.x - node.size * node.scale - margin - width);
  return node.above ? [over, under, right, left] : [under, over, right, left];
}

/** The box moved so that no name is cut off at the side of the picture. */
function inside(box: Box, width: number): Box {
  const shift = Math.max(0, GAP - box.left) - Math.max(0, box.right + GAP - width);
  return { ...box, left: box.left + shift, right: box.right + shift };
}

function shapeBox({ x, y, size }: Labelled): Box {
  const half = size * 0.8;
  return { left: x - half, right: x + half, top: y - half, bottom: y + half };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function edgeLabelDrawer(theme: Theme): EdgeLabelDrawingFunction {
  return (context, edge, source, target, settings) => {
    if (!edge.label) return;
    context.font = `600 ${settings.edgeLabelSize}px ${theme.font}`;
    const middle = { x: (source.x + target.x) / 2, y: (source.y + target.y) / 2 };
    write(context, edge.label, middle.x, middle.y + settings.edgeLabelSize / 3, edge.color, theme.colour("--canvas"), HALO * 2);
  };
}

function write(context: CanvasRenderingContext2D, words: string, x: number, y: number, ink: string, halo: string, width = HALO): void {
  context.textAlign = "center";
  context.lineJoin = "round";
  context.lineWidth = width;
  context.strokeStyle = halo;
  context.strokeText(words, x, y);
  context.fillStyle = ink;
  context.fillText(words, x, y);
}
