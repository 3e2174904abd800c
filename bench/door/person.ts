import type { Facts, FailureWay } from "./layout.js";

/** One open question as `postmortem init --json` prints it. */
export interface Question {
  readonly setting: string;
  readonly why: string;
  readonly candidates?: readonly unknown[];
}

/** A candidate in words, whatever its shape. */
const words = (candidate: unknown): string => (typeof candidate === "string" ? candidate : JSON.stringify(candidate));

/** What a person would type to choose a candidate. */
function typed(candidate: unknown): string {
  if (typeof candidate !== "object" || candidate === null) return String(candidate);
  const held = candidate as Readonly<Record<string, unknown>>;
  for (const key of ["answer", "value", "name", "column", "file"]) {
    const value = held[key];
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return JSON.stringify(candidate);
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/["'`\s]/g, "");

/** Whether the words of a candidate speak of this column, not of one whose name only holds it. */
function namesColumn(text: string, column: string): boolean {
  const at = text.indexOf(column);
  if (at < 0) return false;
  const around = `${text[at - 1] ?? " "}${text[at + column.length] ?? " "}`;
  return !/[\p{L}\p{N}_]/u.test(around);
}

/** Statuses by which the layouts here say that the server failed. */
const SERVER_FAILED = ["500", "502", "503", "504"];

/** The failing values of a way, in the spelling of the question where the way is "from a number on". */
function failingValues(way: FailureWay, told: string): string[] {
  if (way.values !== undefined) return [...way.values];
  return SERVER_FAILED.flatMap((status) => {
    const spelled = new RegExp(`(?<![\\d.])${status}(\\.0)?(?![\\d.]|:)`).exec(told);
    return spelled === null ? [] : [spelled[0]];
  });
}

/** Spellings of the answer to "what failed?", likeliest first. */
function failedAnswers(question: Question, ways: readonly FailureWay[]): string[] {
  const candidates = question.candidates ?? [];
  const all = `${question.why} ${candidates.map(words).join(" · ")}`;
  const answers: string[] = [];
  for (const way of ways) {
    const chosen = candidates.find((candidate) => namesColumn(words(candidate), way.column));
    if (chosen === undefined && !namesColumn(question.why, way.column)) continue;
    const listed = failingValues(way, all).join(",");
    const expression =
      way.atLeast === undefined ? [] : [`${way.column}:>=${way.atLeast}`, `${way.column} >= ${way.atLeast}`];
    answers.push(
      ...(chosen === undefined ? [listed, `${way.column}:${listed}`] : [`${way.column}:${listed}`, listed]),
      ...expression,
    );
  }
  const values = ways
    .flatMap((way) => way.values ?? [])
    .filter((value) => candidates.some((candidate) => plain(words(candidate)).includes(plain(value))));
  if (values.length > 0) answers.push([...new Set(values)].join(","));
  return [...new Set(answers)].filter((answer) => !/[:,]$/.test(answer) && answer !== "");
}

/** The offered candidates that match what the person has in mind, else the thing itself. */
function choices(question: Question, wanted: readonly string[]): string[] {
  const offered = question.candidates ?? [];
  const exact = wanted.flatMap((want) => offered.filter((one) => plain(typed(one)) === plain(want)).map(typed));
  const near = wanted.flatMap((want) => offered.filter((one) => namesColumn(words(one), want)).map(typed));
  return [...new Set([...exact, ...near, ...wanted])];
}

function orderAnswers(question: Question, order: "dmy" | "mdy"): string[] {
  const first =
    order === "dmy" ? /^"?%d|day.?(first|month)|dd?[./-]mm?|dmy/i : /^"?%m|month.?(first|day)|mm?[./-]dd?|mdy/i;
  const offered = (question.candidates ?? []).filter((one) => first.test(words(one))).map(typed);
  return [...offered, order];
}

/** Answers to one question by somebody who knows the truth of the file, best spelling first; none where it cannot be told. */
export function answersTo(question: Question, facts: Facts): string[] {
  const setting = question.setting;
  for (const [end, values] of Object.entries(facts.other ?? {}))
    if (setting.endsWith(end) || setting.includes(`.${end}.`)) return choices(question, values);
  if (setting.endsWith("zone")) return [facts.zone ?? "UTC"];
  if (setting.endsWith("year")) return [String(facts.year ?? 2026)];
  if (/(decimal|thousands)$/.test(setting)) {
    const decimal = facts.decimal ?? ".";
    return choices(question, [setting.endsWith("decimal") ? decimal : decimal === "," ? "." : ","]);
  }
  if (/(format|order)$/.test(setting)) return facts.order === undefined ? [] : orderAnswers(question, facts.order);
  if (setting.endsWith("failed")) {
    const answers = facts.failed === undefined ? [] : failedAnswers(question, facts.failed);
    return answers.length > 0 ? answers : choices(question, facts.failures ?? []);
  }
  if (setting.endsWith("failures")) return choices(question, facts.failures ?? []);
  if (setting.endsWith("attempts")) return choices(question, facts.attempts ?? []);
  if (setting.endsWith("outcome") && facts.outcome !== undefined) return choices(question, [facts.outcome]);
  if (setting.endsWith("outcome")) return (question.candidates ?? []).slice(0, 1).map(typed);
  return [];
}

export const isZone = (setting: string): boolean => setting.endsWith("zone");
