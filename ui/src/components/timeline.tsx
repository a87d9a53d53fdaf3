/** A histogram over time with two handles: what lies between them is shown. Works with pointer, keys and screen reader. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { span, type Bin } from "../data/periods";
import { period } from "../format";
import { t } from "../i18n";

interface Props {
  bins: readonly Bin[];
  begin: string | null;
  end: string | null;
  label: string;
  /** What stands in a bin, in a box of one unit's width and a hundred units' height, upside down as SVG is. */
  bar(index: number): ComponentChildren;
  /** The same in words. */
  say(index: number): string;
  onChange(begin: string | null, end: string | null): void;
  children?: ComponentChildren;
}

interface Stack extends Omit<Props, "bar"> {
  /** How many there are in each bin, from the lowest up, and the class of the colour. */
  layers: readonly { name: string; counts: readonly number[] }[];
}

/** Bars of counts on top of each other, the fullest bin nearly as high as there is room. */
export function StackedTimeline({ layers, ...props }: Stack) {
  const upTo = (layer: number, index: number) => layers.slice(0, layer + 1).reduce((sum, { counts }) => sum + counts[index]!, 0);
  const most = Math.max(1, ...props.bins.map((_, index) => upTo(layers.length - 1, index)));
  const height = (count: number) => (count / most) * 92;
  const bar = (index: number) =>
    layers.map(({ name, counts }, layer) => (
      <rect key={name} class={name} x="0.08" width="0.84" y={100 - height(upTo(layer, index))} height={height(counts[index]!)} />
    ));
  return <Timeline {...props} bar={bar} />;
}

export function Timeline({ bins, begin, end, label, bar, say, onChange, children }: Props) {
  const chosen = span(bins, begin, end);
  const [draft, setDraft] = useState<[number, number] | null>(null);
  useEffect(() => setDraft(null), [begin, end, bins]);
  const anchor = useRef<number | null>(null);
  const [from, to] = draft ?? chosen;
  const last = bins.length - 1;
  if (last < 1) return null;

  const settle = ([a, b]: [number, number]) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    if (low === 0 && high === last) onChange(null, null);
    else onChange(bins[low]!.begin, bins[high]!.end);
  };
  const at = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return Math.max(0, Math.min(last, Math.floor(((event.clientX - box.left) / box.width) * bins.length)));
  };
  const brush = {
    onPointerDown: (event: PointerEvent) => {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      anchor.current = at(event);
      setDraft([anchor.current, anchor.current]);
    },
    onPointerMove: (event: PointerEvent) => {
      if (anchor.current === null) return;
      setDraft([Math.min(anchor.current, at(event)), Math.max(anchor.current, at(event))]);
    },
    onPointerUp: (event: PointerEvent) => {
      if (anchor.current === null) return;
      settle([anchor.current, at(event)]);
      anchor.current = null;
    },
  };
  const handle = (which: 0 | 1) => ({
    min: 0,
    max: last,
    value: [from, to][which]!,
    "aria-valuetext": period(bins[[from, to][which]!]!.begin, bins[[from, to][which]!]!.end),
    onInput: (event: { currentTarget: HTMLInputElement }) => {
      const value = Number(event.currentTarget.value);
      setDraft(which === 0 ? [Math.min(value, to), to] : [from, Math.max(value, from)]);
    },
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const value = Number(event.currentTarget.value);
      settle(which === 0 ? [Math.min(value, to), to] : [from, Math.max(value, from)]);
    },
  });
  // A link may name a period that the bars only come near to: what is shown is that period.
  const exact = draft === null && begin && end ? period(begin, end) : period(bins[from]!.begin, bins[to]!.end);
  const spoken = from === 0 && to === last && !begin ? t("time.all", { period: exact }) : exact;
  return (
    <section class="timeline" aria-label={label}>
      <p class="head">
        <strong>{label}</strong>
        <output class="soft">{spoken}</output>
        {children}
        {(begin || end) && (
          <button type="button" onClick={() => onChange(null, null)}>
            {t("time.reset")}
          </button>
        )}
      </p>
      <div class="track">
        <svg viewBox={`0 0 ${bins.length} 100`} preserveAspectRatio="none" aria-hidden="true" {...brush}>
          {bins.map((bin, index) => (
            <g key={bin.begin} transform={`translate(${index} 0)`} class={index < from || index > to ? "out" : undefined}>
              <rect class="room" x="0" y="0" width="1" height="100" />
              {bar(index)}
              <title>{`${period(bin.begin, bin.end)}: ${say(index)}`}</title>
            </g>
          ))}
        </svg>
        <label class="hidden" for={`${label}-from`}>
          {t("time.from")}
        </label>
        <input id={`${label}-from`} type="range" {...handle(0)} />
        <label class="hidden" for={`${label}-to`}>
          {t("time.to")}
        </label>
        <input id={`${label}-to`} type="range" {...handle(1)} />
      </div>
      <p class="ends soft" aria-hidden="true">
        <span>{period(bins[0]!.begin, bins[0]!.begin)}</span>
        <span>{period(bins[last]!.end, bins[last]!.end)}</span>
      </p>
    </section>
  );
}
