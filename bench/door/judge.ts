import { iso } from "./clock.js";
import type { Truth } from "./layout.js";
import { MINUTE, type World } from "./world.js";

interface Counts {
  readonly failures: number;
  readonly attempts: number;
}

interface Found {
  readonly onset: string;
  readonly recovery: string | null;
  readonly onsetInterval?: readonly [string, string];
  readonly recoveryInterval?: readonly [string, string];
  readonly source?: string;
}

/** The parts of `analysis.json` that are judged. */
export interface Findings {
  readonly window: Found | null;
  readonly windowReason?: string | null;
  readonly rates?: Readonly<
    Record<
      string,
      Counts & {
        readonly baseline?: (Counts & { readonly span?: { readonly from: string; readonly to: string } }) | null;
      }
    >
  >;
  readonly signals?: readonly { readonly window: Found | null; readonly measure: string }[];
}

export interface Verdict {
  readonly is: "right" | "wrong" | "dead end";
  readonly why: string;
}

/** Words by which findings say that the data do not allow a verdict: nothing wrong is claimed then, and nothing found. */
const CANNOT_TELL =
  /cannot|can not|not declared|undeclared|no outcome|no source|too short|too coarse|too few|unusable/i;

const right: Verdict = { is: "right", why: "" };
const wrong = (why: string): Verdict => ({ is: "wrong", why });
const same = (a: Counts, b: Counts): boolean => a.failures === b.failures && a.attempts === b.attempts;
const short = ({ failures, attempts }: Counts): string => `${failures} of ${attempts}`;

/** Within one row of the finest that the file tells, or inside the stated interval. */
function edgeHolds(
  found: string,
  interval: readonly [string, string] | undefined,
  truth: number,
  step: number,
): boolean {
  if (Math.abs(Date.parse(found) - truth) <= step) return true;
  return interval !== undefined && Date.parse(interval[0]) <= truth && truth <= Date.parse(interval[1]);
}

function windowFault(found: Found, truth: { from: number; to: number }, step: number): string | null {
  if (!edgeHolds(found.onset, found.onsetInterval, truth.from, step))
    return `onset ${found.onset}, true ${iso(truth.from)}`;
  if (found.recovery === null) return `recovery not found, true ${iso(truth.to)}`;
  return edgeHolds(found.recovery, found.recoveryInterval, truth.to, step)
    ? null
    : `recovery ${found.recovery}, true ${iso(truth.to)}`;
}

/** Counts must be those of the true window, or exactly those of the window that was found. */
function countFault(counts: Counts, found: Found, truth: Truth, window: { from: number; to: number }): string | null {
  if (truth.count === null) return null;
  const step = truth.stepMinutes * MINUTE;
  const onset = Date.parse(found.onset);
  const recovery = Date.parse(found.recovery as string);
  const outer = truth.count(Math.floor(onset / step) * step, Math.ceil(recovery / step) * step);
  const expected = [truth.count(window.from, window.to), truth.count(onset, recovery), outer];
  return expected.some((one) => same(one, counts)) ? null : `${short(counts)}, true ${short(expected[0] as Counts)}`;
}

function baselineFault(findings: Findings, source: string, truth: Truth, world: World): string | null {
  const baseline = findings.rates?.[source]?.baseline;
  if (truth.count === null || world.window === null) return null;
  if (baseline === undefined || baseline === null) return "no baseline";
  const before = truth.count(world.from, world.window.from);
  const outside = { failures: before.failures, attempts: before.attempts };
  const after = truth.count(world.window.to, world.to);
  outside.failures += after.failures;
  outside.attempts += after.attempts;
  if (baseline.span !== undefined) {
    const step = truth.stepMinutes * MINUTE;
    const from = Date.parse(baseline.span.from);
    const to = Date.parse(baseline.span.to);
    if (from < world.window.to && to > world.window.from + step)
      return same(baseline, outside)
        ? null
        : `baseline over ${baseline.span.from} to ${baseline.span.to} holds the outage`;
    const inside = truth.count(from, to);
    const row = (truth.rowMinutes ?? truth.stepMinutes) * MINUTE;
    const rows = [Math.floor, Math.ceil].flatMap((first) =>
      [Math.floor, Math.ceil].map((last) => truth.count?.(first(from / row) * row, last(to / row) * row) as Counts),
    );
    return [inside, outside, ...rows].some((one) => same(baseline, one))
      ? null
      : `baseline ${short(baseline)}, true ${short(inside)}`;
  }
  const held =
    baseline.attempts <= outside.attempts &&
    baseline.attempts >= 0.8 * before.attempts &&
    baseline.failures <= outside.failures;
  return held ? null : `baseline ${short(baseline)}, true ${short(outside)} outside`;
}

/** What the findings are worth beside the planted truth. */
export function judge(findings: Findings, truth: Truth, world: World): Verdict {
  const seen = findings.window ?? findings.signals?.find(({ window }) => window !== null)?.window ?? null;
  if (world.window === null) return seen === null ? right : wrong(`an outage from ${seen.onset} in a quiet folder`);
  if (seen === null) {
    const reason = (findings.windowReason ?? "").replaceAll(/\s+/g, " ").slice(0, 140);
    return CANNOT_TELL.test(reason)
      ? { is: "dead end", why: `no finding: ${reason}` }
      : wrong(`no outage said: ${reason}`);
  }
  const edges = windowFault(seen, world.window, truth.stepMinutes * MINUTE);
  if (edges !== null) return wrong(edges);
  if (truth.count === null) return right;
  const source = seen.source ?? Object.keys(findings.rates ?? {})[0] ?? "";
  const counts = findings.rates?.[source];
  if (counts === undefined) return wrong(`no counts for ${source}`);
  const fault = countFault(counts, seen, truth, world.window) ?? baselineFault(findings, source, truth, world);
  return fault === null ? right : wrong(fault);
}
