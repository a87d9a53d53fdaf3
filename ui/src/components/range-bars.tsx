/** The range of one kind of figure over time: from the lowest to the highest, and what most say. */

import { useMemo } from "preact/hooks";

import type { Drawn } from "../data/accounts";
import { binsOver, touched, type Bin } from "../data/periods";
import { tally, type Tally } from "../data/tally";
import { bounds } from "../format";
import { number, t, tn } from "../i18n";
import { Timeline } from "./timeline";

export function range({ low, high, open }: Pick<Tally, "low" | "high" | "open">): string {
  return bounds({ low: low === 0 && !open ? null : low, high: open ? null : high });
}

export interface Sums {
  bins: readonly Bin[];
  sums: readonly Tally[];
  undated: number;
}

/** Every account stands in the stretch that holds its first day; one that began before them all, in the first. */
export function sumsOver(accounts: readonly Drawn[], bins?: readonly Bin[]): Sums {
  const dated = accounts.filter(({ begin }) => begin);
  const made = bins ?? binsOver(dated.flatMap(({ begin, end }) => [begin!, end ?? begin!]));
  const held = made.map((): Drawn[] => []);
  const first = made[0]?.begin ?? "";
  for (const one of dated) held[one.begin! < first ? 0 : (touched(made, one.begin!, one.begin!)[0] ?? -1)]?.push(one);
  return { bins: made, sums: held.map(tally), undated: accounts.length - dated.length };
}

/** The bars of one stretch in a box of one unit's width and a hundred units' height; `most` is what fills it. */
export function RangeBar({ sum, most }: { sum: Tally; most: number }) {
  const y = (value: number) => 100 - (value / most) * 92;
  return (
    <>
      <rect class="high" x="0.1" width="0.8" y={y(sum.high)} height={Math.max(0, y(sum.low) - y(sum.high))} />
      <rect class="low" x="0.1" width="0.8" y={y(sum.low)} height={100 - y(sum.low)} />
      {sum.accounts > 0 && <rect class="best" x="0.1" width="0.8" y={y(sum.best) - 1} height="2" />}
    </>
  );
}

interface Props {
  accounts: readonly Drawn[];
  label: string;
  begin: string | null;
  end: string | null;
  onChange(begin: string | null, end: string | null): void;
}

export function RangeTimeline({ accounts, label, begin, end, onChange }: Props) {
  const { bins, sums, undated } = useMemo(() => sumsOver(accounts), [accounts]);
  const most = Math.max(1, ...sums.map(({ high }) => high));
  return (
    <Timeline
      bins={bins}
      begin={begin}
      end={end}
      label={label}
      say={(index) => `${range(sums[index]!)} (${tn("map.accounts", sums[index]!.accounts)})`}
      bar={(index) => <RangeBar sum={sums[index]!} most={most} />}
      onChange={onChange}
    >
      <span class="key low">{t("map.low")}</span>
      <span class="key high">{t("map.high")}</span>
      <span class="soft num">{t("map.top", { n: number(most) })}</span>
      {undated > 0 && <span class="soft">{tn("map.undated", undated)}</span>}
    </Timeline>
  );
}
