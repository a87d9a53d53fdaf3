/** Rows of a query that have a latitude and a longitude, on the map. */

import { useMemo, useState } from "preact/hooks";

import "../style/map.css";
import type { Drawn } from "../data/accounts";
import type { Mark } from "./marks";
import { around, type Box } from "./view";
import { WorldMap } from "./world";

export interface Located {
  name: string;
  latitude: number;
  longitude: number;
}

export function ResultMap({ places }: { places: readonly Located[] }) {
  const accounts = useMemo(() => places.map(asAccount), [places]);
  const [box, setBox] = useState<Box>(() => around(accounts));
  const [lit, setLit] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<Mark | null>(null);
  return (
    <>
      <WorldMap accounts={accounts} box={box} lit={lit} selected={selected?.places.map(({ iri }) => iri) ?? []} onBox={setBox} onLight={setLit} onSelect={setSelected} />
      {selected && <p role="status">{[...new Set(selected.places.map(({ name }) => name))].join(", ")}</p>}
    </>
  );
}

/** A row counts one, wherever it stands. */
function asAccount({ name, latitude, longitude }: Located, index: number): Drawn {
  const place = { iri: `${latitude} ${longitude}`, name, latitude, longitude, precision: "site", country: null };
  const blank = { measure: null, scope: null, population: null, begin: null, end: null, value: null, low: null, high: null, overtaken: false };
  return { ...blank, claim: String(index), type: "event", code: String(index), status: "reported", place };
}
