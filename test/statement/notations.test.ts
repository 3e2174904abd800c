import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";

const at = (text: string, zone?: string): (string | null)[] =>
  parseStatement(text, { zone }).events.map((event) => event.at);

describe("time notations", () => {
  it.each([
    ["Calls began to fail at 3:09 PM PDT on June 4, 2024.", "2024-06-04T22:09:00Z"],
    ["Calls began to fail at 8:00 a.m. PST on January 4, 2024.", "2024-01-04T16:00:00Z"],
    ["The outage started on 26th February 2018 at 10:10 GMT.", "2018-02-26T10:10:00Z"],
    ["The outage started on the 20th of October 2025 at 08:58 am CEST.", "2025-10-20T06:58:00Z"],
    ["The outage started at 2025-03-31T15:09Z.", "2025-03-31T15:09:00Z"],
    ["The outage started on Tuesday, 16 November 2021 at 09:35 US/Pacific.", "2021-11-16T17:35:00Z"],
    ["The outage started on 14/09/2022 at 1530 UTC.", "2022-09-14T15:30:00Z"],
    ["The outage started on 2024-05-02 at 15h30 CEST.", "2024-05-02T13:30:00Z"],
    ["The outage started on 2024-05-02 at 10:00 UTC+2.", "2024-05-02T08:00:00Z"],
    ["The outage started at midnight UTC on 2 May 2024.", "2024-05-02T00:00:00Z"],
  ])("%s", (text, instant) => {
    expect(at(text)).toEqual([instant]);
  });

  it("leaves a time unresolved that has no zone, no date or no year", () => {
    expect(at("The outage started on 26 February 2018 at 10:10.")).toEqual([null]);
    expect(at("The outage started at 10:10 UTC.")).toEqual([null]);
    expect(at("The outage started on 26 February at 10:10 UTC.")).toEqual([null]);
    expect(at("The outage started on 03/04/2024 at 10:10 UTC.")).toEqual([null]);
    expect(at("The outage started on 31 February 2018 at 10:10 UTC.")).toEqual([null]);
  });

  it("takes the caller's zone for times that carry none, and an hour that occurs twice for unresolved", () => {
    expect(at("The outage started on 26 July 2018 at 10:10.", "Europe/London")).toEqual(["2018-07-26T09:10:00Z"]);
    expect(at("The outage started on 26 October 2025 at 01:30.", "Europe/London")).toEqual([null]);
    expect(at("The outage started on 26 October 2025 at 01:30 BST.")).toEqual(["2025-10-26T00:30:00Z"]);
    expect(() => parseStatement("x", { zone: "Mars/Base" })).toThrow(/requires a zone/);
  });

  it("rolls the day over in a list", () => {
    const list =
      "Outage of 14 September 2022\n\nAll times are in BST.\n\n22:40 Alerts received for failing calls\n23:50 Failover attempted\n00:35 Root cause identified\n01:25 Service restored\n";
    expect(at(list)).toEqual([
      "2022-09-14T21:40:00Z",
      "2022-09-14T22:50:00Z",
      "2022-09-14T23:35:00Z",
      "2022-09-15T00:25:00Z",
    ]);
  });

  it("reads stamps behind their texts, newest first", () => {
    const page =
      "Resolved - This incident has been resolved.\nOct 12, 01:05 EDT\nInvestigating - We are investigating.\nOct 11, 23:05 EDT\n\nPosted on October 12, 2023\n";
    const { events } = parseStatement(page);
    expect(events.map(({ at: instant, role }) => [instant, role])).toEqual([
      ["2023-10-12T05:05:00Z", "resolved"],
      ["2023-10-12T03:05:00Z", "investigating"],
    ]);
  });

  it("reads HTML with the place in the given text", () => {
    const html =
      "<html><body><h1>Outage of 3 March 2024</h1><h2>Timeline</h2><ul><li>14:05 CET &ndash; Logins begin to fail</li><li>15:32 CET &ndash; Service restored</li></ul></body></html>";
    const { events } = parseStatement(html);
    expect(events.map((event) => event.at)).toEqual(["2024-03-03T13:05:00Z", "2024-03-03T14:32:00Z"]);
    const [start, end] = events[1]?.textSpan as readonly [number, number];
    expect(html.slice(start, end)).toContain("Service restored");
  });

  it("reads Statuspage JSON by when an update was published", () => {
    const json = JSON.stringify({
      incidents: [
        {
          name: "Delayed webhooks",
          incident_updates: [
            {
              status: "resolved",
              body: "Resolved.",
              created_at: "2024-05-02T12:00:00.000Z",
              display_at: "2024-05-02T11:00:00.000Z",
            },
            {
              status: "investigating",
              body: 'We are looking into "slow" webhooks.',
              created_at: "2024-05-02T10:12:00.000Z",
            },
          ],
        },
      ],
    });
    expect(parseStatement(json).events.map((event) => [event.at, event.role])).toEqual([
      ["2024-05-02T12:00:00Z", "resolved"],
      ["2024-05-02T10:12:00Z", "investigating"],
    ]);
  });

  it("reads several incidents of one report, with spans past midnight", () => {
    const report =
      "# Availability report\n\n## First\nBetween 10:15 and 10:57 UTC on March 4, 2025 the API returned errors.\n\n## Second\nOn March 19, 2025 between 22:50 and 00:20 UTC, search was unavailable.\n";
    expect(parseStatement(report).windows.map(({ start, end }) => [start, end])).toEqual([
      ["2025-03-04T10:15:00Z", "2025-03-04T10:57:00Z"],
      ["2025-03-19T22:50:00Z", "2025-03-20T00:20:00Z"],
    ]);
  });

  it("finds nothing in a language or shape it cannot read", () => {
    expect(parseStatement("Am Montag kam es zu einer Störung, die um halb vier behoben war.").events).toEqual([]);
    expect(parseStatement("").events).toEqual([]);
    expect(parseStatement("\u0000\u0001{[<").events).toEqual([]);
  });

  it("keeps hedges, ranges and bounds of shares", () => {
    const { percentages } = parseStatement(
      "Up to 40% of calls failed, 10-25% of jobs were delayed, at least 5 percent of users saw errors, and throughput is back to 100%.",
    );
    expect(percentages.map(({ low, high, hedged }) => [low, high, hedged])).toEqual([
      [0, 0.4, true],
      [0.1, 0.25, false],
      [0.05, 1, true],
    ]);
  });
});
