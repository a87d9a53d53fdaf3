/** The workbench's state is the part of its address behind "#": long queries fit, and they reach no server log. */

export type ResultView = "table" | "chart" | "map" | "graph" | "raw";
export const RESULT_VIEWS: readonly ResultView[] = ["table", "chart", "map", "graph", "raw"];

export interface Bench {
  query: string | null;
  saved: string | null;
  values: Record<string, string>;
  view: ResultView | null;
}

export function parseBench(hash: string, search: string): Bench {
  const given = new URLSearchParams(hash.startsWith("#") ? hash.slice(1) : hash);
  for (const [name, value] of new URLSearchParams(search)) if (name !== "snapshot" && !given.has(name)) given.set(name === "saved" ? name : `p.${name}`, value);
  const values = Object.fromEntries([...given].filter(([name]) => name.startsWith("p.")).map(([name, value]) => [name.slice(2), value]));
  const view = RESULT_VIEWS.find((one) => one === given.get("view")) ?? null;
  return { query: given.get("query"), saved: given.get("saved"), values, view };
}

export function benchAddress({ query, saved, values, view }: Bench): string {
  const fields = new URLSearchParams();
  if (saved) fields.set("saved", saved);
  for (const [name, value] of Object.entries(values)) if (value !== "") fields.set(`p.${name}`, value);
  if (query !== null) fields.set("query", query);
  if (view) fields.set("view", view);
  return fields.size ? `/query#${fields}` : "/query";
}
