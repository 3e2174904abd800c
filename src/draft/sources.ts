import { candidatesOf, counted } from "./candidates.js";
import type { Candidate } from "./candidates.js";
import { namesSomeone, rolesOf, valuesNameSomeone } from "./column-names.js";
import { countColumns, countedBy, measureNamed, columnName, expressionText, runningTotal } from "./counts.js";
import { alertRows, incidentUpdates } from "./alerts.js";
import { askFailed, markedFailed, onlyFailures, ownFailed } from "./failure.js";
import { clusterKey, identifier, sharedKeys } from "./keys.js";
import { longSides } from "./long-counts.js";
import { longTable, momentLabels, seriesOf, seriesWhere } from "./long-table.js";
import type { LongSeries, LongTable } from "./long-table.js";
import { yamlText } from "./proposal.js";
import type { Choice, OpenQuestion, ProposedSource, ProposedTime, Settled } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import type { ConditionTest } from "../incident/incident.js";
import { proposedTime } from "./time.js";
import type { TimeHints } from "./time.js";
import { plainWords } from "./words.js";

const MOST_GAUGES = 20;
/** A file of more rows than this tells of attempts, whatever it is called. */
const MOST_CHANGES = 500;
/** A message with more different texts than this is prose. */
const MOST_WORDS = 30;

/** A file with the name that its source will have. */
export interface NamedSurvey {
  readonly name: string;
  readonly survey: FileSurvey;
  readonly pattern: string;
  readonly time: ProposedTime;
  readonly candidates: readonly Candidate[];
}

/** A file's survey with its time and the columns that may tell failures; `undefined` when it holds no times. */
export function namedSurvey(
  name: string,
  survey: FileSurvey,
  pattern: string,
  hints: TimeHints,
): NamedSurvey | undefined {
  const time = proposedTime(name, survey, hints);
  return time && { name, survey, pattern, time, candidates: candidatesOf(survey, time.columns.value) };
}

/** What the other files of the folder say. */
export interface Context {
  readonly all: readonly NamedSurvey[];
  readonly statement: string;
}

type Base = Pick<ProposedSource, "files" | "file" | "format" | "time">;
type Settings = readonly (readonly [string, Settled])[];

function others({ all }: Context, one: NamedSurvey): readonly NamedSurvey[] {
  return all.filter(({ survey }) => survey !== one.survey);
}

function baseOf({ survey, pattern, time }: NamedSurvey): Base {
  const rows = survey.columns[0]?.rows ?? 0;
  const looked = survey.cut ? `its first ${rows} rows looked at` : `${rows} rows`;
  const columns = survey.columns
    .map((column) => column.name)
    .slice(0, 40)
    .join(", ");
  return {
    files: survey.files,
    file: {
      value: pattern,
      evidence: `${survey.files.length > 1 ? `${survey.files.length} files, ` : ""}${looked}; columns ${columns}`,
    },
    format: survey.format === null ? null : { value: survey.format, evidence: "recognised by its content" },
    time,
  };
}

const choice = (value: string, evidence: string): Choice<string> => ({ value, evidence });

/** Rows that only tell of failures, or of alerts: notices that may mark other rows. */
function notices({ survey, candidates }: NamedSurvey): boolean {
  return survey.defaults.kind === "events" || incidentUpdates(survey) || alertRows(survey) || onlyFailures(candidates);
}

function measures(survey: FileSurvey, time: readonly string[]): ColumnSurvey[] {
  return survey.columns
    .filter(({ name, numeric, values }) => numeric && !time.includes(name) && !namesSomeone(name))
    .slice(0, MOST_GAUGES);
}

function sourceName(text: string, fallback: string): string {
  return text.replace(/[^\w-]+/g, "_").replace(/^[^A-Za-z]+|[_-]+$/g, "") || fallback;
}

/** A measured column that says milliseconds, or takes long in another unit. */
function latencyColumn({ columns, defaults }: FileSurvey): ColumnSurvey | undefined {
  return defaults.latency === undefined
    ? columns.find(
        ({ name, numeric }) =>
          numeric &&
          /(_ms|_millis(econds)?|latency|latency ?\(ms\))$|^(elapsed|responseTime|response_time|ttfb|duration ?\(ms\))$/i.test(
            name.trim(),
          ),
      )
    : undefined;
}

const MOST_CATEGORIES = 12;

