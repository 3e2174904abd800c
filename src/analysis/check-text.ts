import type { Checked } from "./check.js";
import type { Assertion } from "./assertions/assertion.js";

/** Line and column, both from 1, of an offset in a text. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}

/** Words of a text as one line that a terminal, a log or a code host shows as they are. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();

const MOST_QUOTE = 160;
const cut = (text: string): string => (text.length <= MOST_QUOTE ? text : `${text.slice(0, MOST_QUOTE - 1)}…`);

function line(file: string, text: string, one: Assertion): string {
  const { line: row, column } = placeOf(text, one.at[0]);
  const read = one.readAs === "" ? "" : ` [read as: ${oneLine(one.readAs)}]`;
  const needs = one.needs === null ? "" : ` Would check it: ${oneLine(one.needs)}`;
  return `${oneLine(file)}:${row}:${column}: ${one.verdict}: "${cut(oneLine(one.quote))}": ${oneLine(one.why)}${needs}${read}`;
}

/** A line a finding, as compilers print them, and a last line with the counts. */
export function checkText({ assertions, unread, warnings }: Checked, text: string, file: string): string {
  const count = (verdict: Assertion["verdict"]): number => assertions.filter((one) => one.verdict === verdict).length;
  const sum = `${assertions.length} assertions: ${count("contradicted")} contradicted, ${count("supported")} supported, ${count("not-testable")} not testable, ${count("unchecked")} unchecked; ${unread} unread.`;
  return [
    ...warnings.map((warning) => `${oneLine(file)}:1:1: warning: ${oneLine(warning)}`),
    ...assertions.map((one) => line(file, text, one)),
    sum,
  ].join("\n");
}

const LEVELS: Readonly<Record<Assertion["verdict"], "error" | "warning" | "note" | "none">> = {
  contradicted: "error",
  "not-testable": "note",
  unchecked: "note",
  supported: "none",
};
const RULES: readonly (readonly [Assertion["verdict"], string])[] = [
  ["contradicted", "The data contradict the assertion."],
  ["not-testable", "The quantity is known, but these data cannot decide the assertion."],
  ["unchecked", "No source of the incident holds what the assertion speaks of, or its subject is not settled."],
  ["supported", "The data bear the assertion out."],
];

/** The assertions as SARIF 2.1.0, which code hosts show beside the lines of the report. */
export function checkSarif({ assertions }: Checked, text: string, file: string, version: string): string {
  const region = ([from, to]: readonly [number, number]) => {
    const [start, end] = [placeOf(text, from), placeOf(text, to)];
    return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  };
  const results = assertions.map((one) => ({
    ruleId: one.verdict,
    level: LEVELS[one.verdict],
    kind: one.verdict === "contradicted" ? "fail" : one.verdict === "supported" ? "pass" : "open",
    message: {
      text: oneLine(`"${one.quote}": ${one.why}${one.needs === null ? "" : ` Would check it: ${one.needs}`}`),
    },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURI(file.replaceAll("\\", "/")) }, region: region(one.at) },
      },
    ],
  }));
  const driver = {
    name: "postmortem",
    version,
    rules: RULES.map(([id, words]) => ({ id, shortDescription: { text: words } })),
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
