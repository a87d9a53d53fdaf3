/** What every address of the page keeps: which state of the graph is read, when it is not the newest. */

import { signal } from "@preact/signals";
import { options } from "preact";

/** The name or id of the former state that is read; null is the newest. */
export const snapshot = new URLSearchParams(location.search).get("snapshot");

/** An address of this server in the state that is read; what names a state, or is elsewhere, stays as it is. */
export function kept(address: string): string {
  if (snapshot === null || !/^\/(?!\/|static\/)/.test(address)) return address;
  const [, path, fragment] = /^([^#]*)(#.*)?$/s.exec(address)!;
  if (/[?&]snapshot=/.test(path!)) return address;
  return `${path}${path!.includes("?") ? "&" : "?"}snapshot=${encodeURIComponent(snapshot)}${fragment ?? ""}`;
}

export interface Preparing {
  snapshot: string;
  done: number;
  articles: number;
}

/** The state that lists are shown of while the server still prepares the newest, and how far it is; null when they are of the newest. */
export const preparing = signal<Preparing | null>(null);
const behind = new Set<string>(); // paths whose last answer was of a state before

/** Note what an answer says of its state. */
export function noteState(path: string, headers: Headers): void {
  const [done, articles] = (headers.get("KG-Being-Prepared") ?? "").split("/").map(Number);
  const name = path.split("?")[0]!;
  if (articles === undefined) {
    behind.delete(name);
    if (behind.size === 0) preparing.value = null;
    return;
  }
  behind.add(name);
  preparing.value = { snapshot: headers.get("KG-Snapshot") ?? "", done: done ?? 0, articles };
}

/** This address, of the newest state. */
export function newest(): string {
  const query = new URLSearchParams(location.search);
  query.delete("snapshot");
  return `${location.pathname}${query.size ? `?${query}` : "?"}${location.hash}`;
}

/** Every link that is drawn keeps the state, whoever draws it. */
export function keepInLinks(): void {
  const before = options.vnode;
  options.vnode = (vnode) => {
    const props = vnode.props as { href?: unknown; "data-newest"?: unknown };
    if (vnode.type === "a" && typeof props.href === "string" && !("data-newest" in props)) props.href = kept(props.href);
    before?.(vnode);
  };
}
