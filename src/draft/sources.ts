import { alertRows, failureColumn, markedFailed, ownFailed, ownFailures } from "./failure.js";
import { clusterKey, identifier, sharedKeys } from "./keys.js";
import { yamlText } from "./proposal.js";
import type { Choice, ProposedSource } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { proposedTime } from "./time.js";
import type { SourceKind } from "../incident/incident.js";

const FAILURES = /^(failures|errors|error_?count|failed|failed_?requests|5xx)$/i;
const ATTEMPTS = /^(attempts|requests|total|count|calls|request_?count)$/i;
const MOST_GAUGES = 20;

/** A file with the name that its source will have. */
export interface NamedSurvey {
  readonly name: string;
  readonly survey: FileSurvey;
  readonly pattern: string;
}

interface Context {
  readonly all: readonly NamedSurvey[];
  readonly statement: string;
}

function others({ all }: Context, one: NamedSurvey): readonly NamedSurvey[] {
  return all.filter(({ survey }) => survey !== one.survey);
}

function countColumns({ columns }: FileSurvey): { failures: ColumnSurvey; attempts: ColumnSurvey } | undefined {
  const find = (name: RegExp): ColumnSurvey | undefined =>
    columns.find((column) => name.test(column.name.trim()) && column.numeric);
  const [failures, attempts] = [find(FAILURES), find(ATTEMPTS)];
  return failures && attempts ? { failures, attempts } : undefined;
}

/** Rows that nearly all tell of an error are notices of failures, not attempts. */
function onlyFailures(survey: FileSurvey): boolean {
  const found = failureColumn(survey);
  return found !== undefined && found.kind !== "words" && ownFailures(found) >= 0.95 * found.column.rows;
}

function measureColumns(survey: FileSurvey, time: string): ColumnSurvey[] {
  return survey.columns.filter(({ name, numeric }) => numeric && name !== time).slice(0, MOST_GAUGES);
}

function kindOf(context: Context, one: NamedSurvey, time: string): Choice<SourceKind> {
  const { survey } = one;
  if (survey.defaults.kind === "gauge" && countColumns(survey))
    return { value: "counts", evidence: "it has columns of failures and of attempts" };
  if (survey.defaults.kind) return { value: survey.defaults.kind, evidence: `what a ${survey.format} export holds` };
  if (countColumns(survey)) return { value: "counts", evidence: "it has columns of failures and of attempts" };
  const referred = others(context, one).some((other) => sharedKeys(survey, other.survey).length > 0);
  if (alertRows(survey))
    return {
      value: "events",
      evidence: "alerts, by the names and values of its columns: they tell when, not how many of what",
    };
  if (onlyFailures(survey))
    return { value: "events", evidence: "nearly every row tells of an error: notices, not attempts" };
  if (failureColumn(survey))
    return { value: "outcomes", evidence: `one row an attempt, with ${failureColumn(survey)?.column.name}` };
  if (
    referred &&
    others(context, one).some((other) => onlyFailures(other.survey) || other.survey.defaults.kind === "events")
  )
    return { value: "outcomes", evidence: "one row an attempt; another file's rows name them" };
  const unique = survey.columns.find(({ name }) => name === time);
  const measured =
    measureColumns(survey, time).length > 0 &&
    identifier(survey) === undefined &&
    unique !== undefined &&
    unique.values.size >= 0.9 * unique.rows;
  return measured
    ? { value: "gauge", evidence: "one row a moment, with numbers" }
    : { value: "events", evidence: "dated rows without a failure column" };
}

function failedOf(context: Context, one: NamedSurvey): ProposedSource["failed"] | undefined {
  const { survey, name } = one;
  const found = failureColumn(survey);
  const file = survey.files[0] as string;
  if (found && ownFailures(found) > 0 && !(found.kind === "code" && onlyFailures(survey)))
    return ownFailed(name, file, survey, context.statement);
  for (const other of others(context, one)) {
    if (!onlyFailures(other.survey) && other.survey.defaults.kind !== "events") continue;
    const marked = markedFailed(name, survey, other, context.statement);
    if (marked) return marked;
  }
  return ownFailed(name, file, survey, context.statement);
}

function outcomeColumns(context: Context, one: NamedSurvey): (readonly [string, Choice<string>])[] {
  const { survey } = one;
  const columns: (readonly [string, Choice<string>])[] = [];
  const id = identifier(survey);
  const repeats = id ? id.counted - id.values.size : 0;
  if (id)
    columns.push([
      "id",
      {
        value: id.name,
        evidence:
          repeats > 0
            ? `named like an identifier; ${repeats} rows repeat one`
            : "named like an identifier, and different on every row",
      },
    ]);
  const cluster = clusterKey(
    survey,
    others(context, one).map((other) => other.survey),
  );
  if (cluster) columns.push(["cluster", { value: cluster.column, evidence: cluster.evidence }]);
  const latency = survey.columns.find(({ name, numeric }) => numeric && /(_ms|_millis(econds)?|latency)$/i.test(name));
  if (latency)
    columns.push([
      "latency",
      {
        value: latency.name,
        evidence: `its name says milliseconds${latency.commas ? "; decimals are written with a comma" : ""}`,
      },
    ]);
  return columns;
}

