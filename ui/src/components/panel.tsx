/** The side panel: the relation or the actor in focus; the actor searched for when nothing else is. */

import type { Network } from "../data/network";
import type { Selection } from "../data/view";
import { t } from "../i18n";
import { ActorPanel } from "./panel-actor";
import { EdgePanel } from "./panel-edge";

interface Props {
  whole: Network;
  network: Network;
  selection: Selection | null;
  onClose(): void;
}

export function Panel({ whole, network, selection, onClose }: Props) {
  const edge = selection?.type === "edge" ? whole.edges.get(selection.key) : undefined;
  const iri = selection?.type === "node" && whole.nodes.has(selection.iri) ? selection.iri : whole.seed;
  return (
    <aside class="panel" aria-label={t("panel.label")}>
      {selection && (
        <button type="button" class="close" title={t("panel.close")} onClick={onClose}>
          <span aria-hidden="true">×</span>
          <span class="hidden">{t("panel.close")}</span>
        </button>
      )}
      {edge ? <EdgePanel key={(selection as { key: string }).key} edge={edge} network={whole} /> : <ActorPanel key={iri} iri={iri} network={network} seed={whole.seed} />}
    </aside>
  );
}
