/** What every address of the page keeps: which state of the graph is read, when it is not the newest. */

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
