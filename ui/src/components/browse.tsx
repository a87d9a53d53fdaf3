/** All that is claimed, narrowed down: facets with counts, a histogram, a small map, and the claims with their words. */

import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import "../style/browse.css";
import type { Account, Drawn } from "../data/accounts";
import { getJson } from "../data/api";
import { mapOf } from "../data/elsewhere";
import { changeFilters, exploreAddress, filters, listAddress, resetFilters, type Filters } from "../data/filters";
import { useLoaded } from "../data/resource";
import { isNarrowed, type FacetName } from "../data/selection";
import { mapAddress } from "../map/view";
import { t, tn } from "../i18n";
import { AccountItem } from "./account";
import { ClaimTable } from "./claim-table";
import { Elsewhere } from "./elsewhere";
import { Facets, type FacetRows } from "./facets";
import { Failure, Loading, Notice } from "./notice";
import { Pills } from "./pills";
import { Times } from "./times";

interface Answer {
  total: number;
  all: number;
  page: number;
  pages: number;
  claims: Account[];
  facets: Record<FacetName, FacetRows>;
  drawn: Drawn[];
  undrawn: number;
}

export function Browse() {
  const current = filters.value;
  const address = exploreAddress(current);
  const [loaded, retry] = useLoaded(address, (signal) => getJson<Answer>(address, {}, signal));
  // The old answer stays while a new one is on its way: ticking boxes does not make the page jump.
  const last = useRef<Answer | null>(null);
  if (loaded.state === "ready") last.current = loaded.value;
  const answer = last.current;
  return (
    <section class="browse" aria-labelledby="browse" aria-busy={loaded.state === "loading"}>
      <div class="heading">
        <h2 id="browse">{t("browse.title")}</h2>
        {answer && (
          <p role="status" class="soft">
            {tn("browse.count", answer.all, { shown: answer.total })}
          </p>
        )}
      </div>
      {loaded.state === "failed" && <Failure reason={loaded.reason} onRetry={retry} />}
      {!answer && loaded.state === "loading" && <Loading label={t("view.loadingAny")} />}
      {answer && <Found answer={answer} current={current} />}
    </section>
  );
}

function Found({ answer, current }: { answer: Answer; current: Filters }) {
  const names = useMemo(() => new Map([...answer.facets.actor.values, ...answer.facets.place.values].map(({ value, label }) => [value, label])), [answer]);
  const parties = answer.facets.actor.values.filter(({ value, count }) => count > 0 && (current.values.actor.length === 0 || current.values.actor.includes(value)));
  return (
    <div class="panes">
      <Facets facets={answer.facets} current={current} names={names} />
      <div class="found">
        <Pills selection={current} names={names} onChange={changeFilters} />
        <Actions current={current}>
          <Elsewhere selection={current} map={mapAddress(mapOf(current, answer.drawn))} data={exploreAddress({ ...current, page: 1 })} parties={parties.map(({ value, label, count }) => ({ iri: value, name: label, count }))} />
        </Actions>
        {answer.undrawn > 0 && <Notice>{tn("browse.undrawn", answer.undrawn)}</Notice>}
        <div class="pictures">
          <Times drawn={answer.drawn} current={current} />
          <Where drawn={answer.drawn} current={current} />
        </div>
        {answer.total === 0 && <Notice>{t("browse.none")}</Notice>}
        {answer.total > 0 && <Claims answer={answer} current={current} />}
        {answer.pages > 1 && <Pages page={answer.page} pages={answer.pages} />}
      </div>
    </div>
  );
}

function Actions({ current, children }: { current: Filters; children: ComponentChildren }) {
  return (
    <div class="actions">
      {isNarrowed(current) && (
        <button type="button" onClick={resetFilters}>
          {t("browse.reset")}
        </button>
      )}
      {children}
    </div>
  );
}

/** The map comes as a chunk of its own. */
function Where(props: { drawn: readonly Drawn[]; current: Filters }) {
  const [part, setPart] = useState<{ SmallMap: ComponentType<typeof props> } | null>(null);
  useEffect(() => void import("../map/small-map").then(setPart), []);
  return part ? <part.SmallMap {...props} /> : <Loading label={t("view.loadingAny")} />;
}

function Claims({ answer: { claims, page, total, pages }, current }: { answer: Answer; current: Filters }) {
  // Every page but the last is full.
  const from = page === pages ? total - claims.length + 1 : 1 + (page - 1) * claims.length;
  return (
    <>
      <p class="as">
        <span class="soft">{tn("browse.listed", total, { from, to: from + claims.length - 1 })}</span>
        {([false, true] as const).map((table) => (
          <a key={String(table)} href={listAddress({ ...current, table })} aria-current={current.table === table ? "true" : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              changeFilters({ table, page: current.page });
            }}>
            {t(table ? "browse.asTable" : "browse.asCards")}
          </a>
        ))}
      </p>
      {current.table ? (
        <ClaimTable claims={claims} />
      ) : (
        <ul class="accounts">
          {claims.map((account) => (
            <AccountItem key={account.claim} account={account} />
          ))}
        </ul>
      )}
    </>
  );
}

function Pages({ page, pages }: { page: number; pages: number }) {
  const go = (to: number) => {
    changeFilters({ page: to }, "replace");
    document.getElementById("browse")?.scrollIntoView();
  };
  return (
    <p class="actions">
      <button type="button" disabled={page === 1} onClick={() => go(page - 1)}>
        {t("browse.before")}
      </button>
      <span>{t("browse.page", { page, pages })}</span>
      <button type="button" disabled={page === pages} onClick={() => go(page + 1)}>
        {t("browse.after")}
      </button>
    </p>
  );
}
