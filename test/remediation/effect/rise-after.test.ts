import { describe, expect, it } from "vitest";
import type { OutcomeSeries } from "../../../src/incident/series.js";
import type { OutagePhases } from "../../../src/remediation/effect/outage-phases.js";
import { riseAfter } from "../../../src/remediation/effect/rise-after.js";
import { seededRandom } from "../../../src/stats/random/random.js";

/** Four hours by the minute, 200 attempts each; from 01:00 to 02:40 a fifth fails, from 01:40 on so many. */
function seriesOf(later: number): OutcomeSeries {
  const random = seededRandom("rise after");
  const rate = (t: number): number => (t < 60 || t >= 160 ? 0.01 : t < 100 ? 0.2 : later);
  const attempts = Array.from({ length: 240 }, () => 200);
  const failures = attempts.map((n, t) => random.binomial(n, rate(t)));
  const covered = attempts.map(() => true);
  return { kind: "outcomes", source: "orders", startMs: 0, stepSeconds: 60, failures, attempts, covered };
}

const PHASES: OutagePhases = {
  onset: 60,
  plateau: 62,
  fall: 160,
  fallLatest: 160,
  recovery: 160,
  recovered: true,
  from: 100,
  to: 102,
};

describe("failures after an action", () => {
  it("are said to have risen, with their shares, and the action is not blamed by that alone", () => {
    expect(riseAfter(seriesOf(0.4), PHASES)).toMatch(
      /rose after it: \d\d\.\d\s% of the attempts in the 20 minutes before, \d\d\.\d\s% in the 20 minutes from then on\. A worsening of its own .* not blamed by these data, nor cleared/,
    );
  });

  it("rose with the outage itself where that was still rising", () => {
    expect(riseAfter(seriesOf(0.4), { ...PHASES, plateau: 120 })).toMatch(/still rising then, so it is not blamed/);
  });

  it.each([
    ["they stayed", seriesOf(0.2), PHASES],
    ["they fell", seriesOf(0.1), PHASES],
    ["it came before the outage", seriesOf(0.4), { ...PHASES, from: 50, to: 52 }],
    ["it came after the recovery", seriesOf(0.4), { ...PHASES, from: 170, to: 172 }],
    ["hardly any bins lie before it", seriesOf(0.4), { ...PHASES, onset: 98, plateau: 98 }],
  ])("are not said to have risen where %s", (_what, series, phases) => {
    expect(riseAfter(series, phases)).toBeNull();
  });
});
