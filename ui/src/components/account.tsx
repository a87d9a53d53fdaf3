/** One account in a list: how much or what, of whom, where, when, who says so, in which words. */

import type { Account } from "../data/accounts";
import { caseAddress, quoteAddress } from "../data/addresses";
import { bounds, period } from "../format";
import { t, who, word } from "../i18n";
import { StatusChip } from "./status";

interface Props {
  account: Account;
  lit?: boolean;
  onLight?(claim: string | null): void;
}

export function AccountItem({ account, lit = false, onLight }: Props) {
  const { claim, status, place, begin, end, source_name, quote, language } = account;
  return (
    <li class={lit ? "account lit" : "account"} data-claim={claim} onMouseEnter={() => onLight?.(claim)} onMouseLeave={() => onLight?.(null)}>
      <p class="amount">
        <Amount account={account} /> <StatusChip status={status} />
      </p>
      <p class="facts">
        <Counted account={account} />
        {place && <span>{place.name}</span>}
        {begin && <span>{period(begin, end)}</span>}
        <span>{source_name}</span>
      </p>
      <blockquote lang={language ?? undefined} dir="auto">
        {quote}
      </blockquote>
      <p class="links">
        <a href={quoteAddress(account.article, account.start, account.stop)} onFocus={() => onLight?.(claim)} onBlur={() => onLight?.(null)}>
          {t("claim.open")}
        </a>
        {account.case && <a href={caseAddress(account.case)}>{t("claim.case")}</a>}
      </p>
    </li>
  );
}

export function Amount({ account: { type, code, value, low, high, measure } }: { account: Account }) {
  if (type === "event") return <span class="what">{word("kind", code)}</span>;
  return (
    <>
      <span class="interval">{bounds({ value, low, high })}</span> <span class="what">{word("figure", code)}</span>
      {(measure === "stock" || measure === "capacity") && <span class="soft"> {word("measure", measure)}</span>}
    </>
  );
}

/** Who is counted, and whether others hold this number. */
export function Counted({ account: { population, scope, overtaken } }: { account: Account }) {
  return (
    <>
      {population && <span>{who(population)}</span>}
      {scope === "part" && <span>{t("claim.part")}</span>}
      {overtaken && <span>{t("claim.overtaken")}</span>}
    </>
  );
}
