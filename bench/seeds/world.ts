import { seededRandom } from "../../src/stats/random/random.js";
import type { Random } from "../../src/stats/random/random.js";

/** One attempt as it truly was. */
export interface Attempt {
  readonly ms: number;
  readonly failed: boolean;
  readonly id: string;
  readonly region: string;
  readonly note: string;
}

/** What may befall a line on its way into a file; `sound` lines are attempts as they were. */
type Fate =
  | "sound"
  | "torn"
  | "bad time"
  | "unset clock"
  | "far time"
  | "stray quote"
  | "bad bytes"
  | "twice"
  | "no id"
  | "blank"
  | "header again";

/** One line of a file, with the attempt that it stands for where it stands for one. */
export interface Line {
  readonly fate: Fate;
  readonly attempt: Attempt | null;
}

/** An incident of one seed: its attempts and the lines that its file has. */
export interface World {
  readonly seed: number;
  readonly random: Random;
  readonly attempts: readonly Attempt[];
  readonly lines: readonly Line[];
  /** First and last millisecond of the outage, `null` where there is none. */
  readonly outage: readonly [from: number, to: number] | null;
}

const NOTES = [
  "ok",
  "slow, but done",
  "O'Brien's",
  'said "no"',
  "naïve",
  "'til noon",
  "a;b",
  "5% off",
  "line one\nline two",
  "",
];
const REGIONS = ["north", "south", "east"];
const PLACEHOLDERS = ["", "null", "-", "NA", "None", "0"];

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random.next() * values.length)] as T;
}

function attemptsOf(random: Random, outage: World["outage"], start: number, minutes: number): Attempt[] {
  const attempts: Attempt[] = [];
  for (let ms = start; ms < start + minutes * 60_000; ms += 500 + Math.floor(random.next() * 12_000)) {
    const inside = outage !== null && ms >= outage[0] && ms < outage[1];
    attempts.push({
      ms,
      failed: random.next() < (inside ? 0.7 : 0.02),
      id: `c${attempts.length.toString(36)}-${Math.floor(random.next() * 1e9).toString(36)}`,
      region: pick(random, REGIONS),
      note: pick(random, NOTES),
    });
  }
  return attempts;
}

/** Damage that costs its line stays within what a run allows; the other kinds are as frequent as they like. */
const COSTLY: readonly Fate[] = ["torn", "bad time", "unset clock", "far time", "stray quote", "bad bytes"];
const HARMLESS: readonly Fate[] = ["twice", "blank", "header again"];

function linesOf(random: Random, attempts: readonly Attempt[]): Line[] {
  const lines: Line[] = attempts.map((attempt) => ({ fate: "sound", attempt }));
  const costs = Math.floor(random.next() * 4);
  for (let n = 0; n < costs; n += 1) {
    const at = Math.floor(random.next() * lines.length);
    const { attempt } = lines[at] as Line;
    if (attempt) lines[at] = { fate: pick(random, COSTLY), attempt };
  }
  for (let n = Math.floor(random.next() * 5); n > 0; n -= 1) {
    const at = Math.floor(random.next() * lines.length);
    const { fate, attempt } = lines[at] as Line;
    if (fate === "sound" && attempt)
      lines[at] = { fate: "no id", attempt: { ...attempt, id: pick(random, PLACEHOLDERS) } };
  }
  for (let n = Math.floor(random.next() * 10); n > 0; n -= 1) {
    const at = Math.floor(random.next() * lines.length);
    const fate = pick(random, HARMLESS);
    const { fate: before, attempt } = lines[at] as Line;
    if (fate !== "twice") lines.splice(at, 0, { fate, attempt: null });
    else if (before === "sound") lines.splice(at + 1, 0, { fate, attempt });
  }
  return lines;
}

/** The incident of a seed. */
export function worldOf(seed: number): World {
  const random = seededRandom(`world ${seed}`);
  const minutes = 25 + Math.floor(random.next() * 20);
  const start = Date.UTC(
    2026,
    Math.floor(random.next() * 12),
    1 + Math.floor(random.next() * 28),
    Math.floor(random.next() * 24),
  );
  const from = start + (10 + Math.floor(random.next() * 6)) * 60_000;
  const outage = random.next() < 0.2 ? null : ([from, from + (4 + Math.floor(random.next() * 6)) * 60_000] as const);
  const attempts = attemptsOf(random, outage, start, minutes);
  return { seed, random, attempts, lines: linesOf(random, attempts), outage };
}
