/** The map: countries drawn from data that comes with the page, marks with a ring from lowest to highest. */

import { geoCircle, geoContains, geoMercator, geoPath, type GeoProjection } from "d3-geo";
import type { FeatureCollection } from "geojson";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";

import { range } from "../components/range-bars";
import type { Drawn } from "../data/accounts";
import { short, t, tn, who } from "../i18n";
import { marksOf, type Mark, type Vague } from "./marks";
import type { Box } from "./view";

const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
const COUNTRIES = feature(topology, topology.objects.countries) as FeatureCollection;
/** Degrees around the middle of a place that is no point. */
const REACH: Record<string, number> = { area: 0.35, region: 1.1, unknown: 1.1 };
const AIR = 40;
/** An area is never drawn smaller than this, in pixels: one must see that it is no point. */
const LEAST = 22;

interface Props {
  accounts: readonly Drawn[];
  box: Box;
  /** Claims that are lit up. */
  lit: ReadonlySet<string>;
  /** IRIs of the places that are selected. */
  selected: readonly string[];
  onBox(box: Box): void;
  onLight(claims: ReadonlySet<string>): void;
  onSelect(mark: Mark | null): void;
}

export function WorldMap({ accounts, box, lit, selected, onBox, onLight, onSelect }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [[width, height], setSize] = useState<[number, number]>([800, 480]);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setSize([Math.max(240, entry.contentRect.width), Math.max(240, entry.contentRect.height)]));
    watch.observe(frame.current!);
    return () => watch.disconnect();
  }, []);
  const projection = useMemo(() => fitted(box, width, height), [box, width, height]);
  const path = useMemo(() => geoPath(projection), [projection]);
  const base = useMemo(() => path(COUNTRIES) ?? "", [path]);
  const { marks, vague } = useMemo(() => marksOf(accounts, projection), [accounts, projection]);
  const most = Math.max(1, ...marks.map(({ tally }) => tally.high));
  const [shift, setShift] = useState<[number, number]>([0, 0]);
  const grabbed = useRef<[number, number] | null>(null);

  const zoom = (factor: number, [x, y]: [number, number] = [width / 2, height / 2]) => {
    const corner = (cx: number, cy: number) => projection.invert!([x + (cx - x) * factor, y + (cy - y) * factor])!;
    onBox(boxOf(corner(AIR, AIR), corner(width - AIR, height - AIR)));
  };
  const pan = (dx: number, dy: number) => {
    const corner = (x: number, y: number) => projection.invert!([x - dx, y - dy])!;
    onBox(boxOf(corner(AIR, AIR), corner(width - AIR, height - AIR)));
  };
  const keys: Record<string, () => void> = {
    "+": () => zoom(0.6), "=": () => zoom(0.6), "-": () => zoom(1.6), ArrowLeft: () => pan(80, 0), ArrowRight: () => pan(-80, 0), ArrowUp: () => pan(0, 80), ArrowDown: () => pan(0, -80),
  };
  const shapes = { lit, selected, onLight, onSelect };
  return (
    <div class="world">
      <div ref={frame} class="frame">
        <svg
          width={width}
          height={height}
          role="group"
          aria-label={t("map.label", { n: accounts.length })}
          tabindex={0}
          onKeyDown={(event) => {
            if (event.target !== event.currentTarget || !keys[event.key]) return;
            event.preventDefault();
            keys[event.key]!();
          }}
          onWheel={(event) => {
            event.preventDefault();
            const at = frame.current!.getBoundingClientRect();
            zoom(event.deltaY > 0 ? 1.25 : 0.8, [event.clientX - at.left, event.clientY - at.top]);
          }}
          onPointerDown={(event) => {
            if ((event.target as Element).closest(".mark")) return;
            grabbed.current = [event.clientX, event.clientY];
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={(event) => grabbed.current && setShift([event.clientX - grabbed.current[0], event.clientY - grabbed.current[1]])}
          onPointerUp={() => {
            const [dx, dy] = shift;
            if (grabbed.current && Math.hypot(dx, dy) > 3) pan(dx, dy);
            else if (grabbed.current) onSelect(null);
            grabbed.current = null;
            setShift([0, 0]);
          }}
        >
          <defs>
            <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line x1="0" y1="0" x2="0" y2="7" />
            </pattern>
          </defs>
          <g transform={`translate(${shift.join(" ")})`}>
            <path class="land" d={base} />
            {vague.map((mark) => (
              <Area key={mark.key} mark={mark} d={path(outline(mark, LEAST / ((projection.scale() * Math.PI) / 180))) ?? ""} {...shapes} />
            ))}
            {marks.map((mark) => (
              <Disc key={mark.key} mark={mark} most={most} {...shapes} />
            ))}
          </g>
        </svg>
      </div>
      <p class="under">
        <span class="soft">{t("map.caveat")}</span>
        {([["in", "+", 0.6], ["out", "−", 1.7]] as const).map(([name, sign, factor]) => (
          <button key={name} type="button" title={t(`canvas.${name}`)} onClick={() => zoom(factor)}>
            <span aria-hidden="true">{sign}</span>
            <span class="hidden">{t(`canvas.${name}`)}</span>
          </button>
        ))}
      </p>
    </div>
  );
}

function fitted([west, south, east, north]: Box, width: number, height: number): GeoProjection {
  const corners = { type: "MultiPoint" as const, coordinates: [[west, south], [east, north], [west, north], [east, south]] };
  const projection = geoMercator().rotate([-(west + east) / 2, 0]).fitExtent([[AIR, AIR], [width - AIR, height - AIR]], corners);
  return projection.scale(Math.min(projection.scale(), 40_000));
}

function boxOf([west, north]: [number, number], [east, south]: [number, number]): Box {
  const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, value));
  const [w, e] = west < east ? [west, east] : [-180, 180];
  return [clamp(w, 180), clamp(south, 78), clamp(e, 180), clamp(north, 78)];
}

