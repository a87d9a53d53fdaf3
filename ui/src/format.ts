/** Figures, dates and periods as a reader of the interface's language writes them. */

import { locale, number, t } from "./i18n";

export interface Bounds {
  low: number | null;
  high: number | null;
  value?: number | null;
  qualifier?: string | null;
  verbatim?: string | null;
}

/** 58 · 41–58 · at least 58 · up to 1,000,000 · about 4,000: an open end is never filled in. */
export function bounds({ low, high, value, qualifier, verbatim }: Bounds): string {
  const said = value ?? null;
  if (said !== null && qualifier === "moreThan") return t("figure.moreThan", { n: said });
  if (said !== null && qualifier === "lessThan") return t("figure.lessThan", { n: said });
  if (low !== null && high !== null) return low === high ? number(low) : `${number(low)}–${number(high)}`;
  if (low !== null) return t("figure.atLeast", { n: low });
  if (high !== null) return t("figure.upTo", { n: high });
  if (said !== null) return t("figure.about", { n: said });
  return verbatim ?? "?";
}

const STYLES: Record<number, Intl.DateTimeFormatOptions> = {
  4: { year: "numeric" },
  7: { year: "numeric", month: "long" },
  10: { year: "numeric", month: "short", day: "numeric" },
};

/** An ISO day, month or year with the precision it has; anything else is shown as it came. */
export function date(iso: string): string {
  const style = STYLES[iso.length];
  const moment = new Date(iso.length === 4 ? `${iso}-01-01` : iso);
  if (!style || Number.isNaN(moment.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC" }).format(moment);
}

export function period(begin: string | null, end: string | null): string {
  if (begin && end) return begin === end ? date(begin) : `${date(begin)} – ${date(end)}`;
  return begin || end ? date((begin ?? end) as string) : "";
}
