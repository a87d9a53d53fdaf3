/** Groups of actors as soft areas behind the picture, each with its letter. */

import type { Point } from "./layout";
import type { Theme } from "./theme";

export const GROUP_COLOURS = ["--kind-state", "--kind-armed_group", "--kind-igo", "--kind-person", "--kind-civilians", "--kind-ngo", "--kind-event", "--kind-media"];

export function groupColour(index: number): string {
  return GROUP_COLOURS[index % GROUP_COLOURS.length]!;
}

export interface Area {
  name: string;
  colour: string;
  points: Point[];
}

const ROOM = 30;
/** Every second round of colours is dotted, so that two groups with one colour still differ. */
const DOTS = [2, 5];

export function drawAreas(context: CanvasRenderingContext2D, areas: readonly Area[], theme: Theme): void {
  context.lineJoin = "round";
  areas.forEach((area, index) => {
    const colour = theme.colour(area.colour);
    const outline = hull(area.points);
    trace(context, outline);
    context.setLineDash([]);
    paint(context, colour, ROOM * 2 + 2);
    paint(context, theme.faded(area.colour), ROOM * 2 - 1);
    const side = outline.reduce((best, point) => (point.x < best.x ? point : best));
    badge(context, area.name, { x: Math.max(14, side.x - ROOM - 4), y: side.y }, colour, theme, index >= GROUP_COLOURS.length);
  });
}

function paint(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.fillStyle = context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.fill();
}

function trace(context: CanvasRenderingContext2D, outline: readonly Point[]): void {
  context.beginPath();
  outline.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
}

function badge(context: CanvasRenderingContext2D, name: string, at: Point, colour: string, theme: Theme, dotted: boolean): void {
  context.beginPath();
  context.arc(at.x, at.y, 11, 0, Math.PI * 2);
  context.fillStyle = theme.colour("--canvas");
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.setLineDash(dotted ? DOTS : []);
  context.stroke();
  context.fillStyle = colour;
  context.font = `700 13px ${theme.font}`;
  context.textAlign = "center";
  context.fillText(name, at.x, at.y + 4.5);
}

/** The convex hull (Andrew's monotone chain); two points stay a line, which is stroked just as well. */
export function hull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const half = (some: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of some) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
