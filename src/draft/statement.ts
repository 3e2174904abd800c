import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import { fileInside } from "../files/glob.js";
import { wordsOf } from "../statement/text/words-of.js";
import { parseStatement } from "../statement/parse.js";
import { isGenericTitle } from "../wording/name.js";
import type { Statement } from "../statement/statement.js";
import type { Choice, ProposedSource } from "./proposal.js";

/** The statement of a folder, and what it says of the incident. */
export interface ProposedStatement {
  readonly file: string;
  readonly text: string;
  readonly title: string | null;
  /** Zone of its times where it says one itself. */
  readonly zone: Choice<string> | null;
  /** When its remediations began, to the minute. */
  readonly remediations: readonly { readonly from: string; readonly to: string | null }[];
  /** Its first moment, to the minute. */
  readonly first: string | null;
}

const STATEMENTS = ["statement.md", "statement.txt", "statement.html", "statement.json"];

function minuteOf(at: string): string {
  return `${at.slice(0, 16)}Z`;
}

function remediationsOf({ events }: Statement): ProposedStatement["remediations"] {
  const of = (role: string) => events.filter((event) => event.role === role && event.at !== null);
  return of("mitigation-start").map(({ at }) => {
    const end = of("mitigation-end").find((event) => (event.at as string) > (at as string));
    return { from: minuteOf(at as string), to: end ? minuteOf(end.at as string) : null };
  });
}

/** The words of a file; nothing where it is no text, which is no account then. */
function wordsIn(path: string, file: string): string | undefined {
  try {
    return wordsOf(readFileSync(path), file);
  } catch (error) {
    if (error instanceof PostmortemError) return undefined;
    throw error;
  }
}

/** Reads the folder's statement; `undefined` when there is none. */
export function proposedStatement(folder: string): ProposedStatement | undefined {
  const file = STATEMENTS.find((name) => existsSync(join(folder, name)));
  if (file === undefined) return undefined;
  const text = wordsIn(fileInside(folder, file), file);
  if (text === undefined) return undefined;
  const statement = parseStatement(text);
  const zone =
    statement.zone === null ? null : { value: statement.zone, evidence: `the zone that ${file} names for its times` };
  const first = statement.events.find(({ at }) => at !== null)?.at ?? null;
  return {
    first: first && minuteOf(first),
    file,
    text,
    // "Reason for outage" names every outage alike.
    title: statement.title !== null && !isGenericTitle(statement.title) ? statement.title : null,
    zone,
    remediations: remediationsOf(statement),
  };
}

/** Remediations as a stub to uncomment: the times of the statement, and the first gauge as what may measure the dose. */
export function remediationStub(
  statement: ProposedStatement | undefined,
  sources: readonly ProposedSource[],
): string[] {
  const gauge = sources.find(({ kind }) => kind.value === "gauge")?.name;
  const found = statement?.remediations ?? [];
  const example = { from: statement?.first ?? "2025-01-01T10:00Z", to: null };
  const lines = (found.length > 0 ? found : [example]).map(
    ({ from, to }, index) =>
      `#   - { id: change-${index + 1}, from: ${from}${to === null ? "" : `, to: ${to}`}${gauge === undefined ? "" : `, gauge: ${gauge}`} }`,
  );
  return [
    found.length > 0
      ? "# Remediations are taken from the statement's timeline; to name the gauge that measures a dose, uncomment and correct:"
      : "# No remediation is dated in a statement here; to have one judged, uncomment and correct:",
    "# remediations:",
    ...lines,
  ];
}
