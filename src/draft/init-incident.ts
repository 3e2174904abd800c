import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import { openIncident } from "../incident/yaml/open.js";
import { temporaryFolder } from "../files/temporary.js";
import { writeWhole } from "../files/write-whole.js";
import { isOpen } from "./proposal.js";
import type { OpenQuestion, ProposedSource } from "./proposal.js";
import { countedName, filePattern, proposedSources } from "./sources.js";
import type { NamedSurvey } from "./sources.js";
import { proposedStatement } from "./statement.js";
import { surveyFolder } from "./survey.js";
import type { FileSurvey } from "./survey.js";
import { incidentText } from "./draft-yaml.js";

/** How an incident folder is started. */
export interface InitIncidentOptions {
  /** Whether someone can be asked. */
  readonly terminal: boolean;
  /** Puts one question and gives the answer as typed; needed where `terminal` is true. */
  readonly ask?: (question: string) => Promise<string>;
  /** Answers given beforehand, by setting: `sources.calls.time.zone`, or an end of it (`time.zone`) for all settings that end so. */
  readonly answers?: ReadonlyMap<string, string>;
}

const MOST_TRIES = 3;

function sourceNames(surveys: readonly FileSurvey[]): NamedSurvey[] {
  const all = surveys.flatMap(({ files }) => files);
  const taken = new Set<string>();
  return surveys.map((survey) => {
    const own = (survey.files[0] as string)
      .replace(/(\.[A-Za-z]+)+$/, "")
      .replace(/[-_.]?\d[\d-_.:TZ]*$/, "")
      .replace(/[^\w-]+/g, "_")
      .replace(/^[^A-Za-z]+|[_-]+$/g, "");
    const stem = countedName(survey, own);
    let name = stem || "source";
    for (let n = 2; taken.has(name); n += 1) name = `${stem || "source"}_${n}`;
    taken.add(name);
    return { name, survey, pattern: filePattern(survey.files, all) };
  });
}

function distinctNames(sources: readonly ProposedSource[]): ProposedSource[] {
  const taken = new Set<string>();
  return sources.map((source) => {
    let { name } = source;
    for (let n = 2; taken.has(name); n += 1) name = `${source.name}_${n}`;
    taken.add(name);
    return { ...source, name };
  });
}

function questionsOf(sources: readonly ProposedSource[]): OpenQuestion[] {
  const open = sources.flatMap(({ zone, timeFormat, failed }) =>
    [zone, timeFormat, failed].filter((choice) => isOpen(choice)),
  );
  return open.filter((question, index) => open.findIndex((other) => other.question === question.question) === index);
}

async function answered(question: OpenQuestion, ask: (question: string) => Promise<string>): Promise<string> {
  let told = question.question;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const given = await ask(told);
    const value = question.read(given);
    if (value !== undefined) return value;
    told = `"${given}" does not answer it. ${question.question}`;
  }
  throw new PostmortemError(
    "input",
    `${question.setting} requires an answer, got none that serves in ${MOST_TRIES} tries; run postmortem init again`,
  );
}

function serves(key: string, { setting }: OpenQuestion): boolean {
  return setting === key || setting.endsWith(`.${key}`);
}

/** Answers given beforehand, each to one question or to all of its kind. */
function givenAnswers(questions: readonly OpenQuestion[], given: ReadonlyMap<string, string>): Map<string, string> {
  const answers = new Map<string, string>();
  for (const [key, answer] of given) {
    const asked = questions.filter((question) => serves(key, question));
    if (asked.length === 0)
      throw new PostmortemError(
        "usage",
        `--answer requires a setting that is open (${questions.map(({ setting }) => setting).join(", ") || "none is"}), got "${key}"`,
      );
    for (const question of asked) {
      const value = question.read(answer);
      if (value === undefined)
        throw new PostmortemError("usage", `--answer ${key}=${answer} does not answer it: ${question.question}`);
      answers.set(question.question, value);
    }
  }
  return answers;
}

