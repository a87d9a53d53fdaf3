/** What the claims can be narrowed down by; each value says how many claims it would give beside the other filters. */

import { changeFilters, filters, type Filters } from "../data/filters";
import { FACETS, toggled, type FacetName } from "../data/selection";
import { number, t, tn } from "../i18n";
import { valueName } from "./pills";
import { StatusChip } from "./status";

export interface FacetRows {
  values: { value: string; label: string; count: number }[];
  /** Values that the server left out. */
  beyond: number;
}

const SHOWN = 6;

interface Props {
  facets: Record<FacetName, FacetRows>;
  current: Filters;
  names: ReadonlyMap<string, string>;
}

export function Facets({ facets, current, names }: Props) {
  return (
    <details class="facets" open={matchMedia("(min-width: 60rem)").matches}>
      <summary>{t("browse.filters")}</summary>
      {FACETS.map((facet) => (
        <Facet key={facet} facet={facet} rows={facets[facet]} chosen={current.values[facet]} names={names} />
      ))}
    </details>
  );
}

interface FacetProps {
  facet: FacetName;
  rows: FacetRows;
  chosen: readonly string[];
  names: ReadonlyMap<string, string>;
}

function Facet({ facet, rows: { values, beyond }, chosen, names }: FacetProps) {
  if (values.length === 0) return null;
  const first = values.filter((row, index) => index < SHOWN || chosen.includes(row.value));
  const rest = values.filter((row) => !first.includes(row));
  const boxes = (some: typeof values) => some.map((row) => <Box key={row.value} facet={facet} row={row} chosen={chosen} names={names} />);
  return (
    <fieldset>
      <legend>{t(`browse.${facet}`)}</legend>
      {boxes(first)}
      {rest.length > 0 && (
        <details>
          <summary>{tn("browse.rest", rest.length)}</summary>
          {boxes(rest)}
          {beyond > 0 && <p class="soft">{tn("browse.beyond", beyond)}</p>}
        </details>
      )}
    </fieldset>
  );
}

interface BoxProps extends Omit<FacetProps, "rows"> {
  row: FacetRows["values"][number];
}

function Box({ facet, row: { value, count }, chosen, names }: BoxProps) {
  return (
    <label>
      <input type="checkbox" checked={chosen.includes(value)} onChange={() => changeFilters({ values: toggled(filters.value.values, facet, value) })} />
      {facet === "status" ? <StatusChip status={value} /> : <span class="value">{valueName(facet, value, names)}</span>}
      <span class="soft num">{number(count)}</span>
    </label>
  );
}
