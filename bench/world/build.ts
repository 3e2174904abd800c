import { seededRandom, type Random } from "../../src/index.js";
import { DAY, expectedShare, type BaselinePlan } from "./baseline.js";
import type { OutagePlan, RampKind, Side } from "./profile.js";
import { between, logUniform, traitsOf, type Traits } from "./traits.js";
import type { TrueWindow, World } from "./world.js";

/** Excess that counts as none: this part of the ordinary share, or of the peak where that is more. */
const NEGLIGIBLE_OF_SHARE = 0.25;
const NEGLIGIBLE_OF_PEAK = 0.005;

/** An outage is a rise to at least so many times the ordinary share; what is less would not be called one. */
const LEAST_RISE = 2.5;

/** A rise that stays this long, in minutes, is a change of level: releases are at least so far from the end of the data. */
const LEVEL_MINUTES = 25 * 60;

/** An outage at the end of the data has gone on for less than this, in minutes, so that it is no change of level. */
const OPEN_MINUTES = 18 * 60;

/** The random numbers that decide a world, and those that decide what is drawn from it. */
export function worldStream(shape: string, seed: number): Random {
  return seededRandom(`world/${shape}/${seed}`);
}

/** A world of a named shape; the seed decides everything that the name leaves open. */
export function buildWorld(shape: string, seed: number): World {
  const stream = worldStream(shape, seed);
  const traits = traitsOf(shape, stream.fork("traits"));
  if (!traits) throw new Error(`no shape is called ${shape}`);
  return worldFrom(shape, seed, traits, stream);
}

/** A world with these traits. */
export function worldFrom(shape: string, seed: number, traits: Traits, stream: Random): World {
  const layout = layoutOf(traits, stream.fork("layout"));
  const baseline = baselineOf(traits, layout, stream.fork("baseline"));
  const outages = traits.outage ? outagesOf(traits, layout, baseline, stream.fork("outages")) : [];
  const clock = clockOf(traits, outages, stream.fork("clock"));
  return {
    shape,
    seed,
    minutes: layout.minutes,
    bucket: traits.bucket,
    baseline,
    outages,
    windows: windowsOf(outages, layout.minutes, clock.minutes),
    remedies: [],
    wobble: traits.wobble ? wobbleOf(stream.fork("wobble")) : { sd: 0, halfLife: 1 },
    retries: traits.retries ? between(stream.fork("retries"), 0.5, 3) : 0,
    clusters: clustersOf(traits, stream.fork("clusters")),
    lost: traits.lost && outages[0] ? lostOf(outages[0], stream.fork("lost")) : [],
    clock,
  };
}

interface Layout {
  readonly minutes: number;
  readonly from: number;
  readonly to: number;
  readonly second: { readonly from: number; readonly to: number } | null;
  readonly release: number | null;
}

/** Where on the axis things lie. */
function layoutOf(traits: Traits, random: Random): Layout {
  const whole = random.next() < 0.5;
  const settle = (minute: number): number => (whole ? Math.round(minute) : minute);
  const open = traits.edge === "end" ? Math.min(traits.duration, OPEN_MINUTES) : traits.duration;
  const from = traits.edge === "start" ? -settle(open * between(random, 0.1, 0.7)) : settle(traits.before);
  const to = settle(from + Math.max(2, open));
  const second = secondOf(traits, { from, to }, settle, random);
  const last = Math.max(to, second?.to ?? 0);
  let minutes = traits.edge === "end" ? from + open * between(random, 0.3, 0.9) : last + traits.after;
  const release = releaseAt(traits, from, last, random);
  if (release !== null) minutes = Math.max(minutes, release + LEVEL_MINUTES);
  return { minutes: Math.max(1, Math.ceil(minutes / traits.bucket)) * traits.bucket, from, to, second, release };
}

