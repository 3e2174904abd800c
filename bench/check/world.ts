import { type Random, seededRandom } from "../../src/index.js";
import type { IncidentPlan, SlicePlan, WavePlan } from "./plans.js";

export const DAY_MINUTES = 1440;
const MINUTE = 60_000;
/** A spike doubles the share, but leaves some attempts that work. */
const SPIKE = { minutes: 5, factor: 1.9, most: 0.93 };
/** A fall is over after so many half-lives: a 32nd of it is left. */
const HALF_LIVES = 5;
/** Spread of latencies (log-normal). */
const LATENCY_SIGMA = 0.45;

export interface Row {
  readonly at: number;
  readonly id: string;
  readonly group: string;
  readonly failed: boolean;
  readonly latency: number;
  readonly where: Readonly<Record<string, string>>;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Tally {
  readonly attempts: number;
  readonly failures: number;
}

/** A simulated day: its rows, and plain counts of them. Minutes are counted from local midnight. */
export interface World {
  readonly plan: IncidentPlan;
  /** `calls` and `legs`, or `requests`. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly outcome: string;
  /** `[onset, recovery)` of every wave. */
  readonly windows: readonly Span[];
  readonly instant: (minute: number) => number;
  readonly tally: (source: string, span: Span, where?: Readonly<Record<string, string>>) => Tally;
  readonly rowsIn: (source: string, span: Span) => readonly Row[];
}

const recoveryOf = ({ fall, halfLife }: WavePlan): number => fall + Math.ceil(HALF_LIVES * halfLife);

function waveShare(wave: WavePlan, minute: number): number {
  if (minute < wave.onset || minute >= recoveryOf(wave)) return 0;
  if (minute >= wave.fall) return wave.share * 2 ** (-(minute - wave.fall + 0.5) / wave.halfLife);
  const spiking = wave.spike !== undefined && minute >= wave.spike && minute < wave.spike + SPIKE.minutes;
  return spiking ? Math.min(SPIKE.most, SPIKE.factor * wave.share) : wave.share;
}

function pick({ values, weights }: SlicePlan, random: Random): number {
  if (!weights) return random.integer(values.length);
  let left = random.next();
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}

function hitOf(plan: IncidentPlan, wave: WavePlan, minute: number, chosen: readonly number[], unit: number): number {
  if (plan.units && unit >= plan.units.hit) return 0;
  return plan.slices.reduce((hit, slice, index) => {
    const value = chosen[index] as number;
    const begun = minute >= wave.onset + (slice.lag?.[value] ?? 0);
    return begun ? hit * (slice.hit?.[value] ?? 1) : 0;
  }, 1);
}

interface Attempt {
  readonly where: Record<string, string>;
  readonly share: number;
  readonly troubled: number;
}

function attemptAt(plan: IncidentPlan, minute: number, random: Random): Attempt {
  const chosen = plan.slices.map((slice) => pick(slice, random));
  const unit = plan.units ? random.integer(plan.units.count) : 0;
  const troubled = plan.waves.reduce(
    (sum, wave) => sum + waveShare(wave, minute) * hitOf(plan, wave, minute, chosen, unit),
    0,
  );
  const where: Record<string, string> = {};
  plan.slices.forEach(({ column, values }, index) => {
    where[column] = values[chosen[index] as number] as string;
  });
  if (plan.units) where[plan.units.column] = `${plan.units.column}-${String(unit + 1).padStart(3, "0")}`;
  return { where, share: plan.baseShare + (1 - plan.baseShare) * troubled, troubled };
}

const inWave = (plan: IncidentPlan, minute: number): boolean =>
  plan.waves.some((wave) => minute >= wave.onset && minute < recoveryOf(wave));

function arrivals(plan: IncidentPlan, minute: number, random: Random): number {
  const ofDay = 1 + 0.12 * Math.sin(((minute - 480) / DAY_MINUTES) * 2 * Math.PI);
  return random.poisson(plan.perMinute * ofDay * (inWave(plan, minute) ? (plan.traffic ?? 1) : 1));
}

function httpRows(plan: IncidentPlan, start: number, random: Random): Record<string, Row[]> {
  const requests: Row[] = [];
  for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
    const slow = inWave(plan, minute) ? (plan.latency?.factor ?? 1) : 1;
    for (let left = arrivals(plan, minute, random); left > 0; left -= 1) {
      const { where, share } = attemptAt(plan, minute, random);
      requests.push({
        at: start + minute * MINUTE + Math.floor(random.next() * MINUTE),
        id: `req-${String(requests.length + 1).padStart(7, "0")}`,
        group: "",
        failed: random.next() < share,
        latency: Math.round((plan.latency?.base ?? 100) * slow * Math.exp(LATENCY_SIGMA * random.normal())),
        where,
      });
    }
  }
  return { requests };
}

