/** To whom the way should be shown: any actor of the store, found by name. */

import { change, view } from "../data/view";
import { t } from "../i18n";
import { SearchBox } from "./search";

export function ChoosePath({ onDone }: { onDone(): void }) {
  return (
    <div class="choose-path">
      <p class="soft">{t("path.to")}</p>
      <SearchBox
        plain
        onChoose={(hit) => {
          if (hit.type === "actor" && hit.iri !== view.value.iri) change({ pathTo: hit.iri, selection: null });
          onDone();
        }}
      />
    </div>
  );
}