function secondOf(
  traits: Traits,
  { from, to }: { from: number; to: number },
  settle: (minute: number) => number,
  random: Random,
): Layout["second"] {
  if (traits.second === "none" || traits.edge !== "none") return null;
  const length = (to - from) * between(random, 0.4, 1.2);
  const gap = Math.max(90, 4 * traits.bucket);
  const begin =
    traits.second === "apart" ? to + gap + length * random.next() : from + (to - from) * between(random, 0.1, 0.7);
  return { from: settle(begin), to: settle(begin + Math.max(2, length)) };
}

/** A minute of a release, well clear of the outage; null where there is none or no room for one. */
function releaseAt(traits: Traits, from: number, last: number, random: Random): number | null {
  if (traits.release === "none" || traits.edge !== "none") return null;
  if (traits.release === "after") return Math.round(last + between(random, 180, 600));
  return from < 600 ? null : Math.round(between(random, 240, from - 240));
}

function baselineOf(traits: Traits, layout: Layout, random: Random): BaselinePlan {
  const { minutes, release } = layout;
  const factor = random.next() < 0.75 ? logUniform(random, 1.5, 6) : between(random, 0.3, 0.7);
  const bounded = Math.min(factor, 0.08 / traits.share);
  return {
    volume: traits.volume,
    share: traits.share,
    releases: release === null ? [] : [[release, bounded]],
    dayWave: traits.season ? between(random, 0.2, 0.85) : 0,
    shareWave: traits.season ? between(random, 0, 0.5) : 0,
    peakHour: between(random, 9, 21),
    weekend: traits.season ? between(random, 0.3, 1) : 1,
    holiday: traits.season && random.next() < 0.4 ? random.integer(Math.ceil(minutes / DAY)) : null,
    drift: traits.drift ? (between(random, -0.8, 0.8) * DAY) / minutes : 0,
    wander: traits.wander ? wanderPlan(random) : { sd: 0, halfLife: 1 },
    volumeNoise: between(random, 0, 0.15),
    firstWeekday: random.integer(7),
  };
}

/** Short memory may go far, long memory less: an hour at thrice the ordinary share would be called an outage by anybody. */
function wanderPlan(random: Random): BaselinePlan["wander"] {
  const halfLife = logUniform(random, 4, 300);
  return { halfLife, sd: between(random, 0.1, halfLife < 20 ? 0.5 : 0.35) };
}

/** How far the height of an outage wanders, by a tenth or so within minutes to half an hour. */
function wobbleOf(random: Random): World["wobble"] {
  return { halfLife: logUniform(random, 1, 30), sd: between(random, 0.03, 0.15) };
}

function outagesOf(traits: Traits, layout: Layout, baseline: BaselinePlan, random: Random): OutagePlan[] {
  const first = outageOf(traits, layout, baseline, random.fork("first"));
  if (!layout.second) return [first];
  const other = { ...traits, peak: Math.min(1, traits.peak * between(random, 0.4, 1.6)), partial: false };
  return [first, outageOf(other, layout.second, baseline, random.fork("second"))];
}

function outageOf(
  traits: Traits,
  { from, to }: { from: number; to: number },
  baseline: BaselinePlan,
  random: Random,
): OutagePlan {
  const share = Math.max(expectedShare(baseline, from), expectedShare(baseline, to));
  const lower = Math.min(expectedShare(baseline, from), expectedShare(baseline, to));
  const peak = Math.min(1, Math.max(traits.peak, LEAST_RISE * share));
  const negligible = Math.max(NEGLIGIBLE_OF_SHARE * lower, NEGLIGIBLE_OF_PEAK * peak);
  const length = to - from;
  const rest = between(random, 0.1, 0.4);
  const least = traits.fall === "relapsing" ? 0.2 * rest : rest;
  const partial = traits.partial && least * peak > 4 * negligible;
  return {
    from,
    to,
    peak,
    negligible,
    rise: sideOf(traits.rise, length * between(random, 0.05, 0.35), random.fork("rise")),
    fall: sideOf(traits.fall, length * between(random, 0.05, 0.4), random.fork("fall")),
    levels: partial ? [[from + length * between(random, 0.38, 0.58), rest]] : [],
  };
}

