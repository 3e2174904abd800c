import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";

const at = (text: string): (string | null)[] =>
  parseStatement(text).events.map((event) => event.at?.replace(/:00Z$/, "Z") ?? null);
const day = (clock: string, date = "2024-05-03"): string => `${date}T${clock}Z`;

describe("zones that a text names once", () => {
  it.each([
    ["3 May 2024. All times are given in local time (UTC+8).", "06:05", "07:10"],
    ["3 May 2024 (all times UTC -5)", "19:05", "20:10"],
    ["3 May 2024 (all times UTC−5)", "19:05", "20:10"],
    ["3 May 2024 (all times GMT+0530)", "08:35", "09:40"],
    ["Time zone: America/Bogota\nDate: 3 May 2024", "19:05", "20:10"],
    ["Date: 3 May 2024      Time zone: EAT", "11:05", "12:10"],
    ["3 May 2024, local time is CEST", "12:05", "13:10"],
    ["3 May 2024 (CEST = UTC+2)", "12:05", "13:10"],
    ["3 May 2024, all times CET/CEST", "12:05", "13:10"],
    ["3 May 2024 – hours are Madrid time", "12:05", "13:10"],
    ["When: 3 May 2024. Clock: Stockholm.", "12:05", "13:10"],
    ["On 3 May 2024 all was well. Local time in Norway.", "12:05", "13:10"],
    ["3 May 2024, Dutch local time", "12:05", "13:10"],
    ["3 May 2024 (Singapore Time)", "06:05", "07:10"],
    ["3 May 2024, Brasília time", "17:05", "18:10"],
    ["3 May 2024 (MSK, UTC+3)", "11:05", "12:10"],
    ["May 3, 2024. Times are Eastern.", "18:05", "19:10"],
    ["May 3, 2024 (times ET)", "18:05", "19:10"],
    ["3 May 2024, Mountain Time (MST), Tucson", "21:05", "22:10"],
    ["3 May 2024. Times below are Irish time (IST).", "13:05", "14:10"],
    ["3 May 2024, all times IST. Offices: Chennai and Pune.", "08:35", "09:40"],
  ])("%s", (head, lost, back) => {
    expect(at(`Incident report\n\n${head}\n\n14:05 Link lost\n15:10 Link restored\n`).slice(-2)).toEqual([
      day(lost),
      day(back),
    ]);
  });

  it("reads a label's region by the places of the text, where it has several", () => {
    expect(at("Brisbane exchange, 27 December 2023, times AEST\n\n16:33 Link lost\n17:24 Link restored\n")).toEqual([
      "2023-12-27T06:33Z",
      "2023-12-27T07:24Z",
    ]);
    expect(at("Melbourne exchange, 27 December 2023, times AEST\n\n16:33 Link lost\n17:24 Link restored\n")).toEqual([
      "2023-12-27T05:33Z",
      "2023-12-27T06:24Z",
    ]);
  });

  it("takes each heading's zone for its own section", () => {
    expect(
      at(
        "# Report 3 May 2024\n\n## Summary (UTC)\n\nThe link was down from 12:05 to 13:10.\n\n## Timeline (CEST)\n\n- 14:05 lost\n- 15:10 back\n",
      ),
    ).toEqual([day("12:05"), day("13:10"), day("12:05"), day("13:10")]);
  });

  it("leaves times open where the text names no zone, no date or no year", () => {
    for (const head of ["3 May 2024", "All times UTC", "Friday 3 May, all times UTC", "3 May 2024, all times local"])
      expect(at(`Incident report\n\n${head}\n\n14:05 Link lost\n15:10 Link restored\n`)).toEqual([null, null]);
    expect(at("Times in UTC. On Tuesday the link was lost at 14:05 and came back at 15:10.")).toEqual([null, null]);
  });
});

