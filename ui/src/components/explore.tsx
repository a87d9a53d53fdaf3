/** The network of an actor: filters, picture and tables, and what is behind the thing one clicked. */

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { fetchNeighbourhood, fetchPath, RequestFailed, type Window } from "../data/api";
import { claimsOf, mapOf } from "../data/elsewhere";
import { listAddress } from "../data/filters";
import { edgesBetween, merge, onlyThese, withoutHidden, type Network } from "../data/network";
import { useLoaded } from "../data/resource";
import type { Neighbourhood } from "../data/types";
import { change, seedView, undo, view, type Pick, type Selection, type View } from "../data/view";
import type { Group } from "../graph/communities";
import type { Point } from "../graph/layout";
import type { Drawing } from "../graph/svg";
import { t, tn } from "../i18n";
import { mapAddress } from "../map/view";
import { Arrange, Groups, PathLine } from "./arrange";
import { Canvas } from "./canvas";
import { CHOICE_LIMIT } from "./choose-neighbours";
import { EdgeTimes } from "./edge-times";
import { Elsewhere } from "./elsewhere";
import { Legend } from "./legend";
import { Failure, Loading, Notice } from "./notice";
import { Panel } from "./panel";
import { SaveAs } from "./save-as";
import { Tables } from "./tables";

const EXPANDED_LIMIT = 30;
const STEP = 60;

interface Drawn {
  /** In the period that was asked for. */
  network: Network;
  /** Of all time: for the histogram, and to say what the period leaves out. */
  ever: Network;
  cut: boolean;
  path: Chain | null;
}

interface Chain {
  nodes: readonly string[];
  failed: string | null;
}

async function load(current: View, signal: AbortSignal): Promise<Drawn> {
  const { begin, end } = current;
  const within = begin && end ? { begin, end } : {};
  const [ever, part] = await Promise.all([loadWithin(current, {}, signal), begin ? loadWithin(current, within, signal) : null]);
  const { network, cut, path } = part ?? ever;
  return { network, ever: ever.network, cut, path };
}

async function loadWithin(current: View, within: Window, signal: AbortSignal): Promise<{ network: Network; cut: boolean; path: Chain | null }> {
  const { depth, limit, expanded, picks, pathTo } = current;
  const seed = current.iri as string;
  const picked = async ({ from, to }: Pick) => onlyThese(await fetchNeighbourhood(from, 1, CHOICE_LIMIT, signal, within), new Set([from, ...to]));
  const [own, ...others] = await Promise.all([
    fetchNeighbourhood(seed, depth, limit, signal, within),
    ...expanded.map((one) => fetchNeighbourhood(one, 1, EXPANDED_LIMIT, signal, within)),
    ...picks.map(picked),
  ]);
  const path = pathTo ? await fetchPath(seed, pathTo, signal, within).catch(sentence) : null;
  const parts = [own!, ...others, ...(path && typeof path !== "string" ? [path] : [])];
  return { network: merge(seed, parts), cut: parts.some((part) => part.claims_cut), path: path === null ? null : chain(path) };
}

/** That nothing joins two actors is an answer, not a failure of the page. */
function sentence(error: unknown): string {
  if (error instanceof RequestFailed) return error.message;
  throw error;
}

function chain(path: Neighbourhood | string): Chain {
  if (typeof path === "string") return { nodes: [], failed: path };
  return { nodes: path.nodes.map(({ id }) => id), failed: null };
}

export function Explore() {
  const current = view.value;
  const { iri, depth, limit, expanded, picks, pathTo, begin, end } = current;
  const key = JSON.stringify([iri, depth, limit, expanded, picks, pathTo, begin, end]);
  const [loaded, retry] = useLoaded(key, (signal) => load(current, signal));
  // What is drawn stays while more of it is on its way: actors then move from where they are.
  const last = useRef<Drawn | null>(null);
  if (loaded.state === "ready") last.current = loaded.value;
  const shown = last.current;
  return (
    <main id="main" class={shown && isAlone(shown.ever) ? "explore alone" : "explore"} tabIndex={-1} aria-busy={loaded.state === "loading"}>
      {loaded.state === "loading" && shown === null && <Loading label={t("view.loadingAny")} />}
      {loaded.state === "failed" && <Failure reason={loaded.reason} onRetry={retry} />}
      {shown && <Loaded drawn={shown} current={current} />}
    </main>
  );
}

