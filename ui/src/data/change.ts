/** A period against the one before it of the same length, and how far the numbers carry such a comparison. */

import { isWithin, type Drawn } from "./accounts";
import { tally, type Range } from "./tally";

const DAY = 86_400_000;
/** Below so many accounts in either period a difference says more about the reports than about the war. */
export const FEW_ACCOUNTS = 10;
/** And a percentage of fewer than so many people or events is noise. */
export const FEW_COUNTED = 30;

export interface Period {
  begin: string;
  end: string;
}

export interface Change {
  before: Period;
  now: Range;
  then: Range;
  /** Accounts whose time reaches into both periods; they are in neither number. */
  astride: number;
  verdict: "few" | "overlap" | "more" | "fewer";
  /** Smallest and largest change in percent that the ranges allow; null where a percentage would promise too much. */
  percent: readonly [number, number] | null;
}

/** The same number of whole months before a period of whole months, else the same number of days. */
export function periodBefore({ begin, end }: Period): Period {
  const last = shifted(begin, -1);
  const months = wholeMonths(begin, end);
  if (months === null) return { begin: shifted(begin, -(1 + (Date.parse(end) - Date.parse(begin)) / DAY)), end: last };
  const [year, month] = [Number(begin.slice(0, 4)), Number(begin.slice(5, 7)) - 1 - months];
  return { begin: iso(new Date(0).setUTCFullYear(year, month, 1)), end: last };
}

function wholeMonths(begin: string, end: string): number | null {
  if (!begin.endsWith("-01") || !shifted(end, 1).endsWith("-01")) return null;
  const month = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return month(end) - month(begin) + 1;
}

function shifted(day: string, days: number): string {
  return iso(Date.parse(day) + days * DAY);
}

function iso(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

export function changeOver(accounts: readonly Drawn[], now: Period): Change {
  const before = periodBefore(now);
  const isNow = (one: Drawn) => isWithin(one, now.begin, now.end);
  const isThen = (one: Drawn) => isWithin(one, before.begin, before.end);
  const astride = accounts.filter((one) => isNow(one) && isThen(one)).length;
  const ranges = { now: tally(accounts.filter((one) => isNow(one) && !isThen(one))), then: tally(accounts.filter((one) => isThen(one) && !isNow(one))) };
  const verdict = verdictOf(ranges.now, ranges.then);
  return { before, ...ranges, astride, verdict, percent: verdict === "few" || verdict === "overlap" ? null : percentOf(ranges.now, ranges.then) };
}

function verdictOf(now: Range, then: Range): Change["verdict"] {
  if (Math.min(now.accounts, then.accounts) < FEW_ACCOUNTS) return "few";
  if (now.low > then.high && !then.open) return "more";
  if (now.high < then.low && !now.open) return "fewer";
  return "overlap";
}

function percentOf(now: Range, then: Range): readonly [number, number] | null {
  if (now.open || then.open || Math.min(now.low, then.low) < FEW_COUNTED) return null;
  const change = (to: number, from: number) => Math.round((100 * (to - from)) / from);
  return [change(now.low, then.high), change(now.high, then.low)];
}
