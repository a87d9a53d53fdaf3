/** Stretches of time of one length, for a histogram: days, months or years, whatever gives bars one can tell apart. */

import type { NetworkEdge } from "./types";

export interface Bin {
  /** First and last day. */
  begin: string;
  end: string;
}

const MOST_BINS = 64;
/** Months in a bin; 0 is a day. */
const STEPS = [0, 1, 3, 12, 60, 120, 600];
const DAY = 86_400_000;
/** Days of air on both sides of a few days, so that two bars do not fill the picture. */
const AIR = 5;

export function binsOver(days: readonly string[]): Bin[] {
  if (days.length === 0) return [];
  const sorted = [...days].sort();
  const short = count(sorted[0]!, sorted.at(-1)!, 0) <= 2 * AIR;
  const [first, last] = [later(sorted[0]!, short ? -AIR : 0), later(sorted.at(-1)!, short ? AIR : 0)];
  const step = STEPS.find((months) => count(first, last, months) <= MOST_BINS) ?? STEPS.at(-1)!;
  return step === 0 ? dayBins(first, last) : monthBins(first, last, step);
}

function count(first: string, last: string, months: number): number {
  if (months === 0) return (Date.parse(last) - Date.parse(first)) / DAY + 1;
  return (monthOf(last) - monthOf(first)) / months + 1;
}

function later(day: string, days: number): string {
  return iso(Date.parse(day) + days * DAY);
}

/** Months since the year 0. */
function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function dayBins(first: string, last: string): Bin[] {
  const bins: Bin[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY) bins.push({ begin: iso(at), end: iso(at) });
  return bins;
}

function monthBins(first: string, last: string, step: number): Bin[] {
  const bins: Bin[] = [];
  for (let at = monthOf(first) - (monthOf(first) % step); at <= monthOf(last); at += step) {
    bins.push({ begin: iso(startOf(at)), end: iso(startOf(at + step) - DAY) });
  }
  return bins;
}

function startOf(month: number): number {
  return new Date(0).setUTCFullYear(Math.floor(month / 12), month % 12, 1);
}

function iso(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** The bins that a period touches. */
export function touched(bins: readonly Bin[], begin: string, end: string): number[] {
  return bins.flatMap((bin, index) => (bin.begin <= end && bin.end >= begin ? [index] : []));
}

/** The bins a window covers, or none when it lies outside them all. */
export function span(bins: readonly Bin[], begin: string | null, end: string | null): [from: number, to: number] {
  const inside = begin && end ? touched(bins, begin, end) : [];
  return inside.length > 0 ? [inside[0]!, inside.at(-1)!] : [0, Math.max(0, bins.length - 1)];
}

/** The periods of an edge: of its claims where they are dated, else its own. */
export function datesOf(edge: NetworkEdge): [begin: string, end: string][] {
  const dated = edge.claims.flatMap(({ begin, end }): [string, string][] => (begin ? [[begin, end ?? begin]] : []));
  if (dated.length > 0) return dated;
  return edge.begin ? [[edge.begin, edge.end ?? edge.begin]] : [];
}
