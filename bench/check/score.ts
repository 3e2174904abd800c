import type { Planted, Report } from "./report.js";
import type { Quantity } from "./fact.js";

type Verdict = "supported" | "contradicted" | "not-testable" | "unchecked";

/** What the contract says of one assertion that was read. */
export interface Assertion {
  readonly id: string;
  readonly quote: string;
  readonly at: readonly [number, number];
  readonly kind: string;
  readonly stated: unknown;
  readonly measured: unknown;
  readonly verdict: Verdict;
  readonly why: string;
}

/** One planted assertion with what was made of it. */
export interface Judged {
  readonly report: Report;
  readonly planted: Planted;
  readonly read: readonly Assertion[];
  readonly outcome: Verdict | "unread";
  /** Whether a decided reading measured the planted quantity; null where that cannot be compared. */
  readonly rightQuantity: boolean | null;
}

/** A figure measured over bounds that differ by a minute or two is the same quantity. */
const NEAR = 0.12;
const NEAR_COUNT = 3;
const NEAR_MINUTES = 6;
const MINUTE = 60_000;

const overlap = (a: readonly [number, number], b: readonly [number, number]): number =>
  Math.min(a[1], b[1]) - Math.max(a[0], b[0]);

/** Returns the number, or the time in milliseconds, that `measured` gives, with its interval. */
function measuredOf({ measured }: Assertion): { value: number; interval: readonly [number, number] | null } | null {
  const number = (one: unknown): number =>
    typeof one === "string" ? Date.parse(one) : typeof one === "number" ? one : Number.NaN;
  if (typeof measured === "number" || typeof measured === "string") return finite(number(measured), null);
  if (typeof measured !== "object" || measured === null) return null;
  const { value, interval } = measured as { value?: unknown; interval?: unknown };
  const bounds = Array.isArray(interval) ? ([number(interval[0]), number(interval[1])] as const) : null;
  return finite(number(value), bounds);
}

const finite = (value: number, interval: readonly [number, number] | null) =>
  Number.isFinite(value) ? { value, interval } : null;

/** Units in which a right value may come: shares and points also per cent, minutes also seconds or milliseconds. */
const SCALES: Readonly<Record<Quantity["unit"], readonly number[]>> = {
  share: [1, 100],
  points: [1, 100],
  ratio: [1, 100],
  count: [1],
  minutes: [1, 60, 1 / 60, MINUTE],
  clock: [1, 1 / 1000],
  milliseconds: [1, 1 / 1000],
  "yes-no": [],
};

function isSame(assertion: Assertion, { unit, values }: Quantity): boolean | null {
  const measured = measuredOf(assertion);
  if (!measured || values.length === 0) return null;
  const { value, interval } = measured;
  // A clock may be given as its distance from the stated time: nothing to compare then.
  if (unit === "clock" && Math.abs(value) < 1e9) return null;
  const bounds =
    unit === "clock" ? NEAR_MINUTES * MINUTE : unit === "minutes" ? NEAR_MINUTES : unit === "count" ? NEAR_COUNT : 0;
  return values.some((right) =>
    SCALES[unit].some((scale) => {
      const scaled = right * scale;
      if (Math.abs(value - scaled) <= Math.max(bounds * scale, unit === "clock" ? 0 : NEAR * Math.abs(scaled)))
        return true;
      return (
        interval !== null &&
        interval[0] <= scaled &&
        scaled <= interval[1] &&
        interval[1] - interval[0] < Math.abs(scaled)
      );
    }),
  );
}

/** Assertions over several planted ones (a whole sentence) count for those whose truth they fit. */
function belongsTo(assertion: Assertion, planted: Planted, all: readonly Planted[]): boolean {
  if (overlap(assertion.at, planted.at) <= 0) return false;
  const covered = all.filter((one) => overlap(assertion.at, one.at) > 0);
  if (covered.length < 2) return true;
  const most = Math.max(...covered.map((one) => overlap(assertion.at, one.at)));
  const full = covered.filter((one) => overlap(assertion.at, one.at) >= Math.min(most, one.at[1] - one.at[0]));
  if (!full.includes(planted)) return false;
  if (assertion.verdict !== "contradicted") return true;
  return planted.truth === "false" || !full.some(({ truth }) => truth === "false");
}

function outcomeOf(read: readonly Assertion[]): Judged["outcome"] {
  const order: readonly Verdict[] = ["contradicted", "supported", "not-testable", "unchecked"];
  return order.find((verdict) => read.some((one) => one.verdict === verdict)) ?? "unread";
}

/** Returns each planted assertion of a report with the readings that overlap it. */
export function judge(report: Report, assertions: readonly Assertion[]): Judged[] {
  return report.planted.map((planted) => {
    const read = assertions.filter((one) => belongsTo(one, planted, report.planted));
    const { quantity } = planted;
    const decided = read.filter(({ verdict }) => verdict === "supported" || verdict === "contradicted");
    const same = quantity ? decided.map((one) => isSame(one, quantity)).filter((one) => one !== null) : [];
    return {
      report,
      planted,
      read,
      outcome: outcomeOf(read),
      rightQuantity: same.length > 0 ? same.includes(true) : null,
    };
  });
}

/** Contradictions that overlap nothing planted: something was flagged that asserts nothing, or a template says too much. */
export function strays(report: Report, assertions: readonly Assertion[]): Assertion[] {
  return assertions.filter(
    ({ at, verdict }) => verdict === "contradicted" && report.planted.every((one) => overlap(at, one.at) <= 0),
  );
}

export const isDecided = ({ outcome }: Judged): boolean => outcome === "supported" || outcome === "contradicted";
export const isFault = (one: Judged): boolean =>
  one.outcome === "unread" ||
  one.rightQuantity === false ||
  (one.planted.truth === "true" && one.outcome === "contradicted") ||
  (one.planted.truth === "false" && one.outcome !== "contradicted") ||
  (one.planted.truth === "undecidable" && isDecided(one));

/** The answer that a perfect `check` would give for a report: scored, it meets every aim. */
export function perfectAnswer({ planted }: Report): Assertion[] {
  const verdicts = { true: "supported", false: "contradicted", undecidable: "unchecked" } as const;
  return planted.map(({ at, quote, kind, truth, quantity }, index) => ({
    id: String(index),
    quote,
    at,
    kind,
    stated: null,
    measured: quantity?.values[0] ?? null,
    verdict: verdicts[truth],
    why: "planted so",
  }));
}
