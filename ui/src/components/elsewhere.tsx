/** The way to the same selection on the other pages, and as data. */

import type { Party } from "../data/accounts";
import { networkOf } from "../data/elsewhere";
import { asSparql } from "../data/sparql";
import type { Selection } from "../data/selection";
import { viewAddress } from "../data/view";
import { benchAddress } from "../data/workbench";
import { number, t, tn } from "../i18n";

/** So many of those who take part are offered as a network. */
const OFFERED = 3;
const FORMS = { json: "JSON", csv: "CSV", turtle: "Turtle" };

interface Props {
  selection: Selection;
  /** Addresses of the pages that this one is not. */
  map?: string;
  list?: string;
  /** The server's answer to the selection. */
  data?: string;
  parties?: readonly (Pick<Party, "iri" | "name"> & { count: number })[];
}

export function Elsewhere({ selection, map, list, data, parties = [] }: Props) {
  const query = benchAddress({ query: asSparql(selection), saved: null, values: {}, view: null });
  return (
    <p class="elsewhere">
      {map && <a href={map}>{t("browse.map")}</a>}
      {list && <a href={list}>{t("browse.list")}</a>}
      <a href={query}>{t("browse.query")}</a>
      {parties.length > 0 && (
        <span>
          {t("browse.network")}{" "}
          {parties.slice(0, OFFERED).map(({ iri, name, count }) => (
            <span key={iri} title={tn("browse.takesPart", count)}>
              <a href={viewAddress(networkOf(iri, selection))}>{name}</a>
              <span class="num">({number(count)})</span>
            </span>
          ))}
        </span>
      )}
      {data && (
        <span>
          {t("browse.data")}{" "}
          {Object.entries(FORMS).map(([form, name]) => (
            <a key={form} href={`${data}${data.includes("?") ? "&" : "?"}format=${form}`}>
              {name}
            </a>
          ))}
        </span>
      )}
    </p>
  );
}
