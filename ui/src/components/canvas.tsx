/** The picture. It is for the eye: the tables say the same to a screen reader and where there is no WebGL. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Network } from "../data/network";
import type { Selection } from "../data/view";
import type { Scene } from "../graph/scene";
import type { Group } from "../graph/communities";
import type { Point } from "../graph/layout";
import type { Drawing } from "../graph/svg";
import { onThemeChange } from "../graph/theme";
import { hasWebGl } from "../graph/webgl";
import { t } from "../i18n";
import { Notice } from "./notice";

interface Props {
  network: Network;
  name: string;
  selection: Selection | null;
  onSelect(selection: Selection | null): void;
  onExpand(iri: string): void;
  onPin?(iri: string, place: Point): void;
  pins?: ReadonlyMap<string, Point>;
  groups?: readonly Group[];
  /** Actors and relations to keep bright while nothing is selected. */
  bright?: ReadonlySet<string> | null;
  /** Told how to draw the picture once it is there. */
  onReady?(draw: (title: string) => Drawing): void;
}

const NO_PINS: ReadonlyMap<string, Point> = new Map();
const NO_GROUPS: readonly Group[] = [];

/** The frame also tells scripts where an actor or a relation is drawn. */
export interface Frame extends HTMLDivElement {
  locate?(key: string): Point | null;
}

const drawable = hasWebGl();

export function Canvas(props: Props) {
  return drawable ? <Picture {...props} /> : <Notice>{t("canvas.noWebgl")}</Notice>;
}

function Picture({ network, name, selection, onSelect, onExpand, onPin, pins = NO_PINS, groups = NO_GROUPS, bright = null, onReady }: Props) {
  const frame = useRef<Frame>(null);
  const [scene, setScene] = useState<Scene | null>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let made: Scene | null = null;
    let gone = false;
    // Sigma needs WebGL to be loaded at all, so it comes as a chunk of its own.
    void import("../graph/scene").then(({ Scene }) => {
      if (gone) return;
      made = new Scene(element, { select: onSelect, expand: onExpand, pin: (iri, place) => onPin?.(iri, place) });
      onReady?.((title) => (made as Scene).drawing(title));
      element.locate = (key) => made?.locate(key) ?? null;
      setScene(made);
    });
    const forget = onThemeChange(() => made?.retheme());
    return () => {
      gone = true;
      forget();
      made?.kill();
    };
  }, []);

  useEffect(() => {
    if (!scene) return;
    const element = frame.current;
    element?.removeAttribute("data-settled");
    void scene.show(network, pins).then(() => element?.setAttribute("data-settled", ""));
  }, [scene, network, pins]);
  useEffect(() => scene?.group(groups), [scene, groups, network]);
  useEffect(() => scene?.highlight(bright), [scene, bright, network]);
  useEffect(() => scene?.select(selection), [scene, selection, network]);

  const label = t("canvas.label", { name, nodes: network.nodes.size, edges: network.edges.size });
  return (
    <figure class="picture">
      <div ref={frame} class="canvas" role="img" aria-label={label} />
      <figcaption>
        <span class="soft">{t("canvas.hint")}</span>
        {(["in", "out", "fit"] as const).map((step) => (
          <button key={step} type="button" title={t(`canvas.${step}`)} onClick={() => scene?.zoom(step)}>
            <span aria-hidden="true">{{ in: "+", out: "−", fit: "⤢" }[step]}</span>
            <span class="hidden">{t(`canvas.${step}`)}</span>
          </button>
        ))}
      </figcaption>
    </figure>
  );
}
