import { safeJson } from "../../errors/plain-text.js";
import { wrappedLines } from "../terminal.js";
import type { Statement } from "../../statement/statement.js";
import { print, readText, text, usageError, type Values } from "../arguments.js";

/** True if nothing of an account was read. */
function saysNothing({ events, windows, durations, percentages, claims = [] }: Statement): boolean {
  return [events, windows, durations, percentages, claims].every((part) => part.length === 0);
}

/** `postmortem statement`. */
export async function statementCommand(values: Values, positionals: readonly string[]): Promise<void> {
  const [file, later] = positionals;
  if (file === undefined || positionals.length > 2)
    throw usageError(`postmortem statement requires one file, or two versions, got ${positionals.length}.`);
  const [{ parseStatement }, { languageNote, requireWords }, { compareStatements }] = await Promise.all([
    import("../../statement/parse.js"),
    import("../../statement/text/readable.js"),
    import("../../statement/versions/compare-statements.js"),
  ]);
  const [{ changesText }, { statementText }, { statementToYaml }] = await Promise.all([
    import("../../statement/versions/changes-text.js"),
    import("../../statement/versions/statement-text.js"),
    import("../../statement/versions/statement-yaml.js"),
  ]);
  const options = { zone: text(values, "zone"), date: text(values, "date") };
  const given = readText(file);
  requireWords(given, file);
  const note = languageNote(given);
  if (note !== null) process.stderr.write(`${file}: ${note}.\n`);
  const first = parseStatement(given, options);
  if (saysNothing(first))
    process.stderr.write(
      `${file}: no time, length, share or other figure could be read in it; give the report's own words, in English.\n`,
    );
  if (later !== undefined) {
    const changes = compareStatements(first, parseStatement(readText(later), options));
    return print(values["json"] === true ? safeJson(changes, 2) : wrappedLines(changesText(changes)));
  }
  if (values["json"] === true) return print(safeJson(first, 2));
  print(values["yaml"] === true ? statementToYaml(first) : wrappedLines(statementText(first)));
}