function outline({ spot }: Vague, least: number) {
  const middle: [number, number] = [spot.longitude!, spot.latitude!];
  const country = spot.precision === "country" ? COUNTRIES.features.find((one) => geoContains(one, middle)) : undefined;
  return country ?? geoCircle().center(middle).radius(Math.max(least, REACH[spot.precision] ?? 3))();
}

interface ShapeProps {
  lit: ReadonlySet<string>;
  selected: readonly string[];
  onLight(claims: ReadonlySet<string>): void;
  onSelect(mark: Mark | null): void;
}

const NOTHING: ReadonlySet<string> = new Set();

function said({ places, tally, reality, accounts }: Mark): string {
  const [first, ...others] = new Set(places.map(({ name }) => name));
  const where = others.length > 0 ? tn("map.places", others.length + 1, { first: first! }) : first!;
  const counted = tally.groups.map((group) => who(group.who)).filter(Boolean);
  if (tally.accounts === 0) return t("map.mark", { where, range: t("claim.overtaken"), status: t(`map.${reality}`), n: accounts.length });
  const amount = counted.length > 0 ? `${range(tally)} (${counted.join(", ")})` : range(tally);
  return t("map.mark", { where, range: amount, status: t(`map.${reality}`), n: accounts.length });
}

/** Pointer, keyboard and highlighting of a mark. */
function controls(mark: Mark, { lit, selected, onLight, onSelect }: ShapeProps, kind: string) {
  const isLit = mark.accounts.some(({ claim }) => lit.has(claim));
  const isSelected = mark.places.some(({ iri }) => selected.includes(iri));
  const light = () => onLight(new Set(mark.accounts.map(({ claim }) => claim)));
  return {
    class: `mark ${kind} ${mark.reality}${isLit ? " lit" : ""}${isSelected ? " selected" : ""}`,
    role: "button" as const,
    // SVG knows the attribute by its lower-case name only.
    tabindex: 0,
    "aria-label": said(mark),
    "aria-pressed": isSelected,
    onMouseEnter: light,
    onMouseLeave: () => onLight(NOTHING),
    onFocus: light,
    onBlur: () => onLight(NOTHING),
    onClick: () => onSelect(mark),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      onSelect(mark);
    },
  };
}

function Disc({ mark, most, ...props }: { mark: Mark; most: number } & ShapeProps) {
  const radius = (value: number) => 7 + 25 * Math.sqrt(value / most);
  const { low, best, high, open, accounts } = mark.tally;
  return (
    <g transform={`translate(${mark.x} ${mark.y})`} {...controls(mark, props, "disc")}>
      <circle class={open ? "ring open" : "ring"} r={radius(high) + 3} />
      <circle class="core" r={radius(low)} />
      {accounts > 0 && <text y="4.5">{short(best)}</text>}
    </g>
  );
}

function Area({ mark, d, ...props }: { mark: Vague; d: string } & ShapeProps) {
  return (
    <g {...controls(mark, props, "vague")}>
      <path d={d} />
      <path class="hatched" d={d} />
      {mark.tally.accounts > 0 && (
        <text x={mark.x} y={mark.y + 4.5}>
          {short(mark.tally.best)}
        </text>
      )}
    </g>
  );
}
