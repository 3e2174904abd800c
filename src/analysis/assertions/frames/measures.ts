import { quantileName } from "../../../wording/name.js";
import type { ValueSeries } from "../../../incident/series.js";
import { proportion } from "../../../stats/rates/proportion.js";
import type { Estimate } from "../../../stats/estimate.js";
import type { Span } from "../../../time/span.js";
import { amount, percent } from "../../../wording/number.js";
import { countsOf, minutesOf } from "../counting.js";
import type { CountedSource, Evidence, Part } from "../evidence.js";

/** What words measure. */
export type MeasureKind = "failures" | "traffic" | "latency" | "gauge";

/** A quantity that can be asked over any span: of one source, one part, one outcome. */
export interface Measure {
  readonly kind: MeasureKind;
  readonly label: string;
  readonly over: (span: Span) => Promise<Estimate | null>;
  readonly text: (estimate: Estimate) => string;
}

const FAILING =
  /\b(?:fail\w*|errors?|errs?\b|err\b|5xx|dropped (?!from|to|by|below|off|down|back)\w+|(?:calls|requests|messages) dropped|rejected|lost|time-?outs?|timed out|unsuccessful|declined)\b/i;
const LATENCY =
  /\b(?:latenc\w*|response times?|responses\b|slow\w*|(?:as|so|how|very|too|less|more) (?:fast|quick\w*)|quick(?:ly|er)?\b|faster|speed\w*|set-?up times?|(?:dial|set-?up|answer) delays?|load times?|\d+\s?ms\b|milliseconds?|round[- ]trips?|sluggish|time (?:required|needed|taken|it took) to|(?:had|have|having) to wait|wait(?:ed|ing)? (?:far |much |a little )?(?:longer|less)|lagg\w*|percentile|p9\d|took (?:\w+ ){0,4}(?:seconds?|ms|long\w*))/i;
const TRAFFIC =
  /\b(?:traffic|demand|volumes?|throughput|load (?:was|rose|fell|on|stayed|doubled)|(?:request|call|message|arrival|attempt) (?:rates?|volumes?|numbers?|counts?)|submitted|arrivals?|rush\b|surge in|influx|(?:as many|more|fewer) (?:calls|requests|messages|attempts|sign-ins|logins|orders|deliveries) (?:came|arrived|than|as|were (?:made|tried|sent))|(?:people|customers|users) (?:stayed away|called less)|busier|quieter)\b/i;

/** Words of a source's name that any source of values may have. */
const PLAIN_NAME =
  /^(?:ratio|rate|depth|count|total|size|level|value|percent|usage|avg|mean|max|seconds?|ms|per|of|the)$/;

/** A word of a gauge's name without the ending of its plural. */
export const stem = (word: string): string => word.toLowerCase().replace(/(?:ies|es|s)$/, "");

/** The one source of values that words speak of: by a word of its name that no other has, or by the words for such things. */
export function gaugeIn(words: string, { gauges }: Evidence): ValueSeries | null {
  const spoken = (words.toLowerCase().match(/[a-z]+/g) ?? []).map(stem);
  const scored = gauges.map((gauge) => {
    const { source } = gauge;
    const own = source
      .split(/[^A-Za-z]+/)
      .map(stem)
      .filter((word) => word.length > 2 && !PLAIN_NAME.test(word));
    const known = own.includes("queue") ? [...own, "backlog"] : own;
    return { gauge, score: known.filter((word) => spoken.includes(word)).length };
  });
  const most = Math.max(0, ...scored.map(({ score }) => score));
  const best = scored.filter(({ score }) => score === most && score > 0);
  return best.length === 1 ? (best[0]?.gauge ?? null) : null;
}

/** True if words speak of a source of values, and of no failures beside it. */
export const isAboutGauge = (words: string, evidence: Evidence): boolean =>
  gaugeIn(words, evidence) !== null && !FAILING.test(words) && !LATENCY.test(words);

