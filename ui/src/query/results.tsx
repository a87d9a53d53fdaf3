/** An answer as table, chart, network or as it came; which of them fit is read off the answer. */

import { useEffect, useMemo, useState } from "preact/hooks";

import { Canvas } from "../components/canvas";
import { Loading } from "../components/notice";
import { recordAddress } from "../data/addresses";
import { cell, save } from "../data/exports";
import { kept } from "../data/state";
import type { ResultView } from "../data/workbench";
import { number, t, tn } from "../i18n";
import type { Located, ResultMap } from "../map/result-map";
import { numberOf, textOf, type Answer, type Term } from "./answer";
import { Chart, plotOf } from "./chart";
import { networkOf } from "./result-network";

const STEP = 200;
/** Characters of the answer as it came that are laid out; the file has all. */
const RAW = 100_000;

interface Props {
  answer: Answer;
  view: ResultView | null;
  short(iri: string): string;
  onView(view: ResultView): void;
}

export function Results({ answer, view, short, onView }: Props) {
  const plot = useMemo(() => plotOf(answer), [answer]);
  const network = useMemo(() => networkOf(answer, short), [answer, short]);
  const places = useMemo(() => placesOf(answer), [answer]);
  const fits: ResultView[] = ["table", ...(places.length > 0 ? (["map"] as const) : []), ...(plot ? (["chart"] as const) : []), ...(network ? (["graph"] as const) : []), "raw"];
  const shown = view && fits.includes(view) ? view : "table";
  return (
    <section class="results" aria-label={t("bench.result")}>
      <div class="bar">
        <p role="status">
          <strong>{tn(answer.isGraph ? "bench.triples" : "bench.rows", answer.rows.length)}</strong>{" "}
          <span class="soft">{t("bench.took", { seconds: answer.seconds.toFixed(2), size: number(Math.ceil(answer.bytes / 1000)) })}</span>
        </p>
        <div class="tabs" role="group" aria-label={t("bench.views")}>
          {fits.map((one) => (
            <button key={one} type="button" aria-pressed={shown === one} onClick={() => onView(one)}>
              {t(`bench.view.${one}`)}
            </button>
          ))}
        </div>
        <button type="button" onClick={() => save(new Blob([csvOf(answer)], { type: "text/csv" }), "result.csv")}>
          {t("save.csv")}
        </button>
        <button type="button" onClick={() => save(new Blob([answer.raw], { type: answer.isGraph ? "application/n-triples" : "application/sparql-results+json" }), answer.isGraph ? "result.nt" : "result.json")}>
          {answer.isGraph ? "N-Triples" : "JSON"}
        </button>
      </div>
      {answer.rows.length === 0 && <p class="notice">{t("bench.nothing")}</p>}
      {shown === "table" && answer.rows.length > 0 && <Table answer={answer} short={short} />}
      {shown === "chart" && plot && <Chart answer={answer} plot={plot} name={short} />}
      {shown === "map" && <LazyMap places={places} />}
      {shown === "graph" && network && network.undrawn > 0 && <p class="notice">{tn("bench.undrawn", network.undrawn, { drawn: network.network.edges.size })}</p>}
      {shown === "graph" && network && (
        <Canvas network={network.network} name={t("bench.result")} selection={null} onSelect={() => undefined} onExpand={(iri) => location.assign(kept(recordAddress(iri)))} />
      )}
      {shown === "raw" && (
        <>
          {answer.raw.length > RAW && <p class="notice">{t("bench.rawCut", { n: RAW, all: answer.raw.length })}</p>}
          <pre class="raw" tabIndex={0}>
            {answer.raw.slice(0, RAW)}
          </pre>
        </>
      )}
    </section>
  );
}

/** The rows with two columns named as latitude and longitude. */
function placesOf({ columns, rows }: Answer): Located[] {
  const lat = columns.find((name) => /^lat(itude)?$/i.test(name));
  const long = columns.find((name) => /^(lon|lng|long|longitude)$/i.test(name));
  if (!lat || !long) return [];
  const label = columns.find((name) => /name|label/i.test(name)) ?? columns[0]!;
  return rows.flatMap((row) => {
    const [latitude, longitude] = [numberOf(row[lat]), numberOf(row[long])];
    return latitude !== null && longitude !== null ? [{ name: textOf(row[label]), latitude, longitude }] : [];
  });
}

function LazyMap({ places }: { places: readonly Located[] }) {
  const [part, setPart] = useState<{ ResultMap: typeof ResultMap } | null>(null);
  useEffect(() => void import("../map/result-map").then(setPart), []);
  return part ? <part.ResultMap places={places} /> : <Loading label={t("view.loadingAny")} />;
}

function csvOf({ columns, rows }: Answer): string {
  return [columns, ...rows.map((row) => columns.map((column) => textOf(row[column])))].map((line) => line.map(cell).join(",")).join("\r\n");
}

function Table({ answer, short }: { answer: Answer; short(iri: string): string }) {
  const [most, setMost] = useState(STEP);
  const { columns, rows } = answer;
  return (
    <>
      <div class="scroll" role="region" aria-label={t("bench.view.table")} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column} class={numberOf(row[column]) !== null ? "num" : /^\d{4}-\d\d-\d\d$/.test(textOf(row[column])) ? "nowrap" : undefined}>
                    <Cell term={row[column]} short={short} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <p>
          <button type="button" onClick={() => setMost(most + STEP)}>
            {t("bench.more", { n: Math.min(STEP, rows.length - most), shown: most, all: rows.length })}
          </button>
        </p>
      )}
    </>
  );
}

function Cell({ term, short }: { term: Term | undefined; short(iri: string): string }) {
  if (!term) return null;
  const text = textOf(term);
  if (term.type === "uri") {
    return (
      <a href={recordAddress(text)} title={text}>
        {short(text)}
      </a>
    );
  }
  const value = numberOf(term);
  if (value !== null) return <>{term.datatype?.endsWith("integer") ? number(value) : text}</>;
  return (
    <span lang={term["xml:lang"]} dir="auto">
      {text}
    </span>
  );
}
