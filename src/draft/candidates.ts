import { namesSomeone, rolesOf } from "./column-names.js";
import type { Role } from "./column-names.js";
import { columnName } from "./expression-text.js";
import { statusLabel } from "./long-table.js";
import { yamlText } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { plainWords, saidBy, saysNothing, turnedAway, yesOrNo } from "./words.js";

/** A column that may tell which rows failed, and how. */
export interface Candidate {
  readonly column: ColumnSurvey;
  readonly role: Role;
  /** Values that count as failures; `5xx` stands for a class. Empty where every filled cell but `except` counts. */
  readonly failing: readonly string[];
  readonly except?: readonly string[];
  /** Cells that hold nothing are what may count. */
  readonly empty?: true;
  /** Rows that fail by it, among those looked at. */
  readonly failures: number;
  /** Nothing in the column speaks for another reading. */
  readonly certain: boolean;
}

const MOST_WORDS = 30;
const MOST_CODES = 500;
/** A text column with more different values than this share of its rows is prose. */
const PROSE = 0.5;

const HTTP = new Set(
  (
    "100 101 102 103 200 201 202 203 204 205 206 207 208 226 300 301 302 303 304 305 307 308 400 401 402 403 404 405 406 407 408 409 410 411 412 413 414 415 416 417 418 421 422 423 424 425 426 428 429 431 444 451 460 463 464 494 495 496 497 499 " +
    "500 501 502 503 504 505 506 507 508 510 511 520 521 522 523 524 525 526 527 529 530 561 598 599"
  ).split(" "),
);
/** No answer came: curl, Vegeta and load testers write 0. */
const NO_ANSWER = /^(0|000|-1)$/;

