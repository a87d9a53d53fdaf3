/** What is drawn as files for other programs: exactly the actors and relations of the picture, filtered as it is. */

import { escaped } from "../graph/svg";
import type { Network } from "./network";
import type { NetworkEdge } from "./types";

export const FORMATS = { csv: "text/csv", graphml: "application/graphml+xml", gexf: "application/gexf+xml", jsonld: "application/ld+json" } as const;
export type ExportFormat = keyof typeof FORMATS;

const CEK = "https://w3id.org/cekg/ns#";
const CODES = "https://w3id.org/cekg/v/";

export function written(network: Network, format: ExportFormat): string {
  return { csv, graphml, gexf, jsonld }[format](network);
}

/** One relation a line. A cell that a spreadsheet would take for a formula is made text. */
export function csv(network: Network): string {
  const name = (iri: string) => network.nodes.get(iri)?.label ?? iri;
  const head = ["source", "source_name", "relation", "target", "target_name", "weight", "begin", "end", "statuses", "claims", "quote"];
  const lines = [...network.edges.values()].map((edge) => [
    edge.source, name(edge.source), edge.relation, edge.target, name(edge.target), edge.weight, edge.begin, edge.end,
    Object.entries(edge.counts).map(([status, count]) => `${status} ${count}`).join("; "), edge.claims_total, edge.claims[0]?.quote,
  ]);
  return [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

export function cell(value: string | number | null | undefined): string {
  const text = String(value ?? "");
  const harmless = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const NODE_FIELDS = ["label", "category", "kind"] as const;
const EDGE_FIELDS = ["relation", "weight", "begin", "end", "claims_total"] as const;
const typeOf = (field: string) => (field === "weight" || field === "claims_total" ? "int" : "string");

function graphml(network: Network): string {
  const keys = [...NODE_FIELDS.map((name) => ["node", name] as const), ...EDGE_FIELDS.map((name) => ["edge", name] as const)];
  const key = ([owner, name]: readonly [string, string]) => `<key id="${owner}-${name}" for="${owner}" attr.name="${name}" attr.type="${typeOf(name)}"/>`;
  const data = (owner: string, name: string, value: unknown) => (value === null ? "" : `<data key="${owner}-${name}">${escaped(String(value))}</data>`);
  const nodes = [...network.nodes.values()].map((node) => `<node id="${escaped(node.id)}">${NODE_FIELDS.map((name) => data("node", name, node[name])).join("")}</node>`);
  const edges = [...network.edges.values()].map((edge) => `<edge ${ends(edge)}>${EDGE_FIELDS.map((name) => data("edge", name, edge[name])).join("")}</edge>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
${keys.map(key).join("\n")}
<graph edgedefault="directed">
${[...nodes, ...edges].join("\n")}
</graph>
</graphml>
`;
}

function gexf(network: Network): string {
  const declare = (owner: string, names: readonly string[]) =>
    `<attributes class="${owner}">${names.map((name) => `<attribute id="${name}" title="${name}" type="${typeOf(name) === "int" ? "integer" : "string"}"/>`).join("")}</attributes>`;
  const values = (pairs: [string, unknown][]) => `<attvalues>${pairs.filter(([, value]) => value !== null).map(([name, value]) => `<attvalue for="${name}" value="${escaped(String(value))}"/>`).join("")}</attvalues>`;
  const nodes = [...network.nodes.values()].map((node) => `<node id="${escaped(node.id)}" label="${escaped(node.label)}">${values([["category", node.category], ["kind", node.kind]])}</node>`);
  const edges = [...network.edges.values()].map((edge, index) => `<edge id="${index}" ${ends(edge)} label="${escaped(edge.relation)}" weight="${Math.max(edge.weight, 0.1)}">${values(EDGE_FIELDS.map((name) => [name, edge[name]]))}</edge>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<graph defaultedgetype="directed">
${declare("node", ["category", "kind"])}
${declare("edge", EDGE_FIELDS)}
<nodes>
${nodes.join("\n")}
</nodes>
<edges>
${edges.join("\n")}
</edges>
</graph>
</gexf>
`;
}

function ends({ source, target }: NetworkEdge): string {
  return `source="${escaped(source)}" target="${escaped(target)}"`;
}

function jsonld(network: Network): string {
  const context = {
    cek: CEK, rdfs: "http://www.w3.org/2000/01/rdf-schema#", prov: "http://www.w3.org/ns/prov#", xsd: "http://www.w3.org/2001/XMLSchema#",
    label: "rdfs:label", from: { "@id": "cek:from", "@type": "@id" }, to: { "@id": "cek:to", "@type": "@id" },
    relation: { "@id": "cek:relationType", "@type": "@id" }, begin: { "@id": "cek:begin", "@type": "xsd:date" },
    end: { "@id": "cek:end", "@type": "xsd:date" }, claims: { "@id": "prov:wasDerivedFrom", "@type": "@id" },
  };
  const nodes = [...network.nodes.values()].map(({ id, label }) => ({ "@id": id, label }));
  const edges = [...network.edges.values()].map((edge) => ({
    "@type": "cek:ActorRelation", from: edge.source, to: edge.target, relation: `${CODES}relation/${edge.relation}`,
    ...(edge.begin && { begin: edge.begin }), ...(edge.end && { end: edge.end }), claims: [...new Set(edge.claims.map(({ claim }) => claim))],
  }));
  return JSON.stringify({ "@context": context, "@graph": [...nodes, ...edges] }, null, 1);
}

/** Hand a file to the reader. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
