/** The network of an actor: filters, picture and tables, and what is behind the thing one clicked. */

import { useEffect, useMemo, useRef } from "preact/hooks";

import { fetchNeighbourhood } from "../data/api";
import { exportAddress } from "../data/addresses";
import { merge, withoutHidden, type Network } from "../data/network";
import { useLoaded } from "../data/resource";
import { change, seedView, view, type Selection, type View } from "../data/view";
import { t, tn } from "../i18n";
import { Canvas } from "./canvas";
import { Legend } from "./legend";
import { Failure, Loading, Notice } from "./notice";
import { Panel } from "./panel";
import { Tables } from "./tables";

const EXPANDED_LIMIT = 30;
const STEP = 60;

type Drawn = Network & { cut: boolean };

async function load({ iri, depth, limit, expanded }: View, signal: AbortSignal): Promise<Drawn> {
  const seed = iri as string;
  const asked = [fetchNeighbourhood(seed, depth, limit, signal), ...expanded.map((one) => fetchNeighbourhood(one, 1, EXPANDED_LIMIT, signal))];
  const parts = await Promise.all(asked);
  return { ...merge(seed, parts), cut: parts.some((part) => part.claims_cut) };
}

export function Explore() {
  const current = view.value;
  const key = JSON.stringify([current.iri, current.depth, current.limit, current.expanded]);
  const [loaded, retry] = useLoaded(key, (signal) => load(current, signal));
  // What is drawn stays while more of it is on its way: actors then move from where they are.
  const last = useRef<Drawn | null>(null);
  if (loaded.state === "ready") last.current = loaded.value;
  return (
    <main id="main" class={last.current && isAlone(last.current) ? "explore alone" : "explore"} tabIndex={-1} aria-busy={loaded.state === "loading"}>
      {loaded.state === "loading" && last.current === null && <Loading label={t("view.loadingAny")} />}
      {loaded.state === "failed" && <Failure reason={loaded.reason} onRetry={retry} />}
      {last.current && <Loaded whole={last.current} current={current} />}
    </main>
  );
}

function Loaded({ whole, current }: { whole: Drawn; current: View }) {
  const network = useMemo(() => withoutHidden(whole, current.hidden), [whole, current.hidden]);
  const select = (selection: Selection | null) => change({ selection });
  const name = whole.nodes.get(whole.seed)?.label ?? whole.seed;
  const alone = isAlone(whole);
  useEffect(() => {
    document.title = `${name} · ${t("app.title")}`;
  }, [name]);
  return (
    <>
      <Heading whole={whole} network={network} name={name} current={current} />
      {!alone && <Legend network={whole} hidden={current.hidden} />}
      <div class="stage">
        {whole.cut && <Notice>{t("view.cut")}</Notice>}
        {alone && <Notice>{t("view.alone", { name })}</Notice>}
        {!alone && <Canvas network={network} name={name} selection={current.selection} onSelect={select} onExpand={expand} />}
      </div>
      <Panel whole={whole} network={network} selection={current.selection} onClose={() => select(null)} />
      {!alone && <Tables network={network} selection={current.selection} onSelect={select} />}
    </>
  );
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

function Heading({ whole, network, name, current }: { whole: Drawn; network: Network; name: string; current: View }) {
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
      </div>
      <div class="controls">
        {whole.beyond > 0 && (
          <button type="button" onClick={() => change({ limit: current.limit + STEP })}>
            {t("view.more", { n: Math.min(STEP, whole.beyond) })}
          </button>
        )}
        {current.expanded.length > 0 && (
          <button type="button" onClick={() => change({ expanded: [] })}>
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
        <p class="exports">
          {t("view.download")}{" "}
          {["graphml", "gexf", "json"].map((format) => (
            <a key={format} href={exportAddress(whole.seed, current.depth, current.limit, format)} download>
              {format}
            </a>
          ))}
        </p>
      </div>
    </div>
  );
}

export function centre(iri: string): void {
  change(seedView(iri));
}
