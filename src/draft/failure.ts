import { answerText, conditionText, counted } from "./candidates.js";
import type { Candidate } from "./candidates.js";
import { countedBy } from "./counts.js";
import { isOpen, yamlText } from "./proposal.js";
import type { Choice, OpenQuestion, Settled } from "./proposal.js";
import { namesSomeone, rolesOf } from "./column-names.js";
import { columnName } from "./expression-text.js";
import { sharedKeys } from "./keys.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";
import { plainWords, saysNothing } from "./words.js";

/** Values of a code column that the statement names. */
function stated(column: ColumnSurvey, statement: string): string[] {
  return [...column.values.keys()].filter(
    (value) =>
      value.length >= 3 &&
      /\d/.test(value) &&
      new RegExp(`(?<![\\w.])${value.replace(/\W/g, "\\$&")}(?![\\w])`).test(statement) &&
      !/^20\d\d$/.test(value),
  );
}

function listOf(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

/** The values of an answer that a column holds, each as written there; classes such as `5xx` too. `undefined` where one is not there. */
function heldValues(column: ColumnSurvey, text: string): string[] | undefined {
  const held = (value: string): string | undefined =>
    column.values.has(value) || /^[1-9]xx$/i.test(value)
      ? value
      : [...column.values.keys()].find((own) => own.trim().toLowerCase() === value.toLowerCase());
  if (column.values.has(text)) return [text];
  const values = text.split(",").map((value) => held(value.trim()));
  return values.length > 0 && values.every((value) => value !== undefined) ? (values as string[]) : undefined;
}

function ofColumn(column: ColumnSurvey, text: string): string | undefined {
  const write = (test: string): string => `{ ${yamlText(column.name)}: ${test} }`;
  if (text === "*")
    return write(`{ not: ${listOf([...column.values.keys()].filter((value) => value !== "" && saysNothing(value)))} }`);
  const least = /^>=\s*(-?\d+(?:\.\d+)?)$/.exec(text)?.[1];
  if (least !== undefined) return write(`{ atLeast: ${least} }`);
  const values = heldValues(column, text);
  return values && write(listOf(values));
}

/** Columns with more values than this hold text rather than words of a list, and so do those with a value of its own on most rows. */
const MOST_VALUES_OF_WORDS = 100;
const FEWEST_TEXTS = 12;
const OWN_VALUE = 0.5;

function runningText({ numeric, values, counted: rows }: ColumnSurvey): boolean {
  return (
    !numeric && (values.size > MOST_VALUES_OF_WORDS || (values.size > FEWEST_TEXTS && values.size > OWN_VALUE * rows))
  );
}

/** Words by which a line of text says that something failed. */
const SAYS_FAILURE =
  /(?<![\w-])(FATAL|CRITICAL|CRIT|SEVERE|ERROR|ERR|EXCEPTION|FAILED|FAILURE|TIMEOUT|TIMED OUT|REFUSED|UNAVAILABLE|SERVFAIL|UNREACHABLE|REJECTED|DENIED|INCORRECT|FEHLER|ERREUR|FALLO|FALHA)(?![\w-])/;
/** Words that mark more of a text's rows than this describe the service, not its failures. */
const MOST_MARKED = 0.9;

/** Columns of running text with a word that marks failures, and the rows that have it. */
function markedTexts({ columns, rows }: FileSurvey): { name: string; word: string; marked: number; rows: number }[] {
  return columns.flatMap((column, at) => {
    if (!runningText(column)) return [];
    const { name } = column;
    const words = new Map<string, number>();
    for (const row of rows) {
      const word = SAYS_FAILURE.exec((row[at] ?? "").toUpperCase())?.[1];
      if (word !== undefined) words.set(word, (words.get(word) ?? 0) + 1);
    }
    return [...words]
      .filter(([, marked]) => marked <= MOST_MARKED * rows.length)
      .map(([word, marked]) => ({ name, word, marked, rows: rows.length }));
  });
}

/** Words of more of a text's rows than this are in every sentence, those of fewer rows than the other in few. */
const COMMON_WORD = 0.5;
const RARE_WORD = 0.002;
const MOST_OFFERED_WORDS = 6;

/** Words that stand in some rows of a text and not in most: one of them may mark what failed. */
function contrastingWords({
  columns,
  rows,
}: FileSurvey): { name: string; word: string; marked: number; rows: number }[] {
  const texts = columns.flatMap((column, at) => (runningText(column) ? [{ name: column.name, at }] : []));
  return texts.flatMap(({ name, at }) => {
    const seen = new Map<string, number>();
    for (const row of rows)
      for (const word of new Set(row[at]?.match(/(?<![\w.@/-])\p{L}{3,20}(?![\w.@/-])/gu)))
        seen.set(word, (seen.get(word) ?? 0) + 1);
    return [...seen]
      .filter(([, marked]) => marked <= COMMON_WORD * rows.length && marked > Math.max(1, RARE_WORD * rows.length))
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_OFFERED_WORDS)
      .map(([word, marked]) => ({ name, word, marked, rows: rows.length }));
  });
}

