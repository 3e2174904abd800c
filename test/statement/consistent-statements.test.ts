import { describe, expect, it } from "vitest";
import { parseStatement } from "../../src/statement/parse.js";

const COUNTS = "12% of calls (1,200 of 10,000 calls) failed";

/** Accounts of one made-up outage in many shapes, each without a contradiction or an omission. */
const CONSISTENT: readonly (readonly [shape: string, text: string])[] = [
  [
    "bracketed bullets",
    `Outage report\nSummary\nOn May 6, 2024 from 10:00 UTC until 11:00 UTC, ${COUNTS}.\nTimeline\n● [2024-05-06 10:00 UTC]: Calls begin to fail.\n● [2024-05-06 10:10 UTC]: Monitors detect failing calls.\n● [2024-05-06 10:20 UTC]: Engineers begin investigating.\n● [2024-05-06 10:30 UTC]: Engineers start adding capacity.\n● [2024-05-06 10:40 UTC]: The root cause is identified.\n● [2024-05-06 11:00 UTC]: Service functioning normally.\n`,
  ],
  [
    "12-hour clock",
    `The outage began at 3:05 PM PDT on June 4, 2024 and was resolved at 3:50 PM PDT. It lasted 45 minutes. In this time ${COUNTS}.`,
  ],
  ["points in a.m.", "Between 8:00 a.m. PST and 8:45 a.m. PST on January 9, 2024 calls failed."],
  [
    "ordinals and weekday",
    "On Monday, 26th February 2018 from 10:10 GMT to 10:55 GMT the service was down for 45 minutes.",
  ],
  [
    "key events",
    "# Incident on 2023-07-04\n\n- **Key events**\n  - First detected 2023-07-04 10:00 UTC\n  - Incident declared 2023-07-04 10:05 UTC\n  - Repaired 2023-07-04 10:40 UTC\n  - Resolved 2023-07-04 11:00 UTC\n\n- **Time to repair**: 40m\n\n- **Time to resolve**: 1h 0m\n",
  ],
  [
    "support hours",
    "# Incident on 2023-07-04\n\n- **Key events**\n  - First detected 2023-07-04 16:00 UTC\n  - Resolved 2023-07-05 11:00 UTC\n\n- **Time to resolve**: 2h (during support hours 10:00-17:00)\n",
  ],
  [
    "list over midnight",
    "Outage of 14 September 2022\n\nAll times are in BST.\n\n23:30 Alerts received for failing calls\n23:45 Engineers engaged\n23:55 Failover started\n00:10 Root cause identified\n00:20 Service restored\n",
  ],
  [
    "table with a zone in its heading",
    "## Timeline (all times US/Pacific)\n\nAll events happened on 16 November 2021.\n\n| Time | Event |\n|---|---|\n| 09:35 | Impact begins |\n| 09:50 | Engineers paged by monitoring |\n| 10:04 | Rollback starts |\n| 11:28 | Service restored |\n",
  ],
  [
    "status page",
    "Resolved - This incident has been resolved.\nOct 12, 01:05 EDT\nInvestigating - We are investigating.\nOct 11, 23:05 EDT\n\nPosted on October 12, 2023\n",
  ],
  [
    "dated promise",
    "On May 6, 2024 from 10:00 UTC until 11:00 UTC calls failed. We will publish the final account by 20 May 2024.",
  ],
  ["hedged", "From approximately 10:00 UTC until around 11:00 UTC on May 6, 2024, for about an hour, calls failed."],
  [
    "HTML",
    "<html><body><h1>Outage of 3 March 2024</h1><p>On 3&nbsp;March 2024 between 14:05&ndash;15:32 CET logins failed.</p><h2>Timeline</h2><ul><li>14:05 CET &ndash; Logins begin to fail</li><li>15:32 CET &ndash; Service restored</li></ul></body></html>",
  ],
];

describe("consistent statements", () => {
  it.each(CONSISTENT)("%s raise nothing", (_shape, text) => {
    const { events, inconsistencies } = parseStatement(text);
    expect(events.filter(({ at }) => at !== null).length).toBeGreaterThan(1);
    expect(inconsistencies).toEqual([]);
  });
});

