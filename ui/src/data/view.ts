/** The view is the URL: everything a reader chose can be sent as a link and undone with Back. */

import { signal } from "@preact/signals";

export type Selection = { type: "node"; iri: string } | { type: "edge"; key: string };

export interface View {
  iri: string | null;
  depth: number;
  limit: number;
  expanded: readonly string[];
  hidden: ReadonlySet<string>;
  selection: Selection | null;
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
  };
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
  const text = query.toString();
  return text ? `/?${text}` : "/";
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

/** Change the view; `replace` for small steps (a filter), so that Back undoes reading, not ticking boxes. */
export function change(next: Partial<View>, how: "push" | "replace" = "push"): void {
  const changed = { ...view.value, ...next };
  const address = viewAddress(changed);
  if (address === location.pathname + location.search) return;
  history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  view.value = changed;
}

/** The view of another actor, with nothing expanded, hidden or selected. */
export function seedView(iri: string | null): View {
  return { ...parseView(""), iri };
}

export function listenToHistory(): void {
  addEventListener("popstate", () => (view.value = parseView(location.search)));
}