/** What is missing, the draft that has it, and the command that goes on. */
function listMissing(folder: string, missing: readonly OpenQuestion[], draft: string): never {
  const many = `${missing.length} answer${missing.length > 1 ? "s" : ""}`;
  const next = `postmortem init ${folder} ${missing.map(({ setting }) => `--answer ${setting}=…`).join(" ")}`;
  throw new PostmortemError(
    "input",
    `postmortem init requires ${many} that no evidence in "${folder}" settles: ${missing.map(({ setting, question }) => `${setting}: ${question}`).join(" ")} ${draft}; run it on a terminal, which asks, or run: ${next}`,
  );
}

async function settle(
  questions: readonly OpenQuestion[],
  folder: string,
  { terminal, ask, answers: given = new Map() }: InitIncidentOptions,
  writeDraft: (answers: ReadonlyMap<string, string>) => string,
): Promise<ReadonlyMap<string, string>> {
  const answers = givenAnswers(questions, given);
  const missing = questions.filter(({ question }) => !answers.has(question));
  if (missing.length > 0 && (!terminal || !ask)) return listMissing(folder, missing, writeDraft(answers));
  for (const question of missing)
    answers.set(question.question, await answered(question, ask as (question: string) => Promise<string>));
  return answers;
}

async function proposed(folder: string, statement: string): Promise<ProposedSource[]> {
  const temporary = temporaryFolder();
  try {
    const all = sourceNames(await surveyFolder(folder, temporary));
    return distinctNames(all.flatMap((one) => proposedSources({ all, statement }, one)));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** The proposal with TODO where an answer is missing; one that is already there stays. */
function draftWriter(
  folder: string,
  text: (answers: ReadonlyMap<string, string>) => string,
): (answers: ReadonlyMap<string, string>) => string {
  return (answers) => {
    const file = join(folder, "incident.yaml.draft");
    if (existsSync(file)) return "incident.yaml.draft is already there and stays as it is";
    writeWhole(file, text(answers));
    return "incident.yaml.draft has the proposal, with TODO where they belong";
  };
}

/**
 * Starts an incident: looks at the files of a folder and writes `incident.yaml`, the evidence for every choice beside it as a comment.
 *
 * Formats and roles are found from content, names and values that files share. What no evidence settles (the zone of times that carry none, the
 * order of day and month, which values are failures) is taken from the answers given, asked on a terminal, and never guessed. Without a terminal
 * `incident.yaml.draft` is written with TODO in the places that are open, unless one is there.
 *
 * @param folder - path of the incident folder
 * @returns the path of the file written; {@link openIncident} accepts it
 * @throws PostmortemError `usage` when the folder is not there or already has an `incident.yaml`; `input` when a file is damaged, no file
 *   tells failures, or something must be asked and nobody can be; `usage` for an answer to what is not open, or that does not serve
 */
export async function initIncident(folder: string, options: InitIncidentOptions): Promise<string> {
  const target = join(resolve(folder), "incident.yaml");
  if (existsSync(target))
    throw new PostmortemError(
      "usage",
      `postmortem init requires a folder without an incident.yaml, got "${folder}" which has one; edit that, or move it away`,
    );
  const statement = proposedStatement(resolve(folder));
  const sources = await proposed(resolve(folder), statement?.text ?? "");
  if (sources.length === 0)
    throw new PostmortemError(
      "input",
      `postmortem init requires data files with times (.csv, .tsv, .jsonl, .json, .log, .parquet, .gz of these), got none in "${folder}"; copy the exports into it`,
    );
  if (!sources.some(({ kind }) => kind.value === "outcomes" || kind.value === "counts")) {
    const seen = sources.map(({ name, time }) => `${name} (time ${time.value})`).join(", ");
    throw new PostmortemError(
      "input",
      `postmortem init requires a file that tells failures and attempts, got only ${seen}; add one row an attempt with its failure, or write incident.yaml by hand`,
    );
  }
  const synthetic = existsSync(join(resolve(folder), "truth.json"));
  const text = (answers: ReadonlyMap<string, string>): string =>
    incidentText({ id: basename(resolve(folder)), synthetic, statement, sources, answers });
  writeWhole(target, text(await settle(questionsOf(sources), folder, options, draftWriter(resolve(folder), text))));
  await openIncident(folder);
  return target;
}
