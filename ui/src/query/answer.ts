/** Asking the endpoint, and its answer as values: rows of terms, or triples. */

import { RequestFailed } from "../data/api";
import { kept } from "../data/state";
import type { Problem } from "../data/types";
import { t } from "../i18n";

export interface Term {
  type: "uri" | "literal" | "bnode" | "triple";
  value: string | { subject: Term; predicate: Term; object: Term };
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = Record<string, Term | undefined>;

export interface Answer {
  columns: string[];
  rows: Row[];
  /** True when the answer is a graph: then the columns are subject, predicate and object. */
  isGraph: boolean;
  raw: string;
  seconds: number;
  bytes: number;
}

/** A problem of the endpoint; a syntax error has its place. */
export type QueryProblem = Problem & { line?: number; column?: number; hint?: string };

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

export async function ask(query: string, signal: AbortSignal): Promise<Answer> {
  return answered(() => post({ query }, signal));
}

export async function askSaved(name: string, values: Record<string, string>, signal: AbortSignal): Promise<Answer> {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  const address = `/queries/${encodeURIComponent(name)}?${new URLSearchParams([...given, ["format", "json"]])}`;
  return answered(() => fetch(kept(address), { signal }));
}

/** A saved question as SPARQL, with these values in their places. */
export async function boundText(name: string, values: Record<string, string>): Promise<string> {
  const given = Object.entries(values).filter(([, value]) => value !== "");
  const response = await fetch(`/queries/${encodeURIComponent(name)}?${new URLSearchParams([...given, ["format", "sparql"]])}`).catch(unreachable);
  const text = await response.text();
  if (!response.ok) throw new RequestFailed(problem(text, response.status));
  return text;
}

/** Whether the endpoint can read a query, found out without running it: over a graph that holds nothing. */
export async function check(query: string, signal: AbortSignal): Promise<QueryProblem | null> {
  const response = await post({ query, "default-graph-uri": "urn:x-nothing" }, signal);
  return response.ok ? null : ((await response.json()) as QueryProblem);
}

function post(fields: Record<string, string>, signal: AbortSignal): Promise<Response> {
  return fetch(kept("/sparql"), { method: "POST", headers: { accept: ACCEPT }, body: new URLSearchParams(fields), signal });
}

async function answered(send: () => Promise<Response>): Promise<Answer> {
  const began = performance.now();
  const response = await send().catch(unreachable);
  const raw = await response.text();
  if (!response.ok) throw new RequestFailed(problem(raw, response.status));
  const isGraph = !response.headers.get("content-type")?.includes("json");
  const table = isGraph ? triples(raw) : results(raw);
  return { ...table, isGraph, raw, seconds: (performance.now() - began) / 1000, bytes: new Blob([raw]).size };
}

function unreachable(reason: unknown): never {
  if (reason instanceof DOMException && reason.name === "AbortError") throw reason;
  throw new RequestFailed({ title: t("error.offline"), detail: "", status: 0 });
}

function problem(raw: string, status: number): QueryProblem {
  try {
    return JSON.parse(raw) as QueryProblem;
  } catch {
    return { title: t("error.server"), detail: "", status };
  }
}

function results(raw: string): { columns: string[]; rows: Row[] } {
  const { head, results: found, boolean } = JSON.parse(raw) as { head: { vars?: string[] }; results?: { bindings: Row[] }; boolean?: boolean };
  if (boolean !== undefined) return { columns: ["answer"], rows: [{ answer: { type: "literal", value: String(boolean) } }] };
  return { columns: head.vars ?? [], rows: found?.bindings ?? [] };
}

const LINE = /^(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?) ?\.$/;

function triples(raw: string): { columns: string[]; rows: Row[] } {
  const rows = raw.split("\n").flatMap((line) => {
    const parts = LINE.exec(line.trim());
    return parts ? [{ subject: term(parts[1]!), predicate: term(parts[2]!), object: term(parts[3]!) }] : [];
  });
  return { columns: ["subject", "predicate", "object"], rows };
}

function term(text: string): Term {
  if (text.startsWith("<")) return { type: "uri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { type: "bnode", value: text };
  const end = text.lastIndexOf('"');
  const rest = text.slice(end + 1);
  const literal: Term = { type: "literal", value: unescaped(text.slice(1, end)) };
  if (rest.startsWith("@")) return { ...literal, "xml:lang": rest.slice(1) };
  return rest ? { ...literal, datatype: rest.slice(3, -1) } : literal;
}

const SIGNS: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four: string, eight: string, sign: string) =>
    sign === undefined ? String.fromCodePoint(Number.parseInt(four ?? eight, 16)) : (SIGNS[sign] ?? sign),
  );
}

/** A term in words; a quoted triple as such. */
export function textOf(found: Term | undefined): string {
  if (!found) return "";
  if (typeof found.value === "string") return found.value;
  const { subject, predicate, object } = found.value;
  return `<< ${textOf(subject)} ${textOf(predicate)} ${textOf(object)} >>`;
}

export function numberOf(found: Term | undefined): number | null {
  if (found?.type !== "literal" || typeof found.value !== "string" || !/#(integer|decimal|double|float|int|long)$/.test(found.datatype ?? "")) return null;
  const value = Number(found.value);
  return Number.isFinite(value) ? value : null;
}
