import type { ComponentChildren } from "preact";

import { t } from "../i18n";

export function Notice({ title, children }: { title?: string; children: ComponentChildren }) {
  return (
    <div class="notice">
      {title && <strong>{title}</strong>}
      {children}
    </div>
  );
}

/** What went wrong in the server's own words, and the way on. */
export function Failure({ reason, onRetry }: { reason: string; onRetry(): void }) {
  return (
    <div class="notice error" role="alert">
      <strong>{t("error.title")}</strong>
      <p>{reason}</p>
      <button type="button" onClick={onRetry}>
        {t("view.retry")}
      </button>
    </div>
  );
}

export function Loading({ label }: { label: string }) {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" /> {label}…
    </p>
  );
}