/** Words of running text that may mark failures: those that say so, else those that set some rows apart. */
function tellingWords(survey: FileSurvey): ReturnType<typeof markedTexts> {
  const marked = markedTexts(survey);
  return marked.length > 0 ? marked : contrastingWords(survey);
}

/** True if a candidate has nothing to choose: one value on all rows, and it does not say failure. */
function constant({ column, failures, empty }: Candidate): boolean {
  return (
    failures === 0 && empty !== true && [...column.values.keys()].filter((value) => !saysNothing(value)).length < 2
  );
}

/** `column:word` where cells of running text hold the word: an expression that looks for it. */
function withinText({ columns, rows }: FileSurvey, column: ColumnSurvey, text: string): string | undefined {
  const at = columns.indexOf(column);
  const word = text.toLowerCase();
  if (text.length < 2 || /[%_]/.test(text) || !runningText(column)) return undefined;
  if (!rows.some((row) => (row[at] ?? "").toLowerCase().includes(word))) return undefined;
  return JSON.stringify(`lower(${columnName(column.name)}) like '%${word.replaceAll("'", "''")}%'`);
}

const EXPRESSION = /[<>=]|\b(in|is|like|between)\b/i;

/** Reads `column:value,value`, `column:*`, `column:>=500`, bare values of a candidate, or an expression. */
function readFailed(answer: string, survey: FileSurvey, candidates: readonly Candidate[]): string | undefined {
  const { columns } = survey;
  const text = answer.trim();
  if (text === "") return undefined;
  const named = [...columns]
    .sort((a, b) => b.name.length - a.name.length)
    .find(({ name }) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  const blank = candidates.find(
    ({ column, empty }) =>
      empty &&
      (text === `${column.name}:empty` ||
        (text !== column.name &&
          text.startsWith(`${column.name}:`) &&
          saysNothing(text.slice(column.name.length + 1)))),
  );
  if (blank) return conditionText(blank);
  const own = named && ofColumn(named, text.slice(named.name.length + 1).trim());
  if (own !== undefined) return own;
  const whole = candidates.find(({ column, failures }) => column.name === text && failures > 0);
  if (whole) return conditionText(whole);
  const holding = (all: readonly ColumnSurvey[]): ColumnSurvey[] =>
    all.filter((column) => heldValues(column, text) !== undefined && !/^[1-9]xx$/i.test(text));
  const [first] = holding(candidates.map(({ column }) => column));
  const only = holding(columns.filter(({ values }) => values.size <= MOST_VALUES_OF_WORDS));
  const column = first ?? (only.length === 1 ? only[0] : undefined);
  if (column) return ofColumn(column, text);
  if (named) return withinText(survey, named, text.slice(named.name.length + 1).trim());
  // A bare number is in times and identifiers too: only words are looked for where no column is named.
  const texts = /\p{L}{3}/u.test(text) ? columns.flatMap((one) => withinText(survey, one, text) ?? []) : [];
  if (texts.length === 1) return texts[0];
  return EXPRESSION.test(text) && columns.some(({ name }) => text.includes(name)) ? JSON.stringify(text) : undefined;
}

function told(candidate: Candidate): string {
  const { column, empty, failures } = candidate;
  if (empty) return `${column.name}: empty in ${failures} of ${column.rows} rows`;
  return `${candidate.column.name}: ${counted(candidate.column)}`;
}

/** Share of rows from which on nearly all have something. */
const LEVEL = 0.95;

/** Answers that a candidate offers: what it takes for failures, else each of its values. */
function answersOf(candidate: Candidate): string[] {
  const { column, failures, failing } = candidate;
  if (candidate.empty) return [answerText(candidate)];
  if (failures === 0)
    return [...column.values]
      .filter(([value]) => !saysNothing(value))
      .sort((a, b) => a[1] - b[1])
      .slice(0, 6)
      .map(([value]) => `${column.name}:${value}`);
  // Where every row has a reason, as calls have one for their end, none of them is a failure of its own accord.
  if (!candidate.certain && failing.length > 1 && failures >= LEVEL * column.rows)
    return [...column.values]
      .filter(([value]) => failing.includes(value))
      .sort((a, b) => a[1] - b[1])
      .slice(0, 6)
      .map(([value]) => `${column.name}:${value}`);
  const each =
    candidate.certain || failing.length < 2 ? [] : failing.slice(0, 6).map((value) => `${column.name}:${value}`);
  return [answerText(candidate), ...each];
}

/** Columns of few words that recur, where no name and no word tells anything. */
export function categories({ columns }: FileSurvey): Candidate[] {
  return columns
    .filter(
      ({ name, values, counted, commas }) =>
        values.size > 1 && values.size <= 12 && counted >= 3 * values.size && !commas && !namesSomeone(name),
    )
    .map((column) => ({ column, role: "words", failing: [], failures: 0, certain: false }));
}

/** Asks which column tells failures, with what each holds. */
export function askFailed(
  source: string,
  file: string,
  survey: FileSurvey,
  candidates: readonly Candidate[],
): OpenQuestion {
  const open = candidates.filter((candidate) => !constant(candidate));
  const shown = [...(open.length > 0 ? open : categories(survey))]
    .sort((a, b) => Number(b.certain) - Number(a.certain) || Number(b.failures > 0) - Number(a.failures > 0))
    .slice(0, 8);
  const texts = open.length === 0 ? tellingWords(survey) : [];
  const holds = [
    ...shown.map(told),
    ...texts.map(({ name, word, marked, rows }) => `${name} with ${word} in it: ${marked} of ${rows} rows`),
  ].join(" · ");
  return {
    setting: `sources.${source}.failed`,
    question:
      shown.length === 1
        ? `${file}: which values of ${shown[0]?.column.name} are failures? ${holds}`
        : shown.length + texts.length === 0
          ? `${file}: which column shows failure, by which values? Nothing in its names or values says so; columns ${survey.columns
              .slice(0, 12)
              .map(({ name }) => name)
              .join(", ")}`
          : `${file}: which column shows failure? ${holds}`,
    candidates: [...new Set([...shown.flatMap(answersOf), ...texts.map(({ name, word }) => `${name}:${word}`)])],
    read: (answer) => readFailed(answer, survey, candidates),
  };
}

/** True if a column lies in the JSON that the cells of another column hold. */
function withinCell(name: string, { columns }: FileSurvey): boolean {
  return columns.some((column) => name.startsWith(`${column.name}.`));
}

/** Columns that repeat in words what another one says. */
function secondary({ role, column }: Candidate, survey: FileSurvey): boolean {
  return (
    role === "level" ||
    withinCell(column.name, survey) ||
    role === "error text" ||
    /(message|msg|reason|text|description|desc|body|line|log)$/.test(plainWords(column.name))
  );
}

/** True if a column of words has the same path as a column of statuses, as `response.status` has beside `response.code`. */
function spellsOut(candidate: Candidate, lead: Candidate): boolean {
  const parent = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf(".")));
  const numbers = [...lead.column.values.keys()].every((value) => /^\d*$/.test(value));
  return (
    lead.role === "http" &&
    numbers &&
    !candidate.column.numeric &&
    parent(candidate.column.name) !== "" &&
    parent(candidate.column.name) === parent(lead.column.name)
  );
}

