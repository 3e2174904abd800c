import type { Analysis } from "../../analysis/analysis.js";
import { shortened } from "../../analysis/brief/account.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { words } from "../../analysis/brief/signal-words.js";
import { requireAnalysis } from "../../errors/argument.js";
import { COUNTED_WORDS, whereText } from "../../rates/slices/slice-text.js";
import { proportion } from "../../stats/rates/proportion.js";
import type { Estimate } from "../../stats/estimate.js";
import { estimateText, percent } from "../../wording/number.js";
import { daysText, zeroAxis } from "../axes.js";
import { chart, type Chart } from "../chart.js";
import { intervalRows } from "../interval-rows.js";
import { INKS } from "../theme.js";

/** Parts that a picture names; a search seldom finds more. */
const MOST_PARTS = 6;

/** One part of the traffic, before and during the outage. */
interface Part {
  readonly name: string;
  readonly failures: number;
  readonly attempts: number;
  readonly during: Estimate;
  readonly before: number | null;
  readonly found: boolean;
}

/** The parts that were found, and everything else beside them. */
function partsOf({ slices, rates, window }: Analysis): readonly Part[] {
  const found = slices.found.map(
    ({ where, failures, attempts, rate, baseline }): Part => ({
      name: whereText(where),
      failures,
      attempts,
      during: rate,
      before: baseline.value,
      found: true,
    }),
  );
  const all = rates[window?.source ?? ""];
  // What is missing was never counted: there is no rest of it.
  if (!all || slices.counted === "missing") return found.slice(0, MOST_PARTS);
  const sum = (pick: (part: Part) => number): number => found.reduce((total, part) => total + pick(part), 0);
  const [failures, attempts] = [
    all.failures - sum((part) => part.failures),
    all.attempts - sum((part) => part.attempts),
  ];
  // Slices count only rows whose values are known: where the rest does not come out, it is left out.
  if (attempts <= 0 || failures < 0 || failures > attempts) return found.slice(0, MOST_PARTS);
  const before = all.baseline.attempts > 0 ? all.baseline.rate.value : null;
  const during = proportion(failures, attempts, { level: all.rate.level });
  return [...found.slice(0, MOST_PARTS), { name: "everything else", failures, attempts, during, before, found: false }];
}

function headline({ slices }: Analysis): string {
  const { counted = "failures" } = slices;
  const [first] = slices.found;
  const share = slices.found.reduce((sum, { excessShare }) => sum + excessShare.value, 0);
  const where =
    slices.found.length === 1 && first
      ? shortened(whereText(first.where), 60)
      : `${slices.found.length} parts of the traffic`;
  return `${percent(Math.min(1, share), 0)} of ${counted === "missing" ? "" : "extra "}${COUNTED_WORDS[counted].many} in ${where}`;
}

/**
 * The parts of the traffic that broke: each one's failure rate during the outage with its interval, a hollow mark at its usual rate, and
 * everything else beside them. `null` where no part was found.
 */
export function slicesChart(analysis: Analysis): Chart | null {
  requireAnalysis("slicesChart", analysis);
  const { window, slices } = analysis;
  if (!window || !slices || slices.found.length === 0) return null;
  const parts = partsOf(analysis);
  const dots = intervalRows(
    parts.map(({ name, during, before, found }) => ({
      name,
      estimate: during,
      text: `${estimateText(during, "share")}${before === null ? "" : `, usually ${percent(before)}`}`,
      style: found ? (1 as const) : (0 as const),
    })),
  );
  const top = Math.max(...parts.map(({ during, before }) => Math.max(during.interval[1], before ?? 0)));
  const zone = zoneOf(analysis);
  return chart(
    {
      id: "where-it-failed",
      headline: headline(analysis),
      subtitle: `Share of ${words(window.source)} that ${COUNTED_WORDS[slices.counted ?? "failures"].did}, ${percent(window.level)} intervals; ○ usual share · ${daysText({ from: window.onset, to: window.recovery ?? window.onset }, zone)}`,
      alt: `${parts.map(({ name, during, before }) => `${name}: ${estimateText(during, "share")}${before === null ? "" : `, usually ${percent(before)}`}`).join("; ")}.`,
      data: [
        ...dots.data,
        {
          type: "scatter",
          mode: "markers",
          name: "usual",
          x: parts.map(({ before }) => before),
          y: parts.map((_, i) => i),
          marker: { symbol: "circle-open", size: 10, color: INKS.quiet, line: { width: 2 } },
          text: parts.map(({ before }) => `usually ${percent(before)}`),
          hovertemplate: "%{text}<extra></extra>",
        },
      ],
      layout: {
        margin: { l: 14 },
        hovermode: "closest",
        xaxis: zeroAxis(top),
        yaxis: dots.yaxis,
        annotations: dots.annotations,
      },
      height: dots.height + 62,
      table: {
        columns: [
          { name: "part", format: "text" },
          { name: "failures", format: "amount" },
          { name: "attempts", format: "amount" },
          { name: "share", format: "share" },
          { name: "low", format: "share" },
          { name: "high", format: "share" },
          { name: "usual share", format: "share" },
        ],
        rows: parts.map(({ name, failures, attempts, during, before }) => [
          name,
          failures,
          attempts,
          during.value,
          during.interval[0],
          during.interval[1],
          before,
        ]),
      },
      cursor: { axis: "y", at: parts.map((_, i) => i) },
    },
    analysis.incident.synthetic,
  );
}
