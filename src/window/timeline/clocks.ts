/** Seconds by which the clock of a machine may be off where nothing else is known: synchronised hosts keep within one, others drift by about one a day. */
export const MACHINE_SECONDS = 5;
/** The same of times that people wrote down, from whatever clock they looked at. */
export const PERSON_SECONDS = 60;
/** Seconds by which two entries of one statement may be off against each other: each was copied from a clock of its own. */
const COPIED_SECONDS = 2 * MACHINE_SECONDS;
/** So many events that two sources both name bound the difference of their clocks more tightly than the default. */
const FEWEST_SHARED = 3;
/** A bound from shared events is never tighter than this: one of the two may always write a moment later. */
const LEAST_SECONDS = 1;
/** Two rows further apart than this are not one event, whatever they name. */
const MOST_APART_SECONDS = 600;

/** By how many seconds a clock may be ahead of the true time; negative = behind. */
export interface ClockBound {
  readonly source: string;
  readonly ahead: readonly [low: number, high: number];
  /** Where the bound comes from: the default of its kind, `clock` in `incident.yaml`, or events that another source names too. */
  readonly basis: "default" | "declared" | "data";
  readonly why: string;
}

/** One event in two sources' words: seconds by which the first source's time is later. */
export interface SharedEvent {
  readonly sources: readonly [string, string];
  readonly seconds: number;
}

/** Bounds on the seconds by which one clock is ahead of another. */
export interface ClockDifference {
  readonly sources: readonly [string, string];
  readonly ahead: readonly [low: number, high: number];
}

/** Clocks with bounds on each against the truth and against each other. */
export class Clocks {
  private readonly index: ReadonlyMap<string, number>;
  /** `most[i][j]`: seconds by which clock i is ahead of clock j at most; the last one is the truth. */
  private readonly most: number[][];

  constructor(
    readonly bounds: readonly ClockBound[],
    readonly differences: readonly ClockDifference[],
  ) {
    this.index = new Map(bounds.map(({ source }, index) => [source, index]));
    const truth = bounds.length;
    this.most = Array.from({ length: truth + 1 }, (_, i) =>
      Array.from({ length: truth + 1 }, (__, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)),
    );
    bounds.forEach(({ ahead: [low, high] }, index) => {
      this.bound(index, truth, low, high);
    });
    for (const { sources, ahead } of differences) {
      const [one, other] = sources.map((source) => this.index.get(source));
      if (one !== undefined && other !== undefined) this.bound(one, other, ...ahead);
    }
    this.close();
  }

  private bound(i: number, j: number, low: number, high: number): void {
    const [own, back] = [this.most[i] as number[], this.most[j] as number[]];
    own[j] = Math.min(own[j] as number, high);
    back[i] = Math.min(back[i] as number, -low);
  }

  /** What follows for two clocks from their bounds against a third. */
  private close(): void {
    for (const [k, through] of this.most.entries())
      for (const row of this.most)
        for (let j = 0; j < row.length; j += 1)
          row[j] = Math.min(row[j] as number, (row[k] as number) + (through[j] as number));
  }

  /** Seconds by which one source's clock is ahead of another's, at least and at most. */
  difference(one: string, other: string): readonly [low: number, high: number] {
    if (one === other) return COPIED.has(one) ? [-COPIED_SECONDS, COPIED_SECONDS] : [0, 0];
    const [i, j] = [this.index.get(one), this.index.get(other)];
    if (i === undefined || j === undefined) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const [high, back] = [(this.most[i] as number[])[j] as number, (this.most[j] as number[])[i] as number];
    // Bounds that contradict each other by a little meet in the middle.
    return -back <= high ? [-back, high] : [high, -back];
  }
}

/** Sources whose entries come from several clocks: a statement is put together from whatever its author looked at. */
const COPIED: ReadonlySet<string> = new Set(["statement"]);

const rounded = (seconds: number): number => Math.round(10 * seconds) / 10;

/**
 * Clocks by their own bounds and by the events that two sources both name.
 *
 * Such an event may be written down late by either, so a difference never moves a clock: it widens the bounds of both where it lies outside them, and
 * three or more that agree narrow the bound of one against the other, with 0 inside.
 */
export function clocksOf(
  own: readonly ClockBound[],
  shared: readonly SharedEvent[],
  known: readonly ClockDifference[],
): Clocks {
  const pairs = new Map<string, { sources: readonly [string, string]; seconds: number[] }>();
  for (const { sources, seconds } of shared) {
    if (Math.abs(seconds) > MOST_APART_SECONDS) continue;
    const key = JSON.stringify(sources);
    const pair = pairs.get(key) ?? { sources, seconds: [] };
    pair.seconds.push(seconds);
    pairs.set(key, pair);
  }
  const bounds = new Map(own.map((bound) => [bound.source, bound]));
  const differences: ClockDifference[] = [...known];
  for (const { sources, seconds } of pairs.values()) {
    const [low, high] = [Math.min(0, ...seconds), Math.max(0, ...seconds)];
    if (seconds.length >= FEWEST_SHARED && !sources.some((source) => COPIED.has(source)))
      differences.push({ sources, ahead: [low - LEAST_SECONDS, high + LEAST_SECONDS] });
    for (const [index, source] of sources.entries()) {
      const bound = bounds.get(source);
      if (!bound || bound.basis === "declared") continue;
      const [least, most] = index === 0 ? [low, high] : [-high, -low];
      if (least >= bound.ahead[0] && most <= bound.ahead[1]) continue;
      const other = sources[1 - index] as string;
      bounds.set(source, {
        source,
        ahead: [Math.min(least, bound.ahead[0]), Math.max(most, bound.ahead[1])],
        basis: "data",
        why: `${source} and ${other} date the same ${seconds.length === 1 ? "event" : "events"} up to ${rounded(Math.max(-low, high))} s apart`,
      });
    }
  }
  return new Clocks([...bounds.values()], differences);
}
