/** The first page's state in its address: the selection, which page of it, as cards or a table, and what the histogram counts. */

import { signal } from "@preact/signals";

import { NO_VALUES, parseSelection, selectionFields, type Selection } from "./selection";
import { kept } from "./state";

export interface Filters extends Selection {
  page: number;
  table: boolean;
  /** Kind of figure whose range the histogram shows; null counts claims. */
  what: string | null;
}

export function parseFilters(search: string): Filters {
  const asked = new URLSearchParams(search);
  // The address of a network has a period of its own.
  const query = asked.has("iri") ? new URLSearchParams() : asked;
  return { ...parseSelection(query), page: Math.max(1, Number(query.get("page")) || 1), table: query.get("as") === "table", what: query.get("what") };
}

export function listAddress({ page, table, what, ...selection }: Filters): string {
  const query = new URLSearchParams(selectionFields(selection));
  if (what) query.set("what", what);
  if (table) query.set("as", "table");
  if (page > 1) query.set("page", String(page));
  return query.size ? `/?${query}` : "/";
}

/** The server's answer to this selection. */
export function exploreAddress({ page, ...selection }: Filters): string {
  const query = new URLSearchParams(selectionFields(selection));
  if (page > 1) query.set("page", String(page));
  return query.size ? `/explore?${query}` : "/explore";
}

/** The kind whose range the histogram shows: the one asked for, else the only one that is selected. */
export function countedKind({ what, values }: Filters): string | null {
  if (what) return what === "claims" ? null : what;
  return values.code.length === 1 && values.type.join() !== "event" ? values.code[0]! : null;
}

export const filters = signal<Filters>(parseFilters(location.search));

/** Ticking a box can be undone with Back; moving along (a period that is dragged, a page turned) makes no history of its own. */
export function changeFilters(next: Partial<Filters>, how: "push" | "replace" = "push"): void {
  filters.value = { ...filters.value, page: 1, ...next };
  const address = kept(listAddress(filters.value));
  if (address !== location.pathname + location.search) history[how === "push" ? "pushState" : "replaceState"](null, "", address);
}

export function resetFilters(): void {
  changeFilters({ values: NO_VALUES, begin: null, end: null, box: null, what: null });
}

addEventListener("popstate", () => (filters.value = parseFilters(location.search)));

