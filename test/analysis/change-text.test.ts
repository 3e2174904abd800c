import { describe, expect, it } from "vitest";
import { changesSentence } from "../../src/analysis/change-text.js";
import type { ChangeFinding, ChangeVerdict } from "../../src/index.js";

const change = (id: string, verdict: ChangeVerdict, before = 5): ChangeFinding => ({
  id,
  at: "2026-03-03T11:00:00Z",
  what: `deploy ${id}`,
  verdict,
  why: "It came 5 minutes before the failures began.",
  minutesBefore: [before - 1, before],
  coincidence: null,
  rollback: false,
  place: {},
  sources: ["deploys"],
});

describe("changesSentence", () => {
  it("names a change as fitting only where it is supported", () => {
    expect(changesSentence([change("a1", "unlikely"), change("b2", "supported"), change("c3", "possible")])).toBe(
      "Deploy b2 fits: It came 5 minutes before the failures began.",
    );
  });

  it("says that several cannot be told apart", () => {
    expect(changesSentence([change("a1", "possible", 10), change("b2", "possible"), change("c3", "possible")])).toBe(
      "Three changes came within 10 minutes before; these data cannot tell them apart: deploy a1, deploy b2, deploy c3.",
    );
  });

  it("says that none fits, and nothing where none is known", () => {
    expect(changesSentence([change("a1", "unlikely"), change("b2", "unlikely")])).toBe(
      "None of the two known changes fits the onset.",
    );
    expect(changesSentence([])).toBeNull();
  });
});

describe("the name of a change", () => {
  it("is what was done, without a commit's hash beside it", () => {
    const hash = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432";
    const told = (what: string): string | null => changesSentence([{ ...change(hash, "possible"), what }]);
    expect(told("checkout v412")).toMatch(/^Checkout v412 is possible/);
    expect(told("")).toMatch(/^9f8e7d6 is possible/);
  });
});
