import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/stats/random/random.js";
import { outageWindow, outageWindows } from "../../../src/window/outage-window.js";

/** Daily season in hourly samples, with an event of the given height on top. */
function hourly(seed: number, height: number, from: number, to: number): number[] {
  const random = seededRandom(seed);
  return Array.from(
    { length: 240 },
    (_, t) => 100 + 20 * Math.sin((2 * Math.PI * t) / 24) + random.normal(0, 2) + (t >= from && t < to ? height : 0),
  );
}

describe("outageWindow on values", () => {
  it.each([
    ["a rise", 40],
    ["a fall", -40],
  ])("finds %s from any sample inside it, to a sample's margin", (_, height) => {
    const values = hourly(1, height, 120, 130);
    for (let hint = 120; hint < 130; hint++) {
      const found = outageWindow({ values }, { hint });
      expect(Math.abs((found?.onset as number) - 120)).toBeLessThanOrEqual(1);
      expect(Math.abs((found?.recovery as number) - 130)).toBeLessThanOrEqual(1);
    }
  });

  it("snaps a hint that sits on the ordinary sample beside the peak", () => {
    const found = outageWindow({ values: hourly(2, 60, 120, 126) }, { hint: 118 });
    expect(Math.abs((found?.onset as number) - 120)).toBeLessThanOrEqual(1);
  });

  it("finds the event without a hint and nothing beside it", () => {
    const found = outageWindows({ values: hourly(3, 60, 100, 108) });
    expect(found).toHaveLength(1);
    expect(Math.abs((found[0]?.onset as number) - 100)).toBeLessThanOrEqual(1);
    expect((found[0]?.excess as number) / (8 * 60)).toBeGreaterThan(0.8);
  });

  it("finds nothing in a season with noise", () => {
    for (let seed = 0; seed < 10; seed++) expect(outageWindows({ values: hourly(seed, 0, 0, 0) })).toEqual([]);
  });

  it("passes over missing samples", () => {
    const values = hourly(4, 50, 120, 130).map((value, t) => (t % 11 === 0 ? null : value));
    const found = outageWindow({ values }, { hint: 125 });
    expect(Math.abs((found?.onset as number) - 120)).toBeLessThanOrEqual(1);
    expect(Math.abs((found?.recovery as number) - 130)).toBeLessThanOrEqual(1);
  });

  it("leaves an event open that the data end in", () => {
    const found = outageWindow({ values: hourly(5, 60, 232, 240) }, { hint: 235 });
    expect(found?.ended).toBe(false);
    expect(found?.recovery).toBe(240);
  });

  it.each([
    ["constant", Array(60).fill(7)],
    ["all missing", Array(60).fill(null)],
    ["three points", [1, 9, 1]],
  ])("has no window for a series that is %s", (_, values) => {
    expect(outageWindow({ values: values as (number | null)[] }, { hint: 1 })).toBeUndefined();
    expect(outageWindows({ values: values as (number | null)[] })).toEqual([]);
  });

  it("says what it requires", () => {
    expect(() => outageWindow({ values: [1, Number.NaN, 2] })).toThrow("finite values or null, got NaN at 1");
    expect(() => outageWindow({ values: [1, 2, 3] }, { hint: -1 })).toThrow("a hint inside the series (0…2), got -1");
  });
});

/** A level with scatter, another level over a stretch. */
function stepped(seed: number, length: number, [from, to]: readonly [number, number], height: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length }, (_, t) => random.normal(0, 1) + (t >= from && t < to ? height : 0));
}

const overlapOf = (found: { onset: number; recovery: number } | undefined, from: number, to: number): number => {
  const [a, b] = [found?.onset ?? 0, found?.recovery ?? 0];
  return Math.max(0, Math.min(b, to) - Math.max(a, from)) / (Math.max(b, to) - Math.min(a, from));
};

