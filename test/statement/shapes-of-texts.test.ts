import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";

const read = (text: string, zone?: string): (string | null)[][] =>
  parseStatement(text, { zone }).events.map(({ at, role }) => [at, role]);
const times = (text: string, zone?: string): (string | null)[] =>
  parseStatement(text, { zone }).events.map(({ at }) => at?.slice(11, 16) ?? null);

describe("a paragraph that was wrapped", () => {
  it("is read as the sentences it is, also where a line begins with a reading", () => {
    const text =
      "Outage of 9 July 2025 (UTC)\n\nThe forms page was\nclosed to everyone from 11:04 to\n11:52. About 30\npercent of the forms sent in that time were\nlost.\n";
    const { windows, percentages } = parseStatement(text);
    expect(windows.map(({ start, end }) => [start, end])).toEqual([["2025-07-09T11:04:00Z", "2025-07-09T11:52:00Z"]]);
    expect(percentages.map(({ low }) => low)).toEqual([0.3]);
  });

  it("under an item of a list is part of the item", () => {
    const text =
      "Timeline of 9 July 2025 (UTC)\n\n- 11:04 The forms page answers with errors\n  to everyone.\n- 11:52 The page works again\n  for all.\n";
    expect(parseStatement(text).events.map(({ quote }) => quote)).toEqual([
      "11:04 The forms page answers with errors to everyone.",
      "11:52 The page works again for all.",
    ]);
  });

  it("is not what the lines of a list or of a form are", () => {
    const list = "Outage of 9 July 2025 (UTC)\n11:04 Forms fail\n11:20 disk found full\n11:52 forms work again\n";
    expect(times(list)).toEqual(["11:04", "11:20", "11:52"]);
    const form = "1. Time of the outage\n   2025-07-09 11:04 to 11:52 UTC\n2. What was affected\n   Forms and polls\n";
    expect(parseStatement(form).events.map(({ quote }) => quote.includes("Forms"))).toEqual([false, false]);
  });
});

describe("readings in words", () => {
  const day = "On 8 April 2025 (UTC) ";
  it.each([
    ["lookups failed at half past ten.", ["10:30"]],
    ["lookups failed from 13:50 on; at twenty to four they were back.", ["13:50", "15:40"]],
    ["lookups failed at half past two. They were back at 15:10.", ["14:30", "15:10"]],
    ["lookups failed at twelve minutes past six in the evening; by ten to seven they worked.", ["18:12", "18:50"]],
    ["lookups failed from half past nine to a quarter to eleven.", ["09:30", "10:45"]],
    ["lookups failed at half past eleven in the evening.", ["23:30"]],
  ])("%s", (text, expected) => {
    expect(times(day + text)).toEqual(expected);
  });

  it("are no numbers that are joined", () => {
    const text =
      "On 8 April 2025 lookups failed at 10:05 UTC. The rate rose from ten to twelve percent, on five to seven hosts; the mend took from two to four hours.";
    expect(times(text)).toEqual(["10:05"]);
  });
});

describe("times counted from a base", () => {
  const head = "Outage of 9 July 2025, T0 (the first alert) = 11:04 UTC\n";
  it.each([
    ["T+4m: Disk found full\nT+0:20 Disk replaced\nT+1h05m: Forms work again", ["11:04", "11:08", "11:24", "12:09"]],
    ["T0: Alert\nT+00:16:00 Disk found full\nT+2 hours 10 minutes: Forms work again", ["11:04", "11:20", "13:14"]],
    ["T-15m: Nightly copy begins\nT+0: Alert\nT+48 min: Forms work again", ["10:49", "11:04", "11:52"]],
  ])("%s", (list, expected) => {
    expect(times(`${head}\n${list}\n`)).toEqual(expected);
  });

  it("are of the next day where they pass midnight, and of later days where they say so", () => {
    const list = `${head}\nT+1d 2h: Old disk sent back\nT+13h: Copy finished\n`;
    expect(parseStatement(list).events.map(({ at }) => at)).toEqual([
      "2025-07-09T11:04:00Z",
      "2025-07-10T13:04:00Z",
      "2025-07-10T00:04:00Z",
    ]);
  });

  it("leave no event of the sentence that only names their base", () => {
    const text = "Forms lost\n\nT0 is 2025-07-09 11:04 UTC, the deploy.\n\n- T+0: Deploy.\n- T+12m: Forms fail.\n";
    expect(times(text)).toEqual(["11:04", "11:16"]);
  });

  it("need no name where the text says what they are counted from", () => {
    const list = "Outage of 9 July 2025, offsets in minutes from 11:04 UTC\n\n+0 Forms fail\n+16 Disk found full\n";
    expect(times(list)).toEqual(["11:04", "11:20"]);
  });
});

