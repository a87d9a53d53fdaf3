/** The map's state in its address: the selection, what is counted, which kinds of statement, and by what it is taken apart. */

import { signal } from "@preact/signals";

import { REALITIES, type Account, type Reality } from "../data/accounts";
import { parseSelection, selectionFields, type Box, type Selection } from "../data/selection";
import { kept } from "../data/state";
import { WHATS } from "./whats";

export type { Box } from "../data/selection";

export const BYS = ["actor", "actorkind", "event", "who", "country", "source"] as const;
export type By = (typeof BYS)[number];

export interface MapView extends Selection {
  what: string;
  shown: readonly Reality[];
  by: By | null;
  /** IRIs of the places whose mark is selected. */
  at: readonly string[];
}

export function parseMap(search: string): MapView {
  const query = new URLSearchParams(search);
  const shown = REALITIES.filter((one) => query.getAll("show").includes(one));
  return {
    ...parseSelection(query),
    what: WHATS.find((one) => one === query.get("what")) ?? "killed",
    shown: shown.length > 0 ? shown : ["happened"],
    by: BYS.find((one) => one === query.get("by")) ?? null,
    at: query.getAll("at"),
  };
}

export function mapAddress({ what, shown, by, at, ...selection }: MapView): string {
  const query = new URLSearchParams();
  if (what !== "killed") query.set("what", what);
  if (shown.join() !== "happened") shown.forEach((one) => query.append("show", one));
  selectionFields(selection).forEach(([name, value]) => query.append(name, value));
  if (by) query.set("by", by);
  at.forEach((iri) => query.append("at", iri));
  return query.size ? `/map?${query}` : "/map";
}

export const mapView = signal<MapView>(parseMap(location.search));

/** What is chosen can be undone with Back; moving the map or dragging a period makes no history of its own. */
export function changeMap(next: Partial<MapView>, how: "push" | "replace" = "push"): void {
  mapView.value = { ...mapView.value, ...next };
  const address = kept(mapAddress(mapView.value));
  if (address !== location.pathname + location.search) history[how === "push" ? "pushState" : "replaceState"](null, "", address);
}

addEventListener("popstate", () => {
  if (location.pathname === "/map") mapView.value = parseMap(location.search);
});

type Located = Pick<Account, "place">;

/** A box around all of them with some air, never narrower than a few degrees. */
export function around(accounts: readonly Located[]): Box {
  const longs = accounts.map(({ place }) => place!.longitude!);
  const lats = accounts.map(({ place }) => place!.latitude!);
  if (longs.length === 0) return [-130, -50, 160, 70];
  const air = 3;
  return [Math.max(-175, Math.min(...longs) - air), Math.max(-60, Math.min(...lats) - air), Math.min(178, Math.max(...longs) + air), Math.min(75, Math.max(...lats) + air)];
}

export function isIn({ place }: Located, [west, south, east, north]: Box): boolean {
  const [long, lat] = [place!.longitude!, place!.latitude!];
  return (west <= east ? long >= west && long <= east : long >= west || long <= east) && lat >= south && lat <= north;
}
