/** The server's answers; every failure is a Problem with a sentence a reader can act on. */

import { t } from "../i18n";
import { inTurn } from "./queue";
import { kept, noteState } from "./state";
import type { ActorFigures, ArticleAnswer, Mentions, Neighbourhood, Overview, Problem, SearchAnswer } from "./types";

export class RequestFailed extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }
}

export async function getJson<T>(path: string, parameters: Record<string, string | number> = {}, signal?: AbortSignal): Promise<T> {
  const query = new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  const address = kept(query.size ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path);
  const request = () => fetch(address, { headers: { accept: "application/json" }, signal: signal ?? null });
  const response = await inTurn(request, signal).catch(unreachable);
  if (!response.ok) throw new RequestFailed(await problemOf(response));
  noteState(path, response.headers);
  return (await response.json()) as T;
}

function unreachable(reason: unknown): never {
  if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
  throw new RequestFailed({ title: t("error.offline"), detail: "", status: 0 });
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = { title: t("error.server"), detail: "", status: response.status };
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

/** First and last day; empty for all of time, the undated included. */
export type Window = { begin: string; end: string } | Record<string, never>;

export function fetchNeighbourhood(iri: string, depth: number, limit: number, signal: AbortSignal, within: Window = {}): Promise<Neighbourhood> {
  return getJson<Neighbourhood>("/graph/neighbourhood", { iri, depth, limit, format: "json", ...within }, signal);
}

export function fetchPath(from: string, to: string, signal: AbortSignal, within: Window = {}): Promise<Neighbourhood> {
  return getJson<Neighbourhood>("/graph/path", { from, to, ...within }, signal);
}

/** At most so many matches of one type. */
const EACH = 6;

export function search(text: string, signal: AbortSignal, type?: string): Promise<SearchAnswer> {
  return getJson<SearchAnswer>("/search", { q: text, limit: 3 * EACH, each: EACH, format: "json", ...(type && { type }) }, signal);
}

export function fetchOverview(signal: AbortSignal): Promise<Overview> {
  return getJson<Overview>("/overview", {}, signal);
}

export function fetchFigures(iri: string, signal: AbortSignal): Promise<ActorFigures> {
  return getJson<ActorFigures>("/overview/figures", { iri }, signal);
}

export function fetchMentions(iri: string, signal: AbortSignal): Promise<Mentions> {
  return getJson<Mentions>("/overview/mentions", { iri }, signal);
}

export function fetchArticle(hash: string, signal: AbortSignal): Promise<ArticleAnswer> {
  return getJson<ArticleAnswer>(`/articles/${encodeURIComponent(hash)}`, { format: "json" }, signal);
}