/** A call has one to four legs; each fails alone, and the first that fails drops the call. */
function callRows(plan: IncidentPlan, start: number, random: Random): Record<string, Row[]> {
  const calls: Row[] = [];
  const legs: Row[] = [];
  for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
    for (let left = arrivals(plan, minute, random); left > 0; left -= 1) {
      const { where, share } = attemptAt(plan, minute, random);
      const at = start + minute * MINUTE + Math.floor(random.next() * (MINUTE - 4000));
      const id = `call-${String(calls.length + 1).padStart(6, "0")}`;
      const count = 1 + random.integer(4);
      // Chosen so that a call of mean length is dropped with the share of the plan.
      const hazard = 1 - (1 - share) ** (1 / 2.5);
      let dropped = false;
      for (let leg = 0; leg < count && !dropped; leg += 1) {
        dropped = random.next() < hazard;
        legs.push({ at: at + leg * 1000, id: `leg-${legs.length + 1}`, group: id, failed: dropped, latency: 0, where });
      }
      calls.push({ at, id, group: id, failed: dropped, latency: 0, where });
    }
  }
  return { calls, legs };
}

type Prefix = { readonly attempts: Float64Array; readonly failures: Float64Array };

function prefixOf(rows: readonly Row[], start: number, where: Readonly<Record<string, string>>): Prefix {
  const attempts = new Float64Array(DAY_MINUTES + 1);
  const failures = new Float64Array(DAY_MINUTES + 1);
  for (const row of rows) {
    if (Object.entries(where).some(([column, value]) => row.where[column] !== value)) continue;
    const next = Math.floor((row.at - start) / MINUTE) + 1;
    attempts[next] = (attempts[next] ?? 0) + 1;
    if (row.failed) failures[next] = (failures[next] ?? 0) + 1;
  }
  for (let minute = 1; minute <= DAY_MINUTES; minute += 1) {
    attempts[minute] = (attempts[minute] ?? 0) + (attempts[minute - 1] ?? 0);
    failures[minute] = (failures[minute] ?? 0) + (failures[minute - 1] ?? 0);
  }
  return { attempts, failures };
}

/** The simulated day of a plan; the same seed gives the same rows. */
export function simulateWorld(plan: IncidentPlan, seed: number): World {
  const random = seededRandom(seed).fork(plan.id);
  const start = Date.parse(`${plan.date}T00:00:00Z`) - plan.offsetMinutes * MINUTE;
  const rows = (plan.kind === "calls" ? callRows : httpRows)(plan, start, random);
  const prefixes = new Map<string, Prefix>();
  return {
    plan,
    rows,
    outcome: plan.kind === "calls" ? "calls" : "requests",
    windows: plan.waves.map((wave) => ({ from: wave.onset, to: recoveryOf(wave) })),
    instant: (minute) => start + minute * MINUTE,
    rowsIn: (source, { from, to }) =>
      (rows[source] ?? []).filter(({ at }) => at >= start + from * MINUTE && at < start + to * MINUTE),
    tally: (source, { from, to }, where = {}) => {
      const key = JSON.stringify([source, where]);
      const prefix = prefixes.get(key) ?? prefixOf(rows[source] ?? [], start, where);
      prefixes.set(key, prefix);
      const between = (sums: Float64Array): number => (sums[to] ?? 0) - (sums[from] ?? 0);
      return { attempts: between(prefix.attempts), failures: between(prefix.failures) };
    },
  };
}
