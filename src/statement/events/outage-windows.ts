import type { EventRole, Statement, StatedWindow } from "../statement.js";

const WORK: readonly EventRole[] = [
  "mitigation-start",
  "mitigation-end",
  "prevention-start",
  "prevention-end",
  "communicated",
];

/** The windows of a statement that speak of the outage, not of the work on it: "the undo ran from 13:15 to 13:50" is no window to test. */
export function outageWindows({ windows, events }: Pick<Statement, "windows" | "events">): readonly StatedWindow[] {
  return windows.filter(
    ({ start, quote }) =>
      !events.some(
        (event) =>
          event.at === start &&
          event.quote === quote &&
          (WORK.includes(event.role) ||
            (event.role === "other" && /\b(?:planned|scheduled|maintenance)\b/i.test(quote))),
      ),
  );
}
