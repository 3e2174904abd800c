import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/analysis/analysis.js";
import { brief } from "../../src/analysis/brief/brief.js";
import { summaryMarkdown } from "../../src/analysis/brief/markdown.js";
import { terminalText } from "../../src/analysis/brief/terminal.js";
import { compareIncidents } from "../../src/analysis/compare.js";
import { vendorLetter } from "../../src/analysis/letter.js";
import { summaryText } from "../../src/analysis/summary.js";
import { sampleAnalysis } from "../report/sample-analysis.js";

const analysis = sampleAnalysis();
const noted: Analysis = {
  ...analysis,
  notes: {
    severity: "SEV2",
    status: "closed",
    owner: "Payments",
    impact: "Checkout failed for half of the shops.",
    lessons: ["Watch the cache."],
    actions: [{ what: "Alert on saturation", owner: "A. Team", due: "2026-12-15", status: "open" }],
  },
};

/** What is said where neither data nor statement name anything that was done. */
const SILENT = "A dated list of fixes would show what ended it.";

/** Shares and lengths as a text writes them. */
function numbers(text: string): ReadonlySet<string> {
  return new Set(text.replace(/\u00a0/g, " ").match(/\d[\d,]*(?:\.\d+)? (?:%|minutes)/g) ?? []);
}

