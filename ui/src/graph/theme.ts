/** The picture's colours are the page's: read from the CSS custom properties that the colour scheme sets. */

export interface Theme {
  colour(property: string): string;
  /** A colour faded towards the paper, for what is not in focus. */
  faded(property: string): string;
  font: string;
}

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const colour = remembered((property) => sixDigits(style.getPropertyValue(property)));
  const canvas = channels(colour("--canvas"));
  const faded = remembered((property) => mix(channels(colour(property)), canvas, 0.8));
  return { colour, faded, font: style.fontFamily };
}

/** A style sheet is slow to ask, and every actor and relation asks at every move of the pointer. */
function remembered(read: (property: string) => string): (property: string) => string {
  const known = new Map<string, string>();
  return (property) => {
    const found = known.get(property) ?? read(property);
    known.set(property, found);
    return found;
  };
}

const pen = new OffscreenCanvas(1, 1).getContext("2d");

/** A CSS colour as #rrggbb, however the style sheet came to write it: a minifier shortens #ffffff to #fff. */
function sixDigits(value: string): string {
  if (!pen) return value;
  pen.fillStyle = value.trim();
  return pen.fillStyle;
}

type Channels = [number, number, number];

function channels(hex: string): Channels {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function mix(from: Channels, to: Channels, share: number): string {
  const mixed = from.map((channel, index) => Math.round(channel * (1 - share) + to[index]! * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

export function onThemeChange(listen: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", listen);
  return () => dark.removeEventListener("change", listen);
}

export function prefersReducedMotion(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
