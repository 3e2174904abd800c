import type { Line } from "./world.js";

/** What a reading of a file must come to, by nothing but the lines that were written. */
export interface Expected {
  readonly loaded: number;
  readonly rejected: number;
  readonly duplicates: number;
  readonly blank: number;
  readonly header: number;
  /** Rejected lines, 1-based, in order. */
  readonly rejectedLines: readonly number[];
  /** Failures and attempts by minute since 1970. */
  readonly minutes: ReadonlyMap<number, readonly [failures: number, attempts: number]>;
}

const COSTS_ITS_LINE = new Set(["torn", "bad time", "unset clock", "far time", "stray quote", "bad bytes"]);

/**
 * Reduces lines to counts without knowing how they are read: what the program finds is held against this.
 *
 * @param height - physical lines that a line takes
 */
export function expected(lines: readonly Line[], height: (line: Line) => number): Expected {
  const minutes = new Map<number, readonly [number, number]>();
  const rejectedLines: number[] = [];
  let [loaded, duplicates, blank, header, at] = [0, 0, 0, 1, 2];
  for (const line of lines) {
    const { fate, attempt } = line;
    if (fate === "blank") blank += 1;
    else if (fate === "header again") header += 1;
    else if (fate === "twice") duplicates += 1;
    else if (COSTS_ITS_LINE.has(fate)) rejectedLines.push(at);
    else if (attempt) {
      const minute = Math.floor(attempt.ms / 60_000);
      const [failures, attempts] = minutes.get(minute) ?? [0, 0];
      minutes.set(minute, [failures + (attempt.failed ? 1 : 0), attempts + 1]);
      loaded += 1;
    }
    at += height(line);
  }
  return { loaded, rejected: rejectedLines.length, duplicates, blank, header, rejectedLines, minutes };
}

/** The counts as one text, for comparing. */
export function minutesText(minutes: Expected["minutes"]): string {
  return [...minutes]
    .sort(([a], [b]) => a - b)
    .map(([minute, [failures, attempts]]) => `${minute}:${failures}/${attempts}`)
    .join(" ");
}
