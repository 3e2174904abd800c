import { columnName, expressionText } from "./expression-text.js";
import { yamlText } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { plainWords } from "./words.js";

/** Units that a name may end in, and what turns them into milliseconds. */
const UNITS: readonly (readonly [unit: RegExp, factor: string, words: string])[] = [
  [
    / (ms|msec|msecs|millis|milli seconds?|milliseconds?|millisekunden|millisecondes|milisegundos|milissegundos)$/,
    "",
    "milliseconds",
  ],
  [
    / (us|µs|μs|usec|micros|micro seconds?|microseconds?|mikrosekunden|microsecondes|microsegundos|microssegundos)$/,
    " / 1000",
    "microseconds",
  ],
  [
    / (ns|nsec|nanos|nano seconds?|nanoseconds?|nanosekunden|nanosecondes|nanosegundos|nanossegundos)$/,
    " / 1000000",
    "nanoseconds",
  ],
];
const SECONDS = / (s|sec|secs|seconds?|sekunden|secondes|segundos)$/;

/** Names of what a caller waits for; a length, such as a call's or a video's, is none. */
const WAITED =
  /(^| )(latency|elapsed|rtt|ttfb|round trip( time)?|time to first byte|(response|request|reply|answer|processing|execution|query|service|upstream|backend|target|server) ?(time|duration|latency)|time taken|took|antwortzeit|latenz|bearbeitungszeit|laufzeit|latence|temps de (reponse|traitement)|latencia|tiempo de (respuesta|ejecucion)|tempo de (resposta|execucao))$/;
/** Times of the clock, sizes of steps and lags that are no wait of an attempt. */
const NO_WAIT =
  /\b(timestamp|epoch|date|clock|at|ts|offset|interval|timeout|limit|budget|threshold|step|uptime|age|ttl|sla|slo|retry after)\b/;
/** Where nothing names the unit, waits with decimals of which all are below this may be seconds. */
const MAY_BE_SECONDS = 100;
/** Moments counted from 1970 in milliseconds lie above this. */
const MOMENT = 9.4e11;

/** How long attempts took, as a value for `incident.yaml`, with the evidence. */
export interface LatencyColumn {
  readonly column: string;
  readonly value: string;
  readonly evidence: string;
}

function largest({ values }: ColumnSurvey): number {
  let most = 0;
  for (const value of values.keys()) most = Math.max(most, Number(value.replace(",", ".")) || 0);
  return most;
}

function mean({ values }: ColumnSurvey): number {
  let [sum, rows] = [0, 0];
  for (const [value, count] of values) {
    sum += count * (Number(value.replace(",", ".")) || 0);
    rows += count;
  }
  return rows === 0 ? 0 : sum / rows;
}

function inUnit(column: ColumnSurvey): { factor: string; words: string } | undefined {
  const words = plainWords(column.name);
  if (NO_WAIT.test(words)) return undefined;
  for (const [unit, factor, told] of UNITS) if (unit.test(words)) return { factor, words: told };
  if (SECONDS.test(words)) {
    const of = words.replace(SECONDS, "");
    // "Request seconds" are a wait as "request time" is.
    return WAITED.test(of) || WAITED.test(`${of} time`) ? { factor: " * 1000", words: "seconds" } : undefined;
  }
  if (!WAITED.test(words)) return undefined;
  const parts = [...column.values.keys()].some((value) => /[.,]\d/.test(value));
  return parts && largest(column) < MAY_BE_SECONDS ? undefined : { factor: "", words: "a wait, taken as milliseconds" };
}

/** The column that says how long attempts took, by its name and unit; `undefined` where none does, or the format knows its own. */
export function latencyColumn({ columns, defaults }: FileSurvey, time: readonly string[]): LatencyColumn | undefined {
  if (defaults.latency !== undefined) return undefined;
  const found = columns.flatMap((column) => {
    const { name, numeric, values } = column;
    const unit =
      numeric && !time.includes(name) && values.size > 1 && largest(column) < MOMENT ? inUnit(column) : undefined;
    return unit === undefined
      ? []
      : [{ column, unit, waited: WAITED.test(plainWords(name).replace(/ \S+$/, "")) || WAITED.test(plainWords(name)) }];
  });
  // Of several waits the longest holds the others.
  const [first] = [...found].sort((a, b) => Number(b.waited) - Number(a.waited) || mean(b.column) - mean(a.column));
  if (!first) return undefined;
  const { column, unit } = first;
  const commas = column.commas ? "; decimals are written with a comma" : "";
  return {
    column: column.name,
    value: unit.factor === "" ? yamlText(column.name) : expressionText(`${columnName(column.name)}${unit.factor}`),
    evidence: `its name says ${unit.words}${commas}`,
  };
}
