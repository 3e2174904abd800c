import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";
import type { Statement } from "../../src/statement/statement.js";

const at = ({ events }: Statement): (string | null)[] => events.map((event) => event.at);
const roles = ({ events }: Statement): string[] => events.map(({ role }) => role);
const windows = (statement: Statement): string[] => statement.windows.map(({ start, end }) => `${start} ${end}`);
const codes = ({ inconsistencies }: Statement): string[] => inconsistencies.map(({ code }) => code);
const texts = ({ inconsistencies }: Statement): string => inconsistencies.map(({ text }) => text).join("\n");

describe("which day a list is of", () => {
  it.each([
    [
      "the date of the report is not that of the incident",
      "Date of report: 9 May 2024\nOutage date: 6 May 2024\nChronology (UTC)\n08:00 - Logins fail.\n08:25 - Logins work again.\n",
    ],
    [
      "a date beside the number of the report",
      "RCA 118 - 19.05.2024\n\nIncident on 06.05.2024, all times UTC.\n\nTimeline\n\n08:00 - Logins fail.\n08:25 - Logins work again.\n",
    ],
  ])("%s", (_, text) => {
    expect(at(parseStatement(text))).toEqual(["2024-05-06T08:00:00Z", "2024-05-06T08:25:00Z"]);
  });

  it("takes the start that is written out over a day told by its distance", () => {
    const text =
      "Friday 10th May 2024\n\nLogin outage 06/05/2024, Start Date/Time: 06/05/2024 08:00 - End Date/Time: 06/05/2024 08:25\n\nAfter the outage yesterday, this is what happened:\n07:58 - Load rises.\n08:01 - Logins fail.\n08:25 - Logins work again.\n";
    const statement = parseStatement(text, { zone: "UTC" });
    expect(statement.windows[0]).toMatchObject({ start: "2024-05-06T08:00:00Z", end: "2024-05-06T08:25:00Z" });
    expect(at(statement).slice(2)).toEqual(["2024-05-06T07:58:00Z", "2024-05-06T08:01:00Z", "2024-05-06T08:25:00Z"]);
  });

  it("raises a list of another day than the head's first", () => {
    const text =
      "Incident date: 6 May 2024\nTimeline (UTC)\n- 8 May 2024 08:00 Logins fail.\n- 8 May 2024 08:25 Logins work again.\n";
    expect(parseStatement(text).inconsistencies[0]).toMatchObject({ code: "windows-differ", severity: "serious" });
  });
});

