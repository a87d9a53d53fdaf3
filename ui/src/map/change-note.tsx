/** The period against the one before it, in words; no percentage where the numbers do not carry one. */

import { useMemo } from "preact/hooks";

import { range } from "../components/range-bars";
import type { Drawn, Reality } from "../data/accounts";
import { changeOver, FEW_ACCOUNTS, type Period } from "../data/change";
import type { Range } from "../data/tally";
import { period as words } from "../format";
import { t, tn, word } from "../i18n";

interface Props {
  accounts: readonly Drawn[];
  period: Period;
  what: string;
  reality: Reality;
}

export function ChangeNote({ accounts, period, what, reality }: Props) {
  const change = useMemo(() => changeOver(accounts, period), [accounts, period.begin, period.end]);
  const counted = what === "events" ? t("map.events") : word("figure", what);
  const amount = (sum: Range) => (sum.accounts === 0 ? t("change.nothing") : `${range(sum)} ${counted} (${tn("map.accounts", sum.accounts)})`);
  return (
    <section class="change" aria-labelledby="change">
      <h2 id="change">{t("change.title", { status: t(`map.${reality}`) })}</h2>
      <dl>
        <div>
          <dt>{words(period.begin, period.end)}</dt>
          <dd>{amount(change.now)}</dd>
        </div>
        <div>
          <dt>{words(change.before.begin, change.before.end)}</dt>
          <dd>{amount(change.then)}</dd>
        </div>
      </dl>
      <p>
        <strong>{change.verdict === "few" ? t("change.few", { n: FEW_ACCOUNTS }) : t(`change.${change.verdict}`)}</strong>{" "}
        {change.percent && t("change.percent", { from: signed(change.percent[0]), to: signed(change.percent[1]) })}
      </p>
      <p class="soft">
        {t("change.caveat")} {change.astride > 0 && tn("change.astride", change.astride)}
      </p>
    </section>
  );
}

function signed(percent: number): string {
  return `${percent > 0 ? "+" : "−"}${Math.abs(percent)}`;
}
