import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { parse } from "yaml";
import { PostmortemError } from "../errors/errors.js";
import { openIncident } from "../incident/yaml/open.js";
import { temporaryFolder } from "../files/temporary.js";
import { writeWhole } from "../files/write-whole.js";
import { asksForSheet, givenAnswers, questionsOf } from "./answers.js";
import { answeredSource, incidentText, OURS } from "./draft-yaml.js";
import { filesOf, otherFile } from "./folder-files.js";
import type { OtherFile } from "./folder-files.js";
import type { OpenQuestion, ProposedSource } from "./proposal.js";
import { countedName, filePattern } from "./file-names.js";
import { namedSurvey } from "./named-survey.js";
import { askedForOutcome, proposedSources } from "./sources.js";
import type { NamedSurvey } from "./named-survey.js";
import { withPanelPairs } from "./panel-pairs.js";
import { proposedStatement } from "./statement.js";
import type { ProposedStatement } from "./statement.js";
import { surveyFiles } from "./survey.js";
import type { FileSurvey } from "./survey.js";
import { withSheet } from "./sheet.js";
import { proposedTime, unreadTimes } from "./time.js";
import type { TimeHints } from "./time.js";

/** How an incident folder is started. */
export interface InitIncidentOptions {
  /** True if someone can be asked. */
  readonly terminal: boolean;
  /** Puts one question and gives the answer as typed; needed where `terminal` is true. */
  readonly ask?: (question: string) => Promise<string>;
  /** Answers given beforehand, by setting: `sources.calls.time.zone`, or an end of it (`time.zone`) for all settings that end so. */
  readonly answers?: ReadonlyMap<string, string>;
}

/** What was found in a folder and written. */
export interface InitResult {
  /** The file written; `null` where no file of the folder can be used. */
  readonly path: string | null;
  /** Every file of the folder: what it is used as (`null` where it is not), and why. */
  readonly files: readonly OtherFile[];
  /** What must be answered before `incident.yaml` can be written. */
  readonly questions: readonly OpenQuestion[];
  /** The incident as proposed; what is open is left out. */
  readonly incident: unknown;
  readonly notes: readonly string[];
}

const MOST_TRIES = 3;

function sourceName(survey: FileSurvey): string {
  const file = (survey.files[0] as string).split("/").at(-1) as string;
  const own = file
    .replace(/(\.(gz|bz2|xz|zst|zip))+$/i, "")
    .replace(/(\.[A-Za-z]+)+(\.\d+)?$/, "")
    .replace(/[-_.]?\d[\d-_.:TZ]*$/, "")
    .replace(/[^\w-]+/g, "_")
    // "http_requests_total" counts http_requests.
    .replace(/(?<=s)_total$/i, "")
    .replace(/^[^A-Za-z]+|[_-]+$/g, "");
  return countedName(survey, own) || "source";
}