/** The kind of quantity that words speak of; failures where they name no other. */
export function measureKind(words: string, evidence: Evidence): MeasureKind {
  if (gaugeIn(words, evidence) !== null && !FAILING.test(words)) return "gauge";
  if (LATENCY.test(words) && !/\b(?:failure|error|drop) rates?\b/i.test(words)) return "latency";
  return TRAFFIC.test(words) && !/\b(?:failure|error|drop) rates?\b|\bfail(?:ed|ing|ures?)\b/i.test(words)
    ? "traffic"
    : "failures";
}

const share = (estimate: Estimate): string =>
  `${percent(estimate.value)} [${percent(estimate.interval[0])}, ${percent(estimate.interval[1])}]`;

/** The share of attempts that failed. */
export const failureShare = (source: CountedSource, part: Part | null, level: number): Measure => ({
  kind: "failures",
  label: `failure share of ${source.name}`,
  over: async (span) => {
    const counts = await countsOf(source, span, part);
    return counts && counts.attempts > 0
      ? proportion(Math.min(counts.failures, counts.attempts), counts.attempts, { level })
      : null;
  },
  text: share,
});

/** Attempts a minute; counts that vary as they do at random have their interval. */
export const attemptsPerMinute = (source: CountedSource, part: Part | null, level: number): Measure => ({
  kind: "traffic",
  label: `${source.name} a minute`,
  over: async (span) => {
    const counts = await countsOf(source, span, part);
    const minutes = minutesOf(span);
    if (!counts || minutes <= 0) return null;
    const value = counts.attempts / minutes;
    const room = (OVERDISPERSED * Math.sqrt(counts.attempts + 1)) / minutes;
    return { value, interval: [Math.max(0, value - room), value + room], level };
  },
  text: ({ value }) => `${amount(Number(value.toPrecision(3)))} a minute`,
});
/** Traffic varies more than independent arrivals do. */
const OVERDISPERSED = 4;

/** What a quantile of the latency is called: `median latency`. */
export const latencyName = (quantile: number): string => `${quantileName(quantile)} latency`;

/** A quantile of the latency, of one outcome where the words name it. */
export const latencyAt = (
  source: CountedSource,
  part: Part | null,
  quantile: number,
  failed: boolean | undefined,
): Measure => ({
  kind: "latency",
  label: `${latencyName(quantile)} of ${failed === undefined ? "" : failed ? "failed " : "successful "}${source.name}`,
  over: (span) => source.latency(span, quantile, part, failed),
  text: ({ value }) => `${amount(Math.round(value))} ms`,
});

/** The mean of a measured value over a span, with the range of its middle as the interval. */
export const gaugeMean = (gauge: ValueSeries, level: number): Measure => ({
  kind: "gauge",
  label: gauge.source,
  over: async ({ from, to }) => {
    const own = gaugeValues(gauge, { from, to });
    if (own.length === 0) return null;
    const sorted = [...own].sort((a, b) => a - b);
    const quantile = (q: number): number => sorted[Math.round(q * (sorted.length - 1))] as number;
    const value = own.reduce((sum, one) => sum + one, 0) / own.length;
    return { value, interval: [Math.min(value, quantile(0.1)), Math.max(value, quantile(0.9))], level };
  },
  text: ({ value }) => amount(Number(value.toPrecision(3))),
});

/** The values of a series inside a span. */
export function gaugeValues(gauge: ValueSeries, { from, to }: Span): readonly number[] {
  const step = gauge.stepSeconds * 1000;
  const first = Math.max(0, Math.ceil((Date.parse(from) - gauge.startMs) / step - 1e-9));
  const last = Math.min(gauge.values.length, Math.ceil((Date.parse(to) - gauge.startMs) / step - 1e-9));
  return gauge.values.slice(first, last).filter((value): value is number => value !== null && Number.isFinite(value));
}
