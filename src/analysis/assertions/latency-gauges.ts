import type { ValueSeries } from "../../incident/series.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import { median } from "../../stats/robust.js";
import type { Span } from "../../time/span.js";
import type { CountedSource, Evidence } from "./evidence.js";
import { partsIn } from "./bind.js";
import { gaugeValues, stem } from "./frames/measures.js";

/** A gauge that holds a quantile of a latency, as a metrics system computes it, and what turns its values into milliseconds. */
export interface LatencyGauge {
  readonly gauge: ValueSeries;
  readonly scale: number;
}

/** Units that end a metric's name. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|msec|millis|milliseconds?)$/, 1],
  [/^(?:s|sec|secs|seconds?)$/, 1000],
];
const QUANTILE = /^(?:p([5-9]\d|9\d\d)|median)$/;
const LATENCY = /^(?:latency|latencies|duration|durations|elapsed|rtt)$/;
/** Words of such a name that tell no part of the traffic. */
const PLAIN =
  /^(?:http|https|grpc|request|requests|req|response|responses|time|times|server|service|call|calls|api|quantile|percentile|value|avg|by|the|of)$/;

const wordsOf = (name: string): readonly string[] =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

interface Named extends LatencyGauge {
  readonly quantile: number | null;
  /** Words that say of what it is the latency. */
  readonly own: readonly string[];
}

function named(gauge: ValueSeries): Named | null {
  const words = wordsOf(gauge.source);
  const scale = UNITS.find(([unit]) => words.some((word) => unit.test(word)))?.[1];
  const quantiles = words.flatMap((word) => {
    const match = QUANTILE.exec(word);
    return match ? [match[1] === undefined ? 0.5 : Number(`0.${match[1]}`)] : [];
  });
  const timed = words.some((word) => LATENCY.test(word)) || /response_?time/i.test(gauge.source);
  if (scale === undefined || quantiles.length > 1 || (!timed && quantiles.length === 0)) return null;
  const own = words.filter(
    (word) =>
      !PLAIN.test(word) && !QUANTILE.test(word) && !LATENCY.test(word) && !UNITS.some(([unit]) => unit.test(word)),
  );
  return { gauge, scale, quantile: quantiles[0] ?? null, own };
}

/** The one gauge whose quantile, and whose part of the traffic, an assertion about a latency names; `null` where none or several are. */
export function latencyGauge(
  claim: StatedClaim,
  { gauges }: Evidence,
  main: CountedSource | undefined,
): LatencyGauge | null {
  const quantile = claim.detail === null ? null : Number(claim.detail);
  const said = wordsOf(claim.quote).map(stem);
  const fitting = gauges.flatMap((gauge) => {
    const one = named(gauge);
    return one && one.quantile === quantile && one.own.every((word) => said.includes(stem(word))) ? [one] : [];
  });
  const most = Math.max(0, ...fitting.map(({ own }) => own.length));
  const best = fitting.filter(({ own }) => own.length === most);
  // A part of the traffic that no gauge is of was meant.
  const parts = main ? partsIn(claim.quote, main) : { found: [], unknown: null };
  if (best.length !== 1 || (most === 0 && (parts.found.length > 0 || parts.unknown !== null))) return null;
  return best[0] as LatencyGauge;
}

/** Share of a gauge's values that its interval leaves out on either side. */
const TAIL = 0.1;

/** The usual and the highest of a gauge's values over some spans, in milliseconds. */
export function gaugeLatencies(
  { gauge, scale }: LatencyGauge,
  spans: readonly Span[],
  level: number,
): readonly Estimate[] {
  const values = spans.flatMap((span) => gaugeValues(gauge, span)).map((value) => value * scale);
  if (values.length === 0) return [];
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  const highest = sorted.at(-1) as number;
  return [
    { value: median(values), interval: [at(TAIL), at(1 - TAIL)], level },
    { value: highest, interval: [highest, highest], level },
  ];
}