const MOST_CATEGORIES = 12;

/** Columns of few values that recur, other than the failure itself. */
function dimensionColumns({ columns }: FileSurvey, taken: readonly string[]): string[] {
  return columns
    .filter(
      ({ name, values, counted, filled, commas }) =>
        !taken.includes(name) &&
        !commas &&
        filled > 0.5 &&
        values.size >= 2 &&
        values.size <= MOST_CATEGORIES &&
        counted >= 3 * values.size &&
        [...values.keys()].every((value) => value.length <= 40 && !/^\d+\.\d+$/.test(value)),
    )
    .map(({ name }) => name);
}

function gauges(
  one: NamedSurvey,
  base: Omit<ProposedSource, "name" | "kind" | "columns" | "failed">,
  kind: Choice<SourceKind>,
): ProposedSource[] {
  const { survey, name } = one;
  const value = survey.defaults.value;
  const measures =
    value !== undefined
      ? survey.columns.filter((column) => column.name === value)
      : measureColumns(survey, base.time.value);
  return measures.map((column) => {
    const total = /(_total|_count|_sum|_bucket)$/.test(column.name);
    const own = measures.length === 1 ? name : column.name.replace(/[^\w-]+/g, "_").replace(/^[^A-Za-z]+/, "") || name;
    return {
      ...base,
      name: own,
      failed: null,
      kind: total ? { value: "counter", evidence: "its name is a running total's" } : kind,
      columns: [
        [
          "value",
          {
            value: column.name,
            evidence: column.numeric
              ? `every filled value is a number${column.commas ? ", decimals written with a comma" : ""}`
              : `the value of a ${survey.format} export`,
          },
        ],
      ],
    };
  });
}

/** Proposes the sources of one file: one, or one a column for measurements; none when it holds no times. */
export function proposedSources(context: Context, one: NamedSurvey): ProposedSource[] {
  const { survey, name, pattern } = one;
  const time = proposedTime(name, survey.files[0] as string, survey);
  if (!time) return [];
  const kind = kindOf(context, one, time.time.value);
  const rows = survey.columns[0]?.rows ?? 0;
  const base = {
    file: {
      value: pattern,
      evidence: `${survey.files.length > 1 ? `${survey.files.length} files, ` : ""}${rows} rows looked at; columns ${survey.columns.map((column) => column.name).join(", ")}`,
    },
    format: survey.format === null ? null : { value: survey.format, evidence: "recognised by its content" },
    ...time,
  };
  if (kind.value === "gauge" || kind.value === "counter") return gauges(one, base, kind);
  if (kind.value === "counts") {
    const found = countColumns(survey);
    const failures = survey.defaults.failures ?? found?.failures.name;
    const attempts = survey.defaults.attempts ?? found?.attempts.name;
    const columns = [
      ["failures", failures],
      ["attempts", attempts],
    ] as const;
    return [
      {
        ...base,
        name,
        kind,
        failed: null,
        columns: columns.flatMap(([key, value]) =>
          value === undefined ? [] : [[key, { value, evidence: "by its name, and all numbers" }] as const],
        ),
      },
    ];
  }
  if (kind.value === "events") return [{ ...base, name, kind, failed: null, columns: [] }];
  const known = survey.defaults.failed !== undefined;
  const failed = known ? null : failedOf(context, one);
  if (failed === undefined)
    return [
      { ...base, name, kind: { value: "events", evidence: "nothing in it tells failures" }, failed: null, columns: [] },
    ];
  const columns = outcomeColumns(context, one);
  const dimensions = dimensionColumns(survey, [
    time.time.value,
    failureColumn(survey)?.column.name ?? "",
    ...columns.map(([, choice]) => choice.value),
  ]);
  return [{ ...base, name, kind, failed, columns, dimensions }];
}

/** What a file of counts counts: a file called after its failures would read as if failures failed. */
export function countedName({ columns }: FileSurvey, stem: string): string {
  const found = countColumns({ columns } as FileSurvey);
  if (!found || !/^(errors?|failures?|failed|fails|5xx)(_|-|$)/i.test(stem)) return stem;
  return /^[a-z]+$/i.test(found.attempts.name.trim()) && !/^(total|count)$/i.test(found.attempts.name.trim())
    ? found.attempts.name.trim().toLowerCase()
    : "attempts";
}

/** The value of `file:` for files of one series: a glob where it fits nothing else, else a list. */
export function filePattern(files: readonly string[], all: readonly string[]): string {
  const [first = ""] = files;
  if (files.length === 1) return yamlText(first);
  let start = 0;
  while (files.every((file) => file[start] === first[start]) && start < first.length) start += 1;
  let end = 0;
  while (files.every((file) => file.length - end > start && file.at(-1 - end) === first.at(-1 - end))) end += 1;
  const prefix = first.slice(0, start).replace(/\d+$/, "");
  const suffix = first.slice(first.length - end).replace(/^\d+/, "");
  const alone = all.every((file) => files.includes(file) || !(file.startsWith(prefix) && file.endsWith(suffix)));
  return alone ? JSON.stringify(`${prefix}*${suffix}`) : `[${files.map(yamlText).join(", ")}]`;
}
