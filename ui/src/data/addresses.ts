/** Addresses on this server. */

/** The record of any IRI; the server knows where it lives. */
export function recordAddress(iri: string): string {
  return `/resource?iri=${encodeURIComponent(iri)}`;
}

/** A case is always of this graph. */
export function caseAddress(iri: string): string {
  return `/id/case/${localName(iri)}`;
}

export function hashOfArticle(iri: string): string {
  return localName(iri);
}

function localName(iri: string): string {
  return iri.slice(iri.lastIndexOf("/") + 1);
}

/** The page of an article, at the words in question (RFC 5147 offsets, as in the evidence IRI). */
export function quoteAddress(hash: string, start: number, end: number): string {
  return `/articles/${hash}#char=${start},${end}`;
}
