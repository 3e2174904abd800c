import { numberNotation, provenDecimal } from "../sources/columns/number-notation.js";
import { counted } from "./candidates.js";
import { namesSomeone, rolesOf, zeroPadded } from "./column-names.js";
import { columnName, expressionText } from "./expression-text.js";
import { askFailed } from "./failure.js";
import { momentLabels, seriesOf, seriesWhere } from "./long-table.js";
import type { LongSeries, LongTable } from "./long-table.js";
import { baseOf, choice, sourceName, whereSetting } from "./named-survey.js";
import type { Context, NamedSurvey, Settings } from "./named-survey.js";
import { outcomes } from "./outcome-source.js";
import { yamlText } from "./proposal.js";
import type { Choice, OpenQuestion, ProposedSource } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";

const MOST_GAUGES = 20;

/** Rows from which on numbers that count them show it. */
const FEWEST_COUNTED = 30;

/** True if a column numbers the rows: whole numbers, one after another. */
function rowNumbers({ values, counted, rows }: ColumnSurvey): boolean {
  if (rows < FEWEST_COUNTED || values.size < counted) return false;
  const numbers = [...values.keys()].map(Number);
  const steps = numbers.slice(1).filter((value, at) => Math.abs(value - (numbers[at] as number)) === 1).length;
  return steps >= 0.95 * (numbers.length - 1);
}

/** Columns of numbers that measure something: neither the time nor an identifier nor a code. */
export function measures(survey: FileSurvey, time: readonly string[]): ColumnSurvey[] {
  return survey.columns
    .filter(
      (column) =>
        column.numeric &&
        !time.includes(column.name) &&
        !namesSomeone(column.name) &&
        !zeroPadded(column.values.keys()) &&
        !rowNumbers(column),
    )
    .slice(0, MOST_GAUGES);
}

function isTotal(name: string): boolean {
  return /(_total|_count|_sum|_bucket)$/.test(name);
}

/** Each series of a long table as a gauge of its own. */
export function longGauges(one: NamedSurvey, table: LongTable): ProposedSource[] {
  return table.series.slice(0, MOST_GAUGES).map(({ name, metric, labels, rows }) => ({
    ...baseOf(one),
    // Labels alone do not say what was measured.
    name: sourceName(table.metric === undefined ? `${name} ${one.name}` : name, one.name),
    kind: isTotal(metric)
      ? { value: "counter", evidence: "its name is a running total's" }
      : { value: "gauge", evidence: "one series of a long table" },
    failed: null,
    settings: [
      ["where", choice(expressionText(seriesWhere(labels, columnName)), `${rows} rows`)],
      ["value", choice(yamlText(table.value), "the column of values")],
    ],
  }));
}

/** Labels of a table with several numbers a row, each combination as a series of its own where they are few. */
function labelled({ survey, time }: NamedSurvey, columns: number): readonly LongSeries[] | undefined {
  const labels = momentLabels(survey, time.columns.value);
  const series = labels && seriesOf(survey, labels);
  return series && series.length * columns <= MOST_GAUGES ? series : undefined;
}

/** Each column of numbers as a gauge, for each combination of labels where they are few. */
export function wideGauges(one: NamedSurvey, kind: Choice<"gauge" | "counter">): ProposedSource[] {
  const { survey, time } = one;
  const { value } = survey.defaults;
  const labels = momentLabels(survey, time.columns.value) ?? [];
  const columns =
    value !== undefined
      ? survey.columns.filter((column) => column.name === value)
      : measures(survey, [...time.columns.value, ...labels]);
  const series = value === undefined ? labelled(one, columns.length) : undefined;
  const plain = columns.map((column) => gaugeSource(one, column, columns.length, kind));
  if (!series) return plain;
  const rowsOf = (where: string): string =>
    [where, survey.defaults.where, survey.withoutTotals].filter((one) => one !== undefined).join(" and ");
  return plain.flatMap((source) =>
    series.map(({ name, labels, rows }) => ({
      ...source,
      name: sourceName(
        `${columns.length === 1 && /^[A-Za-z]/.test(name) ? "" : `${source.name} `}${name}`,
        source.name,
      ),
      settings: [
        ["where", choice(expressionText(rowsOf(seriesWhere(labels, columnName))), `${rows} rows`)] as const,
        ...source.settings.filter(([key]) => key !== "where"),
      ],
    })),
  );
}

