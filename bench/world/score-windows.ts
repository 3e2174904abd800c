import { outageWindows, type OutageWindow } from "../../src/index.js";
import { buildWorld, worldStream } from "./build.js";
import { drawWorld } from "./draw.js";
import { binned, standsOut, type Binned } from "./series.js";
import { medianText, Tally, tableText } from "./tally.js";
import type { TrueWindow, World } from "./world.js";

/** What a test with the true ends must show before an outage counts as missed. */
const VISIBLE = 5.5;

/** Intervals this wide, in rows, are judged apart: narrower ones can only hold or miss whole rows. */
const WIDE = 5;

const WEEK_MINUTES = 10_080;

/** One world seen once: the counts, the true windows and what was found. */
export interface Seen {
  readonly world: World;
  readonly series: Binned;
  readonly found: readonly OutageWindow[];
}

/** Draws a world and looks for its outages. */
export function seeWorld(shape: string, seed: number): Seen {
  const world = buildWorld(shape, seed);
  const series = binned(drawWorld(world, worldStream(shape, seed).fork("drawn")), world.bucket);
  return { world, series, found: outageWindows(series) };
}

/** Everything that is counted about one shape. */
export class WindowScore {
  readonly found = new Tally();
  readonly visibleFound = new Tally();
  readonly whole = new Tally();
  readonly apart = new Tally();
  readonly onset = new Tally();
  readonly onsetWide = new Tally();
  readonly recovery = new Tally();
  readonly recoveryWide = new Tally();
  readonly onsetWidths: number[] = [];
  readonly recoveryWidths: number[] = [];
  readonly falseAt: string[] = [];
  falseWindows = 0;
  minutes = 0;
  milliseconds = 0;

  add({ world, series, found }: Seen): void {
    const place = `${world.shape}:${world.seed}`;
    this.minutes += world.minutes;
    const strays = found.filter((window) => !world.windows.some((truth) => overlap(world, window, truth) > 0));
    this.falseWindows += strays.length;
    if (strays.length > 0) this.falseAt.push(place);
    if (found.length > 1)
      this.apart.ask(
        found.every((window, i) => i === 0 || window.onset >= found[i - 1]!.recovery),
        place,
      );
    for (const truth of world.windows) this.addTruth({ world, series, found }, truth, place);
  }

  private addTruth({ world, series, found }: Seen, truth: TrueWindow, place: string): void {
    const matches = found.filter((window) => overlap(world, window, truth) > 0);
    this.found.ask(matches.length > 0, place);
    if (standsOut(world, series, truth) >= VISIBLE) this.visibleFound.ask(matches.length > 0, place);
    if (matches.length === 0) return;
    const match = matches.reduce((best, window) =>
      overlap(world, window, truth) > overlap(world, best, truth) ? window : best,
    );
    const others = world.windows.filter((other) => other !== truth && overlap(world, match, other) > 0);
    this.whole.ask(matches.length === 1 && others.length === 0, place);
    if (!truth.openStart)
      score(this.onset, this.onsetWide, this.onsetWidths, match.onsetInterval, truth.from / world.bucket, place);
    if (!truth.openEnd)
      score(
        this.recovery,
        this.recoveryWide,
        this.recoveryWidths,
        match.recoveryInterval,
        truth.to / world.bucket,
        place,
      );
  }
}

function score(
  all: Tally,
  wide: Tally,
  widths: number[],
  [low, high]: readonly [number, number],
  truth: number,
  place: string,
): void {
  const held = low <= truth + 1e-9 && truth <= high + 1e-9;
  all.ask(held, place);
  if (high - low >= WIDE) wide.ask(held, place);
  widths.push(high - low);
}

/** Minutes that a found and a true window share. */
function overlap({ bucket }: World, window: OutageWindow, truth: TrueWindow): number {
  return Math.min(window.recovery * bucket, truth.to) - Math.max(window.onset * bucket, truth.from);
}

const HEAD = [
  "shape",
  "found",
  "found of visible",
  "in one piece",
  "no overlap",
  "onset held",
  "width",
  "of wide",
  "recovery held",
  "width",
  "of wide",
  "false/week",
  "s",
];

/** The table of the scores of all shapes. */
export function windowTable(scores: ReadonlyMap<string, WindowScore>): string {
  const rows = [...scores].map(([shape, score]) => [
    shape,
    score.found.text(),
    score.visibleFound.text(),
    score.whole.text(),
    score.apart.text(),
    score.onset.text(),
    medianText(score.onsetWidths, 1),
    score.onsetWide.text(),
    score.recovery.text(),
    medianText(score.recoveryWidths, 1),
    score.recoveryWide.text(),
    falseText(score),
    (score.milliseconds / 1000).toFixed(1),
  ]);
  return tableText(HEAD, rows);
}

/** False windows a week with the error of a Poisson count. */
function falseText({ falseWindows, minutes }: WindowScore): string {
  const weeks = minutes / WEEK_MINUTES;
  if (weeks === 0) return "–";
  return `${falseWindows}/${weeks.toFixed(1)} ${(falseWindows / weeks).toFixed(2)}±${(Math.sqrt(falseWindows + 0.25) / weeks).toFixed(2)}`;
}

/** Where each question failed, to be looked at with --replay. */
export function windowFailures(scores: ReadonlyMap<string, WindowScore>, most: number): string {
  const lines: string[] = [];
  for (const [shape, score] of scores) {
    const kinds: [string, readonly string[]][] = [
      ["missed though visible", score.visibleFound.failed],
      ["not in one piece", score.whole.failed],
      ["overlapping", score.apart.failed],
      ["onset not held", score.onset.failed],
      ["recovery not held", score.recovery.failed],
      ["false window", score.falseAt],
    ];
    for (const [kind, places] of kinds)
      if (places.length > 0) lines.push(`${shape}: ${kind}: ${seedsText(places, most)}`);
  }
  return lines.join("\n");
}

function seedsText(places: readonly string[], most: number): string {
  const seeds = places.map((place) => place.split(":")[1]);
  return seeds.slice(0, most).join(" ") + (seeds.length > most ? ` … ${seeds.length} in all` : "");
}
