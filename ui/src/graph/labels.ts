/** Labels above or below the shapes, on a halo of the paper's colour so that they stay readable over lines. */

import type { EdgeLabelDrawingFunction, NodeHoverDrawingFunction, NodeLabelDrawingFunction } from "sigma/rendering";

import type { ShapeData } from "./node-program";
import type { Theme } from "./theme";
import { reach } from "../vocabulary";

const LONGEST = 28;
const HALO = 4;

export function shortened(label: string): string {
  return label.length > LONGEST ? `${label.slice(0, LONGEST - 1).trimEnd()}…` : label;
}

interface LabelledShape extends ShapeData {
  muted: boolean;
  above: boolean;
}

/** Where the text stands: on the side of the shape that its lines leave free. */
function baseline(node: LabelledShape, fontSize: number): number {
  const gap = node.ring ? 8 : 4;
  if (node.above) return node.y - node.size * reach(node, "up") - gap - fontSize * 0.15;
  return node.y + node.size * reach(node, "down") + gap + fontSize * 0.8;
}

export function nodeLabelDrawer(theme: Theme): NodeLabelDrawingFunction {
  return (context, data, settings) => {
    if (!data.label) return;
    const node = data as unknown as LabelledShape;
    const weight = node.ring ? "700" : settings.labelWeight;
    context.font = `${weight} ${settings.labelSize}px ${theme.font}`;
    text(context, shortened(data.label), data.x, baseline(node, settings.labelSize), theme.colour(node.muted ? "--soft" : "--ink"), theme.colour("--canvas"));
  };
}

/** Hovering writes the whole name. */
export function nodeHoverDrawer(theme: Theme): NodeHoverDrawingFunction {
  return (context, data, settings) => {
    if (!data.label) return;
    context.font = `700 ${settings.labelSize}px ${theme.font}`;
    text(context, data.label, data.x, baseline(data as unknown as LabelledShape, settings.labelSize), theme.colour("--ink"), theme.colour("--canvas"), HALO * 2);
  };
}

export function edgeLabelDrawer(theme: Theme): EdgeLabelDrawingFunction {
  return (context, edge, source, target, settings) => {
    if (!edge.label) return;
    context.font = `600 ${settings.edgeLabelSize}px ${theme.font}`;
    const middle = { x: (source.x + target.x) / 2, y: (source.y + target.y) / 2 };
    text(context, edge.label, middle.x, middle.y + settings.edgeLabelSize / 3, edge.color, theme.colour("--canvas"), HALO * 2);
  };
}

function text(context: CanvasRenderingContext2D, words: string, x: number, y: number, ink: string, halo: string, width = HALO): void {
  context.textAlign = "center";
  context.lineJoin = "round";
  context.lineWidth = width;
  context.strokeStyle = halo;
  context.strokeText(words, x, y);
  context.fillStyle = ink;
  context.fillText(words, x, y);
}
