/** The selection on a small map: a mark narrows it down to its places, the extent that one sees can be made a filter. */

import { useEffect, useMemo, useState } from "preact/hooks";

import "../style/map.css";
import { countedKind, changeFilters, type Filters } from "../data/filters";
import { isWithin, type Drawn } from "../data/accounts";
import { t, tn, word } from "../i18n";
import { around, isIn, type Box } from "./view";
import { WorldMap } from "./world";

export function SmallMap({ drawn, current }: { drawn: readonly Drawn[]; current: Filters }) {
  const kind = countedKind(current);
  const { placed, other } = useMemo(() => {
    const timely = drawn.filter((one) => isWithin(one, current.begin, current.end));
    const placed = timely.filter(({ place }) => place && place.latitude !== null);
    return { placed, other: timely.length - placed.length };
  }, [drawn, current.begin, current.end]);
  // Without one kind that all of them count, a mark says how many claims there are: people and events are no sum.
  const counted = useMemo(() => (kind ? placed.filter(({ code, measure }) => code === kind && measure !== "capacity") : placed.map(asOne)), [placed, kind]);
  const [moved, setMoved] = useState<Box | null>(null);
  const box = useMemo(() => moved ?? current.box ?? around(counted), [moved, current.box, counted]);
  const [lit, setLit] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setMoved(null), [current.box]);
  const within = counted.filter((one) => isIn(one, box)).length;
  return (
    <section class="small-map" aria-label={t("times.map")}>
      <p class="soft">
        {kind ? t("times.mapKind", { kind: word("figure", kind) }) : t("times.mapClaims")} {tn("browse.onMap", counted.length, { shown: within })}
        {other > 0 && ` ${tn("map.unplaced", other)}`}
      </p>
      <WorldMap accounts={counted} box={box} lit={lit} selected={current.values.place} onBox={setMoved} onLight={setLit}
        onSelect={(mark) => mark && changeFilters({ values: { ...current.values, place: mark.places.map(({ iri }) => iri) } })} />
      {moved && (
        <p class="actions">
          <button type="button" onClick={() => changeFilters({ box: moved })}>
            {t("times.extent")}
          </button>
          <button type="button" onClick={() => setMoved(null)}>
            {t("times.back")}
          </button>
        </p>
      )}
    </section>
  );
}

/** A claim counts one. */
function asOne(one: Drawn): Drawn {
  return { ...one, type: "event", code: one.claim, overtaken: false };
}
