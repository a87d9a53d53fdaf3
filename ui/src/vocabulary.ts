/** How kinds of actors and relations look. Shape and line carry the meaning as well as colour does. */

export interface Shape {
  /** Corners of a regular polygon; 0 is a circle. */
  sides: number;
  /** Rotation in degrees; 0 has a corner on top. */
  turn: number;
  /** Radius to the corners against a circle of the same area. */
  scale: number;
  /** Parties to a conflict are filled, those who help, report or govern between them are outlines. */
  hollow: boolean;
}

const shape = (sides: number, turn: number, scale: number, hollow: boolean): Shape => ({ sides, turn, scale, hollow });

const SHAPES: Record<string, Shape> = {
  state: shape(4, 45, 1.25, false),
  state_force: shape(6, 0, 1.1, false),
  armed_group: shape(3, 0, 1.45, false),
  person: shape(0, 0, 1, false),
  civilians: shape(4, 0, 1.25, false),
  igo: shape(0, 0, 1, true),
  ngo: shape(4, 0, 1.25, true),
  media: shape(4, 45, 1.25, true),
  place: shape(6, 30, 1.1, true),
  event: shape(3, 180, 1.45, true),
  article: shape(4, 45, 1.25, true),
  other: shape(5, 0, 1.15, true),
};

/** What is not an actor looks like what it is: an event of any type like an event. */
export function lookOf({ category, kind }: { category: string; kind: string }): string {
  const look = category === "actor" ? kind : category;
  return look in SHAPES ? look : "other";
}

export function kindShape(look: string): Shape {
  return SHAPES[look] ?? SHAPES["other"]!;
}

/** The CSS custom property that holds the colour of a look. */
export function kindColour(look: string): string {
  return `--kind-${look in SHAPES ? look : "other"}`;
}

export type Line = "solid" | "dashed" | "dotted";

export interface RelationLook {
  line: Line;
  colour: string;
  /** An arrow says who acts; relations that read the same both ways have none. */
  arrow: boolean;
}

const look = (line: Line, colour: string, arrow: boolean): RelationLook => ({ line, colour, arrow });

const RELATIONS: Record<string, RelationLook> = {
  against: look("dashed", "--against", true),
  with: look("solid", "--with", false),
  supports: look("solid", "--with", true),
  talks: look("dotted", "--talks", false),
  commands: look("dotted", "--structure", true),
  memberOf: look("dotted", "--structure", true),
  headOf: look("dotted", "--structure", true),
};

export function relationLook(relation: string): RelationLook {
  return RELATIONS[relation] ?? look("solid", "--structure", true);
}

/** How far a shape reaches up or down from its middle, in radii. */
export function reach(shape: Shape, where: "up" | "down"): number {
  const heights = corners(shape, 1).map(([, y]) => (where === "up" ? -y : y));
  return shape.sides === 0 ? shape.scale : Math.max(...heights);
}

/** The corners of a shape around the origin, y downwards, for SVG. */
export function corners({ sides, turn, scale }: Shape, radius: number): [x: number, y: number][] {
  return Array.from({ length: sides }, (_, index) => {
    const angle = ((turn - 90 + (360 * index) / sides) * Math.PI) / 180;
    return [Math.cos(angle) * radius * scale, Math.sin(angle) * radius * scale];
  });
}
