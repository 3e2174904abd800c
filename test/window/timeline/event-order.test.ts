import { describe, expect, it } from "vitest";
import { type ClockBound, clocksOf } from "../../../src/window/timeline/clocks.js";
import { eventOrder } from "../../../src/window/timeline/event-order.js";
import { precisionOf, writtenSpan, type WrittenPrecision } from "../../../src/window/timeline/precision.js";
import type { TimelineEntry } from "../../../src/window/timeline/timeline.js";

const DAY = Date.UTC(2026, 2, 12);
const at = (time: string): number => Date.parse(`2026-03-12T${time}Z`);
const iso = (ms: number): string => new Date(ms).toISOString();

function entry(source: string, time: string, precision: WrittenPrecision, hedged = false): TimelineEntry {
  const [from, to] = writtenSpan(at(time), precision, source === "statement" ? "person" : "log", hedged);
  return {
    id: `${source} ${time}`,
    at: iso(at(time)),
    span: [iso(from), iso(to)],
    precision,
    hedged,
    source,
    role: "other",
    what: "x",
  };
}

const machine = (source: string, seconds = 5): ClockBound => ({
  source,
  ahead: [-seconds, seconds],
  basis: "default",
  why: "",
});
const OWN = [machine("pager"), machine("deploys"), machine("chat"), machine("statement", 60)];
const PLAIN = clocksOf(OWN, [], []);

describe("how finely a time is written", () => {
  it("is the longest unit of which all times of a log are whole multiples", () => {
    expect(precisionOf([at("10:00:00"), at("10:05:00")])).toBe("minute");
    expect(precisionOf([at("10:00:00"), at("10:05:01")])).toBe("second");
    expect(precisionOf([at("10:00:00.250")])).toBe("millisecond");
    expect(precisionOf([DAY])).toBe("day");
  });

  it("leaves a log its unit, a person half a unit before too, and `about` more the rounder it is", () => {
    const minutes = (time: string, by: "log" | "person", hedged = false): number[] =>
      writtenSpan(at(time), "minute", by, hedged).map((ms) => (ms - at(time)) / 60_000);
    expect(minutes("10:03:00", "log")).toEqual([0, 1]);
    expect(minutes("10:03:00", "person")).toEqual([-0.5, 1]);
    expect(minutes("10:03:00", "person", true)).toEqual([-2.5, 3]);
    expect(minutes("10:05:00", "person", true)).toEqual([-5.5, 6]);
    expect(minutes("10:30:00", "person", true)).toEqual([-15.5, 16]);
  });
});

describe("the order of two entries", () => {
  it("is certain where no clock within its bounds turns it round", () => {
    const found = eventOrder(entry("pager", "10:00:20", "second"), entry("deploys", "10:00:00", "second"), PLAIN);
    expect(found).toMatchObject({ first: "deploys 10:00:00", order: "certain", probability: 1 });
    expect(found.seconds).toEqual([9, 31]);
  });

  it("is likely or unknown where clocks of seconds leave it open", () => {
    const likely = eventOrder(entry("pager", "10:00:08", "second"), entry("deploys", "10:00:00", "second"), PLAIN);
    expect(likely).toMatchObject({ first: "deploys 10:00:00", order: "likely" });
    // Clocks 10 s apart either way: 18 of the 20 s leave the order as written.
    expect(likely.probability).toBeCloseTo(0.9, 2);
    const open = eventOrder(entry("pager", "10:00:02", "second"), entry("deploys", "10:00:00", "second"), PLAIN);
    expect(open.order).toBe("unknown");
    expect(open.why).toContain("cannot say which came first");
  });

  it("needs no clock between entries of one log", () => {
    const found = eventOrder(entry("pager", "10:00:01", "second"), entry("pager", "10:00:00", "second"), PLAIN);
    expect(found).toMatchObject({ first: "pager 10:00:00", order: "certain" });
    const same = eventOrder(entry("pager", "10:00:00", "second"), entry("pager", "10:00:00", "second"), PLAIN);
    expect(same).toMatchObject({ order: "unknown", probability: 0.5 });
  });

  it("answers `detected before deployed` by the minute of a statement as unknown, by ten minutes as certain", () => {
    const deployed = entry("deploys", "10:00:30", "second");
    expect(eventOrder(entry("statement", "10:00:00", "minute"), deployed, PLAIN).order).toBe("unknown");
    expect(eventOrder(entry("statement", "10:10:00", "minute"), deployed, PLAIN).order).toBe("certain");
    expect(eventOrder(entry("statement", "10:10:00", "minute", true), deployed, PLAIN).order).toBe("certain");
    expect(eventOrder(entry("statement", "10:05:00", "minute", true), deployed, PLAIN).order).toBe("likely");
  });
});

describe("clocks", () => {
  it("that date the same event further apart than their bounds are both less certain", () => {
    const clocks = clocksOf(OWN, [{ sources: ["pager", "deploys"], seconds: 40 }], []);
    expect(clocks.bounds.find(({ source }) => source === "pager")).toMatchObject({ ahead: [-5, 40], basis: "data" });
    expect(clocks.bounds.find(({ source }) => source === "deploys")).toMatchObject({ ahead: [-40, 5], basis: "data" });
    expect(
      eventOrder(entry("pager", "10:00:20", "second"), entry("deploys", "10:00:00", "second"), clocks).order,
    ).not.toBe("certain");
    expect(
      eventOrder(entry("pager", "10:00:20", "second"), entry("chat", "10:00:00", "second"), clocks).order,
    ).not.toBe("certain");
  });

  it("that agree on three events are known against each other, and through each other", () => {
    const shared = [0.2, -0.4, 1].map((seconds) => ({ sources: ["pager", "deploys"] as const, seconds }));
    const clocks = clocksOf(OWN, shared, []);
    expect(clocks.difference("pager", "deploys")).toEqual([-1.4, 2]);
    const through = clocksOf(OWN, shared, [{ sources: ["deploys", "chat"], ahead: [1, 2] }]);
    const [low, high] = through.difference("pager", "chat");
    expect(low).toBeCloseTo(-0.4);
    expect(high).toBeCloseTo(4);
  });

  it("that incident.yaml declares stay as they are, and rows minutes apart are not one event", () => {
    const declared = [{ ...machine("pager", 1), basis: "declared" as const }, machine("deploys")];
    const clocks = clocksOf(
      declared,
      [
        { sources: ["pager", "deploys"], seconds: 40 },
        { sources: ["pager", "deploys"], seconds: 3600 },
      ],
      [],
    );
    expect(clocks.bounds.map(({ ahead }) => ahead)).toEqual([
      [-1, 1],
      [-40, 5],
    ]);
  });
});
