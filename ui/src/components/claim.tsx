/** A claim: its sentence, and who says it, when, how surely. */

import { useLoaded } from "../data/resource";
import { fetchArticle } from "../data/api";
import { hashOfArticle, quoteAddress, recordAddress } from "../data/addresses";
import type { ArticleAnswer, Claim, ClaimRef, Review } from "../data/types";
import { date, period } from "../format";
import { t, word } from "../i18n";
import { StatusChip } from "./status";

/** Statuses under which a source says that it came to pass; a plan or a fear only has a date. */
const HAPPENED = new Set(["reported", "claimed", "unverified"]);

/** A claim behind a line of the network; the article is asked for the words around the quote and the chain of sources. */
export function ClaimCard({ claim }: { claim: ClaimRef }) {
  const hash = hashOfArticle(claim.article);
  const [loaded] = useLoaded(hash, (signal) => articleOnce(hash, signal));
  const article = loaded.state === "ready" ? loaded.value : null;
  const whole = article?.claims.find(({ iri }) => iri === claim.claim);
  const when = period(claim.begin, claim.end);
  return (
    <li class="claim">
      <p class="facts">
        <StatusChip status={claim.status} />
        {when && <span>{HAPPENED.has(claim.status) ? t("claim.happened", { date: when }) : when}</span>}
      </p>
      <blockquote lang={article?.article.language ?? undefined} dir="auto">
        <InContext article={article} claim={claim} />
      </blockquote>
      <Sources names={whole?.sources.map(({ name }) => name) ?? [claim.source_name ?? claim.source]} asserted={claim.asserted} />
      {article && (
        <p class="soft headline" lang={article.article.language ?? undefined}>
          {article.article.headline}
        </p>
      )}
      {article && <Reviews found={article.reviews.filter((one) => one.claim === claim.claim)} />}
      <p class="links">
        <a href={quoteAddress(hash, claim.start, claim.stop)}>{t("claim.open")}</a>
        <a href={recordAddress(claim.claim)}>{t("claim.record")}</a>
        <a href={`${recordAddress(claim.claim)}#report`}>{t("claim.report")}</a>
      </p>
    </li>
  );
}

/** What readers noted beside the claim; the claim stays as it was read. */
function Reviews({ found }: { found: readonly Review[] }) {
  if (found.length === 0) return null;
  return (
    <ul class="reviews" aria-label={t("claim.reviews")}>
      {found.map((one) => (
        <li key={one.iri}>
          <span dir="auto">{one.text}</span>{" "}
          <span class="soft">
            <bdi>{one.reviewer}</bdi>, {date(one.written.slice(0, 10))} · {word("review", one.status)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** From who said it to who printed it. */
export function Sources({ names, asserted }: { names: string[]; asserted: string | null }) {
  const chain = [...new Set(names)].reverse();
  return (
    <p class="sources">
      {chain.length > 0 && <span class="chain">{chain.map((name) => <span key={name}>{name}</span>)}</span>}
      {asserted && <time dateTime={asserted}>{date(asserted)}</time>}
    </p>
  );
}

export function sourceNames(claim: Claim): string[] {
  return claim.sources.length > 0 ? claim.sources.map(({ name }) => name) : claim.root ? [claim.root.name] : [];
}

/** The passage that holds the quote, with the quote marked; the bare quote until the passage is there. */
function InContext({ article, claim }: { article: ArticleAnswer | null; claim: ClaimRef }) {
  const passage = article?.passages.find(({ start, end }) => start <= claim.start && claim.stop <= end);
  if (!passage) return <mark>{claim.quote}</mark>;
  const text = [...passage.pieces.map((piece) => piece.text).join("")];
  const [from, to] = [claim.start - passage.start, claim.stop - passage.start];
  const slice = (start: number, end?: number) => text.slice(start, end).join("");
  return (
    <>
      {trimmedStart(slice(Math.max(0, from - CONTEXT), from), from > CONTEXT)}
      <mark>{slice(from, to)}</mark>
      {trimmedEnd(slice(to, to + CONTEXT), to + CONTEXT < text.length)}
    </>
  );
}

/** Characters of context on each side; the whole is one click away. */
const CONTEXT = 160;

function trimmedStart(words: string, cut: boolean): string {
  return cut ? `… ${words.slice(words.indexOf(" ") + 1)}` : words.trimStart();
}

function trimmedEnd(words: string, cut: boolean): string {
  return cut ? `${words.slice(0, words.lastIndexOf(" "))} …` : words.trimEnd();
}

const articles = new Map<string, Promise<ArticleAnswer>>();

/** One request for each article, however many of its claims are shown; a failed one may be tried again. */
function articleOnce(hash: string, _signal: AbortSignal): Promise<ArticleAnswer> {
  const known = articles.get(hash) ?? fetchArticle(hash, new AbortController().signal);
  articles.set(hash, known);
  known.catch(() => articles.delete(hash));
  return known;
}
