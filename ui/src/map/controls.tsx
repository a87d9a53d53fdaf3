/** What is counted, and which kinds of statement count. */

import { REALITIES, type Reality } from "../data/accounts";
import { t, word } from "../i18n";
import { changeMap, type MapView } from "./view";
import { WHATS } from "./whats";

export function Controls({ view }: { view: MapView }) {
  const toggle = (reality: Reality) => {
    const next = REALITIES.filter((one) => (one === reality) !== view.shown.includes(one));
    // Statuses that were chosen one by one give way to the kind they belong to.
    changeMap({ shown: next.length > 0 ? next : ["happened"], values: { ...view.values, status: [] } });
  };
  const count = (what: string) => changeMap({ what, box: null, at: [], values: { ...view.values, code: [] } });
  return (
    <div class="choice">
      <label>
        {t("map.what")}{" "}
        <select value={view.what} onChange={(event) => count(event.currentTarget.value)}>
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
