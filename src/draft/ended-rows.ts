import { columnName } from "./expression-text.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { plainWords, saidBy } from "./words.js";

/** Words by which a row says that an attempt began. */
const BEGAN =
  /^(start|starts|started|starting|begin|began|begun|received|enqueued|queued|running|processing|scheduled|submitted|initiated|dispatched|picked up|gestartet|begonnen|demarre|debut|iniciado|inicio|iniciada|recibido|recebido)$/;
/** Words by which one says how it ended, beside those of success and failure. */
const ENDED = /^(done|fail|finish|ended|end|stop|stopped|exit|exited|beendet|fini|fin|fim)$/;
const MOST_WORDS = 40;
/** Share of attempts that must have a row for their beginning, and one for their end. */
const NEARLY_ALL = 0.95;
/** Rows of one attempt, at least and at most, on the average. */
const ROWS_OF_ONE = [1.8, 5] as const;

const MOMENT = /\d{1,4}[-/.]\d{1,2}[-/.]\d|\d:\d\d/;

/** The rows that tell how attempts ended, where each has one for its beginning as well. */
export interface EndedRows {
  readonly where: string;
  readonly evidence: string;
}

/** True if a column names the attempt on each of its rows: no number and no moment. */
function names({ values, counted, rows, numeric }: ColumnSurvey): boolean {
  if (numeric || MOMENT.test(values.keys().next().value ?? "")) return false;
  const each = counted / Math.max(1, values.size);
  return counted >= NEARLY_ALL * rows && each >= ROWS_OF_ONE[0] && each <= ROWS_OF_ONE[1] && values.size > MOST_WORDS;
}

function idsBy({ rows }: FileSurvey, word: number, id: number): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const row of rows) {
    const key = row[word] ?? "";
    const ids = found.get(key) ?? new Set();
    found.set(key, ids.add(row[id] ?? ""));
  }
  return found;
}

/** True if a word says that an attempt began, or stands on each attempt that other words end: it tells no end. */
function isBeginning(word: string, own: ReadonlySet<string>, attempts: number): boolean {
  return (
    BEGAN.test(plainWords(word)) ||
    (own.size >= NEARLY_ALL * attempts && saidBy(word) !== "failure" && !ENDED.test(plainWords(word)))
  );
}

/** Words of which one stands on the last row of nearly each attempt, and never two on those of one. */
function endings(ids: ReadonlyMap<string, ReadonlySet<string>>, attempts: number): string[] | undefined {
  const words = [...ids]
    .filter(([word]) => ENDED.test(plainWords(word)) || ["success", "failure"].includes(saidBy(word) ?? ""))
    .filter(([word, own]) => !isBeginning(word, own, attempts))
    .sort((a, b) => b[1].size - a[1].size);
  const ended = new Set<string>();
  const taken: string[] = [];
  for (const [word, own] of words) {
    if ([...own].some((id) => ended.has(id))) continue;
    for (const id of own) ended.add(id);
    taken.push(word);
  }
  return taken.length > 0 && ended.size >= NEARLY_ALL * attempts ? taken : undefined;
}

const LONG_NAME = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|(?<![\da-f])[\da-f]{16,64}(?![\da-f])/i;
/** Words of a sentence that say that an attempt began. */
const BEGAN_WITHIN =
  /(?<!\p{L})(received|started|starting|begin|began|enqueued|queued|dispatched|submitted)(?!\p{L})/iu;

/** The condition of lines that tell an end, where a text names each attempt by a long number, on a line that says that it began and on one that does not. */
function endedTexts({ columns, rows }: FileSurvey): EndedRows | undefined {
  for (const [at, { name, values }] of columns.entries()) {
    if (values.size <= MOST_WORDS) continue;
    const [begun, others] = [new Map<string, number>(), new Map<string, number>()];
    const words = new Set<string>();
    for (const row of rows) {
      const text = row[at] ?? "";
      const id = LONG_NAME.exec(text)?.[0];
      const word = BEGAN_WITHIN.exec(text)?.[1]?.toLowerCase();
      if (id === undefined) continue;
      if (word !== undefined) words.add(word);
      const side = word === undefined ? others : begun;
      side.set(id, (side.get(id) ?? 0) + 1);
    }
    const [word] = words;
    const both = [...begun.keys()].filter((id) => begun.get(id) === 1 && others.get(id) === 1).length;
    if (words.size !== 1 || word === undefined || both < NEARLY_ALL * Math.max(begun.size, others.size, MOST_WORDS))
      continue;
    return {
      where: `lower(${columnName(name)}) not like '%${word}%'`,
      evidence: `each attempt has a line that says "${word}" too: those that tell its end are attempts`,
    };
  }
  return undefined;
}

/** Share of rows by which a column counts as always filled, and as never. */
const ALWAYS = 0.98;
/** Columns that an attempt has and another record of the same log lacks, at least, the one that tells the outcome apart. */
const FEWEST_LACKING = 2;

/** Log lines of another kind among the attempts: they lack the column that tells the outcome, and others that every attempt has. */
function otherRecords({ columns, rows }: FileSurvey, outcome: string): EndedRows | undefined {
  const at = columns.findIndex(({ name }) => name === outcome);
  if (at < 0) return undefined;
  const filled = (row: readonly string[], column: number): boolean => (row[column] ?? "") !== "";
  const [own, others] = [rows.filter((row) => filled(row, at)), rows.filter((row) => !filled(row, at))];
  if (others.length === 0 || own.length < others.length) return undefined;
  const lacking = columns.filter(
    (_column, index) =>
      index !== at &&
      own.filter((row) => filled(row, index)).length >= ALWAYS * own.length &&
      others.filter((row) => filled(row, index)).length <= (1 - ALWAYS) * others.length,
  );
  if (lacking.length < FEWEST_LACKING) return undefined;
  return {
    where: `${columnName(outcome)} is not null`,
    evidence: `lines without ${outcome} lack ${lacking
      .slice(0, 3)
      .map(({ name }) => name)
      .join(", ")} too: they tell of something else than attempts`,
  };
}

/**
 * The condition of the rows that tell how attempts ended; `undefined` where rows are attempts as they are.
 *
 * @param outcome - the column that tells which attempts failed, where it is known
 */
export function endedRows(survey: FileSurvey, outcome?: string): EndedRows | undefined {
  const { columns } = survey;
  // A format that knows which rows are attempts has said so.
  if (survey.defaults.where !== undefined) return undefined;
  const keys = columns.flatMap((column, at) => (names(column) ? [at] : []));
  for (const [at, { name, values, numeric }] of columns.entries()) {
    if (numeric || values.size < 2 || values.size > MOST_WORDS) continue;
    for (const key of keys) {
      const ids = idsBy(survey, at, key);
      const attempts = new Set([...ids.values()].flatMap((own) => [...own])).size;
      const begun = [...ids].some(
        ([word, own]) => isBeginning(word, own, attempts) && own.size >= NEARLY_ALL * attempts,
      );
      const ends = begun ? endings(ids, attempts) : undefined;
      if (ends)
        return {
          where: `${columnName(name)} in (${ends.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ")})`,
          evidence: `each ${columns[key]?.name} has a row for its beginning too: those that tell its end are attempts`,
        };
    }
  }
  return endedTexts(survey) ?? (outcome === undefined ? undefined : otherRecords(survey, outcome));
}
