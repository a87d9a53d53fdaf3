/** The drawn network: sigma on a container, told what to show and what is in focus; it tells what was clicked. */

import type { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { animateNodes } from "sigma/utils";

import type { Network } from "../data/network";
import type { Selection } from "../data/view";
import { edgeLabelDrawer, LabelLayer, shortened } from "./labels";
import { LayoutRunner, layoutJob, type Point, type Positions } from "./layout";
import { buildGraph, nodeSizes } from "./model";
import { LineProgram } from "./edge-program";
import { ShapeProgram } from "./node-program";
import { prefersReducedMotion, readTheme, type Theme } from "./theme";

export interface SceneEvents {
  select(selection: Selection | null): void;
  expand(iri: string): void;
}

export class Scene {
  private readonly sigma: Sigma;
  private readonly layout = new LayoutRunner();
  private readonly labels: LabelLayer;
  private theme: Theme;
  private focus: ReadonlySet<string> | null = null;
  private selection: Selection | null = null;
  private hovered: Selection | null = null;
  private seed = "";
  private positions = new Map<string, Point>();

  constructor(
    private readonly container: HTMLElement,
    private readonly events: SceneEvents,
  ) {
    this.theme = readTheme(container);
    this.sigma = new Sigma(buildGraph({ seed: "", nodes: new Map(), edges: new Map(), beyond: 0 }, new Map()), container, {
      allowInvalidContainer: true,
      defaultNodeType: "shape",
      defaultEdgeType: "line",
      nodeProgramClasses: { shape: ShapeProgram },
      edgeProgramClasses: { line: LineProgram },
      nodeHoverProgramClasses: { shape: ShapeProgram },
      enableEdgeEvents: true,
      renderEdgeLabels: true,
      renderLabels: false,
      edgeLabelSize: 12,
      stagePadding: 56,
      minCameraRatio: 0.15,
      maxCameraRatio: 3,
      zIndex: true,
      nodeReducer: (node, data) => this.nodeLook(node, data),
      edgeReducer: (edge, data) => this.edgeLook(edge, data),
      defaultDrawEdgeLabel: edgeLabelDrawer(this.theme),
      // The labels are drawn by LabelLayer, which keeps them apart; hovering needs no drawing of its own.
      defaultDrawNodeHover: () => undefined,
    });
    this.labels = new LabelLayer(this.sigma);
    this.listen();
  }

  /** Draw a network; actors that were drawn before move from where they were. */
  async show(network: Network): Promise<void> {
    this.seed = network.seed;
    this.hovered = null;
    this.sigma.setGraph(buildGraph(network, this.positions));
    this.refocus();
    const { width, height } = this.sigma.getDimensions();
    const size = nodeSizes(network);
    const room = (iri: string) => size(iri) + Math.min(shortened(network.nodes.get(iri)?.label ?? "").length * 2.2, 40);
    const frame = { width: Math.max(width - 160, 200), height: Math.max(height - 140, 200) };
    const job = layoutJob(network, this.positions, room, frame.width, frame.height);
    this.sigma.setCustomBBox({ x: [-frame.width / 2, frame.width / 2], y: [-frame.height / 2, frame.height / 2] });
    const positions = await this.layout.run(job);
    if (positions) this.move(positions);
  }

  select(selection: Selection | null): void {
    this.selection = selection;
    this.refocus();
  }

  retheme(): void {
    this.theme = readTheme(this.container);
    this.sigma.setSetting("defaultDrawEdgeLabel", edgeLabelDrawer(this.theme));
    this.sigma.refresh();
  }

  zoom(step: "in" | "out" | "fit"): void {
    const camera = this.sigma.getCamera();
    const animation = { duration: prefersReducedMotion() ? 0 : 200 };
    if (step === "in") void camera.animatedZoom(animation);
    else if (step === "out") void camera.animatedUnzoom(animation);
    else void camera.animatedReset(animation);
  }

  /** Where an actor, or the middle of a relation, is drawn: pixels from the container's corner. */
  locate(key: string): Point | null {
    const graph = this.sigma.getGraph() as MultiDirectedGraph;
    if (graph.hasNode(key)) return this.nodePoint(key);
    if (!graph.hasEdge(key)) return null;
    const [from, to] = graph.extremities(key).map((node) => this.nodePoint(node)) as [Point, Point];
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const shift = graph.getEdgeAttribute(key, "shift") as number;
    // The shift is to the left of the direction where y points up; on the screen it points down.
    return { x: (from.x + to.x) / 2 + (shift * (to.y - from.y)) / length, y: (from.y + to.y) / 2 - (shift * (to.x - from.x)) / length };
  }

  kill(): void {
    this.layout.stop();
    this.sigma.kill();
  }

  private nodePoint(node: string): Point {
    return this.sigma.graphToViewport(this.sigma.getGraph().getNodeAttributes(node) as Point);
  }

  private move(positions: Positions): void {
    const graph = this.sigma.getGraph();
    this.positions = new Map([...this.positions, ...positions]);
    placeLabels(graph as MultiDirectedGraph, positions);
    const there = Object.fromEntries([...positions].filter(([node]) => graph.hasNode(node)).map(([node, { x, y }]) => [node, { x, y }]));
    if (!prefersReducedMotion()) {
      animateNodes(graph, there, { duration: 450, easing: "cubicInOut" });
      return;
    }
    graph.updateEachNodeAttributes((node, attributes) => ({ ...attributes, ...there[node] }));
  }

  private refocus(): void {
    const graph = this.sigma.getGraph() as MultiDirectedGraph;
    this.focus = focusOf(graph, this.hovered ?? this.selection);
    this.sigma.refresh();
  }

  private isMuted(key: string): boolean {
    return this.focus !== null && !this.focus.has(key);
  }

  private nodeLook(node: string, data: Record<string, unknown>) {
    const muted = this.isMuted(node);
    const tint = data["tint"] as string;
    const color = muted ? this.theme.faded(tint) : this.theme.colour(tint);
    return { ...data, color, inner: data["hollow"] ? this.theme.colour("--canvas") : color, zIndex: muted ? 0 : 1 };
  }

  private edgeLook(edge: string, data: Record<string, unknown>) {
    const chosen = isEdge(this.selection, edge) || isEdge(this.hovered, edge);
    const muted = this.isMuted(edge);
    const tint = data["tint"] as string;
    const size = (data["size"] as number) + (chosen ? 2 : 0);
    const color = muted ? this.theme.faded(tint) : this.theme.colour(tint);
    return { ...data, size, color, label: chosen ? data["caption"] : null, forceLabel: chosen, zIndex: muted ? 0 : 1 } as Record<string, unknown>;
  }

  private drawLabels(): void {
    const first = new Set([this.seed]);
    for (const selection of [this.selection, this.hovered]) if (selection?.type === "node") first.add(selection.iri);
    this.labels.draw(this.theme, first, (node) => this.isMuted(node));
  }

  private listen(): void {
    const { sigma, events } = this;
    sigma.on("clickNode", ({ node }) => events.select({ type: "node", iri: node }));
    sigma.on("clickEdge", ({ edge }) => events.select({ type: "edge", key: edge }));
    sigma.on("clickStage", () => events.select(null));
    sigma.on("doubleClickNode", (payload) => {
      payload.preventSigmaDefault();
      events.expand(payload.node);
    });
    sigma.on("enterNode", ({ node }) => this.hover({ type: "node", iri: node }));
    sigma.on("leaveNode", () => this.hover(null));
    sigma.on("enterEdge", ({ edge }) => this.hover({ type: "edge", key: edge }));
    sigma.on("leaveEdge", () => this.hover(null));
    sigma.on("afterRender", () => this.drawLabels());
  }

  private hover(what: Selection | null): void {
    this.container.style.cursor = what ? "pointer" : "";
    this.hovered = what;
    this.refocus();
  }
}

function isEdge(selection: Selection | null, key: string): boolean {
  return selection?.type === "edge" && selection.key === key;
}

/** A label goes above an actor whose lines mostly run down from it. In the graph y points up. */
function placeLabels(graph: MultiDirectedGraph, positions: Positions): void {
  graph.updateEachNodeAttributes((node, attributes) => {
    const own = positions.get(node)?.y ?? 0;
    const rise = graph.neighbors(node).reduce((sum, other) => sum + (positions.get(other)?.y ?? own) - own, 0);
    return { ...attributes, above: rise < 0 };
  });
}

/** What stays bright: a selected relation with its two ends, or a selected actor with all it is joined to. */
function focusOf(graph: MultiDirectedGraph, selection: Selection | null): ReadonlySet<string> | null {
  if (selection?.type === "edge" && graph.hasEdge(selection.key)) return new Set([selection.key, ...graph.extremities(selection.key)]);
  if (selection?.type === "node" && graph.hasNode(selection.iri)) return new Set([selection.iri, ...graph.neighbors(selection.iri), ...graph.edges(selection.iri)]);
  return null;
}
