/** One attempt as it happened, before any tool writes it down. */
export interface Attempt {
  /** UTC milliseconds since 1970. */
  readonly at: number;
  readonly failed: boolean;
  readonly milliseconds: number;
  /** Place in the order of time, from 0. */
  readonly index: number;
  /** A draw of its own from [0, 1), for what a layout varies between rows. */
  readonly draw: number;
}

/** One minute of many attempts, for tools that only count. */
export interface Minute {
  readonly at: number;
  readonly attempts: number;
  readonly failures: number;
}

export interface World {
  readonly from: number;
  readonly to: number;
  /** The planted outage, half-open; null in a quiet world. */
  readonly window: { readonly from: number; readonly to: number } | null;
  readonly attempts: readonly Attempt[];
  readonly minutes: readonly Minute[];
  readonly random: () => number;
}

export interface Plan {
  readonly hours?: number;
  /** Attempts a minute, evenly drawn, where each row is an attempt. */
  readonly perMinute?: number;
  /** Attempts a minute where rows are counts. */
  readonly countPerMinute?: number;
  /** Length of the finest row of the export: edges of the outage are multiples of it. */
  readonly stepMinutes?: number;
  /** Shares of failures during the outage and outside it. */
  readonly during?: number;
  readonly before?: number;
  readonly quiet?: boolean;
  /** Where the day starts, as a UTC time. */
  readonly start?: string;
}

export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** Numbers from [0, 1) that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A seed of its own for each layout, so that one more layout changes no other. */
export function seedOf(name: string, seed: number): number {
  let hash = 2166136261 ^ seed;
  for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return hash >>> 0;
}

/** Whole seconds in order, as many in each minute as asked, with the milliseconds that a clock would show. */
function attemptsOf(
  plan: Required<Plan>,
  span: { from: number; to: number },
  window: World["window"],
  random: () => number,
): Attempt[] {
  const times: number[] = [];
  for (let minute = span.from; minute < span.to; minute += MINUTE) {
    const spread = MINUTE / plan.perMinute;
    for (let place = 0; place < plan.perMinute; place += 1) {
      const second = Math.floor((place * spread + random() * spread * 0.9) / 1000);
      times.push(minute + second * 1000 + Math.floor(random() * 1000));
    }
  }
  times.sort((a, b) => a - b);
  return times.map((at, index) => {
    const inside = window !== null && at >= window.from && at < window.to;
    const failed = random() < (inside ? plan.during : plan.before);
    return { at, failed, milliseconds: 8 + Math.floor(random() * 60), index, draw: random() };
  });
}

function minutesOf(
  plan: Required<Plan>,
  span: { from: number; to: number },
  window: World["window"],
  random: () => number,
): Minute[] {
  const minutes: Minute[] = [];
  for (let at = span.from; at < span.to; at += MINUTE) {
    const inside = window !== null && at >= window.from && at < window.to;
    const attempts = Math.round(plan.countPerMinute * (0.85 + 0.3 * random()));
    const share = inside ? plan.during * (0.9 + 0.2 * random()) : plan.before * 2 * random();
    minutes.push({ at, attempts, failures: Math.min(attempts, Math.round(attempts * share)) });
  }
  return minutes;
}

/** A few hours of attempts with one outage planted in them, or none. */
export function worldOf(seed: number, asked: Plan = {}): World {
  const random = randomFrom(seed);
  const plan: Required<Plan> = {
    hours: 4,
    perMinute: 6,
    countPerMinute: 118,
    stepMinutes: 1,
    during: 0.6 + 0.4 * random(),
    before: 0.004,
    quiet: false,
    start: "2026-03-12T08:00:00Z",
    ...asked,
  };
  const from = Date.parse(plan.start);
  const to = from + plan.hours * HOUR;
  const step = plan.stepMinutes * MINUTE;
  const onset = from + Math.floor((plan.hours * HOUR * (0.4 + 0.15 * random())) / step) * step;
  const length = Math.max(4, Math.floor((plan.hours * HOUR * (0.12 + 0.06 * random())) / step)) * step;
  const window = plan.quiet ? null : { from: onset, to: onset + length };
  return {
    from,
    to,
    window,
    attempts: attemptsOf(plan, { from, to }, window, random),
    minutes: minutesOf(plan, { from, to }, window, random),
    random,
  };
}
