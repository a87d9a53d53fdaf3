/** A selection as the SPARQL that asks the same, for the workbench. Values that come from names are written as literals. */

import type { Selection } from "./selection";

export function asSparql({ values, begin, end, box }: Selection): string {
  const lines = ["?claim cek:inArticle ?article ; cek:status ?status ; cek:rootSource ?source ; cek:evidence/cek:quote ?quote .", ...CODES, ...PLACES];
  const codes = (prefix: string, some: readonly string[]) => some.map((value) => `${prefix}:${value.replaceAll(/[^\w-]/g, "")}`).join(", ");
  if (values.type.length > 0) lines.unshift(`VALUES ?class { ${values.type.map((type) => (type === "figure" ? "cek:Figure" : "cek:EventClaim")).join(" ")} }`, "?claim a ?class .");
  if (values.status.length > 0) lines.push(`FILTER(?status IN (${codes("status", values.status)}))`);
  if (values.code.length > 0) lines.push(`FILTER(?kind IN (${codes("kind", values.code)}) || (!BOUND(?kind) && ?eventType IN (${codes("event", values.code)})))`);
  if (values.country.length > 0) lines.push(`FILTER(?country IN (${values.country.map(literal).join(", ")}))`);
  if (values.place.length > 0) lines.push(`FILTER(?place IN (${values.place.map(iri).join(", ")}))`);
  if (values.actor.length > 0) lines.push("?claim cek:about/cek:participation/cek:actor ?actor .", `FILTER(?actor IN (${values.actor.map(iri).join(", ")}))`);
  if (values.actorkind.length > 0) lines.push("?claim cek:about/cek:participation/cek:actor/cek:actorKind ?actorKind .", `FILTER(?actorKind IN (${codes("actorkind", values.actorkind)}))`);
  if (values.source.length > 0) lines.push("?source rdfs:label ?sourceName .", `FILTER(STR(?sourceName) IN (${values.source.map(literal).join(", ")}))`);
  if (begin && end) lines.push(`FILTER(?begin <= "${end}"^^xsd:date && ?end >= "${begin}"^^xsd:date)`);
  if (box) lines.push(within(box));
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

function within([west, south, east, north]: readonly [number, number, number, number]): string {
  const [w, s, e, n] = [west, south, east, north].map((degrees) => degrees.toFixed(2));
  const across = west <= east ? `?long >= ${w} && ?long <= ${e}` : `(?long >= ${w} || ?long <= ${e})`;
  return `FILTER(?lat >= ${s} && ?lat <= ${n} && ${across})`;
}

function literal(text: string): string {
  return JSON.stringify(text);
}

function iri(text: string): string {
  return `<${encodeURI(text).replaceAll(/%25(?=[0-9A-F]{2})/gi, "%")}>`;
}
