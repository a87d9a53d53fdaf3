/** Where and when: the map, the months, and the list of what is in view; each lights up what it shows in the others. */

import { useEffect, useMemo, useState } from "preact/hooks";

import "../style/map.css";
import { AccountItem } from "../components/account";
import { Failure, Loading, Notice } from "../components/notice";
import { Timeline } from "../components/timeline";
import { REALITIES, realityOf, tally, type Account, type Reality } from "../data/accounts";
import { getJson } from "../data/api";
import { binsOver, touched } from "../data/periods";
import { useLoaded } from "../data/resource";
import { number, t, tn, word } from "../i18n";
import type { Mark } from "./marks";
import { around, changeMap, mapView, WHATS, type Box, type MapView } from "./view";
import { range, WorldMap } from "./world";

interface Answer {
  total: number;
  unplaced: number;
  events: Account[];
}

const LISTED = 40;

export function MapScreen() {
  const view = mapView.value;
  const filter: Record<string, string> = view.what === "events" ? { type: "event" } : { type: "figure", code: view.what };
  const [loaded, retry] = useLoaded(`map ${view.what}`, (signal) => getJson<Answer>("/map/events", filter, signal));
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

function Controls({ view }: { view: MapView }) {
  const toggle = (reality: Reality) => {
    const next = REALITIES.filter((one) => (one === reality) !== view.shown.includes(one));
    changeMap({ shown: next.length > 0 ? next : ["happened"] });
  };
  return (
    <div class="choice">
      <label>
        {t("map.what")}{" "}
        <select value={view.what} onChange={(event) => changeMap({ what: event.currentTarget.value, box: null }, "push")}>
          {WHATS.map((what) => (
            <option key={what} value={what}>
              {what === "events" ? t("map.events") : word("figure", what)}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{t("map.shown")}</legend>
        {REALITIES.map((reality) => (
          <label key={reality} class={reality}>
            <input type="checkbox" checked={view.shown.includes(reality)} onChange={() => toggle(reality)} />
            <svg class="glyph" viewBox="-9 -9 18 18" aria-hidden="true">
              <g class={`mark disc ${reality}`}>
                <circle class="ring" r="7.5" />
                <circle class="core" r="4" />
              </g>
            </svg>
            {t(`map.${reality}`)}
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function Shown({ answer, view }: { answer: Answer; view: MapView }) {
  const [lit, setLit] = useState<string | null>(null);
  const [selected, setSelected] = useState<Mark | null>(null);
  const real = useMemo(() => answer.events.filter(isShown(view)), [answer, view.shown]);
  const timely = useMemo(() => real.filter((one) => inWindow(one, view)), [real, view.begin, view.end]);
  const box = useMemo(() => view.box ?? around(timely.length > 0 ? timely : real), [view.box, timely, real]);
  const inView = useMemo(() => (view.box ? timely.filter((one) => within(one, box)) : timely), [timely, box]);
  const first = useMemo(() => real.filter((one) => realityOf(one.status) === view.shown[0] && (!view.box || within(one, box))), [real, view.shown, view.box, box]);
  useEffect(() => setSelected(null), [view.what, view.shown, view.begin, view.end]);
  if (answer.events.length === 0) return <Notice>{t("map.empty")}</Notice>;
  const listed = selected ? selected.accounts : inView;
  return (
    <div class="panes">
      <div class="left">
        <WorldMap accounts={timely} box={box} lit={lit} selected={selected?.key ?? null} onLight={setLit} onSelect={setSelected} onBox={(next) => changeMap({ box: next })} />
        <Months accounts={first} view={view} />
      </div>
      <section class="listed" aria-label={t("map.list")}>
        <h2>{selected ? selected.names.join(", ") : t("map.list")}</h2>
        <Summary accounts={listed} view={view} />
        <p class="soft">{t("map.sum")}</p>
        <p class="soft">
          {tn("map.count", answer.total, { shown: listed.length })}
          {answer.unplaced > 0 && ` ${tn("map.unplaced", answer.unplaced)}`}
        </p>
        <p class="actions">
          {selected && (
            <button type="button" onClick={() => setSelected(null)}>
              {t("map.all")}
            </button>
          )}
          {view.box && (
            <button type="button" onClick={() => changeMap({ box: null })}>
              {t("map.everywhere")}
            </button>
          )}
        </p>
        <List key={selected?.key ?? "view"} accounts={listed} lit={lit} onLight={setLit} />
      </section>
    </div>
  );
}

/** The range of each kind of statement, apart. */
function Summary({ accounts, view }: { accounts: readonly Account[]; view: MapView }) {
  return (
    <ul class="sums">
      {view.shown.map((reality) => {
        const sum = tally(accounts.filter(({ status }) => realityOf(status) === reality));
        if (sum.accounts === 0) return null;
        return (
          <li key={reality}>
            <span class="interval">{range(sum)}</span> {view.what === "events" ? t("map.events") : word("figure", view.what)}, {t(`map.${reality}`)}
          </li>
        );
      })}
    </ul>
  );
}

function List({ accounts, lit, onLight }: { accounts: readonly Account[]; lit: string | null; onLight(claim: string | null): void }) {
  const [most, setMost] = useState(LISTED);
  const isLit = (one: Account) => lit !== null && (lit === one.claim || lit.endsWith(` ${one.place?.iri}`));
  return (
    <>
      <ul class="accounts">
        {accounts.slice(0, most).map((account) => (
          <AccountItem key={account.claim} account={account} lit={isLit(account)} onLight={onLight} />
        ))}
      </ul>
      {accounts.length > most && (
        <button type="button" onClick={() => setMost(most + LISTED)}>
          {t("view.more", { n: Math.min(LISTED, accounts.length - most) })}
        </button>
      )}
    </>
  );
}

function Months({ accounts, view }: { accounts: readonly Account[]; view: MapView }) {
  const { bins, sums, undated } = useMemo(() => {
    const dated = accounts.filter(({ begin }) => begin);
    const bins = binsOver(dated.flatMap(({ begin, end }) => [begin!, end ?? begin!]));
    const sums = bins.map((_, index) => tally(dated.filter(({ begin }) => touched(bins, begin!, begin!)[0] === index)));
    return { bins, sums, undated: accounts.length - dated.length };
  }, [accounts]);
  const most = Math.max(1, ...sums.map(({ high }) => high));
  const y = (value: number) => 100 - (value / most) * 92;
  return (
    <Timeline
      bins={bins}
      begin={view.begin}
      end={view.end}
      label={t("map.time", { status: t(`map.${view.shown[0]!}`) })}
      say={(index) => `${range(sums[index]!)} (${number(sums[index]!.accounts)})`}
      bar={(index) => (
        <>
          <rect class="high" x="0.1" width="0.8" y={y(sums[index]!.high)} height={Math.max(0, y(sums[index]!.low) - y(sums[index]!.high))} />
          <rect class="low" x="0.1" width="0.8" y={y(sums[index]!.low)} height={100 - y(sums[index]!.low)} />
          {sums[index]!.accounts > 0 && <rect class="best" x="0.1" width="0.8" y={y(sums[index]!.best) - 1} height="2" />}
        </>
      )}
      onChange={(begin, end) => changeMap({ begin, end })}
    >
      <span class="key low">{t("map.low")}</span>
      <span class="key high">{t("map.high")}</span>
      {undated > 0 && <span class="soft">{tn("map.undated", undated)}</span>}
    </Timeline>
  );
}

/** Room in a camp counts nobody. */
function isShown({ shown }: MapView): (one: Account) => boolean {
  return ({ status, measure }) => shown.includes(realityOf(status)) && measure !== "capacity";
}

function inWindow({ begin, end }: Account, view: MapView): boolean {
  if (!view.begin || !view.end) return true;
  return begin !== null && begin <= view.end && (end ?? begin) >= view.begin;
}

function within({ place }: Account, [west, south, east, north]: Box): boolean {
  return place!.longitude! >= west && place!.longitude! <= east && place!.latitude! >= south && place!.latitude! <= north;
}
