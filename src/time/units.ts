/** Lengths of time in milliseconds; a day is one of 24 hours, as UTC has it. */
export const MINUTE_MS = 60_000;
/** See {@link MINUTE_MS}. */
export const HOUR_MS = 3_600_000;
/** See {@link MINUTE_MS}. */
export const DAY_MS = 86_400_000;
/** The same of a day in seconds. */
export const DAY_SECONDS = 86_400;
