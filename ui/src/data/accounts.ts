/** Accounts: figures and events as the server lists them, and how several of them are told as one number. */

export interface Spot {
  iri: string;
  name: string;
  latitude: number | null;
  longitude: number | null;
  precision: string;
  country: string | null;
}

export interface Party {
  iri: string;
  name: string;
  kind: string;
}

/** What is needed to count and to place an account, without its words. */
export interface Drawn {
  claim: string;
  type: "figure" | "event";
  code: string;
  status: string;
  measure: string | null;
  scope: string | null;
  /** Who is counted, in English and in the plural. */
  population: string | null;
  begin: string | null;
  end: string | null;
  place: Spot | null;
  value: number | null;
  low: number | null;
  high: number | null;
  overtaken: boolean;
}

export interface Account extends Drawn {
  /** Type of the event it is or is about. */
  event: string | null;
  /** What several articles tell of the event is put together there; null where the claim is about none. */
  case: string | null;
  actors: Party[];
  source_name: string;
  asserted: string | null;
  article: string;
  headline: string | null;
  language: string | null;
  quote: string;
  start: number;
  stop: number;
}

/** What a status says of the world: these are never added up with each other. */
export type Reality = "happened" | "ahead" | "feared" | "denied";
export const REALITIES: readonly Reality[] = ["happened", "ahead", "feared", "denied"];
export const STATUSES: readonly string[] = ["reported", "unverified", "claimed", "planned", "expected", "feared", "denied"];

export function realityOf(status: string): Reality {
  if (status === "feared" || status === "denied") return status;
  return status === "planned" || status === "expected" ? "ahead" : "happened";
}

/** Room in a camp counts nobody. */
export function countsAnybody({ measure }: Drawn): boolean {
  return measure !== "capacity";
}

export function isWithin({ begin, end }: Pick<Drawn, "begin" | "end">, from: string | null, to: string | null): boolean {
  if (!from || !to) return true;
  return begin !== null && begin <= to && (end ?? begin) >= from;
}

/** Who takes part in most of these, the most frequent first. */
export function partiesOf(accounts: readonly Account[]): (Party & { count: number })[] {
  const found = new Map<string, Party & { count: number }>();
  for (const { actors } of accounts) for (const party of actors) found.set(party.iri, { ...party, count: (found.get(party.iri)?.count ?? 0) + 1 });
  return [...found.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
