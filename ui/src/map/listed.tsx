/** Beside the map: what the accounts in view amount to, and the accounts themselves. */

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { AccountItem } from "../components/account";
import { range } from "../components/range-bars";
import { realityOf, type Account } from "../data/accounts";
import { tally, type Tally } from "../data/tally";
import { number, t, tn, who, word } from "../i18n";
import { changeMap, type MapView } from "./view";

const LISTED = 40;
/** Groups of people that are named at once. */
const GROUPS = 4;

interface Props {
  accounts: readonly Account[];
  total: number;
  unplaced: number;
  /** Older accounts that the server did not send. */
  undrawn: number;
  view: MapView;
  names: ReadonlyMap<string, string>;
  lit: ReadonlySet<string>;
  onLight(claims: ReadonlySet<string>): void;
  children: ComponentChildren;
}

export function Listed({ accounts, total, unplaced, undrawn, view, names, lit, onLight, children }: Props) {
  return (
    <section class="listed" aria-label={t("map.list")}>
      <h2>{view.at.length > 0 ? [...new Set(view.at.map((iri) => names.get(iri) ?? iri))].join(", ") : t("map.list")}</h2>
      <Summary accounts={accounts} view={view} />
      <details class="soft">
        <summary>{t("map.sumHow")}</summary>
        {t("map.sum")}
      </details>
      <p class="soft">
        {tn("map.count", total, { shown: accounts.length })}
        {unplaced > 0 && ` ${tn("map.unplaced", unplaced)}`}
        {undrawn > 0 && ` ${tn("map.undrawn", undrawn)}`}
      </p>
      {children}
      <p class="actions">
        {view.at.length > 0 && (
          <button type="button" onClick={() => changeMap({ at: [] })}>
            {t("map.all")}
          </button>
        )}
        {view.box && (
          <button type="button" onClick={() => changeMap({ box: null })}>
            {t("map.everywhere")}
          </button>
        )}
      </p>
      <List key={view.at.join(" ")} accounts={accounts} lit={lit} onLight={onLight} />
    </section>
  );
}

/** The range of each kind of statement, apart, and of each group of people in it. */
function Summary({ accounts, view }: { accounts: readonly Account[]; view: MapView }) {
  const sums = useMemo(() => view.shown.map((reality) => ({ reality, sum: tally(accounts.filter(({ status }) => realityOf(status) === reality)) })), [accounts, view.shown]);
  return (
    <ul class="sums">
      {sums.map(({ reality, sum }) => {
        if (sum.accounts === 0) return null;
        return (
          <li key={reality}>
            <p>
              <span class="interval">{range(sum)}</span> {view.what === "events" ? t("map.events") : word("figure", view.what)}, {t(`map.${reality}`)}
            </p>
            {view.what !== "events" && <Groups groups={sum.groups} />}
          </li>
        );
      })}
    </ul>
  );
}

function Groups({ groups }: { groups: Tally["groups"] }) {
  const rest = groups.slice(GROUPS);
  const item = (group: Tally["groups"][number]) => (
    <li key={group.who}>
      {t("map.group", { who: who(group.who), range: range(group) })} <span class="num">({number(group.accounts)})</span>
    </li>
  );
  return (
    <>
      <ul class="groups soft">{groups.slice(0, GROUPS).map(item)}</ul>
      {rest.length > 0 && (
        <details class="soft">
          <summary>{tn("map.moreGroups", rest.length)}</summary>
          <ul class="groups">{rest.map(item)}</ul>
        </details>
      )}
    </>
  );
}

function List({ accounts, lit, onLight }: { accounts: readonly Account[]; lit: ReadonlySet<string>; onLight(claims: ReadonlySet<string>): void }) {
  const [most, setMost] = useState(LISTED);
  const list = useRef<HTMLUListElement>(null);
  const own = useRef<string | null>(null);
  // A mark lights accounts that may lie below the edge of the list: the list, never the page, moves to the first of them.
  useEffect(() => {
    const frame = list.current!;
    if (lit.size === 0 || frame.scrollHeight <= frame.clientHeight || (own.current !== null && lit.has(own.current))) return;
    const first = [...frame.children].find((item) => lit.has((item as HTMLElement).dataset["claim"] ?? "")) as HTMLElement | undefined;
    if (first) frame.scrollTop += first.getBoundingClientRect().top - frame.getBoundingClientRect().top;
  }, [lit]);
  const light = (claim: string | null) => {
    own.current = claim;
    onLight(new Set(claim ? [claim] : []));
  };
  return (
    <>
      <ul ref={list} class="accounts">
        {accounts.slice(0, most).map((account) => (
          <AccountItem key={account.claim} account={account} lit={lit.has(account.claim)} onLight={light} />
        ))}
      </ul>
      {accounts.length > most && (
        <button type="button" onClick={() => setMost(most + LISTED)}>
          {t("view.moreOf", { n: Math.min(LISTED, accounts.length - most), shown: most, all: accounts.length })}
        </button>
      )}
    </>
  );
}
