import { sharedKeys } from "./keys.js";
import { yamlText } from "./proposal.js";
import type { Choice, OpenQuestion } from "./proposal.js";
import type { ColumnSurvey, FileSurvey } from "./survey.js";

const FLAG = /^(failed|failure|is_?failed|dropped|is_?error|error)$/i;
const TRUE = /^(true|t|1|yes|y)$/i;
const CODE = /^(error_?code|err_?code|failure_?code|hangup_?cause)$/i;
const STATUS = /^((http_?)?(status|response)(_?code)?|http_?response_?code|code)$/i;
const WORD_STATUS = /^(call_?)?(status|state|result|outcome|disposition)$/i;
const MOST_WORDS = 20;

function plain(name: string): string {
  return name.trim().replace(/[\s-]+/g, "_");
}

function counted({ values }: ColumnSurvey): string {
  return [...values]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([value, n]) => `${value} (${n})`)
    .join(", ");
}

function listOf(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

/** Asks which of a column's values mean failure. */
function askValues(
  source: string,
  file: string,
  column: ColumnSurvey,
  write: (values: string) => string,
): OpenQuestion {
  return {
    setting: `sources.${source}.failed`,
    question: `${file} column "${column.name}" holds ${counted(column)}; which of these values are failures (separated by commas)?`,
    read: (answer) => {
      const values = answer
        .split(",")
        .map((value) => value.trim())
        .filter((value) => value !== "");
      return values.length > 0 && values.every((value) => column.values.has(value)) ? write(listOf(values)) : undefined;
    },
  };
}

/** Values of a code column that the statement names. */
function stated(column: ColumnSurvey, statement: string): string[] {
  return [...column.values.keys()].filter(
    (value) =>
      value.length >= 3 &&
      new RegExp(`(?<![\\w.])${value.replace(/\W/g, "\\$&")}(?![\\w])`).test(statement) &&
      !/^20\d\d$/.test(value),
  );
}

/** The failure code of a column: the one the statement names, else the only one there is, else asked for. */
function fromCodes(
  source: string,
  file: string,
  column: ColumnSurvey,
  statement: string,
  write: (values: string) => string,
): Choice<string> | OpenQuestion {
  const named = stated(column, statement);
  if (named.length > 0)
    return {
      value: write(listOf(named)),
      evidence: `the statement names ${named.join(", ")}; ${file} holds ${counted(column)}`,
    };
  const codes = [...column.values.keys()].filter((value) => !/^0*$|^200$/.test(value));
  if (codes.length === 1)
    return { value: write(listOf(codes)), evidence: `the only code in ${file}: ${counted(column)}` };
  return askValues(source, file, column, write);
}

/** States that an alert goes through; a column of them tells of alerts, not of attempts. */
const ALERT_STATE =
  /^(firing|resolved|pending|alerting|ok|no_?data|triggered|acknowledged|acked|open(ed)?|closed|silenced|suppressed|inactive|active|normal|recovered)$/i;
const ALERT_COLUMN =
  /^(alert_?name|alert|alert_?rule|rule_?name|severity|fingerprint|starts_?at|fired_?at|silence_?url|generator_?url)$/i;

/** Whether a file's rows are alerts: at least two columns that only alerts have, one of them perhaps by the states in it. */
export function alertRows({ columns }: FileSurvey): boolean {
  const named = columns.filter(({ name }) => ALERT_COLUMN.test(plain(name)));
  const states = columns.filter(
    ({ name, values }) =>
      WORD_STATUS.test(plain(name)) &&
      values.size > 0 &&
      [...values.keys()].every((value) => ALERT_STATE.test(value.trim())),
  );
  return named.length + states.length >= 2;
}

/** The column of a file that records failures, by name and content. */
export function failureColumn({
  columns,
}: FileSurvey): { column: ColumnSurvey; kind: "flag" | "code" | "status" | "words" } | undefined {
  const filled = columns.filter(({ values }) => values.size > 0);
  const find = (name: RegExp, test: (column: ColumnSurvey) => boolean): ColumnSurvey | undefined =>
    filled.find((column) => name.test(plain(column.name)) && test(column));
  const flag = find(
    FLAG,
    ({ values }) =>
      values.size <= 2 && [...values.keys()].every((value) => /^(true|false|t|f|0|1|yes|no|y|n)$/i.test(value)),
  );
  if (flag) return { column: flag, kind: "flag" };
  const code = find(CODE, ({ values }) => values.size <= 500);
  if (code) return { column: code, kind: "code" };
  const status = find(
    STATUS,
    ({ numeric, values }) => numeric && [...values.keys()].every((value) => Number(value) >= 0 && Number(value) < 1000),
  );
  if (status) return { column: status, kind: "status" };
  const words = find(WORD_STATUS, ({ values }) => values.size <= MOST_WORDS && values.size > 1);
  return words && { column: words, kind: "words" };
}

/** Rows of a column that say failure without being asked; words say nothing. */
export function ownFailures(found: ReturnType<typeof failureColumn>): number {
  if (!found) return 0;
  const { column, kind } = found;
  const fails = (value: string): boolean =>
    kind === "flag"
      ? TRUE.test(value)
      : kind === "code"
        ? !/^0*$|^200$/.test(value)
        : kind === "status" && Number(value) >= 500;
  return [...column.values].reduce((sum, [value, n]) => sum + (fails(value) ? n : 0), 0);
}

/** What counts as a failure in a file's own columns. */
export function ownFailed(
  source: string,
  file: string,
  survey: FileSurvey,
  statement: string,
): Choice<string> | OpenQuestion | undefined {
  const found = failureColumn(survey);
  if (!found) return undefined;
  const { column, kind } = found;
  const write = (values: string): string => `{ ${yamlText(column.name)}: ${values} }`;
  if (kind === "flag") {
    const yes = [...column.values.keys()].filter((value) => TRUE.test(value));
    return { value: write(listOf(yes.length > 0 ? yes : ["true"])), evidence: `a yes/no column: ${counted(column)}` };
  }
  if (kind === "code") return fromCodes(source, file, column, statement, write);
  if (kind === "status")
    return {
      value: write("{ atLeast: 500 }"),
      evidence: `response codes, of which 5xx are the server's failures: ${counted(column)}`,
    };
  return askValues(source, file, column, write);
}

/** Failures of one file's rows that another file's rows mark. */
export function markedFailed(
  source: string,
  own: FileSurvey,
  marking: { name: string; survey: FileSurvey },
  statement: string,
): Choice<string> | OpenQuestion | undefined {
  const keys = sharedKeys(own, marking.survey).filter(
    ({ other }, index, all) => all.findIndex((key) => key.other === other) === index,
  );
  const codes = failureColumn(marking.survey);
  if (keys.length === 0) return undefined;
  const on = `{ ${keys.map(({ own: left, other }) => `${yamlText(left)}: ${yamlText(other)}`).join(", ")} }`;
  const why = keys
    .map(({ own: left, other, hits, of }) => `${hits} of ${of} values of ${other} are in ${left}`)
    .join("; ");
  const write = (where: string): string => `{ from: ${marking.name}, on: ${on}${where} }`;
  if (codes?.kind !== "code") return { value: write(""), evidence: why };
  const where = (values: string): string => write(`, where: { ${yamlText(codes.column.name)}: ${values} }`);
  const choice = fromCodes(source, marking.survey.files[0] as string, codes.column, statement, where);
  return "question" in choice ? choice : { value: choice.value, evidence: `${why}; ${choice.evidence}` };
}
