import { describe, expect, it } from "vitest";
import { runFleet } from "../../../src/simulation/platform/fleet.js";
import type { FleetSettings } from "../../../src/simulation/platform/fleet.js";

const MINUTE = 60_000;
const quiet: FleetSettings = {
  hosts: 20,
  utilisation: 0.7,
  timeoutSeconds: 8,
  retryShare: 0,
  telemetryDrain: 1.35,
  failureTelemetry: 1.5,
  bufferSeconds: [60, 60],
  backlogSeconds: [5, 5],
  collectorShare: 0.5,
  collectorSpeed: 0.01,
  payloadFactor: 1,
  bufferFactor: 1,
  collectorOffMs: null,
  collectorOffMinutes: 0,
  triggers: [],
  steps: [],
  patch: null,
  autoscaleFromMs: null,
  warmUpMinutes: 0,
};
const surge = { fromMs: 10 * MINUTE, minutes: 10, surge: 3, spreadMinutes: 0 };
const at = (column: Float64Array, minute: number): number => column[minute * 12] ?? Number.NaN;
const run = (change: Partial<FleetSettings>, load = 14) =>
  runFleet({ ...quiet, ...change }, () => load, 0, 120 * MINUTE);

describe("runFleet", () => {
  it("fails nothing while load stays below capacity", () => {
    expect(Math.max(...run({}).failureShare)).toBe(0);
  });

  it("fails what exceeds capacity once queues are full: 1 − capacity ÷ load", () => {
    expect(at(run({ telemetryDrain: 99 }, 25).failureShare, 60)).toBeCloseTo(1 - 20 / 25, 6);
  });

  it("keeps failing after the surge is over, since failures feed the overflow", () => {
    const { failureShare } = run({ triggers: [surge] });
    expect(at(failureShare, 9)).toBe(0);
    expect(at(failureShare, 15)).toBeCloseTo(1 - 0.5 / 0.7, 2);
    expect(at(failureShare, 110)).toBeCloseTo(1 - 0.5 / 0.7, 2);
  });

  it("recovers by itself when failures send no more telemetry than other fetches", () => {
    const { failureShare } = run({ triggers: [surge], failureTelemetry: 0 });
    expect(at(failureShare, 15)).toBeGreaterThan(0.2);
    expect(at(failureShare, 60)).toBe(0);
  });

  it("is cured by switching the collector off, and prevented by smaller payloads", () => {
    const off = run({ triggers: [surge], collectorOffMs: 40 * MINUTE }).failureShare;
    expect(at(off, 39)).toBeGreaterThan(0.2);
    expect(at(off, 42)).toBe(0);
    expect(Math.max(...run({ triggers: [surge], payloadFactor: 0.4 }).failureShare)).toBe(0);
  });

  it("gets no help from hosts that no traffic reaches, though they count as capacity", () => {
    const step = { atMs: 30 * MINUTE, hosts: 20 };
    const idle = run({ triggers: [surge], steps: [{ ...step, inRotation: false }] });
    expect(at(idle.hosts, 40)).toBe(40);
    expect(at(idle.failureShare, 60)).toBeGreaterThan(0.2);
    expect(at(run({ triggers: [surge], steps: [{ ...step, inRotation: true }] }).failureShare, 60)).toBe(0);
  });
});
