/** The JSON the server sends, as far as the page uses it. Field names are the server's. */

export interface ClaimRef {
  claim: string;
  status: string;
  type: string;
  begin: string | null;
  end: string | null;
  source: string;
  source_name: string | null;
  article: string;
  asserted: string | null;
  start: number;
  stop: number;
  quote: string;
}

export interface NetworkNode {
  /** The IRI: networkx's node-link form names it so. */
  id: string;
  label: string;
  /** actor, event, place or article */
  category: string;
  kind: string;
}

export interface NetworkEdge {
  source: string;
  target: string;
  relation: string;
  weight: number;
  counts: Record<string, number>;
  begin: string | null;
  end: string | null;
  claims: ClaimRef[];
  claims_total: number;
}

export interface Neighbourhood {
  nodes: NetworkNode[];
  edges: NetworkEdge[];
  /** Nodes within the depth that the limit left out. */
  beyond_nodes: number;
  claims_cut: boolean;
}

export interface SearchHit {
  iri: string;
  type: string;
  label: string;
  /** The name that matched: an alias, perhaps in another language. */
  match: string;
  articles: number;
}

export interface SearchAnswer {
  total: number;
  /** By type, those beyond the limit counted too. */
  totals: Record<string, number>;
  results: SearchHit[];
}

export interface Named {
  iri: string;
  name: string;
}

export interface ArticleRef {
  iri: string;
  hash: string;
  headline: string;
  publisher: string | null;
  published: string | null;
  language: string | null;
}

export interface Period {
  begin: string | null;
  end: string | null;
  precision: string | null;
}

/** A figure's interval: null is an open end; conventional bounds come from a table, not from the words. */
export interface FigureNumber {
  kind: string;
  value: number | null;
  low: number | null;
  high: number | null;
  conventional: boolean;
  qualifier: string | null;
  measure: string | null;
  scope: string | null;
  verbatim: string | null;
  population: string | null;
}

export interface Claim {
  iri: string;
  type: string;
  status: string | null;
  evidence: { start: number; end: number; quote: string } | null;
  article: ArticleRef | null;
  /** Nearest to the reader first: the publisher, then who it quotes. */
  sources: Named[];
  root: Named | null;
  number: FigureNumber | null;
  place: Named | null;
  period: Period | null;
  asserted: string | null;
  superseded_by: string | null;
}

export interface Piece {
  text: string;
  quotes: [start: number, end: number][];
}

export interface Passage {
  start: number;
  end: number;
  pieces: Piece[];
}

export interface ArticleAnswer {
  article: ArticleRef;
  passages: Passage[];
  claims: Claim[];
  /** Notes of readers on these claims. */
  reviews: Review[];
}

export interface Review {
  iri: string;
  claim: string;
  reviewer: string;
  motivation: string;
  status: string;
  text: string;
  written: string;
  answers: Review[];
}

export interface Overview {
  counts: { articles: number; events: number; figures: number; actors: number };
  actors: { iri: string; label: string; kind: string; articles: number; ties: number }[];
  articles: (Partial<ArticleRef> & { iri: string; hash: string; claims: number; highlights: Claim[] })[];
  cases: { total: number; all: number; cases: CaseLine[] };
}

/** A case as the list of cases has it; a low or a best that is null is not known. */
export interface CaseLine {
  iri: string;
  href: string;
  type: string;
  articles: number;
  place: { name: string } | null;
  period: { begin: string | null; end: string | null } | null;
  toll: { kind: string; status: string; low: number | null; best: number | null; high: number; open_ended: boolean } | null;
}

export interface ActorFigures {
  total: number;
  figures: Claim[];
}

export interface Mentions {
  total: number;
  articles: (Partial<ArticleRef> & { iri: string; hash: string })[];
}

/** RFC 9457, the one shape of the server's errors. */
export interface Problem {
  type?: string;
  title: string;
  detail: string;
  status: number;
}
