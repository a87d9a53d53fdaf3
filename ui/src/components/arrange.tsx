/** What a reader did to the picture, each with the way back: undo, groups, the way to another actor, what was taken out. */

import type { Group } from "../graph/communities";
import { groupColour } from "../graph/hulls";
import type { Network } from "../data/network";
import { change, past, undo, type View } from "../data/view";
import { t, tn } from "../i18n";

export function Arrange({ current }: { current: View }) {
  return (
    <p class="arrange">
      <button type="button" disabled={past.value.length === 0} onClick={undo} aria-keyshortcuts="Control+Z">
        <span aria-hidden="true">↶</span> {t("arrange.undo")}
      </button>
      <button type="button" aria-pressed={current.groups} onClick={() => change({ groups: !current.groups }, "replace")}>
        {t("arrange.groups")}
      </button>
      {current.pins.size > 0 && (
        <button type="button" onClick={() => change({ pins: new Map() }, "replace")}>
          {tn("arrange.unpin", current.pins.size)}
        </button>
      )}
    </p>
  );
}

export function Removed({ network, current }: { network: Network; current: View }) {
  if (current.removed.length === 0) return null;
  const back = (iri: string) => change({ removed: current.removed.filter((one) => one !== iri) }, "replace");
  return (
    <fieldset class="removed">
      <legend>{t("arrange.removed")}</legend>
      {current.removed.map((iri) => {
        const name = network.nodes.get(iri)?.label ?? iri;
        return (
          <button key={iri} type="button" class="text" onClick={() => back(iri)}>
            {name} <span class="soft">{t("arrange.restore")}</span>
          </button>
        );
      })}
    </fieldset>
  );
}

const NAMED = 3;

export function Groups({ groups, network }: { groups: readonly Group[]; network: Network }) {
  const name = (iri: string) => network.nodes.get(iri)?.label ?? iri;
  return (
    <section class="groups" aria-label={t("arrange.groups")}>
      <p class="soft">{groups.length > 0 ? t("arrange.groups.how") : t("arrange.groups.none")}</p>
      <ul>
        {groups.map((group, index) => (
          <li key={group.name}>
            <span class="badge" style={{ color: `var(${groupColour(index)})` }}>
              {group.name}
            </span>{" "}
            {group.members.slice(0, NAMED).map(name).join(", ")}
            {group.members.length > NAMED && <span class="soft"> {tn("arrange.groups.more", group.members.length - NAMED)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The chain of actors to the other end, in words. */
export function PathLine({ chain, failed }: { chain: readonly string[]; failed: string | null }) {
  return (
    <p class="path" role="status">
      {failed ?? (
        <>
          <strong>{tn("path.steps", chain.length - 1)}</strong> {chain.join(" → ")}
        </>
      )}{" "}
      <button type="button" class="text" onClick={() => change({ pathTo: null }, "replace")}>
        {t("path.close")}
      </button>
    </p>
  );
}
