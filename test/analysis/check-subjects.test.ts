import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Assertion, type Checked, check } from "../../src/index.js";
import { writeParcels } from "./parcel-folder.js";

const HEAD = "# Parcel requests failed\n\n**Date:** 10 March 2026 (all times UTC)\n\n";

/** Each with the quantity that it has to be read as. */
const TRUE: readonly (readonly [string, RegExp])[] = [
  ["In the first outage about one request in four failed.", /failure share of requests, the first outage/],
  ["On an ordinary day 0.5% of requests fail.", /before the outage/],
  ["During the first outage 40% of requests failed in eu-west and 10% in us-east.", /region (?:eu-west|us-east)\)/],
  [
    "In Europe 40% of requests failed in the first outage, while us-east sat at about 10%.",
    /region (?:eu-west|us-east)/,
  ],
  ["We had shipped 7.4.0 three minutes before the first errors.", /from the action to the onset/],
  ["The first errors came three minutes after the deploy of 7.4.0.", /from the action to the onset/],
  ["Workers were raised from 6 to 12 at 09:30.", /^workers/],
  ["In the first outage the median response time went from 120 ms to about half a second.", /median latency/],
  ["Response times quadrupled in the first outage.", /latency/],
  ["Between the two outages 0.5% of requests failed.", /between the outages/],
  ["The second outage was milder than the first.", /the second outage against the first/],
  ["A second outage, half as long, began at 15:00.", /second outage|departure/],
  ["No minute saw more than 30 failed requests.", /most failures of requests in a minute/],
  ["All 60 accounts had at least one failed request in the first outage.", /distinct account/],
  ["Both regions were affected in the first outage.", /region with more failures/],
  ["From 09:00 to 09:40 things were bad, 40 minutes of trouble.", /length of the outage/],
  ["Wave 1: 25%, wave 2: 12% of requests failed.", /the (?:first|second) outage/],
  ["In the morning 392 requests failed and in the afternoon 96.", /failed requests, the outage/],
  ["By 09:20, about 200 requests had failed.", /until 09:20/],
  ["Our requests failed twice that day.", /number of outages/],
  ["Total: 392 + 96 = 488 requests failed.", /all 2 outages/],
  ["Requests in eu-west were hit harder than those in us-east in the first outage.", /failure share by region/],
  ["About one in four ParcelX requests failed in the first outage.", /failure share of requests, the first/],
  ["At 09:40 the first outage was over.", /return to the usual level/],
];
const FALSE: readonly (readonly [string, RegExp])[] = [
  ["In the first outage about one request in twelve failed.", /failure share of requests, the first outage/],
  ["On a normal day 4% of requests fail.", /before the outage/],
  ["The first errors came 25 minutes after the deploy of 7.4.0.", /from the action to the onset/],
  ["Workers were raised from 6 to 30 at 09:30.", /^workers/],
  ["There was no impact on response times in the first outage.", /latency/],
  ["Between the two outages 9% of requests failed.", /between the outages/],
  ["The second outage was worse than the first.", /the second outage against the first/],
  ["No minute saw more than 4 failed requests.", /most failures of requests in a minute/],
  ["In the first outage the failure rate fell steadily.", /course of the failure share/],
  ["In the first outage the API was unavailable for all requests.", /failures of requests/],
  ["Track requests escaped the first outage: /track was not affected.", /path/],
  ["20 accounts had a failed request in the first outage.", /distinct account/],
  ["A third outage followed, with a further occurrence at 21:00.", /departure|outage/],
  ["More workers were added at 09:20. This immediately resolved the first outage.", /failures before and after/],
  ["Every third request failed in the second outage.", /failure share of requests, the second/],
  ["Both regions were affected by the second outage, and 20,000 requests failed in it.", /failed requests, the second/],
  ["Trouble was back at 11:30: requests failed again for 20 minutes.", /outage|departure/],
  ["At 09:10 the error rate fell by half.", /failures before and after/],
  ["No requests failed after 15:10.", /failures of requests, from 15:10/],
  ["In both outages together 90 requests failed.", /all 2 outages/],
];
const OPEN: readonly string[] = [
  "Our pager calls when the 5xx rate is above 5%, and the alert came at 09:04.",
  "The average parcel weight fell by a third.",
  "Audio quality remained good.",
  "No requests failed in Lisbon.",
];

