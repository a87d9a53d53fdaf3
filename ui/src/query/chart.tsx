/** A plain chart of a result: bars for named things, a line over time; the table beside it has every number. */

import { number, t } from "../i18n";
import { numberOf, textOf, type Answer } from "./answer";

const MOST = 40;
const [WIDTH, LEFT, BAR, GAP] = [720, 220, 18, 6];

export interface Plot {
  label: string;
  values: string[];
}

/** The columns a chart can be made of: what is measured, and what it is measured of. */
export function plotOf({ columns, rows }: Answer): Plot | null {
  const values = columns.filter((name) => rows.some((row) => numberOf(row[name]) !== null) && rows.every((row) => !row[name] || numberOf(row[name]) !== null));
  const label = columns.find((name) => !values.includes(name));
  return label && values.length > 0 ? { label, values: values.slice(0, 3) } : null;
}

export function Chart({ answer, plot, name }: { answer: Answer; plot: Plot; name(iri: string): string }) {
  const rows = answer.rows.slice(0, MOST);
  const isTime = rows.every((row) => /^\d{4}(-\d\d){0,2}$/.test(textOf(row[plot.label])));
  const values = rows.flatMap((row) => plot.values.map((column) => numberOf(row[column]) ?? 0));
  const most = Math.max(1, ...values);
  const label = t("chart.label", { values: plot.values.join(", "), label: plot.label });
  return (
    <figure class="chart">
      <figcaption>
        {plot.values.map((column, index) => (
          <span key={column} class={`key s${index}`}>
            {column}
          </span>
        ))}
        {answer.rows.length > MOST && <span class="soft">{t("chart.first", { n: MOST, all: answer.rows.length })}</span>}
      </figcaption>
      {isTime && rows.length > 2 ? <Lines {...{ rows, plot, most, label }} /> : <Bars {...{ rows, plot, most, label, name }} />}
    </figure>
  );
}

interface Drawn {
  rows: Answer["rows"];
  plot: Plot;
  most: number;
  label: string;
}

function Bars({ rows, plot, most, label, name }: Drawn & { name(iri: string): string }) {
  const step = BAR * plot.values.length + GAP;
  const length = (value: number) => (Math.max(0, value) / most) * (WIDTH - LEFT - 70);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${rows.length * step + GAP}`} role="img" aria-label={label}>
      {rows.map((row, index) => (
        <g key={index} transform={`translate(0 ${index * step + GAP})`}>
          <text x={LEFT - 8} y={BAR * 0.72} text-anchor="end">
            {shortened(name(textOf(row[plot.label])))}
          </text>
          {plot.values.map((column, series) => {
            const value = numberOf(row[column]) ?? 0;
            return (
              <g key={column}>
                <rect class={`s${series}`} x={LEFT} y={series * BAR} width={length(value)} height={BAR - 3} />
                <text class="value" x={LEFT + length(value) + 6} y={series * BAR + BAR * 0.72}>
                  {number(value)}
                </text>
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}

function Lines({ rows, plot, most, label }: Drawn) {
  const height = 260;
  const x = (index: number) => 60 + (index / Math.max(1, rows.length - 1)) * (WIDTH - 90);
  const y = (value: number) => 20 + (1 - value / most) * (height - 50);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label}>
      {[0, most / 2, most].map((tick) => (
        <g key={tick}>
          <line class="tick" x1="60" x2={WIDTH - 30} y1={y(tick)} y2={y(tick)} />
          <text x="52" y={y(tick) + 4} text-anchor="end">
            {number(Math.round(tick))}
          </text>
        </g>
      ))}
      {plot.values.map((column, series) => (
        <polyline key={column} class={`line s${series}`} points={rows.map((row, index) => `${x(index)},${y(numberOf(row[column]) ?? 0)}`).join(" ")} />
      ))}
      <text x="60" y={height - 6}>
        {textOf(rows[0]?.[plot.label])}
      </text>
      <text x={WIDTH - 30} y={height - 6} text-anchor="end">
        {textOf(rows.at(-1)?.[plot.label])}
      </text>
    </svg>
  );
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}
