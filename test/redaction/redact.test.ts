import { describe, expect, it } from "vitest";
import { looksLikeNames } from "../../src/redaction/masks.js";
import { redactor } from "../../src/redaction/pseudonym.js";
import { redactAnalysis } from "../../src/redaction/redact.js";
import { KINDS, NOT_FOUND } from "./kinds.js";
import { sampleAnalysis } from "../report/sample-analysis.js";

const redact = redactor("k");

describe("redactor", () => {
  it.each([
    "+14155552671",
    "+1 (415) 555-2671",
    "(415) 555-2671",
    "415-555-2671",
    "415.555.2671",
    "+44 7700 900123",
    "07700 900123",
    "020 7946 0958",
    "+49 30 123456",
    "0171/1234567",
    "+33 1 42 68 53 00",
    "01 42 68 53 00",
    "tel:+14155552671",
    "0049 30 1234567",
    "1-800-555-0199",
    "+86 138 0013 8000",
    "9876543210",
  ])("hides the phone number %s", (number) => {
    expect(redact(`a call to ${number} failed`)).toMatch(/^a call to \[number [0-9a-f]{16}\] failed$/);
  });

  it.each([
    [`CA${"0123456789abcdef".repeat(2)}`, "id"],
    ["3f2504e0-4f89-11d3-9a0c-0305e82c3301", "id"],
    ["alice@example.com", "address"],
    ["sip:alice@example.com", "address"],
    ["192.0.2.7", "address"],
    ["https://example.com/voice?token=secret", "link"],
  ])("hides %s", (value, kind) => {
    expect(redact(`from ${value} on`)).toMatch(new RegExp(`^from \\[${kind} [0-9a-f]{16}\\] on$`));
  });

  it.each([
    "2025-03-31 15:09",
    "on 2025-03-31T15:09:00Z",
    "15:09:00 UTC until 16:45:00 UTC",
    "138,000 of 138,016 rows",
    "25.1 % [24.6, 25.6]",
    "error 11200",
    "16:16 to 16:38",
    "31 March 2025 from 15:10",
    "v20.20.0",
    "10–25 %",
  ])("leaves %s alone", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("leaves what was redacted before as it is", () => {
    const once = redact("call +14155552671 of bob@example.com");
    expect(redactor("other")(once)).toBe(once);
  });

  it("gives one value one name under one key, however it is written", () => {
    expect(redact("+1 415 555 2671")).toBe(redact("+14155552671"));
    expect(redactor("other")("+14155552671")).not.toBe(redact("+14155552671"));
  });
});

describe("the kinds that are looked for", () => {
  it("are found in a sentence, in quotes and alone, but for the documented ones", () => {
    const missed = KINDS.filter(({ text, telling }) =>
      [text, `seen ${text}, then ended`, `"${text}"`].some((shown) => redact(shown).includes(telling)),
    ).map(({ kind }) => kind);
    expect(missed).toEqual(NOT_FOUND);
    expect(KINDS.length).toBeGreaterThanOrEqual(77);
  });

  it.each([
    "1.1.1.",
    "a-",
    "12 ",
    "a.",
    "::",
    "a@",
    "token=",
    "eyJ",
    "-----BEGIN PRIVATE KEY-----",
    "Ab Cd Street ",
    "%2B1",
    "(1",
    "x.y/z?",
    "0",
  ])("take time in proportion to a text of many %j", (piece) => {
    const steps = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const begun = performance.now();
      redactor("k")(text);
      return performance.now() - begun;
    };
    steps(20_000);
    // A quadratic mask takes sixteen times as long for four times the text, and minutes for this much.
    expect(steps(160_000)).toBeLessThan(5000);
  });
});

describe("dimensions", () => {
  it("of persons are told by their values", () => {
    expect(looksLikeNames(["Ada Lovell", "Jürgen Maibach", "Ana de Souza", ""])).toBe(true);
    expect(looksLikeNames(["North America", "Western Europe", "Central Asia"])).toBe(false);
    expect(looksLikeNames(["Busy Line", "No Answer", "eu-west"])).toBe(false);
  });
});

describe("redactAnalysis", () => {
  it("reaches every text and name, and keeps numbers, times and the hashes of the inputs", () => {
    const base = sampleAnalysis();
    const named = {
      ...base,
      incident: { ...base.incident, title: "bob@example.com" },
      rates: { "+14155552671": base.rates["steps"] as (typeof base.rates)[string] },
    };
    const shown = redactAnalysis(named, "k");
    expect(JSON.stringify(shown)).not.toMatch(/bob@|4155552671/);
    expect(shown.window).toEqual(base.window);
    expect(shown.series).toEqual(base.series);
    expect(shown.provenance.inputs.map(({ sha256 }) => sha256)).toEqual(
      base.provenance.inputs.map(({ sha256 }) => sha256),
    );
  });

  it("shows persons of a dimension under pseudonyms wherever they are named", () => {
    const base = sampleAnalysis();
    const [source, finding] = Object.entries(base.rates)[0] as [string, (typeof base.rates)[string]];
    const [first] = finding.breakdowns;
    const names = ["Ada Lovell", "Jürgen Maibach", "Ana de Souza"];
    const rows = first?.rows.slice(0, 3).map((row, at) => ({ ...row, value: names[at] as string })) ?? [];
    const named = {
      ...base,
      rates: {
        [source]: { ...finding, breakdowns: [{ ...(first as NonNullable<typeof first>), dimension: "agent", rows }] },
      },
      dataQuality: base.dataQuality.map((quality) => ({
        ...quality,
        notes: ["Most failures were those of Ada Lovell."],
      })),
    };
    const shown = JSON.stringify(redactAnalysis(named, "k"));
    expect(shown).not.toMatch(/Lovell|Maibach|Souza/);
    expect(shown).toMatch(/Most failures were those of \[person [0-9a-f]{16}\]\./);
  });

  it("leaves out groups of fewer than five", () => {
    const base = sampleAnalysis();
    expect(base.rates["steps"]?.breakdowns[0]?.rows.map(({ value }) => value)).toContain("tiny");
    expect(redactAnalysis(base, "k").rates["steps"]?.breakdowns[0]?.rows.map(({ value }) => value)).toEqual([
      "eu-west",
      "us-east",
      "ap-south",
    ]);
  });
});
