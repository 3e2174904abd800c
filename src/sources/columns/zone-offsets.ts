import { Temporal } from "temporal-polyfill";

/** A stretch of local time with one offset, `null` where the local time is skipped or repeated. Milliseconds as if local were UTC. */
export interface LocalPiece {
  readonly fromMs: number;
  readonly offsetMs: number | null;
}

const FIRST = Temporal.Instant.from("1970-01-02T00:00:00Z");
const LAST_MS = Date.UTC(2040, 0, 1);

/**
 * The offsets of a zone over local time, 1970 to 2040.
 *
 * @param zone - IANA zone
 * @returns pieces in ascending order, each until the next one's start; the first reaches back without bound
 */
export function localPieces(zone: string): readonly LocalPiece[] {
  let now = FIRST.toZonedDateTimeISO(zone);
  let offset = now.offsetNanoseconds / 1e6;
  const pieces: LocalPiece[] = [{ fromMs: Number.NEGATIVE_INFINITY, offsetMs: offset }];
  for (;;) {
    const next = now.getTimeZoneTransition("next");
    if (!next || next.epochMilliseconds > LAST_MS) return pieces;
    const after = next.offsetNanoseconds / 1e6;
    if (after !== offset) {
      const [low, high] = [
        next.epochMilliseconds + Math.min(offset, after),
        next.epochMilliseconds + Math.max(offset, after),
      ];
      pieces.push({ fromMs: low, offsetMs: null }, { fromMs: high, offsetMs: after });
    }
    offset = after;
    now = next;
  }
}

/** A stretch of local time that a zone has twice, and its two offsets. */
export interface RepeatedHour {
  /** Milliseconds as if local were UTC; `toMs` exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Of the first and of the second pass. */
  readonly offsetsMs: readonly [first: number, second: number];
}

/** The stretches of local time that a zone has twice between two local times. */
export function repeatedHours(zone: string, fromMs: number, toMs: number): RepeatedHour[] {
  const pieces = localPieces(zone);
  return pieces.flatMap((piece, index) => {
    const [before, after] = [pieces[index - 1], pieces[index + 1]];
    if (piece.offsetMs !== null || before === undefined || after === undefined) return [];
    const [first, second] = [before.offsetMs as number, after.offsetMs as number];
    const apart = after.fromMs < fromMs || piece.fromMs > toMs;
    return second < first && !apart ? [{ fromMs: piece.fromMs, toMs: after.fromMs, offsetsMs: [first, second] }] : [];
  });
}

/** Why a local time has no one instant in a zone, in words; `null` when it has. */
export function localVerdict(local: string, zone: string): string | null {
  try {
    const plain = Temporal.PlainDateTime.from(local.trim().replace(" ", "T"));
    const [early, late] = [
      plain.toZonedDateTime(zone, { disambiguation: "earlier" }),
      plain.toZonedDateTime(zone, { disambiguation: "later" }),
    ];
    if (early.epochMilliseconds === late.epochMilliseconds) return null;
    const gap = !early.toPlainDateTime().equals(plain);
    return gap ? `does not exist in ${zone} (clocks went forward)` : `occurs twice in ${zone} (clocks went back)`;
  } catch {
    return null;
  }
}
