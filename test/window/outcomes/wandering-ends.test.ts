import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { outageWindows } from "../../../src/window/outage-window.js";

/** Minutes of traffic whose ordinary rate wanders with memory, with a rise in a straight line and an end at once. */
function wandering(seed: string, { sd, halfLife }: { sd: number; halfLife: number }) {
  const random = seededRandom(seed);
  const keep = 0.5 ** (1 / halfLife);
  let z = random.normal();
  const attempts: number[] = [];
  const failures: number[] = [];
  for (let t = 0; t < 2400; t++) {
    z = keep * z + Math.sqrt(1 - keep * keep) * random.normal();
    const risen = t < 1500 || t >= 1620 ? 0 : Math.min(1, (t + 0.5 - 1500) / 30);
    const n = random.poisson(600);
    attempts.push(n);
    failures.push(random.binomial(n, 0.01 * Math.exp(sd * z) + 0.2 * risen));
  }
  return { failures, attempts };
}

describe("ends of an outage where the ordinary rate wanders", () => {
  it.each(["one", "two", "three"])("hold the truth and do not run after the wandering (%s)", (seed) => {
    const [window, ...others] = outageWindows(wandering(seed, { sd: 0.3, halfLife: 40 }));
    expect(others).toHaveLength(0);
    const [onset, recovery] = [window?.onsetInterval ?? [0, 0], window?.recoveryInterval ?? [0, 0]];
    expect(onset[0] <= 1500 && onset[1] >= 1500).toBe(true);
    expect(onset[1] - onset[0]).toBeLessThan(60);
    expect(recovery[0] <= 1620 && recovery[1] >= 1620).toBe(true);
    expect(recovery[1] - recovery[0]).toBeLessThan(20);
  });
});