/** How often values are told, the commonest first. */
export function counted({ values }: ColumnSurvey, most = 8): string {
  const shown = [...values].sort((a, b) => b[1] - a[1]);
  const rest = shown.length - most;
  const cell = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return `${shown
    .slice(0, most)
    .map(([value, n]) => `${cell(value)} ${n}`)
    .join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function rowsWith({ values }: ColumnSurvey, test: (value: string) => boolean): number {
  let rows = 0;
  for (const [value, n] of values) if (test(value)) rows += n;
  return rows;
}

function filledValues({ values }: ColumnSurvey): string[] {
  return [...values.keys()].filter((value) => !saysNothing(value));
}

type Reading = Omit<Candidate, "column" | "role">;

function listed(column: ColumnSurvey, failing: readonly string[], certain: boolean): Reading {
  const set = new Set(failing);
  return { failing, certain, failures: rowsWith(column, (value) => set.has(value)) };
}

function flagReading(column: ColumnSurvey, role: "went well" | "failed"): Reading | undefined {
  const values = filledValues(column);
  if (values.length === 0 || values.length > 4 || values.some((value) => yesOrNo(value) === undefined))
    return undefined;
  return listed(
    column,
    values.filter((value) => yesOrNo(value) === (role === "failed")),
    true,
  );
}

/** The status that a cell holds: `503`, `503.0` of a frame, or `503 Service Unavailable`. */
function statusOf(value: string): string | undefined {
  const status = /^([1-5]\d\d)(\.0+|[ :-]+[A-Za-z].*)?$/.exec(value.trim())?.[1];
  return status !== undefined && HTTP.has(status) ? status : undefined;
}

/** True if the values of a column are HTTP statuses: all registered ones (or none came), and not a spread of measurements. */
function httpValues(column: ColumnSurvey): string[] | undefined {
  const values = filledValues(column);
  const answers = values.filter((value) => statusOf(value) !== undefined);
  const others = values.filter((value) => statusOf(value) === undefined && !NO_ANSWER.test(value.trim()));
  const odd = rowsWith(column, (value) => others.includes(value));
  if (answers.length === 0 || answers.length > 60 || odd > 0.05 * column.counted) return undefined;
  return answers.some((value) => /^[2345]/.test(value.trim())) ? values : undefined;
}

function httpReading(column: ColumnSurvey): Reading | undefined {
  const values = httpValues(column);
  if (!values) return undefined;
  const noAnswer = values.filter((value) => NO_ANSWER.test(value.trim()));
  const texts = values.filter((value) => statusOf(value) === undefined && !noAnswer.includes(value));
  const worded = values.filter((value) => /^5\d\d\D*[A-Za-z]/.test(value.trim()));
  const plain = values.some((value) => /^\d{3}(\.0+)?$/.test(value.trim()));
  const failing = [...(plain ? ["5xx"] : []), ...worded, ...noAnswer, ...texts];
  const fails = (value: string): boolean => statusOf(value)?.startsWith("5") === true || failing.includes(value);
  const failures = rowsWith(column, fails);
  const refused = rowsWith(column, (value) => statusOf(value)?.startsWith("4") === true);
  if (failing.length === 0) return { failing, except: values, failures: 0, certain: refused === 0 };
  // Where no server failed and visitors' errors abound, they may be what failed.
  return { failing, failures, certain: failures > 0 || refused <= 0.1 * column.counted };
}

/** Answers to a call that are the callers' doing: busy, cancelled, not found, declined, not there. */
const CALLERS = new Set(
  "400 401 403 404 405 406 407 410 415 416 420 480 481 482 483 484 485 486 487 488 489 491 493 600 603 604".split(" "),
);

function sipReading(column: ColumnSurvey): Reading | undefined {
  const values = filledValues(column);
  const code = (value: string): string | undefined => /^(?:SIP\/2\.0 )?([1-6]\d\d|0)\b/i.exec(value.trim())?.[1];
  if (values.length === 0 || values.length > MOST_CODES || values.some((value) => code(value) === undefined))
    return undefined;
  if (values.every((value) => code(value) === "0")) return undefined;
  const failing = values.filter((value) => /^[456]/.test(code(value) as string) && !CALLERS.has(code(value) as string));
  const own = values.filter((value) => CALLERS.has(code(value) as string));
  const reading = listed(column, failing, own.length === 0);
  return reading.failures > 0 || own.length === 0 ? reading : { ...listed(column, own, false) };
}

/** Codes that calls end with and requests do not. */
const SIP_ONLY = /^(18[0-3]|48[0-9]|49[13]|580|600|603|604|606|607|608)\b/;

/** True if a column of codes is of calls: one of them stands on no request. */
function onlySip(column: ColumnSurvey): boolean {
  return filledValues(column).some((value) => SIP_ONLY.test(value.trim()) && !HTTP.has(value.trim()));
}

/** Answers of gRPC that are the callers' doing. */
const GRPC_CALLERS =
  /^(1|3|5|6|7|9|11|16|canceled|cancelled|invalid argument|not found|already exists|permission denied|failed precondition|out of range|unauthenticated)$/;

function grpcReading(column: ColumnSurvey): Reading | undefined {
  const values = filledValues(column);
  if (values.length === 0 || values.length > 40) return undefined;
  const failing = values.filter(
    (value) => !/^(0|ok)$/.test(plainWords(value)) && !GRPC_CALLERS.test(plainWords(value)),
  );
  return listed(column, failing, !values.some((value) => GRPC_CALLERS.test(plainWords(value))));
}

function exitReading(column: ColumnSurvey): Reading | undefined {
  const values = filledValues(column);
  if (values.length === 0 || values.length > MOST_CODES || !values.every((value) => /^-?\d+$/.test(value.trim())))
    return undefined;
  return listed(
    column,
    values.filter((value) => Number(value) !== 0),
    true,
  );
}

/** Codes that stand for no error. */
const NO_ERROR = /^(0+|200|2\d\d|16|ok|success|none|no_?error|0x0+)$/i;

function codeReading(column: ColumnSurvey): Reading | undefined {
  const values = filledValues(column);
  if (values.length === 0 || values.length > MOST_CODES) return undefined;
  const said = values.map((value) => saidBy(value));
  // Causes in words, such as NORMAL_CLEARING, are read by their words.
  if (said.some((one) => one === "success" || one === "neither")) return wordReading(column);
  const failing = values.filter((value) => !NO_ERROR.test(value.trim()));
  return listed(column, failing, failing.length <= 1);
}

function textReading(column: ColumnSurvey): Reading | undefined {
  // Numbers, a unit behind them or not, are measured or counted, and no texts of errors.
  const texts = filledValues(column);
  if (texts.filter((value) => NUMBER_AND_UNIT.test(value)).length > MOSTLY_NUMBERS * texts.length) return undefined;
  const nothing = [...column.values.keys()].filter(saysNothing);
  const calm = filledValues(column).filter(
    (value) => value.length < 40 && (saidBy(value) === "success" || yesOrNo(value) === false),
  );
  const except = [...nothing, ...calm];
  const failures = rowsWith(column, (value) => !except.includes(value));
  const filled = failures / Math.max(1, column.rows);
  return filled > 0.95 || except.length > 20 ? undefined : { failing: [], except, failures, certain: failures > 0 };
}

/** Share of rows from which on a column is filled everywhere. */
const EVERY_ROW = 0.99;

function wordReading(column: ColumnSurvey): Reading | undefined {
  const values = filledValues(column);
  const few = values.length <= MOST_WORDS && values.length <= Math.max(2, PROSE * column.counted);
  if (!few || values.length === 0 || values.every((value) => /^-?[\d.,]+$/.test(value.trim()))) return undefined;
  const said = new Map(values.map((value) => [value, saidBy(value)] as const));
  const failing = values.filter((value) => said.get(value) === "failure");
  const known = values.every((value) => said.get(value) === "failure" || said.get(value) === "success");
  // Where every row went well, any other word would be a failure.
  // One that stands on part of the rows only, as an answer that others lack, says nothing of those.
  if (known && failing.length === 0)
    return column.filled < EVERY_ROW
      ? { failing: [], failures: 0, certain: false }
      : { failing: [], except: values, failures: 0, certain: true };
  return listed(column, failing, known && !failing.some(turnedAway));
}

/** Levels of bunyan and pino are numbers of tens, those of syslog 0 to 7 with the worst first. */
function levelReading(column: ColumnSurvey): Reading | undefined {
  const values = filledValues(column);
  if (values.length === 0 || values.length > 12) return undefined;
  const numbers = values.map((value) => Number(value));
  if (numbers.every((value) => Number.isInteger(value) && value >= 10 && value <= 60 && value % 10 === 0))
    return listed(
      column,
      values.filter((value) => Number(value) >= 50),
      true,
    );
  if (numbers.every((value) => Number.isInteger(value) && value >= 0 && value <= 7))
    return listed(
      column,
      values.filter((value) => Number(value) <= 3),
      true,
    );
  return wordReading(column);
}

/** A column of 0 and 1 whose name does not say which of them failed: asked, never guessed. */
function openReading(column: ColumnSurvey): Reading | undefined {
  const values = filledValues(column);
  if (values.length < 2 || values.length > MOST_WORDS) return undefined;
  if (values.length > 6 && values.every((value) => /^-?[\d.,]+$/.test(value.trim()))) return undefined;
  return { failing: [], failures: 0, certain: false };
}

const READINGS: Readonly<Record<Role, (column: ColumnSurvey) => Reading | undefined>> = {
  sip: sipReading,
  grpc: grpcReading,
  "exit code": exitReading,
  "error code": codeReading,
  "error text": textReading,
  "went well": (column) => flagReading(column, "went well") ?? wordReading(column),
  failed: (column) => flagReading(column, "failed") ?? (column.numeric ? undefined : wordOrText(column)),
  http: (column) => (onlySip(column) ? sipReading(column) : undefined) ?? httpReading(column) ?? wordOpen(column),
  level: levelReading,
  words: wordOpen,
};

/** A column called `error` holds words or the text of an error. */
function wordOrText(column: ColumnSurvey): Reading | undefined {
  const words = wordReading(column);
  return words && words.failing.length > 0 && words.certain && column.filled > 0.95 ? words : textReading(column);
}

function wordOpen(column: ColumnSurvey): Reading | undefined {
  const reading = httpReading(column) ?? wordReading(column);
  return reading && (reading.failing.length > 0 || reading.except) ? reading : openReading(column);
}

/** Columns named for something else never tell failures, whatever words stand in them. */
const OTHER_NAMES =
  /(^|_|\b)(name|label|url|uri|path|host|method|service|operation|title|description|note|comment|city|country)$/i;

/** Names of what a probe measures: how long its answer took. */
const TOOK =
  /^(rtt|ping|latency|response time|round trip( time)?|answer time|antwortzeit|laufzeit|latenz|latence|temps de reponse|latencia|tiempo de respuesta|tempo de resposta)( (ms|s|sec|msec|millis|milliseconds))?$/;
const NUMBER_AND_UNIT = /^\s*[+-]?\d+([.,]\d+)*\s*\S{0,6}\s*$/;
const MOSTLY_NUMBERS = 0.8;
const NUMBER_WITH_UNIT = /^\s*[<+-]?\d+([.,]\d+)?\s*(ms|s|µs|us|msec|sec)?\s*$/i;
/** Share of rows that must hold numbers for a column to be of measurements, however long the outage. */
const LEAST_NUMBERS = 0.1;
/** So few different values below zero stand for no answer. */
const MOST_SENTINELS = 3;

/**
 * What a column of measured answers says where none came: words between its numbers, a number below zero, or nothing.
 *
 * An empty cell may be a gap as well as a failure, so it is asked about.
 *
 * @param onlyBare - no name stands above the column, and it is the one of numbers, with marks such as `-` where it has none
 */
function probeReading(column: ColumnSurvey, onlyBare: boolean): Reading | undefined {
  const values = filledValues(column);
  const numbers = rowsWith(column, (value) => NUMBER_WITH_UNIT.test(value));
  if (numbers < LEAST_NUMBERS * column.rows || numbers === 0) return undefined;
  const words = values.filter((value) => !NUMBER_WITH_UNIT.test(value));
  if (words.length > 0) {
    const failing = words.filter((value) => saidBy(value) === "failure");
    return failing.length > 0 && words.length <= MOST_WORDS
      ? listed(column, failing, failing.length === words.length)
      : undefined;
  }
  if (!TOOK.test(plainWords(column.name)) && !onlyBare) return undefined;
  const below = values.filter((value) => value.trim().startsWith("-"));
  if (below.length > 0) return below.length <= MOST_SENTINELS ? listed(column, below, true) : undefined;
  const empty = column.rows - Math.round(column.filled * column.rows) + rowsWith(column, saysNothing);
  return empty > 1 ? { failing: [], empty: true, failures: empty, certain: false } : undefined;
}

/** The one column of numbers of a table without names, where a mark stands in the place of some: what a probe that writes three cells a row measures. */
function onlyBareNumbers({ columns }: FileSurvey, time: readonly string[]): ColumnSurvey | undefined {
  const free = columns.filter(({ name }) => !time.includes(name));
  const numbers = free.filter(({ numeric }) => numeric);
  const [only] = numbers;
  const bare = free.every(({ name }) => /^column\d+$/.test(name));
  const marked = only !== undefined && [...only.values.keys()].some((value) => saysNothing(value));
  return bare && numbers.length === 1 && marked ? only : undefined;
}

/** Cells that are JSON are read by what is in them. */
function holdsJson({ values }: ColumnSurvey): boolean {
  for (const value of values.keys()) if (!/^\s*[{[]/.test(value)) return false;
  return true;
}

/**
 * Columns of a file that may tell its failures, in the order of the file; those that name no failure row come with `failures` 0.
 *
 * A column of words that its name says nothing of joins them where some of its words say failure, and where no other column is certain.
 */
export function candidatesOf(survey: FileSurvey, time: readonly string[]): Candidate[] {
  const named = namedCandidates(survey, time);
  if (named.some(({ failures, certain }) => failures > 0 && certain)) return named;
  const bare = onlyBareNumbers(survey, time);
  const rest = survey.columns.flatMap((column): Candidate[] => {
    if (time.includes(column.name) || OTHER_NAMES.test(column.name) || namesSomeone(column.name)) return [];
    if (named.some((one) => one.column === column)) return [];
    const probe = probeReading(column, bare === column);
    if (probe) return [{ column, role: "words", ...probe }];
    const reading = column.numeric || namesSeries(column) ? undefined : wordReading(column);
    return reading && reading.failures > 0 ? [{ column, role: "words", ...reading, certain: false }] : [];
  });
  return rest.length === 0
    ? named
    : survey.columns.flatMap((column) => [...named, ...rest].filter((one) => one.column === column));
}

/** True if a column holds statuses and nothing else, or 000 where no answer came. */
function allStatuses(column: ColumnSurvey): boolean {
  const values = filledValues(column);
  const answers = values.filter((value) => value.trim() !== "000");
  return statusLabel(column) || (answers.length < values.length && answers.every((value) => HTTP.has(value.trim())));
}

const REQUEST = /^"?(GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|CONNECT|PROPFIND) \S+ HTTP\/\d/;

/** True if a column holds the first lines of HTTP requests: a column of statuses beside it is theirs. */
function holdsRequests({ values, counted }: ColumnSurvey): boolean {
  let rows = 0;
  for (const [value, n] of values) if (REQUEST.test(value)) rows += n;
  return rows > 0.8 * counted;
}

/** True if values are names of series, as `stats.api.errors`: what is measured, and not how an attempt ended. */
function namesSeries(column: ColumnSurvey): boolean {
  return filledValues(column).every((value) => /^[\w-]+([./:][\w-]+)+$/.test(value.trim()) && !/\s/.test(value.trim()));
}

function namedCandidates({ columns }: FileSurvey, time: readonly string[]): Candidate[] {
  return columns.flatMap((column): Candidate[] => {
    if (time.includes(column.name) || column.values.size === 0 || holdsJson(column)) return [];
    for (const role of rolesOf(column.name)) {
      const reading = READINGS[role](column);
      if (reading) return [{ column, role, ...reading }];
    }
    if (OTHER_NAMES.test(column.name)) return [];
    // Where nothing names a column, values that are all statuses are asked about.
    const bare = /^column\d+$/.test(column.name) && allStatuses(column);
    const statuses = bare ? httpReading(column) : undefined;
    if (statuses)
      return [{ column, role: "http", ...statuses, certain: statuses.certain && columns.some(holdsRequests) }];
    // A name that says nothing over words that say all.
    const reading = namesSeries(column) ? undefined : wordReading(column);
    return reading?.certain && reading.failures > 0 ? [{ column, role: "words", ...reading }] : [];
  });
}

/** The condition as YAML. */
export function conditionText({ column, failing, except, empty }: Candidate): string {
  if (empty)
    return JSON.stringify(`coalesce(trim(${columnName(column.name)}), '') in ('', '-', 'null', 'NA', 'N/A', 'nan')`);
  if (failing.length === 1 && failing[0] === "5xx") return `{ ${yamlText(column.name)}: { atLeast: 500 } }`;
  const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
  // Where no value fails, any other than those that are there would.
  if (failing.length === 0 && !except) return `{ ${yamlText(column.name)}: { not: ${list(filledValues(column))} } }`;
  return `{ ${yamlText(column.name)}: ${except ? `{ not: ${list(except.filter((value) => value !== ""))} }` : list(failing)} }`;
}

/** A candidate as an answer that can be given: `success:false`, `error:*` for every filled cell. */
export function answerText({ column, failing, except, empty }: Candidate): string {
  if (empty) return `${column.name}:empty`;
  return `${column.name}:${except ? "*" : failing.join(",")}`;
}
