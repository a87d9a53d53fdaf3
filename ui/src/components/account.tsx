/** One account in a list: how much or what, where, when, who says so, in which words. */

import type { Account } from "../data/accounts";
import { quoteAddress } from "../data/addresses";
import { bounds, period } from "../format";
import { t, word } from "../i18n";
import { StatusChip } from "./status";

interface Props {
  account: Account;
  lit?: boolean;
  onLight?(claim: string | null): void;
}

export function AccountItem({ account, lit = false, onLight }: Props) {
  const { claim, type, code, value, low, high, status, place, begin, end, source_name, quote, language } = account;
  return (
    <li class={lit ? "account lit" : "account"} onMouseEnter={() => onLight?.(claim)} onMouseLeave={() => onLight?.(null)}>
      <p class="amount">
        {type === "figure" && <span class="interval">{bounds({ value, low, high })}</span>}
        <span class="what">{type === "figure" ? word("figure", code) : word("kind", code)}</span> <StatusChip status={status} />
      </p>
      <p class="facts">
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
      </p>
    </li>
  );
}
