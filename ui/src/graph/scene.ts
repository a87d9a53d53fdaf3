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
import type { Group } from "./communities";
import { drawAreas, groupColour, hull, type Area } from "./hulls";
import type { Drawing } from "./svg";
import { prefersReducedMotion, readTheme, type Theme } from "./theme";

const LABELLED = 500;
/** Of so many actors a redraw takes a while where there is no graphics card: it is done for what matters only. */
const CROWD = 1000;

export interface SceneEvents {
  select(selection: Selection | null): void;
  expand(iri: string): void;
  pin(iri: string, place: Point): void;
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
  private pins: Positions = new Map();
  private groups: readonly Group[] = [];
  private highlighted: ReadonlySet<string> | null = null;
  private dragged: string | null = null;
  private readonly backdrop: CanvasRenderingContext2D | null;

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
    this.sigma.createCanvasContext("areas");
    container.prepend(this.sigma.getCanvases()["areas"] as HTMLCanvasElement);
    this.sigma.resize(true);
    this.backdrop = this.sigma.getCanvases()["areas"]?.getContext("2d") ?? null;
    this.listen();
  }

  /** Draw a network; actors that were drawn before move from where they were. */
  async show(network: Network, pins: Positions): Promise<void> {
    this.seed = network.seed;
    this.pins = pins;
    pins.forEach((place, iri) => this.positions.set(iri, place));
    this.hovered = null;
    this.sigma.setGraph(buildGraph(network, this.positions));
    this.sigma.once("afterRender", () => performance.mark("network-drawn")); // what bench/network measures
    this.refocus();
    const { width, height } = this.sigma.getDimensions();
    if (network.nodes.size > CROWD && [...network.nodes.keys()].every((iri) => this.positions.has(iri))) return; // they stay where they are
    const size = nodeSizes(network);
    const labelled = network.nodes.size <= LABELLED; // beyond, few names fit whatever the room
    const room = (iri: string) => size(iri) + (labelled ? Math.min(shortened(network.nodes.get(iri)?.label ?? "").length * 2.2, 40) : 0);
    const frame = { width: Math.max(width - 160, 200), height: Math.max(height - 140, 200) };
    const job = layoutJob(network, this.positions, room, frame.width, frame.height);
    this.sigma.setCustomBBox({ x: [-frame.width / 2, frame.width / 2], y: [-frame.height / 2, frame.height / 2] });
    const positions = await this.layout.run(job);
    if (positions) this.move(new Map([...positions].map(([iri, place]) => [iri, pins.get(iri) ?? place])));
  }

  /** Areas behind the picture for groups of actors. */
  group(groups: readonly Group[]): void {
    this.groups = groups;
    this.sigma.refresh();
  }

  /** Keep these actors and relations bright while nothing is selected. */
  highlight(keys: ReadonlySet<string> | null): void {
    this.highlighted = keys;
    this.refocus();
  }

  /** What is on the screen, for a picture file. */
  drawing(title: string): Drawing {
    const graph = this.sigma.getGraph() as MultiDirectedGraph;
    const { width, height } = this.sigma.getDimensions();
    const colour = (tint: unknown) => this.theme.colour(tint as string);
    const nodes = graph.mapNodes((key, look) => {
      const { label, sides, turn, scale, hollow } = look as { label: string; sides: number; turn: number; scale: number; hollow: boolean };
      const size = this.sigma.scaleSize(look["size"] as number);
      return { ...this.nodePoint(key), label: shortened(label), sides, turn, scale, hollow, size, colour: colour(look["tint"]), ring: look["ring"] === 1 };
    });
    const edges = graph.mapEdges((key, look) => {
      const { line, arrow } = look as { line: "solid"; arrow: boolean };
      return { ...this.ends(key), colour: colour(look["tint"]), width: look["size"] as number, line, arrow };
    });
    const areas = this.areas().map(({ name, colour: tint, points }) => ({ name, colour: colour(tint), outline: hull(points) }));
    return { width, height, paper: colour("--canvas"), ink: colour("--ink"), font: this.theme.font, title, areas, nodes, edges };
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

  /** The two ends of a line as it is drawn: beside its neighbours, and clear of the shapes. */
  private ends(key: string): { from: Point; to: Point } {
    const graph = this.sigma.getGraph() as MultiDirectedGraph;
    const [source, target] = graph.extremities(key) as [string, string];
    const [from, to] = [this.nodePoint(source), this.nodePoint(target)];
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const [x, y] = [(to.x - from.x) / length, (to.y - from.y) / length];
    const shift = graph.getEdgeAttribute(key, "shift") as number;
    const clear = (node: string) => this.sigma.scaleSize(graph.getNodeAttribute(node, "size") as number) + 4;
    const beside = (point: Point, along: number) => ({ x: point.x + x * along + y * shift, y: point.y + y * along - x * shift });
    return { from: beside(from, clear(source)), to: beside(to, -clear(target)) };
  }

  private areas(): Area[] {
    const graph = this.sigma.getGraph();
    return this.groups.flatMap(({ name, members }, index) => {
      const points = members.filter((iri) => graph.hasNode(iri)).map((iri) => this.nodePoint(iri));
      return points.length > 1 ? [{ name, colour: groupColour(index), points }] : [];
    });
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
    this.focus = focusOf(graph, this.hovered ?? this.selection) ?? this.highlighted;
    this.sigma.refresh({ schedule: true }); // once a frame, however often the pointer moved
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
    this.labels.drawPins(this.theme, this.pins.keys());
  }

  private drawBackdrop(): void {
    const context = this.backdrop;
    if (!context) return;
    const { width, height } = this.sigma.getDimensions();
    const ratio = context.canvas.width / width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    drawAreas(context, this.areas(), this.theme);
  }

  /** Dragging an actor pins it where it is let go. */
  private listenToDrags(): void {
    const { sigma } = this;
    let moved = false;
    sigma.on("downNode", ({ node }) => {
      this.dragged = node;
      moved = false;
    });
    sigma.on("moveBody", ({ event, preventSigmaDefault }) => {
      if (!this.dragged) return;
      preventSigmaDefault();
      moved = true;
      sigma.getGraph().mergeNodeAttributes(this.dragged, sigma.viewportToGraph(event));
    });
    const drop = () => {
      const node = this.dragged;
      this.dragged = null;
      if (!node || !moved) return;
      const { x, y } = sigma.getGraph().getNodeAttributes(node) as Point;
      this.positions.set(node, { x, y });
      this.events.pin(node, { x, y });
    };
    sigma.on("upNode", drop);
    sigma.on("upStage", drop);
  }

  private listen(): void {
    const { sigma, events } = this;
    this.listenToDrags();
    sigma.on("beforeRender", () => this.drawBackdrop());
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
    if (this.sigma.getGraph().order > CROWD) this.drawLabels();
    else this.refocus();
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