/** Columns of few values that recur, other than the failure itself, persons, addresses and identifiers. */
function dimensionColumns({ columns }: FileSurvey, taken: readonly string[]): string[] {
  return columns
    .filter(
      ({ name, values, counted, filled, commas }) =>
        !taken.includes(name) &&
        !commas &&
        !namesSomeone(name) &&
        !measureNamed(name) &&
        filled > 0.5 &&
        values.size >= 2 &&
        values.size <= MOST_CATEGORIES &&
        counted >= 3 * values.size &&
        [...values.keys()].every((value) => value.length <= 40 && !/^\d+\.\d+$/.test(value)) &&
        !valuesNameSomeone(values.keys()),
    )
    .map(({ name }) => name);
}

function idSetting(survey: FileSurvey): Settings {
  const id = survey.defaults.id === undefined ? identifier(survey) : undefined;
  if (!id) return [];
  const repeats = id.counted - id.values.size;
  const evidence =
    repeats > 0
      ? `named like an identifier; ${repeats} rows repeat one, each the same in every column`
      : "named like an identifier, and different on every row";
  return [["id", choice(yamlText(id.name), evidence)]];
}

function outcomeSettings(context: Context, one: NamedSurvey): Settings {
  const { survey } = one;
  const cluster =
    survey.defaults.cluster === undefined
      ? clusterKey(
          survey,
          others(context, one).map((other) => other.survey),
        )
      : undefined;
  const latency = latencyColumn(survey);
  return [
    ...idSetting(survey),
    ...(cluster ? [["cluster", choice(yamlText(cluster.column), cluster.evidence)] as const] : []),
    ...(latency
      ? [
          [
            "latency",
            choice(
              yamlText(latency.name),
              `its name says milliseconds${latency.commas ? "; decimals are written with a comma" : ""}`,
            ),
          ] as const,
        ]
      : []),
  ];
}

function outcomes(
  context: Context,
  one: NamedSurvey,
  failed: Settled | null,
  kind: Choice<"outcomes">,
): ProposedSource {
  const { survey, name, time, candidates } = one;
  const settings = outcomeSettings(context, one);
  const named = settings.flatMap(([, setting]) => ("value" in setting ? [setting.value] : []));
  const told = candidates.filter(({ failures }) => failures > 0).map(({ column }) => column.name);
  const taken = [...time.columns.value, ...named, ...named.map((text) => text.replace(/^"|"$/g, "")), ...told];
  return {
    ...baseOf(one),
    name,
    kind,
    failed,
    settings: [...whereSetting(survey), ...knownColumns(survey, ["latency"]), ...settings],
    dimensions: dimensionColumns(survey, taken),
    offer: offerOf(one),
  };
}

/** The rows of a format that are meant, where it holds others too. */
function whereSetting({ defaults }: FileSurvey): Settings {
  const { where } = defaults;
  return where === undefined
    ? []
    : [["where", choice(expressionText(where), "the rows of the export that are attempts")]];
}

