/** The picture as an SVG of its own, and a PNG painted from it: the same shapes, lines and names as on the screen. */

import { corners, type Line, type Shape } from "../vocabulary";
import type { Point } from "./layout";

export interface DrawnNode extends Shape, Point {
  label: string;
  size: number;
  colour: string;
  ring: boolean;
}

export interface DrawnEdge {
  from: Point;
  to: Point;
  colour: string;
  width: number;
  line: Line;
  arrow: boolean;
}

export interface Drawing {
  width: number;
  height: number;
  paper: string;
  ink: string;
  font: string;
  title: string;
  areas: { name: string; colour: string; outline: Point[] }[];
  nodes: DrawnNode[];
  edges: DrawnEdge[];
}

const DASHES: Record<Line, string> = { solid: "", dashed: ' stroke-dasharray="8 5"', dotted: ' stroke-dasharray="2 4"' };
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export function escaped(text: string): string {
  return text.replace(NOT_XML, "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function svgOf(drawing: Drawing): string {
  const { width, height, paper, title } = drawing;
  const parts = [
    ...drawing.areas.map(area),
    ...drawing.edges.map(edge),
    ...drawing.nodes.map((node) => shape(node, paper)),
    ...drawing.nodes.map((node) => name(node, drawing)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" fill="${paper}"/>
${parts.join("\n")}
</svg>
`;
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

function area({ colour, outline, name }: Drawing["areas"][number]): string {
  const top = outline.reduce((best, point) => (point.y < best.y ? point : best));
  const hull = `<polygon points="${outline.map(at).join(" ")}" fill="none" stroke="${colour}" stroke-opacity="0.13" stroke-width="60" stroke-linejoin="round"/>`;
  return `${hull}<text x="${top.x}" y="${top.y - 28}" fill="${colour}" font-weight="700" text-anchor="middle">${escaped(name)}</text>`;
}

function edge({ from, to, colour, width, line, arrow }: DrawnEdge): string {
  const drawn = `<line x1="${from.x.toFixed(1)}" y1="${from.y.toFixed(1)}" x2="${to.x.toFixed(1)}" y2="${to.y.toFixed(1)}" stroke="${colour}" stroke-width="${width.toFixed(1)}"${DASHES[line]}/>`;
  return arrow ? drawn + head(from, to, colour, 8 + width) : drawn;
}

function head(from: Point, to: Point, colour: string, length: number): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (side: number) => ({ x: to.x - length * Math.cos(angle + side * 0.4), y: to.y - length * Math.sin(angle + side * 0.4) });
  return `<polygon points="${[to, wing(1), wing(-1)].map(at).join(" ")}" fill="${colour}"/>`;
}

function shape(node: DrawnNode, paper: string): string {
  const paint = node.hollow ? `fill="${paper}" stroke="${node.colour}" stroke-width="3"` : `fill="${node.colour}"`;
  const round = (radius: number, how: string) => `<circle cx="${node.x.toFixed(1)}" cy="${node.y.toFixed(1)}" r="${radius.toFixed(1)}" ${how}/>`;
  const points = corners(node, node.size).map(([x, y]) => at({ x: node.x + x, y: node.y + y }));
  const ring = node.ring ? round(node.size * node.scale + 5, `fill="none" stroke="${node.colour}" stroke-width="2.5"`) : "";
  return ring + (node.sides === 0 ? round(node.size, paint) : `<polygon points="${points.join(" ")}" ${paint}/>`);
}

function name(node: DrawnNode, { paper, ink, font }: Drawing): string {
  const y = node.y + node.size * node.scale + 16;
  const style = `font-family="${escaped(font)}" font-size="13" text-anchor="middle" fill="${ink}" stroke="${paper}" stroke-width="4" paint-order="stroke"`;
  return `<text x="${node.x.toFixed(1)}" y="${y.toFixed(1)}" ${style}>${escaped(node.label)}</text>`;
}

/** Twice as fine as the screen. */
export async function pngOf(svg: string, { width, height }: Drawing): Promise<Blob> {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(width * 2, height * 2);
  canvas.getContext("2d")?.drawImage(image, 0, 0, width * 2, height * 2);
  return canvas.convertToBlob({ type: "image/png" });
}
