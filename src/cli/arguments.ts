import { readFileSync } from "node:fs";
import { PostmortemError } from "../errors/errors.js";
import { plainText } from "../errors/plain-text.js";
import { requireRegularFile } from "../files/regular-file.js";
import { wordsOf } from "../statement/text/words-of.js";

/** The parsed options of a command, by name. */
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** The value of an option that takes text; undefined where it was not given. */
export const text = (values: Values, name: string): string | undefined =>
  typeof values[name] === "string" ? values[name] : undefined;

let quiet = false;

/** From here on nothing but errors is written. */
export function beQuiet(): void {
  quiet = true;
}

/** Writes a line of results; nothing where only errors are asked for. */
export function print(line: string): void {
  printStyled(plainText(line));
}

/** Writes a line that is already safe to show, with the colours that it has. */
export function printStyled(line: string): void {
  if (!quiet) process.stdout.write(`${line}\n`);
}

/** Writes a line about the work itself to standard error, so that results can be piped on; nothing where only errors are asked for. */
export function note(line: string): void {
  if (!quiet) process.stderr.write(`${plainText(line)}\n`);
}

export function usageError(message: string): PostmortemError {
  return new PostmortemError("usage", message);
}

export function only(positionals: readonly string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw usageError(`This command requires ${what}, got none; see postmortem --help.`);
  if (second !== undefined)
    throw usageError(`This command requires one ${what}, got ${positionals.length}; quote names that hold spaces.`);
  return first;
}

export function wholeNumber(values: Values, name: string, fallback: number): number {
  const given = text(values, name);
  if (given === undefined) return fallback;
  if (!/^\d{1,15}$/.test(given)) throw usageError(`--${name} requires a whole number, got "${given}".`);
  return Number(given);
}

export function positive(values: Values, name: string, fallback: number): number {
  const given = text(values, name);
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!(value > 0 && Number.isFinite(value))) throw usageError(`--${name} requires a positive number, got "${given}".`);
  return value;
}

const STEP_UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export function stepSeconds(values: Values): number | undefined {
  const given = text(values, "step");
  if (given === undefined) return undefined;
  const match = /^(\d+)(s|m|h|d)$/.exec(given);
  const seconds = match ? Number(match[1]) * (STEP_UNITS[match[2] as string] as number) : 0;
  if (seconds < 1 || seconds > 7 * 86_400)
    throw usageError(`--step requires a duration such as 30s, 1m, 1h or 1d, got "${given}".`);
  return seconds;
}

export function parameters(values: Values, name = "parameter", written = "-p"): Map<string, string> {
  const given = Array.isArray(values[name]) ? values[name] : [];
  return new Map(
    given.map((pair) => {
      const at = String(pair).indexOf("=");
      if (at < 1) throw usageError(`${written} requires name=value, got "${String(pair)}".`);
      return [String(pair).slice(0, at), String(pair).slice(at + 1)];
    }),
  );
}

export function readText(file: string): string {
  requireRegularFile(file, "a statement");
  return wordsOf(readFileSync(file), file);
}