function distinctName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted}_${n}`;
  taken.add(name);
  return name;
}

interface Found {
  readonly sources: readonly ProposedSource[];
  readonly files: readonly OtherFile[];
}

function hintsOf(folder: string, files: readonly string[], statement: ProposedStatement | undefined): TimeHints {
  const newest = Math.max(
    0,
    ...files.map((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
  const date = (statement?.first ?? new Date(newest).toISOString()).slice(0, 10);
  return { zones: statement?.zone ? [statement.zone.value] : [], year: Number(date.slice(0, 4)), date };
}

function untimed(survey: FileSurvey): OtherFile[] {
  const times = unreadTimes(survey);
  const why = times
    ? `no column of times that can be read: column "${times.column}" holds ${times.cells.map((cell) => `"${cell.slice(0, 60)}"`).join(", ")}; say its notation as time.format in incident.yaml`
    : `no column of times among ${survey.columns
        .slice(0, 12)
        .map(({ name }) => name)
        .join(", ")}`;
  return survey.files.map((file) => ({ file, used: null, why }));
}

function usedAs(sources: readonly ProposedSource[]): OtherFile[] {
  const byFile = new Map<string, ProposedSource[]>();
  for (const source of sources)
    for (const file of source.files) byFile.set(file, [...(byFile.get(file) ?? []), source]);
  return [...byFile].map(([file, own]) => {
    const [first] = own as [ProposedSource];
    const format = first.format ? `${first.format.value}, ` : "";
    const remark = first.remark === undefined ? "" : `; ${first.remark}`;
    const parts = first.files.length > 1 ? `one of ${first.files.length} files of it; ` : "";
    return {
      file,
      used: own.map(({ name }) => name).join(", "),
      why: `${parts}${format}${first.kind.value}: ${first.kind.evidence.split("; could be read")[0]}${remark}`,
    };
  });
}

/** A file of a folder in which nothing tells of attempts or measures anything. */
function withoutOutcome({ file, used, why }: OtherFile): OtherFile {
  if (used === null) return { file, used, why };
  return { file, used: null, why: `${why}; alone it tells when, not how much failed: add attempts or a measurement` };
}

async function lookedAt(
  folder: string,
  statement: ProposedStatement | undefined,
  answers: ReadonlyMap<string, string>,
): Promise<Found> {
  const temporary = temporaryFolder();
  try {
    const all = filesOf(folder);
    const other = all.flatMap((file) => otherFile(folder, file, statement?.file) ?? []);
    const data = all.filter((file) => !other.some((one) => one.file === file));
    const hints = hintsOf(folder, data, statement);
    const { surveys, unread } = await surveyFiles(folder, data, temporary, {
      named: [...answers].flatMap(([key, answer]) => (/(^|\.)sheet$/.test(key) ? [answer.trim()] : [])),
      timed: (survey) => proposedTime("", survey, hints) !== undefined,
    });
    const names = new Set<string>();
    const named = surveys.map((survey) => ({
      survey,
      one: namedSurvey(distinctName(sourceName(survey), names), survey, filePattern(survey.files, all), hints),
    }));
    const context = { all: named.flatMap(({ one }) => one ?? []), statement: statement?.text ?? "" };
    const taken = new Set<string>();
    const sources = askedForOutcome(
      withPanelPairs(context.all.flatMap((one: NamedSurvey) => proposedSources(context, one).map(withSheet(one)))),
    ).map((source) => ({ ...source, name: distinctName(source.name, taken) }));
    const files = [
      ...other,
      ...unread,
      ...named.flatMap(({ survey, one }) => (one ? [] : untimed(survey))),
      ...usedAs(sources),
    ];
    return { sources, files: files.sort((a, b) => all.indexOf(a.file) - all.indexOf(b.file)) };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function answered(question: OpenQuestion, ask: (question: string) => Promise<string>): Promise<string> {
  const told = `${question.question}${question.candidates.length > 0 ? ` [${question.candidates.slice(0, 6).join(" | ")}]` : ""}`;
  let asked = told;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const given = await ask(asked);
    const value = question.read(given);
    if (value !== undefined) return value;
    asked = `"${given}" does not answer it. ${told}`;
  }
  throw new PostmortemError(
    "input",
    `${question.setting} requires an answer, got none that serves in ${MOST_TRIES} tries; run postmortem init again`,
  );
}

/** The sheet as typed, once it is one of those there. */
async function chosenSheet(question: OpenQuestion, ask: NonNullable<InitIncidentOptions["ask"]>): Promise<string> {
  let typed = "";
  await answered({ ...question, read: (answer) => question.read((typed = answer)) }, ask);
  return typed;
}

/** What is worth a second look in what was settled and not answered otherwise. */
function doubtOf({ name, failed }: ProposedSource, answers: ReadonlyMap<string, string>): string[] {
  const answeredElse = answers.has(`sources.${name}.failed`);
  return failed && "doubt" in failed && failed.doubt !== undefined && !answeredElse ? [failed.doubt] : [];
}

/** True if a file of this name may be written over: it is not there, or it is a draft of ours. */
function replaceable(path: string): boolean {
  return !existsSync(path) || readFileSync(path, "utf8").startsWith(OURS);
}

function proposedIncident(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

/**
 * Starts an incident: looks at every file of a folder and writes `incident.yaml`, the evidence for every choice beside it as a comment.
 *
 * Formats and roles are found from content, names and values that files share. What no evidence settles (the zone of times that carry none, the
 * order of day and month, which column tells failures) is taken from the answers given, asked on a terminal, and never guessed. With questions open
 * `incident.yaml.draft` is written, each question as a commented line; a draft of ours that is there is replaced, any other stays.
 *
 * @param folder - path of the incident folder
 * @returns every file with what it is used as, the questions that are open, and the file written; {@link openIncident} accepts an `incident.yaml`
 * @throws PostmortemError `usage` when the folder is not there or already has an `incident.yaml`, or for an answer that cannot be
 */
export async function initIncident(folder: string, options: InitIncidentOptions): Promise<InitResult> {
  const root = resolve(folder);
  const target = join(root, "incident.yaml");
  if (existsSync(target))
    throw new PostmortemError(
      "usage",
      `postmortem init requires a folder without an incident.yaml, got "${folder}" which has one; edit that, or move it away`,
    );
  const statement = proposedStatement(root);
  const { sources, files } = await lookedAt(root, statement, options.answers ?? new Map());
  const onlyDated = sources.every(({ kind, failed }) => kind.value === "events" && failed === null);
  if (onlyDated && !questionsOf(sources).some(asksForSheet))
    return { path: null, files: files.map(withoutOutcome), questions: [], incident: null, notes: [] };
  if (sources.length === 0) return { path: null, files, questions: [], incident: null, notes: [] };
  const { values: answers, notes: unneeded } = givenAnswers(sources, options.answers ?? new Map());
  const notes = [...unneeded, ...sources.flatMap((source) => doubtOf(source, answers))];
  const open = questionsOf(sources.map((source) => answeredSource(source, answers))).filter(
    ({ setting }) => !answers.has(setting),
  );
  const sheets = open.filter(asksForSheet);
  if (options.terminal && options.ask && sheets.length > 0) {
    const told = new Map(options.answers);
    for (const question of sheets) told.set(question.setting, await chosenSheet(question, options.ask));
    return initIncident(folder, { ...options, answers: told });
  }
  if (options.terminal && options.ask)
    for (const question of open.splice(0)) answers.set(question.setting, await answered(question, options.ask));
  const synthetic = existsSync(join(root, "truth.json"));
  const text = incidentText({ id: basename(root), synthetic, statement, sources, answers });
  const found = { files, questions: open, incident: proposedIncident(text), notes };
  const draft = `${target}.draft`;
  if (open.length > 0) {
    if (replaceable(draft)) writeWhole(draft, text);
    else
      return {
        ...found,
        path: draft,
        notes: [...notes, "incident.yaml.draft is already there, is not ours, and stays as it is."],
      };
    return { ...found, path: draft };
  }
  writeWhole(target, text, "");
  try {
    await openIncident(folder);
  } catch (error) {
    // What we propose must be readable; where it is not, the next run starts anew.
    rmSync(target, { force: true });
    throw error;
  }
  if (existsSync(draft) && replaceable(draft)) rmSync(draft);
  return { ...found, path: target };
}
