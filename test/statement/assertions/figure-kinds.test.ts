import { describe, expect, it } from "vitest";
import { parseStatement } from "../../../src/statement/parse.js";

/** The kinds of what a text of 3 February asserts, in its order. */
const kindsOf = (text: string): readonly string[] =>
  (parseStatement(text, { date: "2026-02-03", zone: "UTC" }).claims ?? []).map(({ kind }) => kind);

describe("what a figure counts", () => {
  it.each([
    ["no failures where it is money", "Refunds cost us 12,500 dollars in lost orders."],
    ["no failures where it is money in thousands apart", "About 40 000 euros of orders were lost."],
    ["no failures of the outage where it is one minute's", "The minute before, we still had 88 failures."],
    ["no failures where it stands against another unit", "Failed orders came back in 30 milliseconds instead of 250."],
  ])("%s", (_what, text) => {
    expect(kindsOf(text)).not.toContain("count");
  });

  it.each([
    ["12 out of every 100 orders failed.", 0.12],
    ["On average 3 out of 10 logins failed.", 0.3],
    ["Of the logins were failing three from ten.", 0.3],
  ])("is a share out of a round number: %s", (text, value) => {
    const [claim] = parseStatement(text, { date: "2026-02-03", zone: "UTC" }).claims ?? [];
    expect(claim).toMatchObject({ kind: "share", values: [value] });
  });

  it("is counted out of any other: 29 of 134", () => {
    expect(kindsOf("29 of 134 orders failed.")).toContain("count");
  });

  it.each([
    "No single customer failed more than three times.",
    "At most two of them saw an error; no account tried more than five times, more than usual.",
  ])("is how often somebody tried, and no number of outages: %s", (text) => {
    expect(kindsOf(text)).not.toContain("waves");
  });

  it.each([
    "Most of the time between 2 and 6 out of 100 orders failed.",
    "Each restart helped, and in the end under 1 % of orders failed.",
  ])("is no share of the whole outage where its time is left open: %s", (text) => {
    expect(kindsOf(text)).not.toContain("share");
  });

  it("is no multiple of the failure rate where the usual number of something else is meant", () => {
    expect(kindsOf("Some 210 sockets were open, five times the usual number.")).not.toContain("ratio");
    expect(kindsOf("Orders failed at five times the usual rate.")).toContain("ratio");
  });
});

describe("what a share is of", () => {
  it.each([
    ["of the failures", "In all 700 orders failed; half of those were in the north.", "part"],
    ["of the failures", "The evening accounts for three fifths of all the orders that failed.", "part"],
    ["of nothing counted here", "We talked to many people; half of those were in the north.", "figure"],
  ])("%s: %s", (_what, text, kind) => {
    expect(kindsOf(text)).toContain(kind);
    expect(kindsOf(text)).not.toContain("share");
  });

  it("is of the attempts where something carries or accounts for them", () => {
    const [claim] =
      parseStatement("The north accounts for some 22 % of attempted orders.", { zone: "UTC" }).claims ?? [];
    expect(claim).toMatchObject({ kind: "share", outcome: "other", detail: "attempts" });
  });
});

describe("what a length is of", () => {
  it.each([
    "No failed order came in the four minutes from 11:52 on.",
    "The failure ratio went down over some 25 minutes.",
    "The failures sank away over half an hour.",
  ])("is not the outage where failures went, or none came: %s", (text) => {
    expect(kindsOf(text)).not.toContain("duration");
  });

  it("of a response is a part of a second where it is one", () => {
    const [claim] = parseStatement("The median response time was a fifth of a second.", { zone: "UTC" }).claims ?? [];
    expect(claim).toMatchObject({ kind: "latency", values: [200] });
  });
});

describe("four digits", () => {
  it.each([
    ["Between 1500 & 1600 we were back.", []],
    ["Between 1500 and 1600 we were back.", []],
    ["Between 1500 and 1600 orders failed.", [1500, 1600]],
  ])("are clocks where nothing is counted by them: %s", (text, counted) => {
    const claims = parseStatement(text, { date: "2026-02-03", zone: "UTC" }).claims ?? [];
    expect(claims.filter(({ kind }) => kind === "count").map(({ values }) => values.at(-1))).toEqual(counted);
  });
});

describe("how much was attempted", () => {
  it.each([
    ["Traffic declined by about a third for as long as it lasted.", "traffic-change", "down"],
    ["Northern attempts rose by about 40 % while clients retried failed payments.", "traffic-change", "up"],
    // Of failures it is another change.
    ["Failed requests rose by 40 %.", "relative-change", "up"],
  ])("is no share of failures: %s", (text, kind, detail) => {
    const [claim] = parseStatement(text, { zone: "UTC" }).claims ?? [];
    expect(claim).toMatchObject({ kind, detail });
  });
});

describe("what was lost", () => {
  it("is traffic where it says so, and no failure", () => {
    const [claim] = parseStatement("We lost a third of our traffic.", { zone: "UTC" }).claims ?? [];
    expect(claim).toMatchObject({ kind: "traffic-change", detail: "down" });
  });
});

describe("whose time it is", () => {
  it("is no length of the outage where all was well", () => {
    expect(kindsOf("For half an hour everything was green.")).not.toContain("duration");
    expect(kindsOf("For half an hour orders failed.")).toContain("duration");
  });

  it("is after the outage where something settled down, and not where it settled at a level", () => {
    const spans = (text: string) => parseStatement(text, { zone: "UTC" }).claims?.map(({ span }) => span);
    expect(spans("The failure rate settled around 30 %.")).not.toContain("after");
    expect(spans("The failure rate settled down to 1 %.")).toContain("after");
  });

  it("is no second outage's where something comes later", () => {
    const claims = parseStatement("A minute later, one in twenty took two seconds or more.").claims ?? [];
    expect(claims.map(({ span }) => span)).not.toContain("second");
  });

  it("is an end and no effect where it took until then", () => {
    expect(kindsOf("From 10:10 some orders failed, and it took until 11:45 before that stopped.")).not.toContain(
      "effect",
    );
  });
});

describe("sentences", () => {
  it("begin with small letters in notes that have no capitals", () => {
    const claims = parseStatement(
      "standup ran late again. orders broke at 10:10. about 12 % of them failed. fixed by lunch.",
      { date: "2026-02-03", zone: "UTC" },
    ).claims;
    expect(claims?.find(({ kind }) => kind === "share")?.quote).toBe("about 12 % of them failed.");
  });
});