const of = ({ assertions }: Checked, text: string, sentence: string): readonly Assertion[] => {
  const from = text.indexOf(sentence);
  return assertions.filter(({ at }) => at[0] < from + sentence.length && from < at[1]);
};

describe("check binds a sentence to the quantity that its words mean", () => {
  let folder = "";
  let text = "";
  let checked: Checked;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "subjects-"));
    writeParcels(folder);
    text =
      HEAD +
      [...TRUE, ...FALSE].map(([sentence]) => `- ${sentence}\n`).join("") +
      OPEN.map((sentence) => `- ${sentence}\n`).join("");
    checked = await check(text, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(TRUE)("supports: %s", (sentence, readAs) => {
    const own = of(checked, text, sentence);
    expect(own.map(({ verdict }) => verdict)).toContain("supported");
    expect(own.map(({ verdict }) => verdict)).not.toContain("contradicted");
    expect(own.some((one) => one.verdict === "supported" && readAs.test(one.readAs))).toBe(true);
  });

  it.each(FALSE)("contradicts: %s", (sentence, readAs) => {
    const own = of(checked, text, sentence).filter(({ verdict }) => verdict === "contradicted");
    expect(own.length).toBeGreaterThan(0);
    expect(own.some((one) => readAs.test(one.readAs))).toBe(true);
  });

  it.each(OPEN)("leaves open: %s", (sentence) => {
    const own = of(checked, text, sentence);
    expect(own.length).toBeGreaterThan(0);
    for (const { verdict } of own) expect(["unchecked", "not-testable"]).toContain(verdict);
  });

  it("reads every sentence", () => {
    expect(checked.unread).toBe(0);
  });
});

/** On both sides of what is fair: the figure that still holds, and the one that no longer does. Measured: 398 failures in 40 minutes, 24.9 %, usual .5 %. */
const SIDES: readonly (readonly [holds: string, fails: string])[] = [
  ["In the first outage 410 requests failed.", "In the first outage 470 requests failed."],
  ["In the first outage 380 requests failed.", "In the first outage 330 requests failed."],
  ["In the first outage at least 390 requests failed.", "In the first outage at least 470 requests failed."],
  ["In the first outage at most 410 requests failed.", "In the first outage at most 330 requests failed."],
  ["In the first outage 25% of requests failed.", "In the first outage 34% of requests failed."],
  ["In the first outage more than 20% of requests failed.", "In the first outage more than 31% of requests failed."],
  ["In the first outage less than 30% of requests failed.", "In the first outage less than 19% of requests failed."],
  ["In the first outage the median latency was 480 ms.", "In the first outage the median latency was 700 ms."],
  ["In the first outage 60 accounts were affected.", "In the first outage 48 accounts were affected."],
  ["The first outage lasted 41 minutes.", "The first outage lasted 58 minutes."],
  ["The first outage lasted at most 45 minutes.", "The first outage lasted at most 30 minutes."],
  ["The first outage lasted more than 35 minutes.", "The first outage lasted more than 50 minutes."],
  ["Requests began to fail at 09:02.", "Requests began to fail at 09:20."],
  ["By 09:42 the first outage was over.", "By 09:25 the first outage was over."],
  ["The worst minute had 12 failed requests.", "The worst minute had 60 failed requests."],
  [
    "In eu-west four times as many requests failed as in us-east in the first outage.",
    "In eu-west nine times as many requests failed as in us-east in the first outage.",
  ],
];

describe("check holds to its margins on both sides", () => {
  let folder = "";
  let text = "";
  let checked: Checked;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "margins-"));
    writeParcels(folder);
    text =
      HEAD +
      SIDES.flat()
        .map((sentence) => `- ${sentence}\n`)
        .join("");
    checked = await check(text, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const verdicts = (sentence: string): readonly string[] =>
    of(checked, text, `- ${sentence}\n`).map(({ verdict }) => verdict);

  it.each(SIDES)("holds: %s fails: %s", (holds, fails) => {
    expect(verdicts(holds)).toEqual(["supported"]);
    expect(verdicts(fails)).toEqual(["contradicted"]);
  });
});