describe("a time over its text", () => {
  it("in a copied chat is a name with a reading, and tells what the message says", () => {
    const chat =
      "Chat of 9 July 2025 (UTC)\n\nMira  11:04 AM\nforms are failing for everyone\nTom  11:20 AM\nfound the cause: the disk is full\nMira  11:52 AM\nforms work again\n";
    expect(read(chat)).toEqual([
      ["2025-07-09T11:04:00Z", "onset"],
      ["2025-07-09T11:20:00Z", "identified"],
      ["2025-07-09T11:52:00Z", "recovered"],
    ]);
  });

  it("in a nested list tells what the items below it say", () => {
    const list =
      "## Timeline (2025-07-09, UTC)\n\n* 11:04\n  * Forms begin to fail.\n* 11:20\n  * Disk found full.\n* 11:52\n  * Forms work again.\n";
    expect(read(list).map(([, role]) => role)).toEqual(["onset", "identified", "recovered"]);
  });

  it("in a form in bold letters is told by its label", () => {
    const form =
      "# Forms lost\n\n**Status:** Resolved\n**Incident start:** 2025-07-09 11:04 UTC\n**Detection:** 2025-07-09 11:20 UTC\n**Incident end:** 2025-07-09 11:52 UTC\n";
    expect(read(form).map(([, role]) => role)).toEqual(["onset", "detected", "recovered"]);
    expect(parseStatement(form).windows).toHaveLength(1);
  });
});

it("reads the stamp behind the words of an update in one line of a page", () => {
  const page =
    "<html><body><h2>Forms slow</h2><div><b>Resolved</b> - Forms are fast again. <small>Jul <var>9</var>, <var>11:52</var> UTC</small></div><div><b>Investigating</b> - Forms are slow. <small>Jul <var>9</var>, <var>11:04</var> UTC</small></div><p>2025</p></body></html>";
  expect(read(page)).toEqual([
    ["2025-07-09T11:52:00Z", "resolved"],
    ["2025-07-09T11:04:00Z", "investigating"],
  ]);
});

describe("times that a dated post counts back", () => {
  it("are of its own stamp, before or behind its words", () => {
    const posts =
      "Status of forms\n\n9 July 2025, 12:00 UTC: Forms fail for everyone. This began about 25 minutes ago.\n9 July 2025, 12:40 UTC: The cause was found ten minutes ago.\n";
    expect(times(posts)).toEqual(["12:00", "11:35", "12:40", "12:30"]);
    const page =
      "Forms are slow\n\nResolved\nForms are fast again.\nPosted 2 hours ago. Jul 9, 2025 - 13:22 UTC\n\nInvestigating\nForms have been slow since about an hour ago.\nPosted 4 hours ago. Jul 9, 2025 - 00:31 UTC\n";
    expect(parseStatement(page).events.map(({ at }) => at)).toEqual([
      "2025-07-09T13:22:00Z",
      "2025-07-08T23:31:00Z",
      "2025-07-09T00:31:00Z",
    ]);
  });
});

describe("groups of day and time", () => {
  it.each(["041402Z MAR 25", "041402ZMAR25", "041402Z MARCH 2025"])("%s", (group) => {
    expect(parseStatement(`LINK LOST: ${group}`).events.map(({ at }) => at)).toEqual(["2025-03-04T14:02:00Z"]);
  });

  it("take no date apart that is none", () => {
    expect(parseStatement("Link lost at 14:02Z Mar 25, 2025.").events.map(({ at }) => at)).toEqual([
      "2025-03-25T14:02:00Z",
    ]);
  });
});

