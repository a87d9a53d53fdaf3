/** What a reader looks at, whatever page shows it: facets, a period and a stretch of the world, as addresses have them. */

export const FACETS = ["type", "code", "status", "country", "place", "actor", "actorkind", "source"] as const;
export type FacetName = (typeof FACETS)[number];
export type Values = Record<FacetName, readonly string[]>;

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

export interface Selection {
  values: Values;
  /** First and last day; both or neither. */
  begin: string | null;
  end: string | null;
  box: Box | null;
}

export const NO_VALUES = Object.fromEntries(FACETS.map((facet) => [facet, []])) as unknown as Values;

export function parseSelection(query: URLSearchParams): Selection {
  const values = Object.fromEntries(FACETS.map((facet) => [facet, query.getAll(facet)])) as unknown as Values;
  const [begin, end] = [query.get("begin"), query.get("end")];
  const isDay = (text: string | null) => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");
  const dated = isDay(begin) && isDay(end);
  return { values, begin: dated ? begin : null, end: dated ? end : null, box: parseBox(query.get("bbox")) };
}

function parseBox(text: string | null): Box | null {
  const box = (text ?? "").split(",").map(Number);
  return text && box.length === 4 && box.every(Number.isFinite) && box[1]! <= box[3]! ? (box as unknown as Box) : null;
}

export function selectionFields({ values, begin, end, box }: Selection): [string, string][] {
  const fields = FACETS.flatMap((facet) => values[facet].map((value): [string, string] => [facet, value]));
  if (begin && end) fields.push(["begin", begin], ["end", end]);
  if (box) fields.push(["bbox", box.map((degrees) => degrees.toFixed(2)).join(",")]);
  return fields;
}

export function isNarrowed({ values, begin, box }: Selection): boolean {
  return begin !== null || box !== null || FACETS.some((facet) => values[facet].length > 0);
}

/** The selection with one value ticked, or unticked when it was. */
export function toggled(values: Values, facet: FacetName, value: string): Values {
  const chosen = values[facet];
  return { ...values, [facet]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] };
}
