import { describe, expect, it } from "vitest";
import { remediationFinding } from "../../../src/remediation/effect/remediation-effect.js";
import { whatIf } from "../../../src/remediation/what-if/what-if.js";
import { clock, madeSeries, madeWindow, steppedGauge } from "../made-incident.js";

const steps = [368, 373, 379, 384, 390];
const remediation = { id: "pods", from: clock(366), to: clock(392), gauge: "pods" };
const gauge = { ...steppedGauge(540, 10, 2, steps), source: "pods" };

/** Falls that would have come anyway, from 365 to about 395. */
const courses: readonly (readonly [string, (t: number) => number])[] = [
  ["an S that never ends", (t) => 1 / (1 + Math.exp((t - 379) / 4))],
  ["a slow S", (t) => 1 / (1 + Math.exp((t - 382) / 8))],
  ["a bell's flank", (t) => (t < 366 ? 1 : Math.exp(-(((t - 366) / 14) ** 2)))],
  ["a fall that slows down", (t) => (t < 366 ? 1 : 1 / (1 + (t - 366) / 5) ** 1.5)],
  ["two falls with a pause", (t) => (t < 369 ? 1 : t < 383 ? 0.45 : 0)],
];

describe("pods added in five steps beside a recovery of its own", () => {
  it.each(courses)("are not credited with it, and no what-if is: %s", (_, left) => {
    for (const seed of [1, 2]) {
      const series = madeSeries({ seed, attempts: 2500, course: (t) => 0.25 * left(t) });
      const window = madeWindow(300, 370, 398);
      const found = remediationFinding({ remediation, others: [remediation], series, window, gauge });
      expect(found.verdict).not.toBe("helped");
      const answers = whatIf({ series, window, alertAt: clock(310), remediation, capacity: gauge, judged: found });
      for (const { id, identification } of answers)
        if (/^(capacity|autoscale)/.test(id)) expect(identification).toBe("none");
    }
  });
});
