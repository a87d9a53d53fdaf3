/** A long list a step at a time: how many are shown, of how many, and the way to more. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { t } from "../i18n";

const STEP = 200;

/** The first of a list, and a button for more of them; nothing but the list where all are shown. */
export function useSteps<T>(all: readonly T[], step = STEP): [shown: readonly T[], more: JSX.Element | null] {
  const [most, setMost] = useState(step);
  if (all.length <= most) return [all, null];
  const words = t("bench.more", { n: Math.min(step, all.length - most), shown: most, all: all.length });
  const more = (
    <p class="more">
      <button type="button" onClick={() => setMost(most + step)}>
        {words}
      </button>
    </p>
  );
  return [all.slice(0, most), more];
}
