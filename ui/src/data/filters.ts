/** The filters of the first page, as its address has them, and as the SPARQL that asks the same. */

import { signal } from "@preact/signals";

export const FACETS = ["type", "status", "code", "country", "actorkind", "source"] as const;
export type FacetName = (typeof FACETS)[number];

export interface Filters {
  values: Record<FacetName, readonly string[]>;
  begin: string | null;
  end: string | null;
  page: number;
}

export function parseFilters(search: string): Filters {
  const asked = new URLSearchParams(search);
  // The address of a network has a period of its own.
  const query = asked.has("iri") ? new URLSearchParams() : asked;
  const values = Object.fromEntries(FACETS.map((facet) => [facet, query.getAll(facet)])) as unknown as Filters["values"];
  const isDay = (text: string | null) => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");
  const [begin, end] = [query.get("begin"), query.get("end")];
  const dated = isDay(begin) && isDay(end);
  return { values, begin: dated ? begin : null, end: dated ? end : null, page: Math.max(1, Number(query.get("page")) || 1) };
}

export function filterQuery({ values, begin, end, page }: Filters): URLSearchParams {
  const query = new URLSearchParams(FACETS.flatMap((facet) => values[facet].map((value) => [facet, value])));
  if (begin && end) {
    query.set("begin", begin);
    query.set("end", end);
  }
  if (page > 1) query.set("page", String(page));
  return query;
}

export function isFiltered({ values, begin }: Filters): boolean {
  return begin !== null || FACETS.some((facet) => values[facet].length > 0);
}

export const filters = signal<Filters>(parseFilters(location.search));

export function changeFilters(next: Partial<Filters>): void {
  filters.value = { ...filters.value, page: 1, ...next };
  const query = filterQuery(filters.value);
  history.replaceState(null, "", query.size ? `/?${query}` : "/");
}

addEventListener("popstate", () => (filters.value = parseFilters(location.search)));

/** The same question in SPARQL, for the workbench. Values that come from names are written as literals. */
export function asSparql({ values, begin, end }: Filters): string {
  const lines = ["?claim cek:inArticle ?article ; cek:status ?status ; cek:rootSource ?source ; cek:evidence/cek:quote ?quote .", ...CODES, ...PLACES];
  const codes = (prefix: string, some: readonly string[]) => some.map((value) => `${prefix}:${value}`).join(", ");
  if (values.type.length > 0) lines.unshift(`VALUES ?class { ${values.type.map((type) => (type === "figure" ? "cek:Figure" : "cek:EventClaim")).join(" ")} }`, "?claim a ?class .");
  if (values.status.length > 0) lines.push(`FILTER(?status IN (${codes("status", values.status)}))`);
  if (values.code.length > 0) lines.push(`FILTER(?kind IN (${codes("kind", values.code)}) || ?eventType IN (${codes("event", values.code)}))`);
  if (values.country.length > 0) lines.push(`FILTER(?country IN (${values.country.map(literal).join(", ")}))`);
  if (values.actorkind.length > 0) lines.push("?event cek:participation/cek:actor/cek:actorKind ?actorKind .", `FILTER(?actorKind IN (${codes("actorkind", values.actorkind)}))`);
  if (values.source.length > 0) lines.push("?source rdfs:label ?sourceName .", `FILTER(STR(?sourceName) IN (${values.source.map(literal).join(", ")}))`);
  if (begin && end) lines.push(`FILTER(?begin <= "${end}"^^xsd:date && ?end >= "${begin}"^^xsd:date)`);
  const columns = "?claim ?status ?kind ?eventType ?begin ?end ?placeName ?lat ?long ?quote";
  return `SELECT DISTINCT ${columns} WHERE {\n${lines.map((line) => `  ${line}`).join("\n")}\n}\nORDER BY DESC(?begin)\nLIMIT 1000\n`;
}

const CODES = [
  "OPTIONAL { ?claim cek:kind ?kind }",
  "OPTIONAL { ?claim cek:about ?event . ?event cek:eventType ?eventType }",
  "OPTIONAL { ?claim cek:begin ?ownBegin ; cek:end ?ownEnd }",
  "OPTIONAL { ?claim cek:about/cek:begin ?eventBegin ; cek:about/cek:end ?eventEnd }",
  "BIND(COALESCE(?ownBegin, ?eventBegin) AS ?begin) BIND(COALESCE(?ownEnd, ?eventEnd) AS ?end)",
];
// A claim without a place is given one that has nothing: an unbound variable would match every place.
const PLACES = [
  "OPTIONAL { ?claim cek:place ?ownPlace }",
  "OPTIONAL { ?claim cek:about/cek:place ?eventPlace }",
  "BIND(COALESCE(?ownPlace, ?eventPlace, <urn:x-nowhere>) AS ?place)",
  'OPTIONAL { ?place skos:prefLabel ?placeName ; wgs84:lat ?lat ; wgs84:long ?long . FILTER(LANG(?placeName) = "en") }',
  "OPTIONAL { ?place cek:country ?country }",
];

function literal(text: string): string {
  return JSON.stringify(text);
}
