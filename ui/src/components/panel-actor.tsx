/** An actor: what it is, the figures it appears in, and its neighbours by relation. */

import { useState } from "preact/hooks";

import { fetchFigures, fetchMentions } from "../data/api";
import { recordAddress } from "../data/addresses";
import { edgeKey, neighbourCount, type Network } from "../data/network";
import { useLoaded } from "../data/resource";
import { change, view } from "../data/view";
import type { NetworkEdge } from "../data/types";
import { date } from "../format";
import { number, t, tn, word } from "../i18n";
import { lookOf, relationLook } from "../vocabulary";
import { ChooseNeighbours } from "./choose-neighbours";
import { ChoosePath } from "./choose-path";
import { centre, expand, pin, remove } from "./explore";
import { FigureCard } from "./figure";
import { KindGlyph, RelationGlyph } from "./glyphs";
import { useSteps } from "./more";
import { Loading } from "./notice";

const FIRST_FIGURES = 6;
const FIRST_NEIGHBOURS = 60;

export function ActorPanel({ iri, network, seed }: { iri: string; network: Network; seed: string }) {
  const node = network.nodes.get(iri);
  return (
    <>
      <h2>
        <KindGlyph kind={node ? lookOf(node) : "other"} /> {node?.label ?? iri}
      </h2>
      <p class="soft">
        {word("kind", node?.kind ?? "other")} · {t("table.neighbours")}: {number(neighbourCount(network, iri))}
      </p>
      <Actions iri={iri} seed={seed} network={network} />
      <Figures iri={iri} />
      <Neighbours iri={iri} network={network} />
      <Articles iri={iri} />
    </>
  );
}

function Actions({ iri, seed, network }: { iri: string; seed: string; network: Network }) {
  const [asking, setAsking] = useState<"neighbours" | "path" | null>(null);
  const { removed, pins } = view.value;
  const isSeed = iri === seed;
  const toggle = (what: "neighbours" | "path") => setAsking(asking === what ? null : what);
  return (
    <>
      <p class="actions">
        {!isSeed && (
          <>
            <button type="button" onClick={() => expand(iri)}>
              {t("view.expand")}
            </button>
            <button type="button" onClick={() => centre(iri)}>
              {t("view.centre")}
            </button>
            <button type="button" onClick={() => remove(iri, removed)} aria-keyshortcuts="Delete">
              {t("arrange.hide")}
            </button>
            <button type="button" onClick={() => change({ pathTo: iri, selection: null })}>
              {t("path.here")}
            </button>
          </>
        )}
        {pins.has(iri) && (
          <button type="button" onClick={() => pin(iri, null)}>
            {t("arrange.unpinOne")}
          </button>
        )}
        <button type="button" aria-expanded={asking === "neighbours"} onClick={() => toggle("neighbours")}>
          {t("choose.open")}
        </button>
        {isSeed && (
          <button type="button" aria-expanded={asking === "path"} onClick={() => toggle("path")}>
            {t("path.open")}
          </button>
        )}
        <a href={recordAddress(iri)}>{t("panel.record")}</a>
      </p>
      {asking === "neighbours" && <ChooseNeighbours iri={iri} network={network} onDone={() => setAsking(null)} />}
      {asking === "path" && <ChoosePath onDone={() => setAsking(null)} />}
    </>
  );
}

function Figures({ iri }: { iri: string }) {
  const [loaded] = useLoaded(iri, (signal) => fetchFigures(iri, signal));
  const [all, setAll] = useState(false);
  if (loaded.state === "loading") return <Loading label={t("view.loadingAny")} />;
  const { figures, total } = loaded.state === "ready" ? loaded.value : { figures: [], total: 0 };
  const shown = all ? figures : figures.slice(0, FIRST_FIGURES);
  return (
    <section>
      <h3>
        {t("panel.figures")} {total > 0 && <span class="soft num">{number(total)}</span>}
      </h3>
      {loaded.state === "failed" && <p class="soft">{loaded.reason}</p>}
      {loaded.state === "ready" && figures.length === 0 && <p class="soft">{t("panel.figures.none")}</p>}
      <ul class="figures">
        {shown.map((claim) => (
          <FigureCard key={claim.iri} claim={claim} quoted />
        ))}
      </ul>
      {shown.length < figures.length && (
        <button type="button" onClick={() => setAll(true)}>
          {tn("panel.allFigures", figures.length)}
        </button>
      )}
      {figures.length < total && (
        <p class="soft">
          {t("panel.figures.rest", { shown: shown.length, n: total })} <a href={recordAddress(iri)}>{t("panel.record")}</a>
        </p>
      )}
    </section>
  );
}

function Articles({ iri }: { iri: string }) {
  const [loaded] = useLoaded(iri, (signal) => fetchMentions(iri, signal));
  if (loaded.state !== "ready" || loaded.value.total === 0) return null;
  const { articles, total } = loaded.value;
  return (
    <section>
      <h3>
        {t("panel.articles")} <span class="soft num">{number(total)}</span>
      </h3>
      <ul class="mentions">
        {articles.map((article) => (
          <li key={article.hash}>
            <a href={`/articles/${article.hash}`} lang={article.language ?? undefined} dir="auto">
              {article.headline ?? t("landing.untitled")}
            </a>{" "}
            <span class="soft">{[article.publisher, article.published && date(article.published)].filter(Boolean).join(", ")}</span>
          </li>
        ))}
      </ul>
      {articles.length < total && <p class="soft">{tn("panel.articles.shown", total, { shown: articles.length })}</p>}
    </section>
  );
}

function Neighbours({ iri, network }: { iri: string; network: Network }) {
  const mine = [...network.edges.values()].filter((edge) => edge.source === iri || edge.target === iri);
  const [shown, more] = useSteps(mine, FIRST_NEIGHBOURS);
  if (mine.length === 0) return null;
  return (
    <section>
      <h3>
        {t("panel.neighbours")} <span class="soft num">{number(mine.length)}</span>
      </h3>
      <ul class="neighbours">
        {shown.map((edge) => (
          <Neighbour key={edgeKey(edge)} edge={edge} iri={iri} network={network} />
        ))}
      </ul>
      {more}
    </section>
  );
}

function Neighbour({ edge, iri, network }: { edge: NetworkEdge; iri: string; network: Network }) {
  const other = edge.source === iri ? edge.target : edge.source;
  const name = network.nodes.get(other)?.label ?? other;
  const self = network.nodes.get(iri)?.label ?? iri;
  const relation = word("relation", edge.relation);
  return (
    <li>
      <button type="button" class="text" onClick={() => change({ selection: { type: "edge", key: edgeKey(edge) } })}>
        <RelationGlyph relation={edge.relation} />
        <span class="value">
          {edge.target === iri && relationLook(edge.relation).arrow ? `${name} ${relation} ${self}` : `${relation} ${name}`}
        </span>
        <span class="soft num">{tn("edge.sentences", edge.claims_total)}</span>
      </button>
    </li>
  );
}