describe("clock readings", () => {
  it.each([
    ["0915  Change put in\n0922  First call\n1012  Change backed out", ["09:15", "09:22", "10:12"]],
    [
      "(a) 0510 hours: agents cannot log in.\n(b) 0514 hours: supervisor told.\n(c) 0755 hours: all back.",
      ["05:10", "05:14", "07:55"],
    ],
    [
      "2304Z Crew on site\n0020Z Splice trailer arrives\n0402Z Last fibre spliced",
      ["23:04", "2024-05-04T00:20Z", "2024-05-04T04:02Z"],
    ],
    ["14.05 Link lost\n14.20 On site\n15.10 Link restored", ["14:05", "14:20", "15:10"]],
    ["14h05 Link lost\n15h10 Link restored", ["14:05", "15:10"]],
    ["The link was down from 2:05-4:10 PM.", ["14:05", "16:10"]],
    ["The link was down between 11:30 and 1:15 PM.", ["11:30", "13:15"]],
    ["The link was down from 9 to 11am.", ["09:00", "11:00"]],
    ["22:05 Link lost\n01:10 (+1) Link restored", ["22:05", "2024-05-04T01:10Z"]],
    ["0900  Link lost\n1010  On site\n0900 (next day)  Ticket closed", ["09:00", "10:10", "2024-05-04T09:00Z"]],
    ["The link failed at half past two in the afternoon.", ["14:30"]],
    ["14:05:07 lost\n15:10:22 restored", ["2024-05-03T14:05:07Z", "2024-05-03T15:10:22Z"]],
  ])("%s", (lines, expected) => {
    expect(at(`Log of the outage\n\nDate: 3 May 2024 (all times UTC)\n\n${lines}\n`)).toEqual(
      expected.map((clock) => (clock.length === 5 ? day(clock) : clock)),
    );
  });

  it("counts from a stated zero", () => {
    expect(
      at(
        "Relative log, T = 2024-05-03T23:00Z\n\nT+0h05  extract finished\nT+2h45  step killed\nT+90 min  analyst called\n",
      ),
    ).toEqual([day("23:00"), day("23:05"), "2024-05-04T01:45Z", "2024-05-04T00:30Z"]);
  });

  it("takes no version, port, phone number or office hour for a time", () => {
    expect(
      at(
        "On 3 May 2024 at 14:05 UTC we deployed 10.15.30 with 12.30 GB to port 8080 of 1500 hosts. Our support hours are 09:00 to 17:00. Call 1800 123 456, Mon-Fri 9am-5pm.",
      ),
    ).toEqual([day("14:05")]);
  });
});

describe("days", () => {
  it.each([
    [
      "Acme\n10 November 2023\n\nDear Merchant,\n\nOn Wednesday evening, at about 6.20pm UTC, terminals failed. The fault came back the following morning at 6.45am UTC.\n",
      ["2023-11-08T18:20Z", "2023-11-09T06:45Z"],
    ],
    [
      "Press release, 4 May 2024\n\nLast night at 22:05 BST our network failed. It was restored at 23:10.\n",
      [day("21:05"), day("22:10")],
    ],
    [
      "On 3 May 2024 at 14:05 UTC the link failed. That release had gone out on 30 April. It came back at 15:10 UTC.\n",
      [day("14:05"), "2024-04-30T00:00Z", day("15:10")],
    ],
    [
      "On 3 May 2024 at 14:05 UTC the link failed. Two days later, at 09:00 UTC, it failed again.\n",
      [day("14:05"), "2024-05-05T09:00Z"],
    ],
    [
      "On 3 May 2024 at 22:05 UTC the link was lost. It came back at 00:40 UTC, and we closed the ticket at 02:00 UTC.\n",
      [day("22:05"), "2024-05-04T00:40Z", "2024-05-04T02:00Z"],
    ],
    [
      "Night of 3 to 4 May 2024 (times in UTC)\n\n• 22:51 Disk array fails\n• 00:30 Tweet sent\n• 03:26 Mail usable\n",
      [day("22:51"), "2024-05-04T00:30Z", "2024-05-04T03:26Z"],
    ],
    [
      "Report, all times UTC\n\nDay 1 - 3 May 2024\n14:05 lost\n15:10 back\n\nDay 2 - 4 May 2024\n09:00 closed\n",
      [day("14:05"), day("15:10"), "2024-05-04T09:00Z"],
    ],
    [
      "4 May 2024 report\n\n3 May 2024, all times UTC, newest first\n\n01:10 Link restored\n00:20 Splicing\n23:10 On site\n22:05 Link lost\n",
      ["2024-05-04T01:10Z", "2024-05-04T00:20Z", day("23:10"), day("22:05")],
    ],
    [
      "Log of 2024, UTC\n\nMay  3 14:05:33 gw1 link lost\nMay  3 15:10:00 gw1 link restored\n",
      ["2024-05-03T14:05:33Z", day("15:10")],
    ],
  ])("%s", (text, expected) => {
    expect(at(text)).toEqual(expected);
  });
});
