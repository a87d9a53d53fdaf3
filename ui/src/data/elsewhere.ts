/** The same selection on another page: each of these says in its own terms what the reader looks at. */

import type { MapView } from "../map/view";
import { WHATS } from "../map/whats";
import { REALITIES, realityOf, STATUSES, type Drawn } from "./accounts";
import type { Filters } from "./filters";
import { NO_VALUES, type Selection, type Values } from "./selection";
import { seedView, type View } from "./view";

/** The map counts one thing at a time: the kind that is selected, else the first of those that the selection has on the map. */
export function mapOf({ values, begin, end, box, what }: Filters, drawn: readonly Drawn[] = []): MapView {
  const kinds: readonly string[] = WHATS;
  const onlyEvents = values.type.join() === "event" || (values.code.length > 0 && !values.code.some((code) => kinds.includes(code)));
  const there = new Set(drawn.filter(({ place }) => place && place.latitude !== null).map(({ type, code }) => (type === "event" ? "events" : code)));
  const chosen = [what ?? "", ...values.code].find((code) => kinds.includes(code));
  const counted = onlyEvents ? "events" : (chosen ?? WHATS.find((one) => there.has(one)) ?? "killed");
  const shown = REALITIES.filter((reality) => values.status.some((status) => realityOf(status) === reality));
  const own = { ...values, type: [], code: onlyEvents ? values.code : [] };
  return { values: own, begin, end, box, what: counted, shown: shown.length > 0 ? shown : ["happened"], by: null, at: [] };
}

/** The claims that the map shows; without a place, a claim is in the list only. */
export function listOf({ values, begin, end, box, what, shown }: MapView): Filters {
  const isEvents = what === "events";
  const statuses = STATUSES.filter((status) => shown.includes(realityOf(status)));
  const status = values.status.length > 0 ? values.status : statuses.length === STATUSES.length ? [] : statuses;
  const own: Values = { ...values, status, type: [isEvents ? "event" : "figure"], code: isEvents ? values.code : [what] };
  return { values: own, begin, end, box, page: 1, table: false, what: null };
}

/** The network of one of those who take part, in the same period and of the same statuses. */
export function networkOf(iri: string, { values, begin, end }: Selection): View {
  const hidden = values.status.length > 0 ? STATUSES.filter((status) => !values.status.includes(status)) : [];
  return { ...seedView(iri), begin, end, hidden: new Set(hidden.map((status) => `status:${status}`)) };
}

/** What is known of an actor or a place of a network, in its period and its statuses; null for what is neither. */
export function claimsOf(iri: string, category: string, { begin, end, hidden }: View): Filters | null {
  if (category !== "actor" && category !== "place") return null;
  const left = STATUSES.filter((status) => !hidden.has(`status:${status}`));
  const values: Values = { ...NO_VALUES, [category]: [iri], status: left.length < STATUSES.length ? left : [] };
  return { values, begin, end, box: null, page: 1, table: false, what: null };
}
