import { DAY_MS, HOUR_MS } from "../../time/units.js";

/** Hours ahead of UTC in a zone, before and after its clocks change. */
interface ZoneHours {
  readonly before: number;
  readonly after: number;
  /** Epoch milliseconds of the change; `null` where no clock changes in the simulated weeks. */
  readonly changesAt: number | null;
}

const EUROPE_FORWARD = Date.parse("2025-03-30T01:00:00Z");

/** The zones of the simulated customers, as their clocks stood from mid March to mid April 2025. */
const ZONES = {
  "Europe/Berlin": { before: 1, after: 2, changesAt: EUROPE_FORWARD },
  "Europe/London": { before: 0, after: 1, changesAt: EUROPE_FORWARD },
  "America/New_York": { before: -4, after: -4, changesAt: null },
  "America/Chicago": { before: -5, after: -5, changesAt: null },
  "America/Los_Angeles": { before: -7, after: -7, changesAt: null },
  "America/Sao_Paulo": { before: -3, after: -3, changesAt: null },
} as const satisfies Record<string, ZoneHours>;

/** A zone that simulated customers live in. */
export type BusinessZone = keyof typeof ZONES;

/** Share of its busiest hour that a kind of customer has at each full local hour of a weekday. */
const DAY_SHAPES = {
  office: [2, 1, 1, 1, 2, 4, 10, 32, 70, 92, 100, 98, 84, 88, 98, 97, 90, 72, 40, 20, 12, 8, 5, 3],
  retail: [3, 2, 1, 1, 1, 2, 5, 14, 36, 66, 84, 90, 88, 86, 88, 92, 97, 100, 98, 88, 62, 30, 14, 6],
  service: [20, 16, 14, 13, 14, 18, 28, 46, 66, 82, 92, 96, 94, 94, 97, 100, 98, 92, 80, 66, 54, 44, 34, 26],
} as const;

/** How a customer's day looks. */
export type DayShape = keyof typeof DAY_SHAPES;

const SATURDAY = { office: 0.12, retail: 0.75, service: 0.55 } as const;
const SUNDAY = { office: 0.07, retail: 0.3, service: 0.45 } as const;
/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 4;

/**
 * How busy a customer is, as a share of the busiest hour of its weekdays.
 *
 * Follows the customer's own wall clock, so its traffic moves in UTC when the clock changes. Linear between full hours.
 *
 * @param ms - epoch milliseconds, March or April 2025
 */
export function businessShare(ms: number, zone: BusinessZone, shape: DayShape): number {
  const { before, after, changesAt }: ZoneHours = ZONES[zone];
  const offset = changesAt !== null && ms >= changesAt ? after : before;
  const local = ms + offset * HOUR_MS;
  const weekday = (Math.floor(local / DAY_MS) + EPOCH_WEEKDAY) % 7;
  const factor = weekday === 6 ? SATURDAY[shape] : weekday === 0 ? SUNDAY[shape] : 1;
  const hours = DAY_SHAPES[shape];
  const ofDay = (local % DAY_MS) / HOUR_MS;
  const hour = Math.floor(ofDay);
  const part = ofDay - hour;
  const [here, next] = [hours[hour] ?? 0, hours[(hour + 1) % 24] ?? 0];
  return (factor * (here + (next - here) * part)) / 100;
}
