/** What narrows the page down, each with the way to take it off. */

import type { FacetName, Selection } from "../data/selection";
import { FACETS, toggled } from "../data/selection";
import { period } from "../format";
import { locale, t, word } from "../i18n";

interface Props {
  selection: Selection;
  /** Names of what is told by its IRI. */
  names: ReadonlyMap<string, string>;
  onChange(next: Partial<Selection>): void;
}

export function Pills({ selection, names, onChange }: Props) {
  const { values, begin, end, box } = selection;
  const chosen = FACETS.flatMap((facet) => values[facet].map((value) => ({ facet, value })));
  if (chosen.length === 0 && !begin && !box) return null;
  return (
    <ul class="pills" aria-label={t("browse.chosen")}>
      {chosen.map(({ facet, value }) => (
        <Pill key={`${facet} ${value}`} what={t(`browse.${facet}`)} value={valueName(facet, value, names)} onRemove={() => onChange({ values: toggled(values, facet, value) })} />
      ))}
      {begin && <Pill what={t("browse.period")} value={period(begin, end)} onRemove={() => onChange({ begin: null, end: null })} />}
      {box && <Pill what={t("browse.extent")} value={extent(box)} onRemove={() => onChange({ box: null })} />}
    </ul>
  );
}

function Pill({ what, value, onRemove }: { what: string; value: string; onRemove(): void }) {
  return (
    <li>
      <span class="soft">{what}:</span> {value}{" "}
      <button type="button" class="text" onClick={onRemove} aria-label={t("browse.takeOff", { what: `${what}: ${value}` })}>
        <span aria-hidden="true">✕</span>
      </button>
    </li>
  );
}

const countries = new Intl.DisplayNames(locale, { type: "region", fallback: "code" });

export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code;
}

export function valueName(facet: FacetName, value: string, names: ReadonlyMap<string, string>): string {
  if (facet === "type") return t(value === "figure" ? "browse.figures" : "browse.events");
  if (facet === "country") return countryName(value);
  if (facet === "code") return word("figure", value);
  if (facet === "status" || facet === "actorkind") return word(facet === "status" ? "status" : "kind", value);
  return names.get(value) ?? value;
}

function extent([west, south, east, north]: readonly number[]): string {
  const degrees = (value: number, [above, below]: readonly [string, string]) => `${Math.abs(value).toFixed(1)}° ${value < 0 ? below : above}`;
  const [latitude, longitude] = [["N", "S"], ["E", "W"]] as const;
  return `${degrees(south!, latitude)} – ${degrees(north!, latitude)}, ${degrees(west!, longitude)} – ${degrees(east!, longitude)}`;
}