function failsIn(candidate: Candidate): (cell: string) => boolean {
  const { failing, except, empty } = candidate;
  if (empty) return saysNothing;
  if (except) return (cell) => !saysNothing(cell) && !except.includes(cell);
  const classes = failing.filter((value) => /^[1-9]xx$/.test(value)).map((value) => value[0]);
  return (cell) =>
    failing.includes(cell) || (/^\d{3}(\.0+)?$/.test(cell.trim()) && classes.includes(cell.trim()[0] as string));
}

/** True if two candidates take the same rows for failures. */
function agree({ columns, rows }: FileSurvey, one: Candidate, two: Candidate): boolean {
  const [a, b] = [one, two].map(({ column }) => columns.findIndex(({ name }) => name === column.name)) as [
    number,
    number,
  ];
  const [failsA, failsB] = [failsIn(one), failsIn(two)];
  return rows.every((row) => failsA(row[a] ?? "") === failsB(row[b] ?? ""));
}

/** Candidates without those that only repeat another. */
function primary(survey: FileSurvey, candidates: readonly Candidate[]): Candidate[] {
  const leading = candidates.filter((candidate) => !secondary(candidate, survey) && candidate.certain);
  const repeats = (candidate: Candidate, lead: Candidate): boolean =>
    candidate !== lead &&
    (secondary(candidate, survey) || spellsOut(candidate, lead)) &&
    agree(survey, lead, candidate);
  return candidates.filter((candidate) => !leading.some((lead) => repeats(candidate, lead)));
}

/** Rows that nearly all tell of an error are notices of failures, not attempts. */
export function onlyFailures(candidates: readonly Candidate[]): boolean {
  return candidates.some(
    ({ role, certain, failures, column, except }) =>
      (certain || role === "error code") &&
      role !== "words" &&
      role !== "level" &&
      !except &&
      failures >= LEVEL * column.rows &&
      failures > 0,
  );
}

