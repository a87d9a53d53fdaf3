/** What is drawn on the map: places near each other as one mark, imprecise places as the areas they are. */

import { realityOf, type Drawn, type Reality, type Spot } from "../data/accounts";
import { tally, type Tally } from "../data/tally";

export interface Mark {
  key: string;
  reality: Reality;
  places: Spot[];
  accounts: Drawn[];
  tally: Tally;
  x: number;
  y: number;
}

export interface Vague extends Mark {
  spot: Spot;
}

const VAGUE = new Set(["area", "region", "country", "unknown"]);
const NEAR = 34;
/** The number of an area stands below its middle, where a town of the same name may have its mark. */
const LOWER = 30;
/** Marks of one place but of another reality stand beside it. */
const BESIDE: Record<Reality, readonly [number, number]> = { happened: [0, 0], ahead: [52, -14], feared: [-52, -14], denied: [0, 46] };

type Project = (place: [number, number]) => [number, number] | null;

export function marksOf(accounts: readonly Drawn[], project: Project): { marks: Mark[]; vague: Vague[] } {
  const places = new Map<string, Drawn[]>();
  for (const one of accounts) {
    const key = `${realityOf(one.status)} ${one.place!.iri}`;
    places.set(key, [...(places.get(key) ?? []), one]);
  }
  const marks: Mark[] = [];
  const vague: Vague[] = [];
  for (const [key, own] of places) {
    const spot = own[0]!.place!;
    const at = project([spot.longitude!, spot.latitude!]);
    if (!at) continue;
    const reality = realityOf(own[0]!.status);
    const mark = { key, reality, places: [spot], accounts: own, tally: tally(own), x: at[0] + BESIDE[reality][0], y: at[1] + BESIDE[reality][1] };
    if (VAGUE.has(spot.precision)) vague.push({ ...mark, spot, y: mark.y + LOWER });
    else marks.push(mark);
  }
  return { marks: merged(marks), vague };
}

function merged(marks: readonly Mark[]): Mark[] {
  const clusters: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => b.tally.best - a.tally.best || a.key.localeCompare(b.key))) {
    const near = clusters.find((one) => one.reality === mark.reality && Math.hypot(one.x - mark.x, one.y - mark.y) < NEAR);
    if (!near) clusters.push({ ...mark });
    else {
      near.accounts = [...near.accounts, ...mark.accounts];
      near.places = [...near.places, ...mark.places];
      near.tally = tally(near.accounts);
    }
  }
  return clusters;
}
