import type { Random } from "../../src/index.js";
import type { IncidentPlan } from "./plans.js";

export const choose = <T>(random: Random, of: readonly T[]): T => of[random.integer(of.length)] as T;

/** How one report writes numbers, shares and times. */
export interface Style {
  readonly percent: (share: number) => string;
  readonly points: (share: number) => string;
  readonly count: (value: number) => string;
  readonly small: (value: number) => string;
  readonly clock: (minute: number) => string;
  readonly minutes: (value: number) => string;
  readonly latency: (milliseconds: number) => string;
  readonly times: (ratio: number) => string;
}

const WORDS = [
  "none",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** Two figures that count, as people round. */
function rounded(value: number): string {
  if (value >= 10) return value.toFixed(0);
  return value >= 1 ? value.toFixed(1) : value.toFixed(2);
}

function clockOf(kind: number, zone: string): (minute: number) => string {
  const behind = zone === "" ? "" : ` ${zone}`;
  return (minute) => {
    const hour = Math.floor(minute / 60) % 24;
    const rest = String(minute % 60).padStart(2, "0");
    if (kind === 2) return `${((hour + 11) % 12) + 1}:${rest} ${hour < 12 ? "a.m." : "p.m."}${behind}`;
    if (kind === 3) return `${((hour + 11) % 12) + 1}:${rest}${hour < 12 ? "am" : "pm"}${behind}`;
    return `${String(hour).padStart(2, "0")}:${rest}${kind === 1 ? behind : ""}`;
  };
}

function minutesOf(kind: number): (value: number) => string {
  return (value) => {
    const whole = Math.round(value);
    const hours = Math.floor(whole / 60);
    if (kind === 1 && hours > 0)
      return whole % 60 === 0 ? `${hours} hour${hours > 1 ? "s" : ""}` : `${hours} h ${whole % 60} min`;
    if (kind === 2 && hours > 0 && whole % 60 > 0)
      return `${WORDS[hours]} hour${hours > 1 ? "s" : ""} and ${whole % 60} minutes`;
    if (whole < 13 && kind !== 1) return `${WORDS[whole]} minute${whole === 1 ? "" : "s"}`;
    return kind === 1 ? `${whole} min` : `${whole} minutes`;
  };
}

/** A way of writing, drawn for one report. */
export function styleOf(plan: IncidentPlan, random: Random): Style {
  const sign = choose(random, ["%", " %", " per cent", " percent", "%"]);
  const grouped = random.next() < 0.7;
  const spoken = random.next() < 0.5;
  const milliseconds = random.next() < 0.5;
  const count = (value: number): string =>
    grouped ? Math.round(value).toLocaleString("en-US") : String(Math.round(value));
  return {
    percent: (share) => `${rounded(100 * share)}${sign}`,
    points: (share) => `${rounded(100 * share)} percentage points`,
    count,
    small: (value) => (spoken && value < 13 ? (WORDS[value] as string) : count(value)),
    clock: clockOf(random.integer(4), plan.zoneWord),
    minutes: minutesOf(random.integer(3)),
    latency: (value) =>
      milliseconds || value < 300 ? `${count(Math.round(value / 5) * 5)} ms` : `${(value / 1000).toFixed(2)} s`,
    times: (ratio) => {
      const whole = Math.round(ratio);
      const near = Math.abs(ratio - whole) < 0.06 * ratio;
      if (near && whole === 2) return "twice";
      if (near && whole < 13) return `${WORDS[whole]} times`;
      return ratio < 10 ? `${ratio.toFixed(1)} times` : `${Math.round(ratio)} times`;
    },
  };
}