function Loaded({ drawn, current }: { drawn: Drawn; current: View }) {
  const whole = drawn.network;
  const network = useMemo(() => withoutHidden(whole, current.hidden, current.removed), [whole, current.hidden, current.removed]);
  const select = (selection: Selection | null) => change({ selection });
  const name = drawn.ever.nodes.get(whole.seed)?.label ?? whole.seed;
  const alone = isAlone(drawn.ever);
  const bright = useMemo(() => brightOf(network, drawn.path), [network, drawn.path]);
  const groups = useGroups(network, current.groups);
  const [draw, setDraw] = useState<((title: string) => Drawing) | null>(null);
  useEffect(() => {
    document.title = `${name} · ${t("app.title")}`;
  }, [name]);
  useKeys(current);
  return (
    <>
      <Heading whole={whole} network={network} name={name} current={current}>
        {!alone && <SaveAs network={network} name={name} draw={draw} />}
      </Heading>
      {!alone && <Legend network={whole} hidden={current.hidden} current={current} />}
      <div class="stage">
        {drawn.cut && <Notice>{t("view.cut")}</Notice>}
        {alone && <Notice>{t("view.alone", { name })}</Notice>}
        {drawn.path && <PathLine chain={drawn.path.nodes.map((iri) => whole.nodes.get(iri)?.label ?? iri)} failed={drawn.path.failed} />}
        {!alone && (
          <>
            {isAlone(whole) && <Notice>{t("time.none")}</Notice>}
            <Canvas network={network} name={name} selection={current.selection} pins={current.pins} groups={groups} bright={bright}
              onSelect={select} onExpand={expand} onPin={pin} onReady={(how) => setDraw(() => how)} />
            <EdgeTimes network={drawn.ever} current={current} />
            {current.groups && <Groups groups={groups} network={network} />}
          </>
        )}
      </div>
      <Panel whole={whole} network={network} selection={current.selection} onClose={() => select(null)} />
      {!alone && <Tables network={network} selection={current.selection} onSelect={select} />}
    </>
  );
}

/** The communities come as a chunk of their own, when they are wanted. */
function useGroups(network: Network, wanted: boolean): readonly Group[] {
  const [groups, setGroups] = useState<readonly Group[]>([]);
  useEffect(() => {
    if (!wanted) return setGroups([]);
    let gone = false;
    void import("../graph/communities").then(({ groupsOf }) => gone || setGroups(groupsOf(network)));
    return () => {
      gone = true;
    };
  }, [network, wanted]);
  return groups;
}

function brightOf(network: Network, path: Chain | null): ReadonlySet<string> | null {
  if (!path || path.nodes.length === 0) return null;
  const steps = path.nodes.slice(1).flatMap((iri, index) => edgesBetween(network, new Set([path.nodes[index]!, iri])));
  return new Set([...path.nodes, ...steps]);
}

/** Keys for what is done often: Delete hides the selected actor, Control+Z takes the last step back. */
function useKeys({ selection, removed, iri }: View): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input:not([type=range], [type=checkbox]), textarea, select");
      if (typing) return;
      if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
      else if ((event.key === "Delete" || event.key === "Backspace") && selection?.type === "node" && selection.iri !== iri) remove(selection.iri, removed);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [selection, removed, iri]);
}

export function remove(iri: string, removed: readonly string[]): void {
  change({ removed: [...removed, iri], selection: null }, "replace");
}

export function pin(iri: string, place: Point | null): void {
  const pins = new Map(view.value.pins);
  if (place) pins.set(iri, place);
  else pins.delete(iri);
  change({ pins }, "replace");
}

/** Nobody is tied to it: there is nothing to draw, and what is known of it gets the room. */
function isAlone(network: Network): boolean {
  return network.nodes.size < 2;
}

/** Add an actor's own neighbours to the picture. */
export function expand(iri: string): void {
  const { expanded, iri: seed } = view.value;
  if (iri !== seed && !expanded.includes(iri)) change({ expanded: [...expanded, iri], selection: { type: "node", iri } });
}

interface HeadingProps {
  whole: Network;
  network: Network;
  name: string;
  current: View;
  children: ComponentChildren;
}

function Heading({ whole, network, name, current, children }: HeadingProps) {
  const drawn = whole.nodes.size - 1;
  const hidden = whole.nodes.size - network.nodes.size;
  return (
    <div class="heading">
      <div>
        <h1>{name}</h1>
        <p class="soft" role="status">
          {tn("view.showing", drawn + whole.beyond, { shown: network.nodes.size - 1 })}
          {hidden > 0 && ` · ${tn("view.hidden", hidden)}`}
        </p>
        <Claims whole={whole} current={current} />
      </div>
      <div class="controls">
        {whole.beyond > 0 && (
          <button type="button" onClick={() => change({ limit: current.limit + STEP })}>
            {t("view.more", { n: Math.min(STEP, whole.beyond) })}
          </button>
        )}
        {current.expanded.length + current.picks.length > 0 && (
          <button type="button" onClick={() => change({ expanded: [], picks: [] })}>
            {t("view.collapse")}
          </button>
        )}
        <label>
          <span class="hidden">{t("view.reach")}</span>
          <select value={current.depth} onChange={(event) => change({ depth: Number(event.currentTarget.value) })}>
            <option value={1}>{t("view.reach.1")}</option>
            <option value={2}>{t("view.reach.2")}</option>
            <option value={3}>{t("view.reach.3")}</option>
          </select>
        </label>
        <Arrange current={current} />
        {children}
      </div>
    </div>
  );
}

/** What is known of the actor or place that is selected, else of the one in the middle, on the other pages. */
function Claims({ whole, current }: { whole: Network; current: View }) {
  const iri = current.selection?.type === "node" ? current.selection.iri : whole.seed;
  const about = claimsOf(iri, whole.nodes.get(iri)?.category ?? "", current);
  return about && <Elsewhere selection={about} list={listAddress(about)} map={mapAddress({ ...mapOf(about), what: "events" })} />;
}

export function centre(iri: string): void {
  change(seedView(iri));
}
