import { countedBy } from "./counts.js";
import { columnName } from "./expression-text.js";
import { longTable, statusLabel } from "./long-table.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { plainWords, saidBy, saysNothing, yesOrNo } from "./words.js";
import { rolesOf } from "./column-names.js";

/** The two sides of counts that lie in one long table, each as the condition of its rows; `undefined` for all rows. */
export interface LongSides {
  readonly value: string;
  readonly failures: string | undefined;
  readonly attempts: string | undefined;
  readonly cumulative: boolean;
  readonly evidence: string;
}

const MOST_LABELS = 12;
/** Measures of time or size by a label count nothing. */
const MEASURED =
  /\b(duration|latency|ping|rtt|delay|elapsed|response|took|seconds|bytes|time|ms|bucket|quantile|sum|avg|mean|size|temperature|percent|ratio|rate)\b/;

function inValues(column: string, values: readonly string[]): string {
  const quoted = values.map((value) => `'${value.replaceAll("'", "''")}'`);
  return quoted.length === 1
    ? `${columnName(column)} = ${quoted[0]}`
    : `${columnName(column)} in (${quoted.join(", ")})`;
}

/** The condition of a label's rows that fail, where its name says what a yes or an empty cell means. */
function flagLabel({ columns }: FileSurvey, taken: readonly string[]): { name: string; failures: string } | undefined {
  for (const { name, values, filled } of columns) {
    const [role] = taken.includes(name) ? [] : rolesOf(name).filter((one) => one === "failed" || one === "went well");
    const words = [...values.keys()].filter((value) => !saysNothing(value));
    if (role === undefined || words.length === 0 || words.length > 2) continue;
    if (words.some((value) => yesOrNo(value) === undefined) || (words.length === 1 && filled > 0.99)) continue;
    const failing = words.filter((value) => yesOrNo(value) === (role === "failed"));
    // An empty cell is a no: it may say that all went well, never that something failed.
    if (failing.length === 1) return { name, failures: inValues(name, failing) };
  }
  return undefined;
}

/** A label that tells what became of attempts: statuses, or words that all are known. */
function outcomeLabel(
  { columns }: FileSurvey,
  taken: readonly string[],
): { column: ColumnSurvey; failing: string[] } | undefined {
  for (const column of columns) {
    if (
      taken.includes(column.name) ||
      column.values.size < 2 ||
      column.values.size > MOST_LABELS ||
      column.filled < 0.99
    )
      continue;
    const values = [...column.values.keys()];
    const statuses = statusLabel(column);
    const said = values.map((value) => saidBy(value));
    if (!statuses && !(said.every((one) => one === "failure" || one === "success") && said.includes("success")))
      continue;
    const failing = statuses
      ? values.filter((value) => value.trim().startsWith("5"))
      : values.filter((_value, at) => said[at] === "failure");
    if (failing.length > 0) return { column, failing };
  }
  return undefined;
}

/** Names of a column that says how many attempts a row stands for. */
const COUNT =
  /^(value|metric value|count( \d+)?|counts|row count|event count|events count|doc count|n|number|quantity|hits|requests|events|total|anzahl|nombre|cantidad|quantidade|zahl|haufigkeit)$/;
/** Moments that are as many as the rows by more than this share never return. */
const RETURNING = 0.6;

/**
 * True if moments return, each once for a combination of labels, as they do where a row is a series' count.
 *
 * @param named - a column says by its name that it counts: then a label may be there at few moments only, as failures are
 */
function momentsReturn({ columns, rows }: FileSurvey, time: readonly string[], named: boolean): boolean {
  const places = time.map((name) => columns.findIndex((column) => column.name === name));
  const labels = columns.flatMap(({ name, values }, at) => (!time.includes(name) && values.size <= 40 ? [at] : []));
  const keys = (at: readonly number[]): number =>
    new Set(rows.map((row) => JSON.stringify(at.map((place) => row[place])))).size;
  const most = named ? rows.length - 1 : RETURNING * rows.length;
  return keys(places) <= most && keys([...places, ...labels]) >= 0.95 * rows.length;
}

