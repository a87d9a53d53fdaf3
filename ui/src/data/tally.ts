/** How several accounts are told as one number, without adding what may be the same people twice. */

import type { Drawn } from "./accounts";

export interface Range {
  low: number;
  best: number;
  high: number;
  /** Some account names no upper bound. */
  open: boolean;
  accounts: number;
}

export interface Tally extends Range {
  /** The same for each group of people that is counted, the one that holds the others first. */
  groups: readonly (Range & { who: string })[];
}

/** Who a figure counts when the text says no more than "people": it holds every other group. */
export const PEOPLE = "people";

/** What rival accounts give: one count of one group, at one place and time. */
interface Count extends Range {
  one: Drawn;
  who: string;
}

/**
 * Rival accounts of one thing count once, from the lowest to the highest; those that count others - sixteen peacekeepers and
 * two thousand people - are no rivals. Tolls of other days, places or groups may hold each other, and no text says so: together
 * they are at least the largest of them and at most their sum. Where one surely holds the other (everybody at that place and
 * time, the whole that a text calls a part of), the sum leaves the part out.
 */
export function tally(accounts: readonly Drawn[]): Tally {
  const counts = countsOf(accounts);
  const whos = [...new Set(counts.map(({ who }) => who))];
  const groups = whos.map((who) => ({ who, ...together(counts.filter((count) => count.who === who)) }));
  groups.sort((a, b) => Number(b.who === PEOPLE) - Number(a.who === PEOPLE) || b.accounts - a.accounts || b.high - a.high);
  return { ...together(counts), groups };
}

function together(counts: readonly Count[]): Range {
  const sum = { low: 0, best: 0, high: 0, open: false, accounts: 0 };
  for (const count of counts) {
    const isEvent = count.one.type === "event";
    sum.low = isEvent ? sum.low + count.low : Math.max(sum.low, count.low);
    sum.best = isEvent ? sum.best + count.best : Math.max(sum.best, count.best);
    sum.open ||= count.open;
    sum.accounts += count.accounts;
    const parts = counts.filter((other) => holds(count, other));
    // A toll may lag behind that of a part of those it counts.
    if (!counts.some((other) => holds(other, count))) sum.high += Math.max(count.high, ...parts.map(({ high }) => high));
  }
  return sum;
}

function countsOf(accounts: readonly Drawn[]): Count[] {
  const rivals = new Map<string, Drawn[]>();
  for (const one of accounts) {
    if (one.overtaken) continue;
    // How many there are (a stock) is one number whenever it is counted; how many more (a flow) is one for each period.
    const when = one.measure === "stock" ? [] : [one.begin, one.end];
    const key = [one.code, one.measure, one.place?.iri, whoOf(one), one.scope === "part", ...when].join("\n");
    rivals.set(key, [...(rivals.get(key) ?? []), one]);
  }
  return [...rivals.values()].map((group) => {
    const one = group[0]!;
    return { one, who: whoOf(one), ...(one.type === "event" ? ONE : rangeOf(group)), accounts: group.length };
  });
}

function whoOf(one: Drawn): string {
  return one.type === "event" ? "" : (one.population ?? PEOPLE);
}

const ONE = { low: 1, best: 1, high: 1, open: false };

function rangeOf(group: readonly Drawn[]): Omit<Range, "accounts"> {
  const said = group.flatMap((one) => one.value ?? one.low ?? one.high ?? []).sort((a, b) => a - b);
  const low = Math.min(...group.map((one) => one.low ?? (one.high === null ? (one.value ?? 0) : 0)));
  const high = Math.max(...group.map((one) => one.high ?? one.value ?? one.low ?? 0));
  return { low, high: Math.max(low, high), best: said[Math.floor(said.length / 2)] ?? low, open: group.some((one) => one.high === null) };
}

/** Whether the one surely counts everybody that the other counts: the same thing there and then, and a group that holds the other's. */
function holds(whole: Count, part: Count): boolean {
  const [a, b] = [whole.one, part.one];
  if (whole === part || a.type === "event" || a.code !== b.code || a.measure !== b.measure || a.place?.iri !== b.place?.iri) return false;
  if (a.scope === "part" || !covers(a, b)) return false;
  return whole.who === part.who ? b.scope === "part" : isGroupOf(part.who, whole.who);
}

function covers(a: Drawn, b: Drawn): boolean {
  if (a.measure === "stock") return true;
  if (!a.begin || !b.begin) return a.begin === b.begin;
  return a.begin <= b.begin && (a.end ?? a.begin) >= (b.end ?? b.begin);
}

/** "soldiers of Ostland" are soldiers, and all are people. */
function isGroupOf(part: string, whole: string): boolean {
  return whole === PEOPLE ? part !== PEOPLE : part.startsWith(`${whole} of `) || part.startsWith(`${whole} from `);
}
