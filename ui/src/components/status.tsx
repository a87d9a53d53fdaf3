import { word } from "../i18n";

/** A sign beside the word, so that the status does not hang on colour. */
const SIGNS: Record<string, string> = { reported: "●", unverified: "?", feared: "!", expected: "→", planned: "◇", denied: "✕", claimed: "“" };

export function StatusChip({ status, count }: { status: string; count?: number }) {
  return (
    <span class={`chip ${status}`}>
      <span aria-hidden="true">{SIGNS[status] ?? "·"}</span> {word("status", status)}
      {count !== undefined && <span class="num"> {count}</span>}
    </span>
  );
}
