/** The view is the URL: everything a reader chose can be sent as a link and undone with Back. */

import { signal } from "@preact/signals";

import { kept } from "./state";

export type Selection = { type: "node"; iri: string } | { type: "edge"; key: string };

export interface Place {
  x: number;
  y: number;
}

/** Neighbours of one actor that a reader chose to add. */
export interface Pick {
  from: string;
  to: readonly string[];
}

export interface View {
  iri: string | null;
  depth: number;
  limit: number;
  expanded: readonly string[];
  hidden: ReadonlySet<string>;
  selection: Selection | null;
  /** First and last day of the period that is shown; both or neither. */
  begin: string | null;
  end: string | null;
  /** Actors taken out of the picture one by one. */
  removed: readonly string[];
  picks: readonly Pick[];
  pins: ReadonlyMap<string, Place>;
  /** The actor to which the way from the seed is shown. */
  pathTo: string | null;
  groups: boolean;
}

export const DEFAULT_DEPTH = 1;
export const DEFAULT_LIMIT = 60;

export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  return {
    iri: query.get("iri") || null,
    depth: positive(query.get("depth"), DEFAULT_DEPTH),
    limit: positive(query.get("limit"), DEFAULT_LIMIT),
    expanded: query.getAll("expand"),
    hidden: new Set(query.getAll("hide")),
    selection: parseSelection(query),
    ...parsePeriod(query),
    removed: query.getAll("without"),
    picks: query.getAll("add").flatMap(parsePick),
    pins: new Map(query.getAll("pin").flatMap(parsePin)),
    pathTo: query.get("path") || null,
    groups: query.get("groups") === "1",
  };
}

function parsePeriod(query: URLSearchParams): { begin: string | null; end: string | null } {
  const [begin, end] = [query.get("begin"), query.get("end")];
  const isDay = (text: string | null): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");
  return isDay(begin) && isDay(end) ? { begin, end } : { begin: null, end: null };
}

/** IRIs hold no spaces, so a list of them is written with spaces between. */
function parsePick(text: string): Pick[] {
  const [from, ...to] = text.split(" ");
  return from && to.length > 0 ? [{ from, to }] : [];
}

function parsePin(text: string): [string, Place][] {
  const [x, y, iri] = text.split(" ");
  const place = { x: Number(x), y: Number(y) };
  return iri && Number.isFinite(place.x) && Number.isFinite(place.y) ? [[iri, place]] : [];
}

export function viewAddress(view: View): string {
  const query = new URLSearchParams();
  if (view.iri) query.set("iri", view.iri);
  if (view.iri && view.depth !== DEFAULT_DEPTH) query.set("depth", String(view.depth));
  if (view.iri && view.limit !== DEFAULT_LIMIT) query.set("limit", String(view.limit));
  view.expanded.forEach((iri) => query.append("expand", iri));
  [...view.hidden].sort().forEach((value) => query.append("hide", value));
  if (view.selection?.type === "node") query.set("node", view.selection.iri);
  if (view.selection?.type === "edge") query.set("edge", view.selection.key);
  if (view.iri) arrangement(view).forEach(([name, value]) => query.append(name, value));
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

function arrangement(view: View): [string, string][] {
  const found: [string, string][] = [];
  if (view.begin && view.end) found.push(["begin", view.begin], ["end", view.end]);
  view.removed.forEach((iri) => found.push(["without", iri]));
  view.picks.forEach(({ from, to }) => found.push(["add", [from, ...to].join(" ")]));
  view.pins.forEach(({ x, y }, iri) => found.push(["pin", `${Math.round(x)} ${Math.round(y)} ${iri}`]));
  if (view.pathTo) found.push(["path", view.pathTo]);
  if (view.groups) found.push(["groups", "1"]);
  return found;
}

function positive(raw: string | null, fallback: number): number {
  const value = Number(raw);
  return Number.isInteger(value) && value > 0 ? value : fallback;
}

function parseSelection(query: URLSearchParams): Selection | null {
  const edge = query.get("edge");
  if (edge) return { type: "edge", key: edge };
  const node = query.get("node");
  return node ? { type: "node", iri: node } : null;
}

export const view = signal<View>(parseView(location.search));

/** The views that "Undo" goes back through: all but mere selections, of this actor's network. */
export const past = signal<readonly View[]>([]);
const MOST_PAST = 50;

/** Change the view; `replace` for small steps (a filter), so that Back undoes reading, not ticking boxes. */
export function change(next: Partial<View>, how: "push" | "replace" = "push"): void {
  const changed = { ...view.value, ...next };
  const address = kept(viewAddress(changed));
  if (address === location.pathname + location.search) return;
  if (changed.iri !== view.value.iri) past.value = [];
  else if (Object.keys(next).some((name) => name !== "selection")) past.value = [...past.value.slice(1 - MOST_PAST), view.value];
  history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  view.value = changed;
}

/** Take the last change of the picture back. */
export function undo(): void {
  const before = past.value.at(-1);
  if (!before) return;
  past.value = past.value.slice(0, -1);
  history.replaceState(null, "", kept(viewAddress(before)));
  view.value = before;
}

/** The view of another actor, with nothing expanded, hidden or selected. */
export function seedView(iri: string | null): View {
  return { ...parseView(""), iri };
}

export function listenToHistory(): void {
  addEventListener("popstate", () => {
    const next = parseView(location.search);
    if (next.iri !== view.value.iri) past.value = [];
    view.value = next;
  });
}
