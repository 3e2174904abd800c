import type { Random } from "../../src/index.js";
import { RAMP_KINDS, type RampKind } from "./profile.js";

/** What a scenario settles before a world is built from it. Times in minutes, shares 0…1. */
export interface Traits {
  bucket: number;
  volume: number;
  share: number;
  peak: number;
  duration: number;
  rise: RampKind;
  fall: RampKind;
  before: number;
  after: number;
  partial: boolean;
  release: "none" | "before" | "after";
  drift: boolean;
  wander: boolean;
  wobble: boolean;
  season: boolean;
  clusters: boolean;
  retries: boolean;
  lost: boolean;
  clock: boolean;
  second: "none" | "overlapping" | "apart";
  edge: "none" | "start" | "end";
  outage: boolean;
}

const DAY = 1440;

/** What the scenarios have in common: a day and more around an outage of minutes to hours, in traffic of a service. */
function ordinary(random: Random): Traits {
  return {
    bucket: 1,
    volume: logUniform(random, 20, 2000),
    share: logUniform(random, 0.001, 0.01),
    peak: logUniform(random, 0.05, 0.7),
    duration: logUniform(random, 10, 300),
    rise: random.next() < 0.5 ? "step" : "linear",
    fall: random.next() < 0.5 ? "step" : "linear",
    before: between(random, 1, 2) * DAY,
    after: between(random, 0.4, 1) * DAY,
    partial: false,
    release: "none",
    drift: false,
    wander: false,
    wobble: false,
    season: false,
    clusters: false,
    retries: false,
    lost: false,
    clock: false,
    second: "none",
    edge: "none",
    outage: true,
  };
}

type Change = (random: Random) => Partial<Traits>;

const sides =
  (kind: RampKind): Change =>
  (random) => ({ rise: kind, fall: kind, duration: logUniform(random, 20, 480) });

/** Ordinary weeks: no outage in them. */
const quiet =
  (change: Partial<Traits>): Change =>
  (random) => ({ outage: false, before: 5 * DAY, after: 2 * DAY, volume: logUniform(random, 5, 5000), ...change });

const OUTAGES: Record<string, Change> = {
  ...Object.fromEntries(RAMP_KINDS.map((kind) => [kind, sides(kind)])),
  partial: (random) => ({ partial: true, duration: logUniform(random, 40, 480) }),
  "release-before": () => ({ release: "before" }),
  "release-after": () => ({ release: "after" }),
  drift: () => ({ drift: true }),
  wander: () => ({ wander: true }),
  season: (random) => ({ season: true, before: between(random, 2, 5) * DAY }),
  clusters: () => ({ clusters: true }),
  "retry-storm": () => ({ retries: true }),
  "log-stops": (random) => ({ lost: true, duration: logUniform(random, 20, 300) }),
  "skewed-clocks": () => ({ clock: true }),
  "five-minutes": () => ({ bucket: 5 }),
  hourly: (random) => ({ bucket: 60, duration: logUniform(random, 30, 1200), before: between(random, 3, 6) * DAY }),
  "one-percent": (random) => ({ peak: between(random, 0.01, 0.02), share: logUniform(random, 0.0005, 0.004) }),
  "everything-fails": () => ({ peak: 1 }),
  "few-attempts": (random) => ({ volume: logUniform(random, 2, 20) }),
  "many-attempts": (random) => ({ volume: logUniform(random, 2000, 5000) }),
  "minutes-long": (random) => ({ duration: logUniform(random, 2, 10), rise: "step", fall: "step" }),
  "days-long": (random) => ({ duration: between(random, 1, 3) * DAY, before: between(random, 1.5, 3) * DAY }),
  "two-regions": () => ({ second: "overlapping" }),
  "two-apart": () => ({ second: "apart" }),
  "at-the-end": () => ({ edge: "end" }),
  "at-the-start": () => ({ edge: "start" }),
  "half-an-hour-before": () => ({ before: 30 }),
  mixture,
};

const QUIET: Record<string, Change> = {
  "quiet-plain": quiet({}),
  "quiet-wander": quiet({ wander: true }),
  "quiet-release": quiet({ release: "before" }),
  "quiet-drift": quiet({ drift: true }),
  "quiet-season": quiet({ season: true }),
  "quiet-clusters": quiet({ clusters: true }),
  "quiet-mixture": (random) => ({
    ...mixture(random),
    ...quiet({ second: "none", edge: "none" })(random),
    lost: false,
  }),
};

/** Every trait at random, together. */
function mixture(random: Random): Partial<Traits> {
  const perhaps = (chance: number): boolean => random.next() < chance;
  const oneOf = <T>(values: readonly T[]): T => values[random.integer(values.length)]!;
  const duration = logUniform(random, 2, 3 * DAY);
  return {
    bucket: oneOf([1, 1, 1, 1, 1, 1, 1, 5, 5, 60]),
    volume: logUniform(random, 2, 5000),
    share: logUniform(random, 0.0005, 0.02),
    peak: logUniform(random, 0.01, 1),
    duration,
    rise: oneOf(RAMP_KINDS),
    fall: oneOf(RAMP_KINDS),
    before: perhaps(0.06) ? 30 : between(random, 1, 2) * Math.max(DAY, 0.8 * duration),
    partial: perhaps(0.15),
    release: perhaps(0.15) ? oneOf(["before", "after"] as const) : "none",
    drift: perhaps(0.15),
    wander: perhaps(0.3),
    season: perhaps(0.4),
    clusters: perhaps(0.4),
    retries: perhaps(0.2),
    lost: perhaps(0.1),
    clock: perhaps(0.08),
    second: perhaps(0.15) ? oneOf(["overlapping", "apart"] as const) : "none",
    edge: perhaps(0.08) ? oneOf(["start", "end"] as const) : "none",
  };
}

export const OUTAGE_SHAPES: readonly string[] = Object.keys(OUTAGES);
export const QUIET_SHAPES: readonly string[] = Object.keys(QUIET);

/** The traits of a named scenario, or undefined if there is none of that name. */
export function traitsOf(shape: string, random: Random): Traits | undefined {
  const change = OUTAGES[shape] ?? QUIET[shape];
  return change ? { ...ordinary(random.fork("ordinary")), ...change(random.fork("scenario")) } : undefined;
}

/** A number between two, every ratio as likely as another. */
export function logUniform(random: Random, from: number, to: number): number {
  return Math.exp(between(random, Math.log(from), Math.log(to)));
}

export function between(random: Random, from: number, to: number): number {
  return from + (to - from) * random.next();
}