function wholeCounts({ columns, rows }: FileSurvey, value: string): boolean {
  const at = columns.findIndex(({ name }) => name === value);
  const cells = rows.map((row) => (row[at] ?? "").trim()).filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => /^\d+(\.0+)?$/.test(cell));
}

/** Rows of failures of which fewer than this share hold a number count nothing: it measures what came back, and nothing came. */
const LEAST_FILLED = 0.5;

/** True if rows that tell of failures say how many, as counts do; how long an answer took stands only where one came. */
function countsFailures(
  { columns, rows }: FileSurvey,
  value: string,
  label: ColumnSurvey,
  failing: readonly string[],
): boolean {
  const [at, of] = [value, label.name].map((one) => columns.findIndex(({ name }) => name === one)) as [number, number];
  const cells = rows.filter((row) => failing.includes(row[of] ?? "")).map((row) => (row[at] ?? "").trim());
  const positive = cells.filter((cell) => Number(cell) > 0).length;
  return (
    cells.length === 0 || (positive > 0 && cells.filter((cell) => cell !== "").length >= LEAST_FILLED * cells.length)
  );
}

const FEWEST_STEPS = 8;

/** True if the series of a table never fall in the order of time, and most of them rise. */
function everRising({ columns, rows }: FileSurvey, time: string, value: string): boolean {
  const [at, moment] = [value, time].map((name) => columns.findIndex((column) => column.name === name)) as [
    number,
    number,
  ];
  const labels = columns.flatMap(({ name, values }, index) =>
    index !== at && index !== moment && values.size <= 40 && name !== time ? [index] : [],
  );
  const series = new Map<string, number[]>();
  for (const row of rows) {
    const key = JSON.stringify(labels.map((label) => row[label]));
    const list = series.get(key) ?? [];
    series.set(key, list);
    if ((row[at] ?? "").trim() !== "") list.push(Number(row[at]));
  }
  const steps = [...series.values()].map((list) => list.slice(1).map((one, index) => one - (list[index] as number)));
  const all = steps.flat();
  const [ups, downs] = [all.filter((step) => step > 0).length, all.filter((step) => step < 0).length];
  return (
    steps.some((list) => list.length > FEWEST_STEPS) &&
    Math.min(ups, downs) <= 0.01 * all.length &&
    Math.max(ups, downs) > 0.4 * all.length
  );
}

/**
 * Failures and attempts as two selections of one long table.
 *
 * @returns `undefined` where neither its metrics nor a label of it tell what failed, or its values are no counts
 */
export function longSides(survey: FileSurvey, time: readonly string[]): LongSides | undefined {
  const table = longTable(survey, time);
  const value =
    table?.value ?? survey.columns.find(({ name, numeric }) => numeric && COUNT.test(plainWords(name)))?.name;
  if (value === undefined || !wholeCounts(survey, value) || !momentsReturn(survey, time, COUNT.test(plainWords(value))))
    return undefined;
  const cumulative = everRising(survey, time[0] as string, value);
  const metrics = table?.metric === undefined ? [] : [...new Set(table.series.map((one) => one.metric))];
  const [failed, tried] = [
    metrics.filter((name) => countedBy(name) === "failures"),
    metrics.filter((name) => countedBy(name) === "attempts"),
  ];
  if (table?.metric !== undefined && failed.length === 1 && tried.length === 1)
    return {
      value,
      failures: inValues(table.metric, failed),
      attempts: inValues(table.metric, tried),
      cumulative,
      evidence: "its rows count failures and attempts, a metric a row",
    };
  const label = outcomeLabel(survey, [...time, value]);
  if (label && !countsFailures(survey, value, label.column, label.failing)) return undefined;
  const metric = metrics[0] ?? survey.defaults.metric ?? "";
  const flag = label ? undefined : flagLabel(survey, [...time, value]);
  if ((!label && !flag) || metrics.length > 1 || MEASURED.test(plainWords(`${metric} ${value}`.replace(/value/i, ""))))
    return undefined;
  const [name, failures] = label
    ? [label.column.name, inValues(label.column.name, label.failing)]
    : [flag?.name ?? "", flag?.failures ?? ""];
  return {
    value,
    failures,
    attempts: undefined,
    cumulative,
    evidence: `its rows count attempts by what became of them, in ${name}`,
  };
}