describe("windows", () => {
  const roles = (text: string): readonly string[] => parseStatement(text).events.map(({ role }) => role);

  it("of work are none of the outage", () => {
    const text =
      "From 5 May 2025 13:20 UTC to 8 May 2025 02:10 UTC forms were slow. The worn disk was replaced on 7 May from 22:00 to 01:30. An attempt to repair it on 6 May between 02:00 and 04:30 did not help.";
    expect(roles(text)).toEqual([
      "onset",
      "recovered",
      "mitigation-start",
      "mitigation-end",
      "mitigation-start",
      "mitigation-end",
    ]);
  });

  it("are told over several sentences too, one outage after the other", () => {
    const text =
      "Forms began to fail at 09:00 UTC on 9 July 2025. We restarted the server at 09:20. Forms worked again at 09:40. At 14:00 forms failed again. They worked normally again at 14:30.";
    expect(
      parseStatement(text).windows.map(({ start, end }) => `${start?.slice(11, 16)} ${end?.slice(11, 16)}`),
    ).toEqual(["09:00 09:40", "14:00 14:30"]);
  });

  it("of a form and of the list below it are two", () => {
    const text =
      "Forms lost (UTC)\nStart: 2025-07-09 11:04\nEnd: 2025-07-09 11:52\n\n11:04 Forms begin to fail.\n11:20 Disk found full.\n11:52 Forms work normally again.\n";
    expect(parseStatement(text).windows).toHaveLength(2);
  });

  it("say what the entries at their ends are", () => {
    const text =
      "On 9 July 2025, between 11:04 and 11:52 UTC, forms were lost.\n\n- 11:04: The third disk of shelf two gives in.\n- 11:10: Monitoring raises an alert.\n- 11:52: The queue is down to nothing.\n";
    expect(roles(text)).toEqual(["onset", "recovered", "onset", "detected", "recovered"]);
  });
});

describe("what a list tells", () => {
  it("has a change as background where the trouble has an entry of its own", () => {
    const list =
      "Timeline (2025-07-09, UTC)\n\n- 11:00 Release 44 begins to roll out.\n- 11:04 Forms fail with errors.\n- 11:10 Monitoring raises an alert.\n- 11:52 Forms work again.\n";
    const { events, windows } = parseStatement(list);
    expect(events.map(({ role }) => role)).toEqual(["other", "onset", "detected", "recovered"]);
    expect(windows.map(({ start }) => start)).toEqual(["2025-07-09T11:04:00Z"]);
  });

  it("has no order where a form names its end before the list", () => {
    const text =
      "Outage start: 2025-07-09 11:04 UTC\nOutage end: 2025-07-09 11:52 UTC\n11:04 Forms fail.\n11:20 Disk found full.\n11:40 Disk replaced.\n11:52 Forms work again.\n";
    expect(parseStatement(text).inconsistencies.map(({ code }) => code)).not.toContain("order");
  });
});

it("keeps a sentence whole where the zone stands in words behind p.m.", () => {
  const text =
    "On 9 July 2025 the trouble began at 4:50 p.m. Central European Summer Time, as people left work, and lasted until 7:05 p.m.";
  expect(parseStatement(text).windows.map(({ start, end }) => [start, end])).toEqual([
    ["2025-07-09T14:50:00Z", "2025-07-09T17:05:00Z"],
  ]);
});

it("reads a share written with a stroke", () => {
  expect(parseStatement("About 1/3 of devices got no message.").percentages.map(({ low }) => low)).toEqual([1 / 3]);
  expect(parseStatement("About 1/3 of the day was lost, on 1/3 disks.").percentages).toEqual([]);
});

describe("what later reports showed", () => {
  it("joins a line that ends inside a bracket with the next", () => {
    const text =
      "Outage of 9 July 2025\n\nThe forms page, which more than forty offices of the city use for their letters, went down at 11:04 in the morning (Central European\nSummer Time) and was usable again at 11:52.\n";
    expect(times(text)).toEqual(["09:04", "09:52"]);
  });

  it("takes the worst minutes of an outage for no length of it", () => {
    const text =
      "Forms failed from 11:04 to 12:30 UTC on 9 July 2025, and in the worst ten minutes one in three was lost.";
    const { durations, inconsistencies } = parseStatement(text);
    expect(durations).toEqual([]);
    expect(inconsistencies.map(({ code }) => code)).not.toContain("duration-differs");
  });

  it("leaves a lasting fix with its span what it is", () => {
    const text =
      "Forms failed from 11:04 to 11:52 UTC on 9 July 2025. A lasting fix was rolled out between 08:00 UTC and 14:30 UTC on 11 July 2025.";
    expect(read(text).map(([, role]) => role)).toEqual(["onset", "recovered", "prevention-start", "prevention-end"]);
  });

  it("knows a service that goes down in a few words", () => {
    const list =
      "Timeline (2025-07-09, UTC)\n\n11:04 Circuits go down.\n11:20 Crew on its way.\n11:52 Circuits work again.\n";
    expect(read(list)[0]).toEqual(["2025-07-09T11:04:00Z", "onset"]);
    expect(parseStatement(list).windows).toHaveLength(1);
  });
});