/** Asks for the mark of decimals where cells such as `1,290` may be two numbers and no other column of the file settles it. */
function decimalSetting({ name, survey }: NamedSurvey, column: ColumnSurvey): Settings {
  if (!column.commas) return [];
  const proven = survey.columns.flatMap((other) => provenDecimal([...other.values.keys()]) ?? []);
  const marks = new Set(proven);
  const fileDecimal = marks.size === 1 ? [...marks][0] : undefined;
  const { open } = numberNotation([...column.values.keys()], { whole: false, fileDecimal });
  if (open === undefined) return [];
  const question: OpenQuestion = {
    setting: `sources.${name}.dialect.decimal`,
    question: `${survey.files[0] as string} column "${column.name}" holds numbers such as ${open}; which mark stands before decimals, the comma or the point?`,
    candidates: [".", ","],
    read: (answer) => (/^[.,]$/.test(answer.trim()) ? `{ decimal: "${answer.trim()}" }` : undefined),
  };
  return [["dialect", question]];
}

function gaugeSource(
  one: NamedSurvey,
  column: ColumnSurvey,
  beside: number,
  kind: Choice<"gauge" | "counter">,
): ProposedSource {
  const { survey, name } = one;
  const latency = /(^|_|\b)(response|latency|elapsed|duration|rtt|ping)(_?time)?(_?ms)?$/i.test(column.name);
  const marks = column.commas ? ", decimals written with a comma" : "";
  const evidence = column.numeric
    ? `every filled value is a number${marks}${latency ? "; a latency by its name" : ""}`
    : `the value of a ${survey.format} export`;
  return {
    ...baseOf(one),
    name: beside === 1 ? name : sourceName(column.name, name),
    kind: isTotal(column.name) ? { value: "counter", evidence: "its name is a running total's" } : kind,
    failed: null,
    settings: [
      ...whereSetting(survey),
      ["value", choice(yamlText(column.name), evidence)],
      ...decimalSetting(one, column),
    ],
    ...(flagColumn(one) === column && { flag: askFlag(one, column) }),
  };
}

/** The one measured column of a file that holds 0 and 1 and nothing else. */
function flagColumn({ survey, time, candidates }: NamedSurvey): ColumnSurvey | undefined {
  const varied = measures(survey, time.columns.value).filter(({ values }) => values.size > 1);
  const [only] = varied;
  const flags =
    only && varied.length === 1 && [...only.values.keys()].every((value) => /^[01](\.0+)?$/.test(value.trim()));
  return flags && candidates.every(({ failures }) => failures === 0) ? only : undefined;
}

function askFlag({ name, survey }: NamedSurvey, column: ColumnSurvey): OpenQuestion {
  return askFailed(name, survey.files[0] as string, survey, [
    { column, role: "words", failing: [], failures: 0, certain: false },
  ]);
}

/** A measured 0 or 1 whose metric, column or file says what 1 is: each measurement is an attempt. */
export function flagSource(context: Context, one: NamedSurvey): ProposedSource | undefined {
  const column = flagColumn(one);
  if (!column) return undefined;
  const stem =
    (one.survey.files[0] ?? "")
      .split("/")
      .at(-1)
      ?.replace(/(\.\w+)+$/, "") ?? "";
  const role = [one.survey.defaults.metric ?? "", column.name, stem]
    .flatMap((name) => rolesOf(name))
    .find((name) => name === "went well" || name === "failed");
  if (role === undefined) return undefined;
  const failing = [...column.values.keys()].filter((value) => Number(value) === (role === "failed" ? 1 : 0));
  const failed = choice(
    `{ ${yamlText(column.name)}: [${failing.map((value) => JSON.stringify(value)).join(", ")}] }`,
    `a measured yes or no: ${counted(column)}`,
  );
  return outcomes(context, one, failed, { value: "outcomes", evidence: "one measurement an attempt" });
}