function testText(test: ConditionTest): string {
  const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
  if (test.kind === "values") return list(test.values);
  if (test.kind === "not") return `{ not: ${list(test.values)} }`;
  const bounds = [
    ["atLeast", test.atLeast],
    ["atMost", test.atMost],
  ] as const;
  return `{ ${bounds.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`])).join(", ")} }`;
}

/** What a format takes for failures, written out. */
function knownFailed({ defaults: { failed }, format }: FileSurvey): Choice<string> | null {
  if (failed?.kind !== "own") return null;
  const tests = failed.where.map(([column, test]) => `${yamlText(column)}: ${testText(test)}`);
  return choice(`{ ${tests.join(", ")} }`, `what a ${format} export says of failures`);
}

/** Columns that a format knows, written out. */
function knownColumns(
  { defaults, format }: FileSurvey,
  keys: readonly ("failures" | "attempts" | "latency")[],
): Settings {
  return keys.flatMap((key) => {
    const column = defaults[key];
    return column === undefined ? [] : [[key, choice(yamlText(column), `what a ${format} export holds`)] as const];
  });
}

function offerOf({ name, survey, candidates }: NamedSurvey): ProposedSource["offer"] {
  return askFailed(name, survey.files[0] as string, survey, candidates);
}

function cumulativeSetting(survey: FileSurvey, columns: readonly string[]): Settings {
  if (survey.defaults.cumulative) return [["cumulative", choice("true", `what a ${survey.format} export holds`)]];
  return runningTotal(survey, columns)
    ? [
        [
          "cumulative",
          choice("true", "they never fall and rise most of the time: running totals, of which the differences count"),
        ],
      ]
    : [];
}

/** Counts that stand on many rows of one moment again and again belong to something that the rows are part of. */
function repeatedCounts({ survey, time }: NamedSurvey): boolean {
  const moment = survey.columns.findIndex(({ name }) => name === time.columns.value[0]);
  const counts = survey.columns.flatMap(({ name, numeric }, at) =>
    numeric && countedBy(name) !== undefined ? [at] : [],
  );
  const places = [moment, ...counts];
  const different = new Set(survey.rows.map((row) => JSON.stringify(places.map((place) => row[place]))));
  return different.size < 0.5 * survey.rows.length;
}

function countsSource(one: NamedSurvey): ProposedSource | undefined {
  const { survey, name, time } = one;
  const { failures, attempts } = survey.defaults;
  const known = failures !== undefined && attempts !== undefined;
  if (!known && repeatedCounts(one)) return undefined;
  const found = known ? undefined : countColumns(name, survey, time.columns.value);
  if (!known && !found) return undefined;
  const columns = found?.columns ?? [failures as string, attempts as string];
  return {
    ...baseOf(one),
    name,
    kind: { value: "counts", evidence: "it has columns of failures and of attempts" },
    failed: null,
    settings: [
      ...whereSetting(survey),
      ...(found
        ? ([
            ["failures", found.failures],
            ["attempts", found.attempts],
          ] as const)
        : knownColumns(survey, ["failures", "attempts"])),
      ...cumulativeSetting(survey, columns),
      ...(found?.decimal === undefined
        ? []
        : ([
            [
              "dialect",
              choice(`{ decimal: "${found.decimal}" }`, "a share is at most a hundred, so its mark is of decimals"),
            ],
          ] as const)),
    ],
  };
}

/** Failures and attempts as two selections of a long table: by its metrics, or by a label of what became of them. */
function longCounts(one: NamedSurvey): ProposedSource | undefined {
  const { survey, name, pattern, time } = one;
  const sides = longSides(survey, time.columns.value);
  if (!sides) return undefined;
  const selection = (where: string | undefined): string =>
    `{ file: ${pattern}, value: ${yamlText(sides.value)}${where === undefined ? "" : `, where: ${expressionText(where)}`} }`;
  const { failures, attempts, cumulative, evidence } = sides;
  return {
    ...baseOf(one),
    name,
    kind: { value: "counts", evidence },
    failed: null,
    settings: [
      ["failures", choice(selection(failures), failures === undefined ? "all rows" : `the rows of which ${failures}`)],
      ["attempts", choice(selection(attempts), attempts === undefined ? "all rows" : `the rows of which ${attempts}`)],
      ...(cumulative ? ([["cumulative", choice("true", "its series never fall: running totals")]] as const) : []),
    ],
  };
}

function isTotal(name: string): boolean {
  return /(_total|_count|_sum|_bucket)$/.test(name);
}

/** Each series of a long table as a gauge of its own. */
function longGauges(one: NamedSurvey, table: LongTable): ProposedSource[] {
  return table.series.slice(0, MOST_GAUGES).map(({ name, metric, labels, rows }) => ({
    ...baseOf(one),
    name: sourceName(name, one.name),
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

function wideGauges(one: NamedSurvey, kind: Choice<"gauge" | "counter">): ProposedSource[] {
  const { survey, time } = one;
  const { value } = survey.defaults;
  const columns =
    value !== undefined
      ? survey.columns.filter((column) => column.name === value)
      : measures(survey, time.columns.value);
  const series = value === undefined ? labelled(one, columns.length) : undefined;
  const plain = columns.map((column) => gaugeSource(one, column, columns.length, kind));
  if (!series) return plain;
  return plain.flatMap((source) =>
    series.map(({ name, labels, rows }) => ({
      ...source,
      name: sourceName(`${columns.length === 1 ? "" : `${source.name} `}${name}`, source.name),
      settings: [
        ["where", choice(expressionText(seriesWhere(labels, columnName)), `${rows} rows`)] as const,
        ...source.settings,
      ],
    })),
  );
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
    settings: [["value", choice(yamlText(column.name), evidence)]],
    ...(flagColumn(one) === column && { flag: askFlag(one, column) }),
  };
}

/** A change has a version, a commit or a deploy in its name or columns. */
const CHANGE =
  /\b(deploy|deploys|deployment|deployments|release|releases|change|changes|changelog|rollout|rollouts|commits?|migrations?|config changes?)\b/;
const CHANGE_ID =
  /^(commit ?sha|commit|sha|git ?sha|revision|hash)$|^(version|tag|release|build|deploy(ment)? ?id|change ?id|id)$/;

function changeSettings({ survey }: NamedSurvey): Settings {
  const [file = ""] = survey.files;
  const columns = survey.columns.map(({ name }) => name);
  const sha = columns.filter((name) => CHANGE_ID.test(plainWords(name)));
  const id =
    sha.find((name) => /sha|commit|revision|hash/i.test(name)) ??
    sha.find((name) => /version|tag|release|build/i.test(name));
  if (!CHANGE.test(plainWords(file.replace(/\.\w+$/, ""))) && (id === undefined || !/sha|commit/i.test(id))) return [];
  return [
    ["role", choice("change", "changes, by its name and columns")],
    ...(id === undefined || survey.repeated.has(id) ? [] : [["id", choice(yamlText(id), "names the change")] as const]),
  ];
}

/** Logs and traces that could be read as attempts, in words. */
function couldBe({ candidates, name }: NamedSurvey): string | undefined {
  const telling = candidates.find(({ failures }) => failures > 0);
  return (
    telling &&
    `could be read as attempts: --answer ${name}.failed=${telling.column.name}:${telling.except ? "*" : telling.failing.join(",")}`
  );
}

function events(one: NamedSurvey, evidence: string): ProposedSource {
  const remark = couldBe(one);
  return {
    ...baseOf(one),
    name: one.name,
    kind: { value: "events", evidence: remark ? `${evidence}; ${remark}` : evidence },
    failed: null,
    settings: changeSettings(one),
    offer: offerOf(one),
    ...(remark !== undefined && { remark }),
  };
}

/** Rows of a log: a message and a level, and nothing else that tells what failed. */
function logRows({ survey, candidates }: NamedSurvey): boolean {
  const message = survey.columns.find(({ name }) => /^(message|msg|log|body|text|event|line)$/i.test(name));
  const levels = candidates.some(({ role }) => role === "level");
  return (
    message !== undefined &&
    (levels || message.values.size > MOST_WORDS) &&
    candidates.every(
      ({ role, failures, column }) =>
        failures === 0 ||
        role === "level" ||
        role === "error text" ||
        /^(message|msg|log|body|text|event)$/i.test(column.name),
    )
  );
}

function traceRows({ survey }: NamedSurvey): boolean {
  const names = survey.columns.map(({ name }) => plainWords(name).replaceAll(" ", ""));
  return names.some((name) => name.endsWith("traceid")) && names.some((name) => name.endsWith("spanid"));
}

function measured(context: Context): boolean {
  return context.all.some((one) => measuresOnly(one));
}

function measuresOnly(one: NamedSurvey): boolean {
  const kind = one.survey.defaults.kind;
  return (
    kind === "gauge" ||
    kind === "counter" ||
    (kind === undefined &&
      !logRows(one) &&
      !traceRows(one) &&
      one.candidates.every(({ failures }) => failures === 0) &&
      momentRows(one))
  );
}

/** One row a moment, or a moment a series, with numbers. */
function momentRows({ survey, time }: NamedSurvey): boolean {
  const moments = survey.columns.find(({ name }) => name === time.columns.value[0]);
  if (measures(survey, time.columns.value).length === 0 || !moments) return false;
  return (
    longTable(survey, time.columns.value) !== undefined ||
    momentLabels(survey, time.columns.value) !== undefined ||
    moments.values.size >= 0.9 * moments.rows ||
    time.columns.value.length > 1
  );
}

function tabled(context: Context, one: NamedSurvey): ProposedSource[] | undefined {
  const { survey, time, candidates, name } = one;
  const long = longTable(survey, time.columns.value);
  const telling = candidates.some(({ failures, certain }) => failures > 0 && certain);
  const counts = countsSource(one);
  if (counts && (!telling || countedRows(one))) return [counts];
  const two = longCounts(one);
  if (two) return [two];
  if (alertRows(survey))
    return [events(one, "alerts, by the names and values of its columns: they tell when, not how many of what")];
  const beside = measured({ ...context, all: others(context, one) });
  const changes = changeSettings(one).length > 0 && (!telling || (survey.columns[0]?.rows ?? 0) <= MOST_CHANGES);
  if (changes) return [events(one, "changes, by its name and columns")];
  if (incidentUpdates(survey)) return [events(one, "updates of an incident, by the states in them")];
  if (logRows(one) && candidates.length > 0) return [events(one, "a log")];
  if (traceRows(one) && beside) return [events(one, "traces")];
  if (onlyFailures(candidates)) return [events(one, "nearly every row tells of an error: notices, not attempts")];
  const marked = markedElsewhere(context, one);
  const own = ownFailed(name, survey.files[0] as string, survey, candidates, context.statement);
  const settled = own && "value" in own && telling ? own : (marked ?? own);
  if (settled)
    return [
      outcomes(context, one, settled, {
        value: "outcomes",
        evidence: settled === marked ? "one row an attempt; another file's rows name them" : `one row an attempt`,
      }),
    ];
  if (long) return longGauges(one, long);
  return momentRows(one) && identifier(survey) === undefined
    ? wideGauges(one, { value: "gauge", evidence: "one row a moment, with numbers" })
    : undefined;
}

/** Whether each row stands for many attempts, by its columns of counts: a flag beside a price is no such table. */
function countedRows({ survey }: NamedSurvey): boolean {
  const counted = survey.columns.filter(({ name, numeric }) => numeric && countedBy(name) === "failures");
  const many = counted.some(({ values }) => [...values.keys()].some((value) => Number(value.replace(",", ".")) > 1));
  const plural = counted.some(({ name }) => /s$|count|fehler/i.test(name.trim()));
  return (many || plural) && identifier(survey) === undefined;
}

function markedElsewhere(context: Context, one: NamedSurvey): Settled | undefined {
  for (const other of others(context, one)) {
    if (!notices(other) || sharedKeys(one.survey, other.survey).length === 0) continue;
    const marked = markedFailed(one.name, one.survey, other, context.statement);
    if (marked) return marked;
  }
  return undefined;
}

/**
 * The same sources, with the question for what failed where nothing in the folder tells it and nothing is measured: a log alone is read as attempts
 * only by an answer.
 */
export function askedForOutcome(sources: readonly ProposedSource[]): ProposedSource[] {
  const told = sources.some(({ kind, flag }) => kind.value !== "events" && flag === undefined);
  const asked =
    sources.find(({ flag }) => flag !== undefined) ??
    sources.find(({ offer, remark }) => offer !== undefined && remark !== undefined) ??
    sources.find(({ offer, settings }) => offer !== undefined && settings.length === 0);
  if (told || !asked) return [...sources];
  return sources.map((source) =>
    source === asked
      ? {
          ...source,
          settings: source.flag ? [] : source.settings.filter(([key]) => key !== "role"),
          kind: { value: "outcomes", evidence: "one row an attempt, as answered" },
          failed: source.flag ?? source.offer ?? null,
        }
      : source,
  );
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
function flagSource(context: Context, one: NamedSurvey): ProposedSource | undefined {
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

/** Proposes the sources of one file: one, or one a series for measurements. */
export function proposedSources(context: Context, one: NamedSurvey): ProposedSource[] {
  const { kind, failed } = one.survey.defaults;
  const flag = failed === undefined ? flagSource(context, one) : undefined;
  if (flag) return [flag];
  const what = `what a ${one.survey.format} export holds`;
  if (kind === "outcomes" || (kind === undefined && failed !== undefined)) {
    const own =
      failed === undefined
        ? (markedElsewhere(context, one) ??
          ownFailed(one.name, one.survey.files[0] as string, one.survey, one.candidates, context.statement) ??
          offerOf(one) ??
          null)
        : knownFailed(one.survey);
    return [outcomes(context, one, own, { value: "outcomes", evidence: what })];
  }
  if (kind === "events") return [events(one, what)];
  if (kind === "counts" || kind === "gauge" || kind === "counter") {
    const counts = countsSource(one);
    if (counts) return [counts];
    const two = longCounts(one);
    if (two) return [two];
    const long = longTable(one.survey, one.time.columns.value);
    if (long && kind !== "counts") return longGauges(one, long);
    return wideGauges(one, { value: kind === "counter" ? "counter" : "gauge", evidence: what });
  }
  return tabled(context, one) ?? [events(one, "dated rows; nothing in them tells failures")];
}

/** What a file of counts counts: a file called after its failures would read as if failures failed. */
export function countedName(survey: FileSurvey, stem: string): string {
  if (!/^(errors?|failures?|failed|fails|5xx)(_|-|$)/i.test(stem)) return stem;
  const found = countColumns(stem, survey, []);
  if (!found || !("value" in found.attempts)) return stem;
  const attempts = found.attempts.value;
  return /^[a-z]+$/i.test(attempts) && !/^(total|count)$/i.test(attempts) ? attempts.toLowerCase() : "attempts";
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
  const inside = (file: string): boolean =>
    file.startsWith(prefix) &&
    file.endsWith(suffix) &&
    !file.slice(prefix.length, file.length - suffix.length).includes("/");
  const alone = all.every((file) => files.includes(file) || !inside(file)) && files.every(inside);
  return alone ? JSON.stringify(`${prefix}*${suffix}`) : `[${files.map(yamlText).join(", ")}]`;
}
