import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Findings, judge, type Verdict } from "./judge.js";
import { type Layout, truthOf } from "./layout.js";
import { answersTo, isZone, type Question } from "./person.js";
import { seedOf, worldOf } from "./world.js";

/** How one layout fared. */
export interface Visit {
  readonly name: string;
  readonly verdict: Verdict;
  /** Answers beside the zone. */
  readonly answers: number;
  readonly settings: readonly string[];
  /** Files of the folder that `init` does not speak of. */
  readonly unlisted: readonly string[];
  readonly seconds: number;
  readonly commands: readonly string[];
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** A command that takes longer than a person would wait is ended. */
const PATIENCE_MILLISECONDS = 60_000;
/** Rounds of questions and retyped answers after which a person gives up. */
const ROUNDS = 6;

function postmortem(args: readonly string[]): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [resolve("dist/cli.js"), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      timeout: PATIENCE_MILLISECONDS,
    });
    let out = "";
    let error = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (out += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (error += part));
    child.on("close", (code) => done({ code: code ?? -1, out, error }));
  });
}

interface Proposal {
  readonly files?: readonly { readonly file: string }[];
  readonly questions?: readonly Question[];
}

function proposalOf({ out }: Ran): Proposal | null {
  try {
    return JSON.parse(out) as Proposal;
  } catch {
    return null;
  }
}

const firstLine = (text: string): string => (text.split("\n").find((line) => line.trim() !== "") ?? "").slice(0, 160);

interface Opened {
  readonly fault: string | null;
  readonly settings: readonly string[];
  readonly listed: readonly string[];
  readonly commands: readonly string[];
}

/** The spellings that a person tries for each question, and how far down the list they are. */
class Answers {
  private readonly tried = new Map<string, { spellings: readonly string[]; at: number }>();

  learn(question: Question, layout: Layout): boolean {
    if (this.tried.has(question.setting)) return this.respell(question.setting);
    const spellings = answersTo(question, layout.facts);
    if (spellings.length > 0) this.tried.set(question.setting, { spellings, at: 0 });
    return spellings.length > 0;
  }

  /** After a refusal: the next spelling of the answer that the message names, else of the last one. */
  respell(named: string): boolean {
    const settings = [...this.tried.keys()];
    const setting =
      settings.find((one) => named.includes(one) && this.hasMore(one)) ??
      settings.reverse().find((one) => this.hasMore(one));
    const answer = setting === undefined ? undefined : this.tried.get(setting);
    if (setting === undefined || answer === undefined) return false;
    this.tried.set(setting, { ...answer, at: answer.at + 1 });
    return true;
  }

  private hasMore(setting: string): boolean {
    const answer = this.tried.get(setting);
    return answer !== undefined && answer.at + 1 < answer.spellings.length;
  }

  get settings(): readonly string[] {
    return [...this.tried.keys()];
  }

  get options(): string[] {
    return [...this.tried].flatMap(([setting, { spellings, at }]) => ["--answer", `${setting}=${spellings[at]}`]);
  }
}

/** `init`, answering what it asks until it writes, refuses for good, or asks what nobody can answer. */
async function open(folder: string, layout: Layout): Promise<Opened> {
  const answers = new Answers();
  const commands: string[] = [];
  let listed: readonly string[] = [];
  const end = (fault: string | null): Opened => ({ fault, settings: answers.settings, listed, commands });
  for (let round = 0; round < ROUNDS; round += 1) {
    const args = ["init", folder, "--json", ...answers.options];
    const ran = await postmortem(args);
    commands.push(
      `postmortem ${args.map((one) => (/[\s;>()]/.test(one) ? `'${one}'` : one)).join(" ")}  # exit ${ran.code} ${ran.code === 0 ? "" : firstLine(ran.error)}`,
    );
    const proposal = proposalOf(ran);
    listed = proposal?.files?.map(({ file }) => file) ?? listed;
    if (ran.code === 0) return end(null);
    if (ran.code === 2 && answers.respell(ran.error)) continue;
    const questions = proposal?.questions ?? [];
    if (ran.code !== 3 || questions.length === 0) return end(`init, exit ${ran.code}: ${firstLine(ran.error)}`);
    if (!existsSync(join(folder, "incident.yaml.draft"))) return end("questions without a draft");
    const unknown = questions.filter((question) => !answers.learn(question, layout));
    if (unknown.length > 0)
      return end(
        `asked what the file does not settle: ${unknown.map(({ setting, why }) => `${setting} (${why.slice(0, 90)})`).join("; ")}`,
      );
  }
  return end("questions without end");
}

function write(folder: string, files: ReturnType<Layout["files"]>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

async function analyzed(folder: string, commands: string[]): Promise<Findings | string> {
  const ran = await postmortem(["analyze", folder, "--json", "-"]);
  commands.push(
    `postmortem analyze ${folder} --json -  # exit ${ran.code} ${ran.code === 0 ? "" : firstLine(ran.error)}`,
  );
  if (ran.code !== 0) return `analyze, exit ${ran.code}: ${firstLine(ran.error)}`;
  return JSON.parse(ran.out) as Findings;
}

/** Writes the files of a layout, opens the folder as its owner would, and judges what comes out; null where a packer is missing. */
export async function visit(layout: Layout, folder: string, seed: number): Promise<Visit | null> {
  const begun = performance.now();
  const world = worldOf(seedOf(layout.name, seed), layout.plan);
  const files = layout.files(world);
  if (files.length === 0) return null;
  write(folder, files);
  const { fault, settings, listed, commands } = await open(folder, layout);
  const all = [...commands];
  const findings = fault ?? (await analyzed(folder, all));
  const verdict =
    typeof findings === "string"
      ? { is: "dead end" as const, why: findings }
      : judge(findings, truthOf(layout, world), world);
  return {
    name: layout.name,
    verdict,
    answers: settings.filter((setting) => !isZone(setting)).length,
    settings,
    unlisted: files.map(({ path }) => path).filter((path) => !listed.includes(path)),
    seconds: (performance.now() - begun) / 1000,
    commands: all,
  };
}

export const incidentOf = (folder: string): string => {
  const file = ["incident.yaml", "incident.yaml.draft"]
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  return file === undefined ? "(no incident.yaml, no draft)" : readFileSync(file, "utf8");
};
