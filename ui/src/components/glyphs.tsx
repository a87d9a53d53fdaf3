/** The marks of the picture, for legend, lists and search: the same shapes and lines as on the canvas. */

import { corners, kindColour, kindShape, relationLook, type Line } from "../vocabulary";

const RADIUS = 5;

export function KindGlyph({ kind }: { kind: string }) {
  const shape = kindShape(kind);
  const colour = `var(${kindColour(kind)})`;
  const paint = shape.hollow ? { fill: "none", stroke: colour, "stroke-width": 2.2 } : { fill: colour };
  return (
    <svg class="glyph" viewBox="-9 -9 18 18" aria-hidden="true">
      {shape.sides === 0 ? <circle r={RADIUS} {...paint} /> : <polygon points={corners(shape, RADIUS).join(" ")} {...paint} />}
    </svg>
  );
}

const DASHES: Record<Line, string> = { solid: "none", dashed: "6 4", dotted: "2 3" };

export function RelationGlyph({ relation }: { relation: string }) {
  const { line, colour, arrow } = relationLook(relation);
  const paint = `var(${colour})`;
  return (
    <svg class="glyph line" viewBox="0 -6 30 12" aria-hidden="true">
      <line x1="1" x2={arrow ? 22 : 29} y1="0" y2="0" stroke={paint} stroke-width="2.4" stroke-dasharray={DASHES[line]} />
      {arrow && <polygon points="29,0 20,-4.5 20,4.5" fill={paint} />}
    </svg>
  );
}
