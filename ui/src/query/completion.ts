/** What may come next in a query, from the data: classes, properties of the subject's class, values of code lists. */

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";

import { number } from "../i18n";

interface Entry {
  name: string;
  iri: string;
  label: string | null;
  count: number;
}

interface Property extends Entry {
  /** The code list its values come from. */
  scheme: string | null;
  classes: Record<string, number>;
}

export interface Vocabulary {
  prefixes: Record<string, string>;
  classes: Entry[];
  properties: Property[];
  codes: Record<string, { name: string; label: string }[]>;
}

const KEYWORDS = "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH VALUES BIND GROUP BY ORDER HAVING LIMIT OFFSET CONSTRUCT ASK DESCRIBE PREFIX COUNT SUM MIN MAX AVG SAMPLE STR LANG REGEX CONTAINS STRSTARTS BOUND NOT EXISTS IN AS".split(" ");
const TOKEN = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|<[^<>\s]*>|#[^\n]*|[?$]\w+|[\w-]*:[\w.-]*|\w+|[{}();,.[\]|/^*+!=<>&-]/g;

export interface Place {
  role: "subject" | "predicate" | "object";
  subject: string | null;
  predicate: string | null;
}

/** Where in a triple the end of a text is. */
export function placeIn(before: string): Place {
  let terms: string[] = [];
  for (const [token] of before.matchAll(TOKEN)) {
    if (token.startsWith("#")) continue;
    if (token === "." || token === "{" || token === "}") terms = [];
    else if (token === ";") terms = terms.slice(0, 1);
    else if (token === ",") terms = terms.slice(0, 2);
    else if (!/^[()[\]|/^*+!=<>&-]$/.test(token) && terms.length < 3) terms.push(token);
  }
  const role = (["subject", "predicate", "object"] as const)[terms.length] ?? "object";
  return { role, subject: terms[0] ?? null, predicate: terms[1] ?? null };
}

/** The class that a query gives a variable. */
export function classOf(query: string, subject: string | null): string | null {
  if (!subject) return null;
  const name = subject.replace(/[$?]/, "[?$]");
  return new RegExp(`${name}\\s+(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+)`).exec(query)?.[1] ?? null;
}

export function completer(vocabulary: () => Vocabulary | null) {
  return (context: CompletionContext): CompletionResult | null => {
    const known = vocabulary();
    const typed = context.matchBefore(/[?$]?[\w-]*:?[\w-]*/);
    if (!known || !typed || (typed.from === typed.to && !context.explicit && !/\s$/.test(context.state.sliceDoc(typed.from - 1, typed.from)))) return null;
    const query = context.state.doc.toString();
    const before = query.slice(0, typed.from);
    if (typed.text.startsWith("?") || typed.text.startsWith("$")) return { from: typed.from, options: variables(query, typed.text) };
    const place = placeIn(before.slice(before.search(/\{/) + 1 || before.length));
    if (typed.from === typed.to && !context.explicit && place.role === "subject") return null;
    const options = [...fitting(known, query, place), ...(place.role === "subject" ? KEYWORDS.map(keyword) : [])];
    return { from: typed.from, options: options.length > 0 ? options : KEYWORDS.map(keyword), validFor: /^[\w-]*:?[\w-]*$/ };
  };
}

function fitting(known: Vocabulary, query: string, { role, subject, predicate }: Place): Completion[] {
  if (role === "predicate") return [{ label: "a", detail: "rdf:type", boost: 99 }, ...properties(known, classOf(query, subject))];
  if (role !== "object") return [];
  if (predicate === "a" || predicate === "rdf:type") return known.classes.map((entry, index) => option(entry, "class", entry.count, 99 - index));
  const scheme = known.properties.find(({ name }) => name === predicate)?.scheme;
  return scheme ? (known.codes[scheme] ?? []).map(({ name, label }) => ({ label: name, detail: label, type: "enum" })) : [];
}

/** Those that things of the class have, with how many have them; all there are where the class is not known. */
function properties(known: Vocabulary, of: string | null): Completion[] {
  const isKnown = of !== null && known.properties.some(({ classes }) => of in classes);
  const own = (property: Property) => (isKnown ? (property.classes[of] ?? 0) : property.count);
  const ranked = [...known.properties].sort((a, b) => own(b) - own(a));
  return ranked.filter((property) => own(property) > 0).map((property, index) => option(property, "property", own(property), 98 - Math.min(index, 190)));
}

function option(entry: Entry, type: string, count: number, boost: number): Completion {
  const info = entry.label ?? "";
  return { label: entry.name, type, detail: [info, number(count)].filter(Boolean).join(" · "), boost };
}

function variables(query: string, typed: string): Completion[] {
  const names = new Set(query.match(/[?$]\w+/g) ?? []);
  names.delete(typed);
  return [...names].map((label) => ({ label, type: "variable" }));
}

function keyword(label: string): Completion {
  return { label, type: "keyword", boost: -50 };
}