/** A side of that kind and length. */
export function sideOf(kind: RampKind, minutes: number, random: Random): Side {
  if (kind === "step") return { kind, minutes: 0, knots: [] };
  if (kind === "stepped") {
    const stairs = 2 + random.integer(4);
    return { kind, minutes, knots: Array.from({ length: stairs }, (_, k) => [k / stairs, (k + 1) / (stairs + 1)]) };
  }
  if (kind === "restarts") return { kind, minutes, knots: restarts(random) };
  if (kind === "ragged") return { kind, minutes, knots: ragged(random) };
  if (kind !== "relapsing") return { kind, minutes, knots: [] };
  const turn = between(random, 0.25, 0.4);
  return {
    kind,
    minutes,
    knots: [
      [turn, between(random, 0.55, 0.9)],
      [turn + between(random, 0.15, 0.3), between(random, 0.2, 0.4)],
    ],
  };
}

/** Four to nine hosts, back one after another at any pace; read from the outer end inwards. */
function restarts(random: Random): Side["knots"] {
  const hosts = 4 + random.integer(6);
  const back = Array.from({ length: hosts - 1 }, () => random.next()).sort((a, b) => a - b);
  return [0, ...back].map((at, k) => [at, (k + 1) / (hosts + 1)]);
}

/** A line that never rises on the way out, broken at four to eight places. */
function ragged(random: Random): Side["knots"] {
  const breaks = 4 + random.integer(5);
  const sorted = (): number[] => Array.from({ length: breaks }, () => random.next()).sort((a, b) => a - b);
  const [places, heights] = [sorted(), sorted()];
  return places.map((at, k) => [at, heights[k]!]);
}

function clustersOf(traits: Traits, random: Random): World["clusters"] {
  if (!traits.clusters) return { together: 0, tail: 2, largest: 1 };
  return {
    together: between(random, 0.1, 0.9),
    tail: between(random, 1.1, 2.2),
    largest: Math.round(logUniform(random, 5, 60)),
  };
}

/** Clocks that are off, only beside outages whose ends stay exact and show in the part of the hosts that is off. */
function clockOf(traits: Traits, outages: readonly OutagePlan[], random: Random): World["clock"] {
  const share = between(random, 0.1, 0.4);
  const minutes = logUniform(random, 0.5, 5) * (random.next() < 0.5 ? -1 : 1);
  const exact = outages.every(({ rise, fall, peak, negligible }) => {
    const curved = [rise.kind, fall.kind].some((kind) => kind === "logistic" || kind === "exponential");
    return !curved && peak * share > 8 * negligible;
  });
  return traits.clock && exact ? { share, minutes } : { share: 0, minutes: 0 };
}

/** A stretch of the outage without a log: inside, so that both ends are seen, or over its end. */
function lostOf(outage: OutagePlan, random: Random): World["lost"] {
  const length = outage.to - outage.from;
  const span = length * between(random, 0.1, 0.4);
  const start = random.next() < 0.65 ? outage.from + between(random, 0.2, 0.8) * (length - span) : outage.to - span / 2;
  return [[Math.round(start), Math.round(start + span)]];
}

/** The stretches in which failures depart from the ordinary, overlapping outages as one. */
function windowsOf(outages: readonly OutagePlan[], minutes: number, clock: number): TrueWindow[] {
  const spans = outages.map(({ from, to }) => ({ from: from + Math.min(0, clock), to: to + Math.max(0, clock) }));
  spans.sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined
    .filter(({ from, to }) => to > 0 && from < minutes)
    .map(({ from, to }) => ({
      from: Math.max(0, from),
      to: Math.min(minutes, to),
      openStart: from < 0,
      openEnd: to > minutes,
    }));
}
