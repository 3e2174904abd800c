import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyze, type Analysis } from "../../src/index.js";
import { worldStream } from "./build.js";
import { drawWorld, type Drawn } from "./draw.js";
import { momentOf, writeFolder, type WrittenFolder } from "./folder.js";
import { anyWorld, expectedFailures, REMEDY_SHAPES, type RemedyTruth } from "./remedies.js";
import type { Truth } from "./statement.js";
import { tableText, Tally } from "./tally.js";
import type { World } from "./world.js";

/** Steps of a dose from which on a true effect is asked to be credited. */
const DOSE_STEPS = 4;

/** The shapes without a remediation that folders are made of as well. */
const PLAIN_SHAPES = [
  "step",
  "logistic",
  "minutes-long",
  "five-minutes",
  "few-attempts",
  "clusters",
  "partial",
  "mixture",
  "quiet-mixture",
];

export const FOLDER_SHAPES: readonly string[] = [...REMEDY_SHAPES, ...PLAIN_SHAPES];

/** One folder written and analysed. */
export interface AnalysedFolder {
  readonly world: World;
  readonly drawn: Drawn;
  readonly written: WrittenFolder;
  readonly analysis: Analysis | null;
  readonly error: string | null;
}

/** Writes a world's folder, analyses it and removes it; with `keep` it stays there. */
export async function analyseWorld(shape: string, seed: number, keep?: string): Promise<AnalysedFolder> {
  const world = anyWorld(shape, seed);
  const stream = worldStream(shape, seed);
  const drawn = drawWorld(world, stream.fork("drawn"));
  const folder = keep ?? mkdtempSync(join(tmpdir(), "world-"));
  mkdirSync(folder, { recursive: true });
  try {
    const written = writeFolder(folder, world, drawn, stream.fork("folder"));
    const analysis = await analyze(folder).catch((error: unknown) => String(error));
    if (typeof analysis === "string") return { world, drawn, written, analysis: null, error: analysis };
    return { world, drawn, written, analysis, error: null };
  } finally {
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
}

const QUESTIONS = [
  "analysed",
  "onset held",
  "recovery held",
  "rate held",
  "own not credited",
  "effect credited",
  "verdict not wrong",
  "verdict decided",
  "avoided held",
  "avoided no more than all",
  "what-if held",
  "what-if agrees",
  "window claim right",
  "rate claim right",
  "effect claim right",
  "claim decided",
] as const;

type Question = (typeof QUESTIONS)[number];

/** Everything that is counted about the folders of one shape. */
export class FolderScore {
  readonly tallies = new Map<Question, Tally>(QUESTIONS.map((question) => [question, new Tally()]));
  milliseconds = 0;

  private ask(question: Question, holds: boolean, place: string): void {
    this.tallies.get(question)!.ask(holds, place);
  }

  add({ world, drawn, written, analysis }: AnalysedFolder): void {
    const place = `${world.shape}:${world.seed}`;
    this.ask("analysed", analysis !== null, place);
    if (!analysis) return;
    this.addWindow(world, drawn, analysis, place);
    if (written.remedy) this.addRemedy(world, written.remedy, analysis, place);
    if (written.stated) this.addClaims(written.stated.truths, analysis, place);
  }

  private addWindow(world: World, drawn: Drawn, { window, rates }: Analysis, place: string): void {
    if (!window) return;
    const [begin, end] = [
      Date.parse(window.onset),
      window.recovery ? Date.parse(window.recovery) : Number.POSITIVE_INFINITY,
    ];
    const w = world.windows.findIndex(({ from, to }) => begin < momentOf(world, to) && end > momentOf(world, from));
    const truth = world.windows[w];
    if (!truth) return;
    const holds = (interval: readonly [string, string | null] | null, minute: number): boolean =>
      interval !== null &&
      Date.parse(interval[0]) <= momentOf(world, minute) + 1 &&
      (interval[1] === null || Date.parse(interval[1]) >= momentOf(world, minute) - 1);
    if (!truth.openStart) this.ask("onset held", holds(window.onsetInterval, truth.from), place);
    if (!truth.openEnd) this.ask("recovery held", holds(window.recoveryInterval, truth.to), place);
    const inside = drawn.inside[w]!;
    const rate = rates["requests"]?.rate;
    if (rate && inside.attempts > 0 && !truth.openStart && !truth.openEnd)
      this.ask("rate held", within(rate.interval, inside.failures / inside.attempts), place);
  }

  private addRemedy(world: World, truth: RemedyTruth, analysis: Analysis, place: string): void {
    const finding = analysis.remediations.find(({ id }) => id === world.remedies[0]!.id);
    if (!finding) return;
    const { verdict } = finding;
    if (truth.did === "nothing") this.ask("own not credited", verdict !== "helped", place);
    if (truth.did === "helped" && truth.followed && truth.steps >= DOSE_STEPS)
      this.ask("effect credited", verdict === "helped", place);
    if (truth.did !== "little") {
      const right = { helped: "helped", harmed: "harmed", nothing: "no-effect" }[truth.did];
      this.ask("verdict decided", verdict !== "not-testable", place);
      if (verdict !== "not-testable") this.ask("verdict not wrong", verdict === right, place);
    }
    if (finding.cumulative) {
      this.ask("avoided held", within(finding.cumulative.interval, truth.avoidedInside), place);
      if (truth.did !== "harmed")
        this.ask("avoided no more than all", finding.cumulative.interval[0] <= truth.avoided, place);
    }
    for (const { id, failuresAvoided, identification } of analysis.whatIf) {
      if (!failuresAvoided || identification !== "design") continue;
      const truly = whatIfTruth(world, analysis, id);
      if (truly !== null) this.ask("what-if held", within(failuresAvoided.interval, truly), place);
      if (id.startsWith("capacity")) this.ask("what-if agrees", verdict === "helped", place);
    }
  }

  private addClaims(
    truths: { window: Truth; rate: Truth; effect: Truth | null },
    analysis: Analysis,
    place: string,
  ): void {
    for (const { id, verdict } of analysis.claims) {
      const kind = (["window", "rate", "effect"] as const).find((name) => id.startsWith(name));
      const truth = kind && truths[kind];
      if (!kind || !truth || truth === "open") continue;
      this.ask("claim decided", verdict !== "not-testable", place);
      if (verdict !== "not-testable")
        this.ask(`${kind} claim right`, (verdict === "supported") === (truth === "true"), place);
    }
  }
}

function within([low, high]: readonly [number, number], value: number): boolean {
  return low <= value && value <= high;
}

/** Failures that the changed action would truly have avoided besides; null for a change that the mechanism does not define, or of an action that was taken back. */
function whatIfTruth(world: World, analysis: Analysis, id: string): number | null {
  const [remedy] = world.remedies;
  if (remedy!.steps.at(-1)![1] === 0) return null;
  const first = remedy!.steps[0]![0];
  const alerted = analysis.statement?.events.find(({ role }) => role === "detected");
  const alert = alerted?.at ? (Date.parse(alerted.at) - momentOf(world, 0)) / 60_000 : null;
  const shift =
    id === "capacity-earlier" ? -30 : id === "capacity-at-alert" && alert !== null ? Math.min(0, alert - first) : null;
  if (shift === null) return null;
  const moved = { ...remedy!, steps: remedy!.steps.map(([at, dose]) => [at + shift, dose] as const) };
  return expectedFailures(world, world.remedies) - expectedFailures(world, [moved]);
}

/** The table of the scores of all shapes. */
export function folderTable(scores: ReadonlyMap<string, FolderScore>): string {
  const rows = [...scores].map(([shape, score]) => [
    shape,
    ...QUESTIONS.map((question) => score.tallies.get(question)!.text()),
    (score.milliseconds / 1000).toFixed(1),
  ]);
  return tableText(["shape", ...QUESTIONS, "s"], rows);
}

/** Where each question failed, to be looked at with --replay. */
export function folderFailures(scores: ReadonlyMap<string, FolderScore>, most: number): string {
  const lines: string[] = [];
  for (const [shape, { tallies }] of scores)
    for (const [question, { failed }] of tallies) {
      if (failed.length === 0 || question.endsWith("decided")) continue;
      const seeds = failed.map((place) => place.split(":")[1]);
      lines.push(
        `${shape}: not ${question}: ${seeds.slice(0, most).join(" ")}${seeds.length > most ? ` … ${seeds.length} in all` : ""}`,
      );
    }
  return lines.join("\n");
}
