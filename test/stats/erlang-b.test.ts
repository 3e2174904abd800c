import { describe, expect, it } from "vitest";
import { erlangB } from "../../src/stats/erlang-b.js";

describe("erlangB", () => {
  it.each([
    [5, 10, 0.018385],
    [20, 20, 0.158892],
    [100, 90, 0.146098],
    [1, 1, 0.5],
    [0, 3, 0],
    [0, 0, 1],
    [7, 0, 1],
  ])("(%d erlangs, %d servers) = %d", (load, servers, blocked) => {
    expect(erlangB(load, servers)).toBeCloseTo(blocked, 6);
  });

  it("falls from one whole number of servers to the next", () => {
    const path = [10, 10.25, 10.5, 10.75, 11].map((servers) => erlangB(9, servers));
    expect([...path].sort((a, b) => b - a)).toEqual(path);
    expect(path[2]).toBeCloseTo(Math.sqrt((path[0] as number) * (path[4] as number)), 12);
  });

  it("survives far more servers than load", () => {
    expect(erlangB(1, 1e6)).toBeGreaterThanOrEqual(0);
    expect(erlangB(1, 1e6)).toBeLessThan(1e-100);
  });

  it("refuses what is not a load", () => {
    expect(() => erlangB(-1, 3)).toThrow(/load ≥ 0, got -1/);
    expect(() => erlangB(NaN, 3)).toThrow(RangeError);
    expect(() => erlangB(3, Infinity)).toThrow(/servers/);
  });
});