describe("what is a time", () => {
  it("is no number at the head of a line", () => {
    const text =
      "Outage of 6 May 2024 (UTC): logins failed from 08:00 to 08:25.\nSites:\n- 1011 Lyon\n- 1012 Metz\n- 1130 Nice\n";
    expect(at(parseStatement(text))).toEqual(["2024-05-06T08:00:00Z", "2024-05-06T08:25:00Z"]);
  });

  it("is a date with a span behind a label", () => {
    expect(windows(parseStatement("RFO\n\nDate: 6 May 2024, 08:00 to 08:25 UTC\n\nLogins failed.\n"))).toEqual([
      "2024-05-06T08:00:00Z 2024-05-06T08:25:00Z",
    ]);
    expect(windows(parseStatement("Start: 2024-05-06 08:00 UTC | End: 2024-05-06 08:25 UTC"))).toEqual([
      "2024-05-06T08:00:00Z 2024-05-06T08:25:00Z",
    ]);
  });

  it("is no length written as a clock", () => {
    const statement = parseStatement("Outage of 6 May 2024 (UTC)\nLength: 0:25:00, from 08:00 to 08:25.\n");
    expect(windows(statement)).toEqual(["2024-05-06T08:00:00Z 2024-05-06T08:25:00Z"]);
    expect(statement.durations).toMatchObject([{ minutesLow: 25, minutesHigh: 25 }]);
  });

  it.each([
    ["Time to repair: 2d 3h 5m", 3065],
    ["The outage lasted 1 day, 2 hours and 10 minutes.", 1570],
    ["Downtime: 01:10", 70],
  ])("reads %s as %i minutes", (text, minutes) => {
    expect(parseStatement(text).durations).toMatchObject([{ minutesLow: minutes, minutesHigh: minutes }]);
  });

  it("is a second reading of four digits where the first has its zone", () => {
    expect(windows(parseStatement("Logins failed at 0811 UTC on 6 May 2024 and recovered at 0925."))).toEqual([
      "2024-05-06T08:11:00Z 2024-05-06T09:25:00Z",
    ]);
  });

  it.each(["T+0 min", "T+00:00"])("counts from T (%s)", (zero) => {
    const text = `Outage of 6 May 2024, T = 08:10 UTC\n- ${zero} Logins fail.\n- T-5 min A release goes out.\n- T+20 Cause found.\n- T+1h05 Logins work again.\n`;
    expect(at(parseStatement(text)).sort()).toEqual([
      "2024-05-06T08:05:00Z",
      "2024-05-06T08:10:00Z",
      "2024-05-06T08:30:00Z",
      "2024-05-06T09:15:00Z",
    ]);
  });

  it("ends that night where a span on a named date ends at 00:00", () => {
    expect(windows(parseStatement("Logins failed on 6 May 2024 from 22:40 to 00:00 UTC."))).toEqual([
      "2024-05-06T22:40:00Z 2024-05-07T00:00:00Z",
    ]);
    expect(windows(parseStatement("Logins failed from 22:40 on 6 May 2024 to 00:00 UTC on 6 May 2024."))).toEqual([
      "2024-05-06T22:40:00Z 2024-05-07T00:00:00Z",
    ]);
  });

  it("flags days, readings and local hours that do not exist", () => {
    const impossible = parseStatement("Outage of 31 June 2024 (UTC)\n- 24:40 Logins fail.\n- 08:75 Logins work.\n");
    expect(codes(impossible)).toEqual(["impossible-time", "impossible-time", "impossible-time"]);
    expect(texts(impossible)).toMatch(/31 June 2024.*\n.*24:40.*\n.*08:75/);
    const gap = parseStatement("On 31 March 2024 at 02:20 Europe/Paris time logins failed.");
    expect(texts(gap)).toContain("02:20 does not exist");
    expect(codes(parseStatement("The score was 35:10, the ratio 16:90, and it took 48:30 hours."))).toEqual([]);
  });
});

describe("what an entry is about", () => {
  it("starts and ends once for each span of a list", () => {
    const statement = parseStatement(
      "Logins failed (UTC) at these times:\n- 6 May 2024 from 08:00 to 08:10\n- 6 May 2024 from 09:00 to 09:15\n",
    );
    expect(roles(statement)).toEqual(["onset", "recovered", "recurrence", "recovered"]);
  });

  it.each([
    ["The outage stops.", "The outage resumes."],
    ["The disruption ended.", "The disruption returned."],
  ])("ends and comes back: %s %s", (ends, back) => {
    const text = `Outage of 6 May 2024 (UTC)\n- 08:00 Logins start to fail.\n- 08:30 ${ends}\n- 09:00 ${back}\n- 09:20 Logins normal again.\n`;
    expect(roles(parseStatement(text))).toEqual(["onset", "recovered", "recurrence", "recovered"]);
  });

  it("is of no milestone where people rest, join or hand over", () => {
    const text =
      "Outage of 6 May 2024 (UTC)\n- 08:00 Logins start to fail.\n- 08:20 The engineers take a short break.\n- 08:40 The director joins the call.\n- 08:50 Shift handover.\n- 09:20 Logins normal again.\n";
    expect(roles(parseStatement(text)).slice(1, 4)).toEqual(["other", "other", "other"]);
  });

  it("is told to customers where the report is issued", () => {
    const statement = parseStatement(
      "Logins failed from 08:00 to 08:25 UTC on 6 May 2024.\n\nRCA published 2024-05-09 at 10:00 UTC.\n",
    );
    expect(roles(statement)).toEqual(["onset", "recovered", "communicated"]);
  });

  it("is the same whatever unrelated line stands beside it", () => {
    const list = (more: string): string =>
      `Outage of 6 May 2024 (UTC)\n- 08:00 Logins start to fail.\n${more}- 08:10 Monitoring raises an alert.\n- 08:30 We roll back the release.\n- 08:40 Logins normal again.\n`;
    const plain = parseStatement(list("")).events.map(({ quote, role }) => `${quote} ${role}`);
    for (const more of ["- 08:05 The weather is fine.\n", "- 08:05 A parcel arrives at the front desk.\n"])
      expect(parseStatement(list(more)).events.map(({ quote, role }) => `${quote} ${role}`)).toEqual(
        expect.arrayContaining(plain),
      );
  });

  it("carries how likely it is", () => {
    const { events } = parseStatement("Logins failed from 08:00 to 08:25 UTC on 6 May 2024.");
    for (const { probability } of events) expect(probability).toBeGreaterThan(0.5);
  });

  it("makes no span of a list of instants", () => {
    const statement = parseStatement("On 6 May 2024 at 08:02, 08:40 and 09:10 UTC logins failed for a minute each.");
    expect(roles(statement)).toEqual(["onset", "onset", "onset"]);
    expect(statement.windows).toEqual([]);
  });
});

