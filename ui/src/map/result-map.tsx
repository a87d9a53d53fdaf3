/** Rows of a query that have a latitude and a longitude, on the map. */

import { useMemo, useState } from "preact/hooks";

import "../style/map.css";
import type { Account } from "../data/accounts";
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
  const [lit, setLit] = useState<string | null>(null);
  const [selected, setSelected] = useState<Mark | null>(null);
  return (
    <>
      <WorldMap accounts={accounts} box={box} lit={lit} selected={selected?.key ?? null} onBox={setBox} onLight={setLit} onSelect={setSelected} />
      {selected && <p role="status">{[...new Set(selected.names)].join(", ")}</p>}
    </>
  );
}

/** A row counts one, wherever it stands. */
function asAccount({ name, latitude, longitude }: Located, index: number): Account {
  const place = { iri: `${latitude} ${longitude}`, name, latitude, longitude, precision: "site", country: null };
  const blank = { measure: null, begin: null, end: null, value: null, low: null, high: null, overtaken: false, asserted: null, headline: null, language: null };
  return { ...blank, claim: String(index), type: "event", code: String(index), status: "reported", place, source_name: "", article: "", quote: "", start: 0, stop: 0 };
}
