import { describe, expect, it } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import { summaryText } from "../../src/analysis/summary.js";
import { vendorLetter } from "../../src/analysis/letter.js";
import { reportHtml } from "../../src/report/report-html.js";
import { paymentAnalysis, paymentFolder } from "./payment-folder.js";

const decided = (claims: readonly { verdict: string }[]): number =>
  claims.filter(({ verdict }) => verdict !== "not-testable").length;

describe("the inputs of an incident", () => {
  it("pass without a warning where all is well, and verdicts stand", async () => {
    const analysis = await paymentAnalysis();
    expect(analysis.warnings).toEqual([]);
    expect(decided(analysis.claims)).toBeGreaterThan(0);
  });

  it("withhold every verdict that rests on times while clocks disagree, and say so first of all", async () => {
    const analysis = await analyze(
      paymentFolder({
        yaml: (text) => text.replace("{ column: ts, zone: UTC }", "{ column: ts, zone: Europe/Berlin }"),
        written: (ms) => new Date(ms).toISOString().slice(0, 19).replace("T", " "),
      }),
    );
    expect(analysis.warnings).toMatchObject([{ code: "clocks-disagree", withholds: true }]);
    expect(decided(analysis.claims)).toBe(0);
    for (const claim of analysis.claims.filter(({ kind }) => kind === "window" || kind === "rate"))
      expect(claim).toMatchObject({
        measured: null,
        why: expect.stringMatching(/clocks of checkouts and requests disagree by 36\d\d s\.$/),
      });
    expect(
      analysis.remediations.every(({ verdict, cumulative }) => verdict === "not-testable" && cumulative === null),
    ).toBe(true);
    const text = summaryText(analysis);
    expect(text.indexOf("disagree by 36")).toBeLessThan(text.indexOf("Outage window"));
    const letter = vendorLetter(analysis);
    expect(letter.indexOf("disagree by 36")).toBeGreaterThan(0);
    expect(letter.indexOf("disagree by 36")).toBeLessThan(letter.indexOf("##"));
    const page = await reportHtml(analysis, { key: "k" });
    expect(page.indexOf("disagree by 36")).toBeLessThan(page.indexOf("<h1"));
  });

  it("read a class of status codes as its codes", async () => {
    const whole = await paymentAnalysis();
    const classed = await analyze(paymentFolder({ yaml: (text) => text.replace("{ atLeast: 500 }", '["5xx"]') }));
    expect(classed.rates["requests"]).toEqual(whole.rates["requests"]);
    expect(classed.warnings).toEqual([]);
  });

  it("let no verdict rest on a failure condition that names values which occur nowhere", async () => {
    const analysis = await analyze(paymentFolder({ yaml: (text) => text.replace("{ atLeast: 500 }", '["FAILED"]') }));
    expect(analysis.warnings).toMatchObject([
      {
        code: "failure-never-seen",
        withholds: true,
        text: expect.stringMatching(/FAILED occurs in no row of column status of requests; seen 200, 402, 500/),
      },
      { code: "other-signal-departed", text: expect.stringContaining("attempts in checkouts failed") },
    ]);
    expect(decided(analysis.claims)).toBe(0);
  });

  it("take values that occur nowhere for good service where the statement itself names them and the data hold nothing like them", async () => {
    const asked = (yaml: string, stated: string) =>
      analyze(
        paymentFolder({
          yaml: (text) => text.replace("{ atLeast: 500 }", yaml),
          statement: (text) => text.replace("HTTP 5xx errors", stated),
        }),
      );
    const analysis = await asked('["11200"]', "error 11200");
    expect(analysis.warnings).toMatchObject([
      { code: "failure-never-seen", withholds: false, text: expect.stringMatching(/The statement names it so/) },
      { code: "other-signal-departed" },
    ]);
    expect(analysis.claims.find(({ kind }) => kind === "rate")).toMatchObject({ verdict: "contradicted" });
    expect((await asked('["50"]', "error 50")).warnings).toMatchObject([
      { code: "failure-never-seen", withholds: true },
      { code: "other-signal-departed" },
    ]);
  });

  it("take traffic without a failure for what it is where the condition is a bound", async () => {
    const analysis = await analyze(paymentFolder({ yaml: (text) => text.replace("atLeast: 500", "atLeast: 600") }));
    expect(analysis.window).toBeNull();
    expect(analysis.warnings.map(({ code }) => code)).toEqual(["other-signal-departed"]);
  });

  it("say so where the statement speaks of other days than the data", async () => {
    const analysis = await analyze(
      paymentFolder({ statement: (text) => text.replaceAll("November 12", "November 2") }),
    );
    expect(analysis.warnings).toMatchObject([
      {
        code: "statement-outside-data",
        withholds: false,
        text: expect.stringMatching(/outside the data by 10 days: the data cover 2026-11-12 08:00 UTC/),
      },
    ]);
  });

  it("say so where no time of the statement could be dated", async () => {
    const undated = "API errors\n\nOn Nov 12 requests failed from 11:25 until 11:50.\n";
    expect((await analyze(paymentFolder({ statement: () => undated }))).warnings).toMatchObject([
      {
        code: "statement-undated",
        withholds: false,
        text: expect.stringMatching(/None of the statement's 2 times could be dated/),
      },
    ]);
    const dated = await analyze(paymentFolder({ statement: () => undated, yaml: (text) => `${text}date: 2026\n` }));
    expect(dated.warnings).toEqual([]);
    expect(dated.claims.map(({ kind }) => kind)).toContain("window");
  });

  it("are damaged where a source of attempts has a header and nothing else", async () => {
    await expect(
      analyze(paymentFolder({ files: { "requests.csv": "ts,request_id,checkout_id,endpoint,status\n" } })),
    ).rejects.toMatchObject({ code: "input", message: expect.stringMatching(/requests requires rows/) });
  });
});

describe("what-if", () => {
  it("speaks of no collector and no telemetry where the incident has none, and lists them as not applying", async () => {
    const analysis = await paymentAnalysis();
    const other = analysis.whatIf.filter(({ applies }) => !applies);
    expect(other.map(({ id }) => id)).toEqual(["collector-off", "buffer-larger", "payload-smaller"]);
    expect(
      other.every(({ failuresAvoided, identification }) => failuresAvoided === null && identification === "none"),
    ).toBe(true);
    const page = await reportHtml(analysis, { key: "k" });
    for (const text of [summaryText(analysis), page, vendorLetter(analysis)])
      expect(text.replace(/<script[\s\S]*?<\/script>/g, "")).not.toMatch(/collector|telemetry/i);
  });

  it("asks of a collector that the incident declares", async () => {
    const analysis = await analyze(paymentFolder({ yaml: (text) => `${text}mechanism: { collector: true }\n` }));
    expect(analysis.whatIf.find(({ id }) => id === "collector-off")).toMatchObject({ applies: true });
  });

  it("refuses a mechanism that names no gauge", async () => {
    await expect(
      analyze(paymentFolder({ yaml: (text) => `${text}mechanism: { collector: checkouts }\n` })),
    ).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(
        /mechanism.collector requires the name of a gauge source \(pods\), got "checkouts"/,
      ),
    });
  });
});
