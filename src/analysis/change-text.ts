import type { ChangeFinding } from "../remediation/changes/change.js";
import { changeWhat } from "./brief/end-change.js";

const COUNTS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
/** Changes that are named before the rest is counted. */
const MOST_NAMED = 3;

/** Characters of an id that a reader may know a change by. */
const LONGEST_ID = 16;

const count = (n: number): string => COUNTS[n] ?? String(n);
const named = (change: ChangeFinding): string => {
  const what = changeWhat(change);
  // A hash, or what stands for one in a redacted text, says nothing beside what was done.
  const short =
    change.what === "" || change.what.includes(change.id) || change.id.length > LONGEST_ID || /^\[/.test(change.id);
  return short ? what : `${what} (${change.id})`;
};

function listed(changes: readonly ChangeFinding[]): string {
  const shown = changes.slice(0, MOST_NAMED).map(named);
  const more = changes.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Which change fits, in one or two sentences: a change is named as fitting only where it is supported; `null` where no change is known.
 *
 * @param changes - as `analyze` judges them
 */
export function changesSentence(changes: readonly ChangeFinding[]): string | null {
  if (changes.length === 0) return null;
  const of = (verdict: ChangeFinding["verdict"]): ChangeFinding[] =>
    changes.filter((change) => change.verdict === verdict);
  const [supported, possible, open] = [of("supported"), of("possible"), of("not-testable")];
  if (supported.length > 0) return supported.map((change) => `${capital(named(change))} fits: ${change.why}`).join(" ");
  if (possible.length > 1) {
    const minutes = Math.max(...possible.map(({ minutesBefore }) => minutesBefore?.[1] ?? 0));
    return `${capital(count(possible.length))} changes came within ${Math.max(1, Math.round(minutes))} minutes before; these data cannot tell them apart: ${listed(possible)}.`;
  }
  const [only] = possible;
  if (only) return `${capital(named(only))} is possible: ${only.why}`;
  if (open.length === changes.length) return (open[0] as ChangeFinding).why;
  return changes.length === 1
    ? `The one known change does not fit the onset: ${named(changes[0] as ChangeFinding)}.`
    : `None of the ${count(changes.length)} known changes fits the onset.`;
}
