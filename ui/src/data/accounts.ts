/** Accounts: figures and events as the server lists them, and how several of them are told as one number. */

export interface Spot {
  iri: string;
  name: string;
  latitude: number | null;
  longitude: number | null;
  precision: string;
  country: string | null;
}

export interface Account {
  claim: string;
  type: "figure" | "event";
  code: string;
  status: string;
  measure: string | null;
  begin: string | null;
  end: string | null;
  place: Spot | null;
  value: number | null;
  low: number | null;
  high: number | null;
  overtaken: boolean;
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

export function realityOf(status: string): Reality {
  if (status === "feared" || status === "denied") return status;
  return status === "planned" || status === "expected" ? "ahead" : "happened";
}

export interface Tally {
  low: number;
  best: number;
  high: number;
  /** Some account names no upper bound. */
  open: boolean;
  accounts: number;
}

/**
 * Rival accounts of one thing at one place and time count once, from the lowest to the highest. Tolls of other days or places
 * may hold each other, and no text says so: together they are at least the largest of them and at most their sum.
 */
export function tally(accounts: readonly Account[]): Tally {
  const rivals = new Map<string, Account[]>();
  for (const one of accounts) {
    if (one.overtaken) continue;
    // How many there are (a stock) is one number whenever it is counted; how many more (a flow) is one for each period.
    const when = one.measure === "stock" ? [] : [one.begin, one.end];
    const key = [one.code, one.measure, one.place?.iri, ...when].join(" ");
    rivals.set(key, [...(rivals.get(key) ?? []), one]);
  }
  const sum: Tally = { low: 0, best: 0, high: 0, open: false, accounts: accounts.length };
  for (const group of rivals.values()) {
    const isEvent = group[0]!.type === "event";
    const { low, best, high, open } = isEvent ? ONE : rangeOf(group);
    sum.low = isEvent ? sum.low + low : Math.max(sum.low, low);
    sum.best = isEvent ? sum.best + best : Math.max(sum.best, best);
    sum.high += high;
    sum.open ||= open;
  }
  return sum;
}

const ONE = { low: 1, best: 1, high: 1, open: false };

function rangeOf(group: readonly Account[]): Omit<Tally, "accounts"> {
  const said = group.flatMap((one) => one.value ?? one.low ?? one.high ?? []).sort((a, b) => a - b);
  const low = Math.min(...group.map((one) => one.low ?? (one.high === null ? (one.value ?? 0) : 0)));
  const high = Math.max(...group.map((one) => one.high ?? one.value ?? one.low ?? 0));
  return { low, high: Math.max(low, high), best: said[Math.floor(said.length / 2)] ?? low, open: group.some((one) => one.high === null) };
}
