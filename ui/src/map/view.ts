/** The map's state in its address: what is counted, when, which kinds of statement, and the stretch of the world. */

import { signal } from "@preact/signals";

import { REALITIES, type Account, type Reality } from "../data/accounts";

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

export interface MapView {
  what: string;
  begin: string | null;
  end: string | null;
  shown: readonly Reality[];
  box: Box | null;
}

export const WHATS = ["killed", "injured", "displaced", "missing", "captured", "abducted", "affected", "events"] as const;

export function parseMap(search: string): MapView {
  const query = new URLSearchParams(search);
  const box = (query.get("bbox") ?? "").split(",").map(Number);
  const shown = REALITIES.filter((one) => query.getAll("show").includes(one));
  return {
    what: WHATS.find((one) => one === query.get("what")) ?? "killed",
    begin: query.get("begin"),
    end: query.get("end"),
    shown: shown.length > 0 ? shown : ["happened"],
    box: box.length === 4 && box.every(Number.isFinite) ? (box as unknown as Box) : null,
  };
}

export function mapAddress({ what, begin, end, shown, box }: MapView): string {
  const query = new URLSearchParams();
  if (what !== "killed") query.set("what", what);
  if (begin && end) {
    query.set("begin", begin);
    query.set("end", end);
  }
  if (shown.join() !== "happened") shown.forEach((one) => query.append("show", one));
  if (box) query.set("bbox", box.map((degrees) => degrees.toFixed(2)).join(","));
  return query.size ? `/map?${query}` : "/map";
}

export const mapView = signal<MapView>(parseMap(location.search));

export function changeMap(next: Partial<MapView>, how: "push" | "replace" = "replace"): void {
  mapView.value = { ...mapView.value, ...next };
  history[how === "push" ? "pushState" : "replaceState"](null, "", mapAddress(mapView.value));
}

addEventListener("popstate", () => {
  if (location.pathname === "/map") mapView.value = parseMap(location.search);
});

/** A box around all of them with some air, never narrower than a few degrees. */
export function around(accounts: readonly Account[]): Box {
  const longs = accounts.map(({ place }) => place!.longitude!);
  const lats = accounts.map(({ place }) => place!.latitude!);
  if (longs.length === 0) return [-130, -50, 160, 70];
  const air = 3;
  return [Math.max(-175, Math.min(...longs) - air), Math.max(-60, Math.min(...lats) - air), Math.min(178, Math.max(...longs) + air), Math.min(75, Math.max(...lats) + air)];
}
