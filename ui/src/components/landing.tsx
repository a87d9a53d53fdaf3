/** The first page: what this is, what is in the store, and where to begin. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import { fetchOverview } from "../data/api";
import { filters, parseFilters } from "../data/filters";
import { useLoaded } from "../data/resource";
import { isNarrowed } from "../data/selection";
import type { CaseLine, Claim, Overview } from "../data/types";
import { change, seedView } from "../data/view";
import { date, period } from "../format";
import { number, t, tn, word } from "../i18n";
import { FigureCard } from "./figure";
import { KindGlyph } from "./glyphs";
import { openHit } from "./header";
import { Failure, Loading } from "./notice";
import { SearchBox } from "./search";
import { StatusChip } from "./status";

const EXAMPLES = 6;

export function Landing() {
  const [loaded, retry] = useLoaded("overview", fetchOverview);
  const overview = loaded.state === "ready" ? loaded.value : null;
  return (
    <main id="main" class="landing" tabIndex={-1}>
      <section class="hero">
        <h1>{t("app.tagline")}</h1>
        <p class="lead">{t("app.lead")}</p>
        <SearchBox large onChoose={openHit} />
        {overview && overview.actors.length > 0 && <Examples actors={overview.actors.slice(0, EXAMPLES)} />}
      </section>
      {loaded.state === "loading" && <Loading label={t("view.loadingAny")} />}
      {loaded.state === "failed" && <Failure reason={loaded.reason} onRetry={retry} />}
      {overview && (overview.counts.articles === 0 ? <EmptyStore /> : <Contents overview={overview} />)}
    </main>
  );
}

function Examples({ actors }: { actors: Overview["actors"] }) {
  return (
    <div class="examples">
      <h2 id="examples">{t("landing.examples")}</h2>
      <ul aria-labelledby="examples">
        {actors.map((actor) => (
          <li key={actor.iri}>
            <ActorLink actor={actor} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ActorLink({ actor }: { actor: Overview["actors"][number] }) {
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    change(seedView(actor.iri));
  };
  return (
    <a class="pill" href={`/?${new URLSearchParams({ iri: actor.iri })}`} onClick={open}>
      <KindGlyph kind={actor.kind} /> {actor.label}
      <span class="hidden">, {tn("search.articles", actor.articles)}</span>
      <span class="soft num" aria-hidden="true">
        {number(actor.articles)}
      </span>
    </a>
  );
}

function Contents({ overview }: { overview: Overview }) {
  const { counts } = overview;
  // Who follows a link to a selection wants to see it; who is here to look around reads the latest first.
  const [isLinked] = useState(() => isNarrowed(parseFilters(location.search)));
  return (
    <>
      {isLinked && <Later />}
      <section aria-labelledby="store">
        <h2 id="store" class="hidden">
          {t("landing.store")}
        </h2>
        <dl class="counts">
          {(["articles", "events", "figures", "actors"] as const).map((name) => (
            <div key={name}>
              <dt>{t(`landing.${name}`)}</dt>
              <dd>{number(counts[name])}</dd>
            </div>
          ))}
        </dl>
      </section>
      {overview.cases.cases.length > 0 && <Cases found={overview.cases} />}
      <section aria-labelledby="latest">
        <div class="heading">
          <h2 id="latest">{t("landing.latest")}</h2>
          <a href="/articles">{t("landing.all", { n: counts.articles })}</a>
        </div>
        <ul class="articles">
          {overview.articles.map((article) => (
            <ArticleCard key={article.hash} article={article} />
          ))}
        </ul>
      </section>
      {!isLinked && <Later />}
      <section class="how" aria-labelledby="how">
        <h2 id="how">{t("landing.how")}</h2>
        <ol>
          <li>{t("landing.how.actor")}</li>
          <li>{t("landing.how.edge")}</li>
          <li>{t("landing.how.figure")}</li>
        </ol>
      </section>
    </>
  );
}

/** What several articles tell of one event: those that most tell of, with the range their figures come to. */
function Cases({ found }: { found: Overview["cases"] }) {
  return (
    <section aria-labelledby="cases">
      <div class="heading">
        <h2 id="cases">{t("landing.cases")}</h2>
        <a href="/cases">{t("landing.allCases", { n: found.total })}</a>
      </div>
      <ul class="told">
        {found.cases.map((one) => (
          <li key={one.iri}>
            <a href={one.href}>
              {[word("relation", one.type), one.place?.name, one.period?.begin && period(one.period.begin, one.period.end)].filter(Boolean).join(", ")}
            </a>{" "}
            <span class="soft">
              {tn("search.articles", one.articles)}
              {one.toll && <> · {range(one.toll)} {word("figure", one.toll.kind)}</>}
            </span>{" "}
            {one.toll && <StatusChip status={one.toll.status} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function range({ low, high, open_ended }: NonNullable<CaseLine["toll"]>): string {
  if (low === null) return t("landing.upTo", { n: high });
  const whole = low === high ? number(high) : `${number(low)}–${number(high)}`;
  return open_ended ? t("landing.orMore", { n: whole }) : whole;
}

/** Facets, histogram and claims come after what a newcomer reads first. */
function Later() {
  const [part, setPart] = useState<{ Browse: ComponentType } | null>(null);
  useEffect(() => {
    filters.value = parseFilters(location.search);
    void import("./browse").then(setPart);
  }, []);
  return part ? <part.Browse /> : <Loading label={t("view.loadingAny")} />;
}

function ArticleCard({ article }: { article: Overview["articles"][number] }) {
  return (
    <li class="article">
      <p class="soft meta">
        {article.publisher && <span>{article.publisher}</span>}
        {article.published && <time dateTime={article.published}>{date(article.published)}</time>}
        {article.language && <span class="tag">{article.language}</span>}
      </p>
      <h3 lang={article.language ?? undefined} dir="auto">
        <a href={`/articles/${article.hash}`}>{article.headline ?? t("landing.untitled")}</a>
      </h3>
      <ul class="figures">
        {article.highlights.map((claim) => (claim.number ? <FigureCard key={claim.iri} claim={claim} /> : <EventLine key={claim.iri} claim={claim} />))}
      </ul>
      <p class="soft more">{article.claims > 0 ? tn("landing.moreClaims", article.claims) : t("landing.noClaims")}</p>
    </li>
  );
}

/** What an article without figures says: its first events, in its own words. */
function EventLine({ claim }: { claim: Claim }) {
  if (!claim.evidence) return null;
  return (
    <li class="event">
      {claim.status && <StatusChip status={claim.status} />} <q lang={claim.article?.language ?? undefined}>{claim.evidence.quote}</q>
    </li>
  );
}

function EmptyStore() {
  return (
    <section class="notice">
      <h2>{t("landing.empty")}</h2>
      <p>{t("landing.emptyHow")}</p>
      <pre>kg ingest $(kg samples)</pre>
    </section>
  );
}
