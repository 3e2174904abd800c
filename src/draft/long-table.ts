import { namesSomeone } from "./column-names.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { plainWords } from "./words.js";

const METRIC =
  /^(metric|metric name|metrics|name|series|measure|measurement|counter|field|key|indicator|kpi|legend|stat|statistic|label|variable|item|parameter|metrik|messgrosse|kennzahl|metrique|indicateur|metrica|indicador|serie|target)$/;
const VALUE =
  /^(value|values|metric value|val|wert|valeur|valor|reading|measurement|y|v|sample|amount|mean|avg|sum|total|messwert)$/;
/** More series than this are not written out one by one. */
const MOST_SERIES = 40;
const MOST_LABELS = 12;

/** True if a column's values are HTTP statuses or classes of them: a label of what became of requests, and no measurement. */
export function statusLabel({ values }: ColumnSurvey): boolean {
  const keys = [...values.keys()];
  return (
    keys.length > 1 &&
    keys.length <= MOST_SERIES &&
    keys.every((value) => /^[1-5](\d\d|xx)$/i.test(value.trim())) &&
    keys.some((value) => value.startsWith("2"))
  );
}

/** One series of a long table. */
export interface LongSeries {
  /** Its metric and labels, joined: the name of a source. */
  readonly name: string;
  readonly metric: string;
  /** Column and value of each label that picks it. */
  readonly labels: readonly (readonly [column: string, value: string])[];
  readonly rows: number;
}

/** A table of one number a row, with the columns that say what it measures. */
export interface LongTable {
  readonly value: string;
  readonly metric: string | undefined;
  readonly series: readonly LongSeries[];
}

function labelColumns({ columns }: FileSurvey, taken: readonly string[]): ColumnSurvey[] {
  return columns.filter((column) => {
    const { name, values, filled, numeric } = column;
    const few = values.size > 1 && values.size <= MOST_LABELS;
    return !taken.includes(name) && filled > 0.5 && few && (!numeric || statusLabel(column)) && !namesSomeone(name);
  });
}

/** The combinations of labels that a table holds; `undefined` where they are too many. */
export function seriesOf(survey: FileSurvey, columns: readonly string[]): LongSeries[] | undefined {
  const places = columns.map((name) => survey.columns.findIndex((column) => column.name === name));
  const found = new Map<string, { labels: [string, string][]; rows: number }>();
  for (const row of survey.rows) {
    const labels = places.map((place, at) => [columns[at] as string, row[place] ?? ""] as [string, string]);
    const key = JSON.stringify(labels);
    const one = found.get(key) ?? { labels, rows: 0 };
    one.rows += 1;
    found.set(key, one);
    if (found.size > MOST_SERIES) return undefined;
  }
  return [...found.values()].map(({ labels, rows }) => ({
    name: labels.map(([, value]) => value).join(" "),
    metric: labels[0]?.[1] ?? "",
    labels,
    rows,
  }));
}

/**
 * A long table: a column that names the metric, or labels under which each time returns, and one column of values.
 *
 * @param time - the columns of its time
 * @returns `undefined` for a table with one row a moment, or several columns of numbers and no column that names a metric
 */
export function longTable(survey: FileSurvey, time: readonly string[]): LongTable | undefined {
  const numeric = survey.columns.filter(
    (column) => column.numeric && !time.includes(column.name) && !statusLabel(column),
  );
  const value =
    numeric.find(({ name }) => VALUE.test(plainWords(name))) ?? (numeric.length === 1 ? numeric[0] : undefined);
  const moments = survey.columns.find(({ name }) => name === time[0]);
  if (!value || !moments || moments.values.size > 0.9 * moments.rows) return undefined;
  const metric = survey.columns.find(
    ({ name, values, numeric: isNumber, filled }) =>
      METRIC.test(plainWords(name)) && !isNumber && filled > 0.95 && values.size > 1 && values.size <= MOST_SERIES,
  );
  const labels = labelColumns(survey, [...time, value.name, ...(metric ? [metric.name] : [])]);
  if (!metric && labels.length === 0) return undefined;
  const names = [...(metric ? [metric.name] : []), ...labels.map(({ name }) => name)];
  const series = seriesOf(survey, names) ?? (metric && seriesOf(survey, [metric.name]));
  return series && { value: value.name, metric: metric?.name, series };
}

/** Columns of few small whole numbers, such as those of partitions, the fewest first. */
function numberedParts({ columns }: FileSurvey, time: readonly string[]): string[] {
  return columns
    .filter(
      ({ name, numeric, values, filled }) =>
        numeric &&
        filled > 0.99 &&
        !time.includes(name) &&
        values.size > 1 &&
        values.size <= MOST_LABELS &&
        [...values.keys()].every((value) => /^\d{1,4}$/.test(value.trim())),
    )
    .sort((a, b) => a.values.size - b.values.size)
    .map(({ name }) => name);
}

/** Columns of few words under which each moment returns once a combination. */
export function momentLabels(survey: FileSurvey, time: readonly string[]): readonly string[] | undefined {
  const places = (names: readonly string[]): number[] =>
    names.map((name) => survey.columns.findIndex((column) => column.name === name));
  const unique = (names: readonly string[]): boolean => {
    const at = places([...time, ...names]);
    const keys = new Set(survey.rows.map((row) => JSON.stringify(at.map((place) => row[place]))));
    return keys.size >= 0.95 * survey.rows.length;
  };
  const labels = labelColumns(survey, time).map(({ name }) => name);
  if (unique([])) return undefined;
  if (labels.length > 0 && unique(labels)) return labels;
  // Parts of a thing go by their numbers: partitions, cores, disks.
  const part = numberedParts(survey, time).find((name) => unique([...labels, name]));
  return part === undefined ? undefined : [...labels, part];
}

/** The condition that picks a series. */
export function seriesWhere(
  labels: readonly (readonly [column: string, value: string])[],
  column: (name: string) => string,
): string {
  return labels.map(([name, value]) => `${column(name)} = '${value.replaceAll("'", "''")}'`).join(" and ");
}