/** True if a column holds shares of failures, such as the loss of packets, that are not all nothing. */
function sharesFailed({ columns }: FileSurvey): boolean {
  return columns.some(
    ({ name, numeric, values }) =>
      numeric && countedBy(name) === "error rate" && [...values.keys()].some((value) => Number.parseFloat(value) > 0),
  );
}

/** What counts as a failure in a file's own columns: settled by the one column that tells it, else asked; `undefined` where none could. */
export function ownFailed(
  source: string,
  file: string,
  survey: FileSurvey,
  candidates: readonly Candidate[],
  statement: string,
): Settled | undefined {
  const telling = primary(
    survey,
    candidates.filter(({ failures }) => failures > 0),
  );
  const [first] = telling;
  const unsure = candidates.filter(({ certain, role }) => !certain && role !== "level");
  if (telling.length === 1 && first) {
    // What an event's text says is no proof beside a column that may say it and does not tell how.
    if (secondary(first, survey) && unsure.length > 0 && !unsure.includes(first))
      return askFailed(source, file, survey, [...unsure, first]);
    const settled = settledBy(source, file, survey, first, statement);
    // What is asked about names every column that may be meant.
    return isOpen(settled) && unsure.length > 1
      ? askFailed(source, file, survey, [...new Set([first, ...unsure])])
      : settled;
  }
  if (telling.length > 1) {
    const named = telling.find(({ column, role }) => role === "error code" && stated(column, statement).length > 0);
    return named ? settledBy(source, file, survey, named, statement) : askFailed(source, file, survey, telling);
  }
  const open = candidates.filter(({ certain }) => !certain);
  const quiet = candidates.find(({ certain, role }) => certain && !["level", "error text"].includes(role));
  // A word that is the same on all rows says nothing beside a share of failures that is not.
  if (quiet && !(quiet.column.values.size === 1 && sharesFailed(survey))) {
    const { column } = quiet;
    const words = [...column.values.keys()].every((value) => /\p{L}/u.test(value));
    const doubt = `${file}: no row fails by ${column.name} (${counted(column, 3)}), and any other value there would; if something else tells failures, say it as --answer ${source}.failed=<column>:<value>.`;
    // Numbers of statuses without a failure need no second look; a word that is always the same may tell of something else.
    return {
      value: conditionText(quiet),
      evidence: `no row of ${file} fails by it: ${told(quiet)}`,
      ...(words && column.values.size === 1 && { doubt }),
    };
  }
  return open.length > 0 ? askFailed(source, file, survey, open) : undefined;
}

function settledBy(source: string, file: string, survey: FileSurvey, candidate: Candidate, statement: string): Settled {
  const { column, role } = candidate;
  const named = role === "error code" ? stated(column, statement) : [];
  if (named.length > 0)
    return {
      value: `{ ${yamlText(column.name)}: ${listOf(named)} }`,
      evidence: `the statement names ${named.join(", ")}; ${file} holds ${told(candidate)}`,
    };
  if (!candidate.certain || role === "level") return askFailed(source, file, survey, [candidate]);
  return { value: conditionText(candidate), evidence: `the one column that shows failure: ${told(candidate)}` };
}

/** Failures of one file's rows that another file's rows mark. */
export function markedFailed(
  source: string,
  own: FileSurvey,
  marking: { readonly name: string; readonly survey: FileSurvey; readonly candidates: readonly Candidate[] },
  statement: string,
): Settled | undefined {
  const keys = sharedKeys(own, marking.survey).filter(
    ({ other }, index, all) => all.findIndex((key) => key.other === other) === index,
  );
  if (keys.length === 0) return undefined;
  const on = `{ ${keys.map(({ own: left, other }) => `${yamlText(left)}: ${yamlText(other)}`).join(", ")} }`;
  const why = keys
    .map(({ own: left, other, hits, of }) => `${hits} of ${of} values of ${other} are in ${left}`)
    .join("; ");
  const write = (where: string): string => `{ from: ${marking.name}, on: ${on}${where} }`;
  const codes = marking.candidates.find(
    ({ role, column }) => role === "error code" && rolesOf(column.name)[0] === "error code",
  );
  if (!codes) return { value: write(""), evidence: why };
  const choice = settledBy(source, marking.survey.files[0] as string, marking.survey, codes, statement);
  // The condition on the marking rows, moved into `where`.
  const where = (condition: string): string => write(`, where: ${condition}`);
  if (isOpen(choice))
    return {
      ...choice,
      read: (answer) => {
        const condition = choice.read(answer);
        return condition && where(condition);
      },
    };
  return { value: where((choice as Choice<string>).value), evidence: `${why}; ${(choice as Choice<string>).evidence}` };
}
