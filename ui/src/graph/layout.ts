/** Where each actor stands: computed in a worker, from seeds that depend on nothing but the IRIs. */

import type { Network } from "../data/network";

export interface Point {
  x: number;
  y: number;
}

export interface LayoutNode extends Point {
  id: string;
  /** Half of the room it needs with its label, in pixels. */
  room: number;
}

export interface LayoutJob {
  seed: string;
  nodes: LayoutNode[];
  edges: [source: string, target: string, weight: number][];
  width: number;
  height: number;
}

export type Positions = ReadonlyMap<string, Point>;

/** FNV-1a: the same IRI starts at the same point on every machine. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

export function seedPoint(iri: string, around: Point = { x: 0, y: 0 }): Point {
  const angle = ((hash(iri) % 3600) / 3600) * 2 * Math.PI;
  const radius = 60 + (hash(`${iri}#`) % 100);
  return { x: around.x + Math.cos(angle) * radius, y: around.y + Math.sin(angle) * radius };
}

export function layoutJob(network: Network, known: Positions, room: (iri: string) => number, width: number, height: number): LayoutJob {
  const anchors = anchorsIn(network, known);
  const place = (iri: string) => known.get(iri) ?? (iri === network.seed ? { x: 0, y: 0 } : seedPoint(iri, anchors.get(iri)));
  return {
    seed: network.seed,
    nodes: [...network.nodes.keys()].sort().map((id) => ({ id, room: room(id), ...place(id) })),
    edges: [...network.edges.values()].map((edge) => [edge.source, edge.target, edge.weight]),
    width,
    height,
  };
}

/** A newcomer starts beside an actor that is already drawn and that it belongs to. */
function anchorsIn(network: Network, known: Positions): Map<string, Point> {
  const anchors = new Map<string, Point>();
  for (const { source, target } of network.edges.values()) {
    const [from, to] = [known.get(source), known.get(target)];
    if (from && !to && !anchors.has(target)) anchors.set(target, from);
    if (to && !from && !anchors.has(source)) anchors.set(source, to);
  }
  return anchors;
}

/** Runs jobs one at a time; a newer job makes an older answer void. */
export class LayoutRunner {
  private readonly worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  private latest = 0;

  run(job: LayoutJob): Promise<Positions | null> {
    const ticket = (this.latest += 1);
    return new Promise((resolve) => {
      const receive = ({ data }: MessageEvent<{ ticket: number; positions: [string, Point][] }>) => {
        if (data.ticket !== ticket) return;
        this.worker.removeEventListener("message", receive);
        resolve(ticket === this.latest ? new Map(data.positions) : null);
      };
      this.worker.addEventListener("message", receive);
      this.worker.postMessage({ ticket, job });
    });
  }

  stop(): void {
    this.worker.terminate();
  }
}