describe("windows of values", () => {
  it("are not split by one low sample among forty, and never overlap", () => {
    for (let seed = 0; seed < 12; seed++) {
      const random = seededRandom(seed);
      const values = Array.from({ length: 300 }, (_, t) =>
        t >= 130 && t < 170 ? 320 + 60 * random.normal() : 120 + 8 * random.normal(),
      );
      values[140 + seed] = 118;
      const found = outageWindows({ values });
      expect(found).toHaveLength(1);
      expect(Math.abs((found[0]?.onset as number) - 130)).toBeLessThanOrEqual(1);
      expect(Math.abs((found[0]?.recovery as number) - 170)).toBeLessThanOrEqual(1);
    }
  });

  it("are none in heavy-tailed, autocorrelated, wandering and swelling series where nothing happens", () => {
    for (let seed = 0; seed < 6; seed++) {
      const random = seededRandom(seed);
      let [carried, walk] = [0, 0];
      const noise = Array.from({ length: 1000 }, () => (carried = 0.9 * carried + random.normal()));
      expect(outageWindows({ values: noise })).toEqual([]);
      expect(outageWindows({ values: noise.map(() => Math.exp(1.2 * random.normal())) })).toEqual([]);
      expect(outageWindows({ values: noise.map(() => (walk += random.normal())) })).toEqual([]);
      const day = noise.map((_value, t) => 100 + 60 * Math.sin((2 * Math.PI * t) / 1000) + 4 * random.normal());
      expect(outageWindows({ values: day })).toEqual([]);
    }
  });

  it.each([0, 2, 6])("find a small dip of a rate that is 100 %% but for dips, beside %i larger ones", (larger) => {
    const values: number[] = Array(1000).fill(100);
    [94, 96, 95].forEach((value, i) => (values[800 + i] = value));
    for (let j = 0; j < larger; j++) [20, 22, 25].forEach((value, i) => (values[40 + 100 * j + i] = value));
    const found = outageWindows({ values });
    expect(found).toHaveLength(larger + 1);
    expect(found.at(-1)).toMatchObject({ onset: 800, recovery: 803 });
  });

  it("hold the true ends in their intervals, noise carried over or not", () => {
    let [held, ends] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const random = seededRandom(seed);
      let carried = 0;
      const rho = seed % 2 === 0 ? 0 : 0.6;
      const values = Array.from({ length: 360 }, (_, t) => {
        carried = rho * carried + Math.sqrt(1 - rho ** 2) * random.normal();
        return carried + (t >= 150 && t < 200 ? 6 : 0);
      });
      const [found] = outageWindows({ values });
      if (!found) continue;
      ends += 2;
      held += 150 >= found.onsetInterval[0] && 150 <= found.onsetInterval[1] ? 1 : 0;
      held += 200 >= found.recoveryInterval[0] && 200 <= found.recoveryInterval[1] ? 1 : 0;
    }
    expect(ends).toBeGreaterThan(70);
    expect(held / ends).toBeGreaterThanOrEqual(0.94);
  });

  it.each(["instants", "means over bins"] as const)("hold ends inside a step where samples are %s", (kind) => {
    let [held, ends] = [0, 0];
    for (let seed = 0; seed < 12; seed++) {
      const random = seededRandom(seed);
      const [from, to] = [100 + random.next(), 130 + random.next()];
      const share = (t: number): number =>
        kind === "instants" ? Number(t >= from && t < to) : Math.max(0, Math.min(t + 1, to) - Math.max(t, from));
      const [found] = outageWindows({ values: Array.from({ length: 200 }, (_, t) => random.normal() + 12 * share(t)) });
      for (const [end, [low, high]] of [
        [from, found?.onsetInterval ?? [0, 0]],
        [to, found?.recoveryInterval ?? [0, 0]],
      ] as const) {
        ends += 1;
        held += end >= low && end <= high ? 1 : 0;
        expect(high - low).toBeLessThanOrEqual(3);
      }
    }
    expect(held / ends).toBeGreaterThanOrEqual(0.95);
  });

  it("end where a dip ends, not at an ordinary small dip beside it", () => {
    const random = seededRandom(4);
    const values = Array.from({ length: 400 }, (_, t) =>
      t >= 200 && t < 212 ? 60 + random.normal() : 100 - (random.next() < 0.3 ? random.exponential(0.4) : 0),
    );
    values[198] = 99.2;
    values[213] = 98.9;
    expect(outageWindows({ values })).toMatchObject([{ onset: 200, recovery: 212 }]);
  });

  it("are found where a long event has no single sample that is far out", () => {
    const random = seededRandom(2);
    const values = Array.from({ length: 400 }, (_, t) => random.normal() + (t >= 200 && t < 260 ? 2.2 : 0));
    expect(overlapOf(outageWindows({ values })[0], 200, 260)).toBeGreaterThan(0.8);
  });

  it("are found over two days of a smooth course that is given", () => {
    const random = seededRandom(6);
    const day = (t: number): number => 40 + 20 * Math.sin((2 * Math.PI * t) / 144);
    const values = Array.from(
      { length: 288 },
      (_, t) => day(t) + random.normal() - (t >= 110 && t < 132 ? 0.4 * day(t) : 0),
    );
    expect(outageWindows({ values: values.map((_, t) => day(t) + random.normal()) }, { period: 144 })).toEqual([]);
    const found = outageWindows({ values }, { period: 144 });
    expect(found).toHaveLength(1);
    expect(overlapOf(found[0], 110, 132)).toBeGreaterThan(0.85);
  });

  it("are no onset in a day's drift that is cut off or looked at again and again, and one where a step begins", () => {
    const drifting = (seed: number, step: number): number[] => {
      const random = seededRandom(seed);
      let walk = 0;
      return Array.from({ length: 288 }, (_, t) => {
        walk = 0.97 * walk + 0.25 * random.normal();
        const day = 8 * Math.sin((2 * Math.PI * (t - 60)) / 288);
        return 100 + day + 2 * walk + 1.5 * random.normal() + (t >= 180 ? step : 0);
      });
    };
    for (let seed = 1; seed < 4; seed++) {
      for (let look = 1; look <= 10; look++)
        expect(outageWindows({ values: drifting(seed, 0).slice(0, 60 + 22 * look) }, { period: 288, look })).toEqual(
          [],
        );
      const found = outageWindows({ values: drifting(seed, 60).slice(0, 192) }, { period: 288, look: 7 });
      expect(found.some(({ onset, recovery }) => Math.abs(onset - 180) <= 1 && recovery === 192)).toBe(true);
    }
  });

  it("with a hint are the whole of a long shift, not its highest samples", () => {
    const overlaps = [1.5, 2.5, 4, 8].flatMap((height, k) =>
      [0.1, 0.5, 0.9].map((place) => {
        const [from, to] = [120 + 40 * k, 260 + 40 * k];
        const hint = from + Math.floor(place * (to - from));
        return overlapOf(outageWindow({ values: stepped(k, 600, [from, to], height) }, { hint }), from, to);
      }),
    );
    expect(overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length).toBeGreaterThan(0.85);
  });
});