describe("single contradictions", () => {
  const day = "On May 6, 2024";
  const list = (...entries: readonly string[]): string => `Timeline, May 6, 2024 (UTC)\n${entries.join("\n")}\n`;

  it.each([
    ["weekday-date", "On Friday, May 13, 2019 at 10:00 UTC calls failed."],
    ["zone-season", "At 7:10 AM PST on April 27, 2021 calls failed."],
    ["zone-season", `${day} at 10:00 CET logins failed.`],
    ["duration-differs", `Between 10:00 and 10:45 UTC on May 6, 2024, for 75 minutes, calls failed.`],
    ["duration-differs", "Start: 2024-05-06 14:00 UTC\nEnd: 2024-05-06 15:10 UTC\nDuration: 2 hours 10 minutes\n"],
    [
      "duration-differs",
      `${day} the outage began at 14:00 UTC and ended at 15:10 UTC. In total, service was unavailable for 55 minutes.`,
    ],
    [
      "windows-differ",
      `Summary\n${day} the API was down from 10:00 UTC to 10:40 UTC.\n\nImpact\nRequests failed between 10:05 UTC and 10:55 UTC on May 6, 2024.\n`,
    ],
    ["order", list("10:20 Incident declared", "10:05 Incident resolved", "09:50 Users report errors")],
    [
      "order",
      `After we had found the root cause, we restarted the brokers.\n\n${list("10:00 Errors begin", "10:04 Alert fires", "10:15 Brokers are restarted", "10:25 Root cause identified", "10:40 Service back to normal")}`,
    ],
    [
      "simultaneous",
      list("10:00 Errors begin", "10:04 Alert fires", "10:25 Root cause identified", "10:25 Service recovered"),
    ],
    ["rates-conflict", `Summary\n${day} at 10:00 UTC 12% of logins failed.\n\nImpact\n30% of logins failed.\n`],
    [
      "rates-conflict",
      `${day} at 10:00 UTC about 40% of payment steps failed. Each failed step caused the whole order to be dropped. About 10% of orders failed.`,
    ],
    ["false-precision", `${day} at 10:00 UTC roughly 12.47% of logins (1,247 of 10,000) failed.`],
    [
      "silent-stretch",
      list(
        "10:00 Errors begin",
        "10:04 Alert fires",
        "10:10 Engineers investigate",
        "12:30 Root cause identified",
        "12:40 Fix deployed",
        "12:50 Service back to normal",
      ),
    ],
    [
      "ends-at-recovery-start",
      `Users could not log in from 10:00 UTC to 10:30 UTC on May 6, 2024.\n\n${list("10:00 Logins begin to fail", "10:05 Alert fires", "10:30 Error rates start to fall", "10:55 Service back to normal")}`,
    ],
    [
      "scope-differs",
      `${day} at 10:00 UTC the Messaging service was affected. Later updates said that Messaging and Video were impacted.`,
    ],
    [
      "action-differs",
      `${list("10:00 Errors begin", "10:30 Service back to normal", "14:00 Deployment of a permanent fix begins", "16:00 Permanent fix deployment complete")}\nPrevention\n${day} at 16:00 UTC we completed the following actions:\n- Increased the pool size.\n- Reduced the timeout.\n- Disabled the old client.\n`,
    ],
    ["no-denominator", `${day} at 10:00 UTC 12% of calls failed.`],
    ["undated-promise", `${day} at 10:00 UTC calls failed. Going forward we plan to add a second region.`],
    ["lost-words", `${day} at 10:00 UTC requests for and menu steps failed.`],
  ])("%s in: %s", (code, text) => {
    const { inconsistencies } = parseStatement(text);
    const found = inconsistencies.find((one) => one.code === code);
    expect(found, inconsistencies.map((one) => one.code).join(" ")).toBeDefined();
    expect(found?.evidence.length).toBeGreaterThan(0);
    expect(found?.question).toMatch(/\?$/);
    expect(["serious", "warning", "info"]).toContain(found?.severity);
  });

  it("a promise with a date, a quarter or a due date is no open one", () => {
    for (const promise of [
      "We will add alerts by June 1, 2024.",
      "We will add alerts in Q3.",
      "We will add alerts (Estimated completion: June 2024).",
      "We will add alerts within the next two weeks.",
    ]) {
      expect(parseStatement(`${day} at 10:00 UTC calls failed. ${promise}`).inconsistencies, promise).toEqual([]);
    }
  });
});
