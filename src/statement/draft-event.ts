import type { ResolvedTime } from "./times/resolved-time.js";
import type { EventRole } from "./statement.js";
import type { TimeMention } from "./times/time-mention.js";

/** The words that tell of a time: its own clause or entry, and the sentence, entry or update around it. */
interface EventWords {
  readonly clause: string;
  readonly context: string;
}

/** A dated entry before it is cut to what a statement shows. */
export interface DraftEvent {
  readonly time: ResolvedTime;
  readonly mention: TimeMention;
  readonly role: EventRole;
  readonly words: EventWords;
  /** How likely the role is by the words, 0…1; absent before it was weighed. */
  readonly probability?: number;
  /** True if its words say with more than even odds that trouble began, or that it ended, where its role says so. */
  readonly sure?: boolean;
  /** The layout settles the role: an update's status word, or its voice. */
  readonly settled: boolean;
  /** The status word of the update that it stamps. */
  readonly status: string | null;
  /** Offsets of what is quoted. */
  readonly quoteSpan: readonly [number, number];
  readonly section: string;
  readonly block: number;
  /** An entry of a list of times, or a time in prose. */
  readonly kind: "entry" | "prose" | "stamp";
  /** True if the day was written at the time itself. */
  readonly dated: boolean;
  readonly hedged: boolean;
  /** For the first half of a span, the event of its other half. */
  readonly until: DraftEvent | null;
  /** The first half of a span that lasts to the present. */
  readonly open: boolean;
}