describe("what a text says twice", () => {
  it("does not take windows of single products for those of the whole", () => {
    const text =
      "Logins failed from 08:00 to 09:00 UTC on 6 May 2024.\n\nBy product\n- Exports failed from 08:10 to 09:20.\n- Billing failed from 08:00 to 10:10.\n";
    expect(codes(parseStatement(text))).not.toContain("windows-differ");
  });

  it("adds up windows and pieces", () => {
    const total = parseStatement(
      "Logins failed on 6 May 2024 from 08:00 to 08:40 and from 11:00 to 11:20 UTC. Altogether the outage lasted 40 minutes.",
    );
    expect(texts(total)).toContain("60 min");
    const pieces = parseStatement(
      "On 6 May 2024 at 08:00 UTC logins failed for 15 minutes and then were slow for 25 more minutes.\nAt 09:10 UTC they were fully restored.",
    );
    expect(pieces.durations.map(({ minutesLow }) => minutesLow)).toEqual([15, 25]);
    expect(texts(pieces)).toMatch(/40 min.*70 min/);
  });

  it("finds one thing on two dates", () => {
    const text =
      "On 7 May 2024 at 08:03 UTC we had the first report.\nTimeline (UTC)\n- 6 May 08:03 First report\n- 7 May 09:00 Cause found\n- 7 May 09:30 Restored\n";
    expect(codes(parseStatement(text))).toContain("windows-differ");
  });

  it.each([
    "Outage of 6 May 2024 (UTC)\n- 08:00 <https://example.org/t/1> was opened.\n- 08:20 <mailto:noc@example.org> was told.\n",
    "We sized the queue for a large number of messages and are also adding workers.",
  ])("misses no words in %s", (text) => {
    expect(codes(parseStatement(text))).not.toContain("lost-words");
  });

  it("finds a label of the other season by its month, and two seasons on one day", () => {
    expect(codes(parseStatement("The outage began at 10:00 PST on 4 July."))).toContain("zone-season");
    expect(
      codes(parseStatement("The outage began at 10:00 GMT on 4 July 2024 and ended at 10:30 BST on 4 July 2024.")),
    ).toContain("zone-season");
  });
});

describe("of what a share is", () => {
  it.each([
    ["At 08:00 UTC on 6 May 2024 a release caused 40% of our fleet to return errors.", ["fleet"]],
    ["On average 0.3% of API calls failed, at worst around 3% of calls.", ["API calls", "calls"]],
  ])("%s", (text, denominators) => {
    expect(parseStatement(text).percentages.map(({ denominator }) => denominator)).toEqual(denominators);
  });
});
