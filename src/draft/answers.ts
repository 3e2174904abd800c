import { PostmortemError } from "../errors/errors.js";
import { isOpen } from "./proposal.js";
import type { OpenQuestion, ProposedSource } from "./proposal.js";

/** Settings that a question may ever be about, by the end of their name. */
const SETTINGS = [
  "zone",
  "format",
  "year",
  "date",
  "failed",
  "failures",
  "attempts",
  "decimal",
  "outcome",
  "value",
  "sheet",
];

const SHEET = ".dialect.sheet";

/** True if an answer changes what the other questions are about. */
export function asksForSheet({ setting }: OpenQuestion): boolean {
  return setting.endsWith(SHEET);
}

/** Every question of the proposal, in the order of the file. */
export function questionsOf(sources: readonly ProposedSource[]): OpenQuestion[] {
  const open = sources
    .flatMap(({ time, failed, settings }) => [
      time.zone,
      time.format,
      time.year,
      time.date,
      failed,
      ...settings.map(([, choice]) => choice),
    ])
    .filter((choice) => isOpen(choice));
  return open.filter(({ setting }, at) => open.findIndex((other) => other.setting === setting) === at);
}

/** Questions that only an answer given beforehand raises: failures told otherwise than proposed. */
function offersOf(sources: readonly ProposedSource[]): OpenQuestion[] {
  return sources.flatMap(({ offer, failed }) => (offer && !isOpen(failed) ? [offer] : []));
}

function serves(key: string, { setting }: OpenQuestion): boolean {
  return setting === key || setting.endsWith(`.${key}`);
}

/** What was answered, and what of it was not needed. */
export interface Answers {
  /** The values for `incident.yaml` by setting. */
  readonly values: Map<string, string>;
  readonly notes: readonly string[];
}

function cannotBe(key: string, answer: string, questions: readonly OpenQuestion[]): never {
  const [question] = questions;
  throw new PostmortemError(
    "usage",
    `--answer ${key}=${answer} does not answer it: ${question?.question ?? ""}${question && question.candidates.length > 0 ? ` Such as --answer ${key}=${question.candidates[0]}.` : ""}`,
  );
}

function requireKnown(key: string, sources: readonly ProposedSource[], questions: readonly OpenQuestion[]): void {
  const parts = key.split(".");
  const named =
    parts[0] === "sources"
      ? parts[1]
      : parts.length > 1 && parts[0] !== "time" && parts[0] !== "dialect"
        ? parts[0]
        : undefined;
  const source = named === undefined || sources.some(({ name }) => name === named);
  if (SETTINGS.includes(parts.at(-1) as string) && source) return;
  const open = questions.map(({ setting }) => setting).join(", ") || "none is";
  throw new PostmortemError(
    "usage",
    source
      ? `--answer requires a setting that can be answered (open here: ${open}), got "${key}"; correct the name`
      : `--answer requires a setting of one of the sources ${sources.map(({ name }) => name).join(", ")} (open here: ${open}), got "${key}"; correct the name`,
  );
}

/**
 * Answers given beforehand, each to one question or to all of its kind; one that nothing asks for is a note.
 *
 * @throws PostmortemError (usage) for an answer that cannot be, or a setting that there is not
 */
export function givenAnswers(sources: readonly ProposedSource[], given: ReadonlyMap<string, string>): Answers {
  const questions = questionsOf(sources);
  const values = new Map<string, string>();
  const notes: string[] = [];
  for (const [key, answer] of given) {
    const asked = questions.filter((question) => serves(key, question));
    const reads = (question: OpenQuestion): boolean => {
      const value = question.read(answer);
      if (value !== undefined) values.set(question.setting, value);
      return value !== undefined;
    };
    if (asked.length > 0) {
      // An answer to all of a kind may fit some of them only, as failures are told differently in each file.
      if (asked.filter(reads).length === 0) cannotBe(key, answer, asked);
      continue;
    }
    requireKnown(key, sources, questions);
    const offers = offersOf(sources).filter((offer) => serves(key, offer));
    const taken = offers.filter(reads);
    if (taken.length === 0) notes.push(`--answer ${key}=${answer} is not needed: nothing here asks for it.`);
  }
  return { values, notes };
}

/** A question on one line, with an answer that can be pasted. */
export function questionLine({ setting, question, candidates }: OpenQuestion): string {
  const [first] = candidates;
  const example = first === undefined ? "" : ` Answer, for example: ${answerOption(setting, first)}`;
  return `${setting}: ${question.replace(/\s+/g, " ")}${example}`;
}

/** An answer as the command line takes it. */
export function answerOption(setting: string, answer: string): string {
  const pair = `${setting}=${answer}`;
  return `--answer ${/^[\w.:,/=+@%-]+$/.test(pair) ? pair : `'${pair.replaceAll("'", String.raw`'\''`)}'`}`;
}
