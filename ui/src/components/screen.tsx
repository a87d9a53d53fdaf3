/** A screen that comes as a chunk of its own, when its address is opened. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import { t } from "../i18n";
import { Loading, Notice } from "./notice";

export function Screen({ load }: { load(): Promise<ComponentType> }) {
  const [found, setFound] = useState<{ Part: ComponentType } | "failed" | null>(null);
  useEffect(() => {
    load().then(
      (Part) => setFound({ Part }),
      () => setFound("failed"),
    );
  }, []);
  if (found === null) return <main id="main" class="waiting"><Loading label={t("view.loadingAny")} /></main>;
  if (found === "failed") return <main id="main" class="waiting"><Notice>{t("error.offline")}</Notice></main>;
  return <found.Part />;
}