describe("brief", () => {
  it("says what failed, how much, how long and when in one sentence, and the account in another", () => {
    const { title, account, tiles } = brief(analysis);
    expect(title).toMatch(/^1\d\.\d\u00a0% of calls failed for 90 minutes on 4 June$/);
    expect(account).toMatch(
      /^The vendor's statement holds in \d+ of \d+ points; it ends the outage at least 9 minutes early/,
    );
    expect(tiles.map(({ id }) => id)).toEqual(["length", "share", "hit", "account"]);
    expect(tiles[0]).toEqual({ id: "length", value: "90 minutes", label: "09:21–10:51 UTC [87, 93]" });
  });

  it("reads times in the incident's zone", () => {
    const local = brief({ ...analysis, incident: { ...analysis.incident, zone: "Europe/Paris" } });
    expect(local.tiles[0].label).toBe("11:21–12:51 CEST [87, 93]");
  });

  it("says so when nothing failed, when it has not ended and when there is no account", () => {
    const none = { ...analysis, window: null, windows: [], rates: {}, reconciliation: null };
    expect(brief(none).title).toMatch(/^No outage found: [\d,]+ of [\d,]+ \w+ failed \(.*\u00a0%\)$/);
    const quiet = { ...none, rates: analysis.rates };
    expect(brief(quiet).title).toMatch(/^No outage found: [\d,]+ of [\d,]+ steps failed from 09:21 to 10:51 UTC \(/);
    const open = { ...analysis.window, recovery: null } as unknown as NonNullable<Analysis["window"]>;
    expect(brief({ ...analysis, window: open, windows: [open] }).title).toMatch(/had not recovered when the data end$/);
    expect(brief({ ...analysis, statement: null, claims: [] }).account).toMatch(/^No vendor statement was given/);
  });

  it("says which day it means where an outage and the stated window lie on several", () => {
    const stated = { start: "2024-06-04T09:21:00Z", end: "2024-06-05T18:00:00Z" };
    const window = { ...analysis.window, recovery: "2024-06-06T10:51:00Z", recoveryInterval: null };
    const statement = { ...analysis.statement, windows: [{ ...analysis.statement?.windows[0], ...stated }] };
    const [claim] = analysis.claims.filter(({ kind, verdict }) => kind === "window" && verdict === "contradicted");
    const claims = [{ ...claim, stated: "2024-06-04 09:21–2024-06-05 18:00 UTC" }];
    const long = { ...analysis, window, windows: [window], statement, claims, assertions: undefined };
    const { account, next } = brief(long as unknown as Analysis);
    expect(account).toContain("it ends the outage 16 h 51 min early");
    expect(next.todo.map(({ text }) => text)).toContain(
      "Ask why its window ends at 5 Jun 18:00 when failures lasted until 6 Jun 10:51 or later",
    );
  });

  it("says of an account that the data cannot decide that they cannot", () => {
    const open = analysis.claims.map((claim) => ({ ...claim, verdict: "not-testable" as const }));
    const quiet = { ...analysis.statement, inconsistencies: [] } as unknown as Analysis["statement"];
    const of = (claims: Analysis["claims"]): string =>
      brief({ ...analysis, statement: quiet, claims, assertions: [] } as unknown as Analysis).account;
    expect(of(open)).toBe(`These data can decide none of the ${open.length} points of the vendor's statement.`);
    const [first, ...others] = open;
    expect(of([{ ...first, verdict: "supported" }, ...others] as unknown as Analysis["claims"])).toBe(
      `The vendor's statement holds in 1 of ${open.length} points; these data cannot decide the other ${others.length}.`,
    );
  });

  it("puts first in the account's tile what there is most of", () => {
    const [claim] = analysis.claims;
    const tile = (...verdicts: string[]): readonly string[] => {
      const claims = verdicts.map((verdict) => ({ ...claim, verdict }));
      const { value, label } = brief({ ...analysis, claims, assertions: [] } as unknown as Analysis).tiles[3];
      return [value, label];
    };
    const [yes, no, open] = ["supported", "contradicted", "not-testable"];
    expect(tile(yes, yes, no, open)).toEqual(["2 of 4 hold", "1 contradicted, 1 open"]);
    expect(tile(yes, no, no, open)).toEqual(["2 of 4 contradicted", "1 hold, 1 open"]);
    expect(tile(yes, yes)).toEqual(["2 of 2 hold", "none contradicted"]);
    expect(tile(open, open)).toEqual(["2 of 2 open", "0 hold, 0 contradicted"]);
  });

  it("says what ended it with the verdict that the fix has, and what would answer it where no fix is on record", () => {
    const [fix] = analysis.remediations;
    const ended = (verdict: string | null): string | null => {
      const remediations = verdict === null || !fix ? [] : [{ ...fix, id: "rollback", verdict }];
      return brief({ ...analysis, remediations: remediations as Analysis["remediations"] }).ended;
    };
    expect(ended("helped")).toMatch(/^The rollback helped end it: failures fell from 10:34\.$/);
    expect(ended("not-testable")).toBe(
      "Failures began to fall 6 minutes after the rollback (10:10–10:28); these data cannot prove the link.",
    );
    expect(ended("no-effect")).toBe("The rollback made no visible difference; what ended it is not known.");
    expect(ended("harmed")).toBe("The rollback made it worse; what ended it is not known.");
    expect(ended(null)).toBe(SILENT);
    expect(brief({ ...analysis, window: null, windows: [] }).ended).toBeNull();
    const late = { ...fix, id: "disk replacement", from: "2024-06-04T12:00:00Z", to: null, verdict: "not-testable" };
    const after = brief({ ...analysis, remediations: [late] as unknown as Analysis["remediations"] });
    expect(after.ended).toBe("It ended before the disk replacement began.");
    expect(after.next.helped.map(({ text }) => text)).toContain(
      "The disk replacement (12:00) began after the outage had ended",
    );
  });

  it("names the rollback or the lone change that came right before the end, once", () => {
    const change = (what: string, clock: string, rollback: boolean): Analysis["changes"][number] => ({
      id: "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432",
      at: `2024-06-04T${clock}:00Z`,
      what,
      verdict: "unlikely",
      why: "",
      coincidence: null,
      minutesBefore: [-70, -60],
      place: {},
      sources: ["deploys"],
      rollback,
    });
    const sharp = { ...analysis.window, recovery: "2024-06-04T10:36:00Z" };
    const told = (
      remediations: unknown,
      ...changes: readonly Analysis["changes"][number][]
    ): ReturnType<typeof brief> =>
      brief({ ...analysis, window: sharp, windows: [sharp], remediations, changes } as Analysis);
    const back = change("checkout v411", "10:32", true);
    expect(told([], back).ended).toBe(
      "It ended right after the rollback at 10:32 (checkout v411); these data cannot prove the link.",
    );
    expect(told([], change("", "10:31", false)).ended).toBe(
      "It ended right after “9f8e7d6” at 10:31; these data cannot prove the link.",
    );
    // Of two changes at one time neither is named; one an hour before is none.
    const one = change("search v2", "10:31", false);
    expect(told([], one, change("cart v3", "10:33", false)).ended).toBe(
      "2 changes came right before it ended; these data cannot tell them apart.",
    );
    expect(told([], change("search v2", "09:34", false)).ended).toBe(SILENT);
    const unsure = ["2024-06-04T09:50:00Z", "2024-06-04T10:50:00Z"];
    const wide = { ...sharp, recoveryInterval: unsure, recoveryStartInterval: unsure };
    expect(
      brief({ ...analysis, window: wide, windows: [wide], remediations: [], changes: [back] } as unknown as Analysis)
        .ended,
    ).toBe("The rollback at 10:32 (checkout v411) came before it ended; these data cannot prove the link.");
    const [fix] = analysis.remediations;
    const dated = { ...fix, id: "rollback", from: "2024-06-04T10:30:00Z", to: null, verdict: "not-testable" };
    expect(told([dated], back).next.helped.map(({ text }) => text)).toEqual([
      "The rollback at 10:32 (checkout v411) came right before it ended",
    ]);
  });

  it("names a fix that has no name by what the statement says was done", () => {
    const [fix] = analysis.remediations;
    const from = "2024-06-04T10:33:00Z";
    const event = { at: from, role: "mitigation-start", quote: "At 10:33 we rolled back the release." };
    const statement = { ...analysis.statement, events: [event] };
    const remediations = [{ ...fix, id: "mitigation", from, to: null, verdict: "not-testable" }];
    expect(brief({ ...analysis, statement, remediations } as unknown as Analysis).ended).toMatch(/ the rollback /);
  });

  it("is called by its title, not by a heading that names every outage alike", () => {
    const called = (title: string, id: string): string | undefined =>
      brief({ ...analysis, incident: { ...analysis.incident, title, id } }).facts[0];
    expect(called("Reason for outage", "checkout-12-march")).toBe("checkout-12-march");
    expect(called("Reason for outage", "incident")).toBe("Failed calls, 4 Jun 2024");
    expect(called("Dropped calls", "incident")).toBe("Dropped calls");
  });

  it("names the one part that held the extra failures", () => {
    const slices = {
      dimensions: ["region"],
      found: [{ where: { region: "eu-west-1" }, excessShare: { value: 0.99 }, rate: { value: 0.45 } }],
      counted: "failures",
    };
    expect(brief({ ...analysis, slices } as unknown as Analysis).tiles[2].label).toContain(
      "; nearly all in eu-west-1 (45\u00a0% failed)",
    );
  });

  it("gives both of two outages a figure, and says which one the statement leaves out", () => {
    const { window } = analysis;
    if (!window) throw new Error("the sample has an outage");
    const first = {
      ...window,
      onset: "2024-06-04T08:40:00Z",
      recovery: "2024-06-04T08:50:00Z",
      minutes: { value: 10, interval: [9.5, 10.5] as [number, number], level: 0.95 },
    };
    const claims = analysis.claims.map((claim) => ({ ...claim, verdict: "supported" as const }));
    const two = { ...analysis, windows: [first, window], claims, assertions: [] } as unknown as Analysis;
    const { title, tiles, account, next } = brief(two);
    expect(title).toMatch(/ for 90 minutes on 4 June, after [\d.]+\u00a0% for 10 minutes$/);
    expect(tiles[0].label).toContain(", also 08:40–08:50");
    expect(account).toMatch(/; it leaves out the outage from 08:40\.$/);
    expect(next.todo.map(({ text }) => text)).toContain(
      "Ask why its statement leaves out the outage from 08:40 to 08:50",
    );
  });

  it("says about where a length is unsure by more than a tenth", () => {
    const wide = { ...analysis.window, minutes: { value: 90, interval: [70, 120], level: 0.95 } };
    const title = (window: unknown): string => brief({ ...analysis, window, windows: [window] } as Analysis).title;
    expect(title(wide)).toContain("for about 90 minutes");
    expect(title(analysis.window)).not.toContain("about");
  });

  it("counts what is contradicted where that is most, and what stays open where the data decide little", () => {
    const [claim] = analysis.claims;
    const said = (...verdicts: string[]): string => {
      const claims = verdicts.map((verdict) => ({ ...claim, kind: "quantity", verdict }));
      return brief({ ...analysis, claims, assertions: [] } as unknown as Analysis).account;
    };
    const [yes, no, open] = ["supported", "contradicted", "not-testable"];
    expect(said(yes, no, no)).toMatch(/^The vendor's statement is contradicted in 2 of 3 points; it /);
    expect(said(yes, open, open)).toBe(
      "The vendor's statement holds in 1 of 3 points; these data cannot decide the other 2.",
    );
  });

  it("shows severity, owner and impact, and puts actions with owner and date first", () => {
    const { facts, next } = brief(noted);
    expect(facts).toEqual(expect.arrayContaining(["SEV2", "Payments", "closed"]));
    expect(next.todo[0]).toEqual({ text: "Alert on saturation", note: "A. Team, due 15 Dec 2026, open" });
    for (const text of [vendorLetter(noted), summaryMarkdown(noted)]) {
      expect(text).toContain("SEV2");
      expect(text).toContain("Checkout failed for half of the shops");
    }
    expect(vendorLetter(analysis)).not.toMatch(/Severity|Owner/);
  });
});

describe("one spelling of every number", () => {
  it("writes the finding's numbers alike in brief, terminal, summary, details and letter", () => {
    const { title, tiles } = brief(analysis);
    const own = numbers([title, ...tiles.map(({ value }) => value)].join(" "));
    expect(own.size).toBeGreaterThan(1);
    for (const text of [
      terminalText(analysis),
      summaryMarkdown(analysis),
      summaryText(analysis),
      vendorLetter(analysis),
    ])
      for (const number of own) expect([...numbers(text)]).toContain(number);
  });
});

describe("summaryMarkdown", () => {
  it("takes twelve lines with its pictures", () => {
    const lines = summaryMarkdown(noted, [{ file: "a b.png", says: "the outage" }])
      .trimEnd()
      .split("\n");
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines.at(-1)).toBe("![the outage](a%20b.png)");
  });
});

describe("terminalText", () => {
  it.each([60, 80, 200])("takes 25 lines of %i columns at most, headline first", (width) => {
    const lines = terminalText(noted, { width }).split("\n");
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines[0]).toMatch(/^1\d\.\d\u00a0% of calls failed/);
  });

  it("colours only where it may, and never lets data colour", () => {
    expect(terminalText(analysis)).not.toContain("\u001b");
    expect(terminalText(analysis, { color: true })).toContain("\u001b[1m");
    const hostile = { ...analysis, incident: { ...analysis.incident, title: "\u001b[31mred" } };
    expect(terminalText(hostile)).not.toContain("\u001b");
  });
});

describe("compareIncidents", () => {
  it("takes two views of one incident as one", () => {
    const one = compareIncidents([analysis]).durations;
    expect(
      compareIncidents([analysis, { ...analysis, incident: { ...analysis.incident, id: "seen-from-elsewhere" } }])
        .durations,
    ).toEqual(one);
  });
});
