/** Where and when: the map, the months, and the list of what is in view; each lights up what it shows in the others. */

import { useEffect, useMemo, useState } from "preact/hooks";

import "../style/map.css";
import { Elsewhere } from "../components/elsewhere";
import { Failure, Loading, Notice } from "../components/notice";
import { Pills } from "../components/pills";
import { RangeTimeline } from "../components/range-bars";
import { countsAnybody, isWithin, partiesOf, realityOf, type Account } from "../data/accounts";
import { getJson } from "../data/api";
import { listOf } from "../data/elsewhere";
import { listAddress } from "../data/filters";
import { useLoaded } from "../data/resource";
import { selectionFields } from "../data/selection";
import { t } from "../i18n";
import { ChangeNote } from "./change-note";
import { Controls } from "./controls";
import { Listed } from "./listed";
import { Multiples } from "./multiples";
import { around, changeMap, isIn, mapView, type MapView } from "./view";
import { WorldMap } from "./world";

interface Answer {
  total: number;
  unplaced: number;
  events: Account[];
  /** Of the actors and places that are asked for. */
  names: Record<string, string>;
}

/** All times and places are asked for: the histogram shows what lies outside the period, the map what lies beside the view. */
function asked(view: MapView): string {
  const counted: [string, string][] = view.what === "events" ? [["type", "event"]] : [["type", "figure"], ["code", view.what]];
  return new URLSearchParams([...selectionFields({ ...view, begin: null, end: null, box: null }), ...counted]).toString();
}

/** What the map and its list show, in numbers and names. */
function dataAddress(view: MapView): string {
  const { values, ...rest } = listOf(view);
  const place = view.at.length > 0 ? view.at : values.place;
  return `/map/events?${new URLSearchParams(selectionFields({ ...rest, values: { ...values, place } }))}`;
}

export function MapScreen() {
  const view = mapView.value;
  const query = asked(view);
  const [loaded, retry] = useLoaded(`map ${query}`, (signal) => getJson<Answer>(`/map/events?${query}`, {}, signal));
  useEffect(() => {
    document.title = `${t("nav.map")} · ${t("app.title")}`;
  }, []);
  return (
    <main id="main" class="map" tabIndex={-1}>
      <h1>{t("map.title")}</h1>
      <Controls view={view} />
      {loaded.state === "loading" && <Loading label={t("view.loadingAny")} />}
      {loaded.state === "failed" && <Failure reason={loaded.reason} onRetry={retry} />}
      {loaded.state === "ready" && <Shown answer={loaded.value} view={view} />}
    </main>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

function Shown({ answer, view }: { answer: Answer; view: MapView }) {
  const [lit, setLit] = useState<ReadonlySet<string>>(NOTHING);
  const real = useMemo(() => answer.events.filter((one) => view.shown.includes(realityOf(one.status)) && countsAnybody(one)), [answer, view.shown]);
  const timely = useMemo(() => real.filter((one) => isWithin(one, view.begin, view.end)), [real, view.begin, view.end]);
  const box = useMemo(() => view.box ?? around(timely.length > 0 ? timely : real), [view.box, timely, real]);
  const ever = useMemo(() => (view.box ? real.filter((one) => isIn(one, box)) : real), [real, view.box, box]);
  const inView = useMemo(() => ever.filter((one) => isWithin(one, view.begin, view.end)), [ever, view.begin, view.end]);
  const first = useMemo(() => ever.filter((one) => realityOf(one.status) === view.shown[0]), [ever, view.shown]);
  const names = useMemo(() => new Map([...Object.entries(answer.names), ...answer.events.flatMap((one) => [one.place!, ...one.actors].map(({ iri, name }): [string, string] => [iri, name]))]), [answer]);
  const listed = view.at.length > 0 ? inView.filter((one) => view.at.includes(one.place!.iri)) : inView;
  const pills = <Pills selection={view} names={names} onChange={changeMap} />;
  if (answer.events.length === 0) {
    return (
      <>
        {pills}
        <Notice>{t("map.empty")}</Notice>
      </>
    );
  }
  return (
    <>
      {pills}
      <div class="panes">
        <div class="left">
          <WorldMap accounts={timely} box={box} lit={lit} selected={view.at} onLight={setLit}
            onSelect={(mark) => changeMap({ at: mark?.places.map(({ iri }) => iri) ?? [] })} onBox={(next) => changeMap({ box: next }, "replace")} />
          <RangeTimeline accounts={first} label={t("map.time", { status: t(`map.${view.shown[0]!}`) })} begin={view.begin} end={view.end}
            onChange={(begin, end) => changeMap({ begin, end }, view.begin ? "replace" : "push")} />
          {view.begin && view.end && <ChangeNote accounts={first} period={{ begin: view.begin, end: view.end }} what={view.what} reality={view.shown[0]!} />}
          <Multiples ever={first} view={view} />
        </div>
        <Listed accounts={listed} total={answer.total} unplaced={answer.unplaced} undrawn={answer.total - answer.events.length} view={view} names={names} lit={lit} onLight={setLit}>
          <Elsewhere selection={listOf(view)} list={listAddress(listOf(view))} data={dataAddress(view)} parties={partiesOf(listed)} />
        </Listed>
      </div>
    </>
  );
}
