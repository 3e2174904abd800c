import type { Candidate } from "./candidates.js";
import { askFailed, categories } from "./failure.js";
import type { NamedSurvey } from "./named-survey.js";
import type { OpenQuestion } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { namesSomeone, zeroPadded } from "./column-names.js";
import { onlyClocks } from "./time-pattern.js";
import { yesOrNo } from "./words.js";

/** Fewer rows show no rhythm. */
const FEWEST_ROWS = 30;
/** Readings at a fixed step fall on few seconds of the minute; attempts come at any. */
const MOST_SECONDS = 20;
/** Rows of nothing at all, as calls of no length are, that are told: no fewer and no more. */
const FEWEST_ZERO = 0.002;
const MOST_ZERO = 0.6;
const MOST_CODES = 30;
/** So many ways to end an attempt has at most, and the usual one stands on so many rows at least. */
const MOST_ENDINGS = 6;
const USUAL = 0.7;
const ZERO_CLOCK = /^0{1,2}(:00){1,2}$/;

/** True if rows come at any second, as attempts do. */
function anySecond({ rows }: FileSurvey, at: number): boolean {
  const epoch = rows.every((row) => /^1[0-8]\d{8}(\.\d+)?$/.test(row[at] ?? ""));
  const seconds = rows.map((row) => {
    const cell = row[at] ?? "";
    const clock = /\d:\d\d:(\d\d)/.exec(cell)?.[1];
    if (clock !== undefined) return clock;
    const digits = /^(\d{10,14})(\.\d+)?$/.exec(cell)?.[1];
    if (digits === undefined) return "";
    return epoch ? String(Number(digits) % 60) : digits.slice(-2);
  });
  return rows.length >= FEWEST_ROWS && new Set(seconds).size > MOST_SECONDS;
}

/** Lengths of which some are nothing, as those of calls that were never connected. */
function noLength(column: ColumnSurvey): Candidate | undefined {
  const values = [...column.values.keys()];
  const zero = values.find((value) => ZERO_CLOCK.test(value.trim()));
  const rows = zero === undefined ? 0 : (column.values.get(zero) ?? 0);
  if (zero === undefined || !onlyClocks(values) || values.length < 3) return undefined;
  return rows >= FEWEST_ZERO * column.rows && rows <= MOST_ZERO * column.rows
    ? { column, role: "words", failing: [zero], failures: rows, certain: false }
    : undefined;
}

/** A few codes with zeros before them, such as the answers `00` and `91` of a switch. */
function answerCodes({ columns }: FileSurvey): Candidate[] {
  return columns
    .filter(
      ({ values, numeric }) => numeric && values.size > 1 && values.size <= MOST_CODES && zeroPadded(values.keys()),
    )
    .map((column) => ({ column, role: "words", failing: [], failures: 0, certain: false }));
}

/** Words for yes and no under a name that does not say which of them is a failure. */
function yesOrNoColumns(columns: readonly ColumnSurvey[]): Candidate[] {
  return columns
    .filter(({ values, numeric }) => {
      const said = new Set([...values.keys()].map((value) => yesOrNo(value)));
      return !numeric && said.size === 2 && !said.has(undefined);
    })
    .map((column) => ({ column, role: "words", failing: [], failures: 0, certain: false }));
}

/** Words of which one stands on most rows and the others on few, as what went well and what did not; hosts and regions share rows more evenly. */
function lopsided(columns: readonly ColumnSurvey[]): Candidate[] {
  return columns
    .filter(({ name, values, counted, numeric, commas }) => {
      const most = Math.max(...values.values());
      const few = values.size > 1 && values.size <= MOST_ENDINGS;
      return few && !numeric && !commas && !namesSomeone(name) && most >= USUAL * counted && most <= counted - 2;
    })
    .map((column) => ({ column, role: "words", failing: [], failures: 0, certain: false }));
}

/**
 * The question which column shows failure, for rows that come at any second and whose columns nothing names, or which hold codes, a yes and no, or a word that
 * is usual and others that are not: they are attempts, and no readings of instruments.
 *
 * @returns `undefined` where columns have names and no codes, or rows come at fixed steps, or nothing in them recurs
 */
export function unnamedAttempts({ survey, time, name }: NamedSurvey): OpenQuestion | undefined {
  const bare = survey.columns.every(
    (column) => /^column\d+$/.test(column.name) || time.columns.value.includes(column.name),
  );
  const at = survey.columns.findIndex((column) => column.name === time.columns.value.at(-1));
  if (!anySecond(survey, at)) return undefined;
  const free = survey.columns.filter((column) => !time.columns.value.includes(column.name));
  const found = bare
    ? [...free.flatMap((column) => noLength(column) ?? []), ...categories(survey)]
    : [
        ...new Map(
          [...answerCodes({ ...survey, columns: free }), ...yesOrNoColumns(free), ...lopsided(free)].map((one) => [
            one.column.name,
            one,
          ]),
        ).values(),
      ];
  return found.length === 0 ? undefined : askFailed(name, survey.files[0] as string, survey, found);
}
