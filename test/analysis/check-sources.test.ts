import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Assertion, type Checked, check } from "../../src/index.js";
import { writeHubs, writePrints } from "./print-folder.js";

const HEAD = "# Print jobs failed\n\n**Date:** 15 September 2026 (all times UTC)\n\n";

type Case = readonly [sentence: string, verdict: Assertion["verdict"], readAs: RegExp];

/** Alerts, logged changes, gauges, pairs of columns and latencies of parts: each sentence by itself. */
const PRINTS: readonly Case[] = [
  ["The pager rang the on-call engineer: PrintErrorsHigh paged at 10:06.", "supported", /time of the alert/],
  ["An alarm fired at 10:31.", "contradicted", /time of the alert/],
  ["Our monitoring alerted within seven minutes of the onset.", "supported", /onset to the first alert/],
  ["The first page came half an hour into the outage.", "contradicted", /onset to the first alert/],
  ["A shop called our support line at 10:03.", "unchecked", /noticed/],
  ["Driver 5.3.0 was deployed at 09:58.", "supported", /time of driver 5.3.0/],
  ["The release was withdrawn at 10:20.", "contradicted", /time of driver 5.2.9 rollback/],
  ["We tried to roll back at 10:20 and failed.", "unchecked", /rollback|an action/],
  ["The first failures followed the deployment of driver 5.3.0 by ninety seconds.", "supported", /./],
  ["Failures ceased within two minutes of the rollback.", "supported", /action to the recovery/],
  ["It took more than half an hour from the rollback until service was back to normal.", "contradicted", /recovery/],
  ["The shop table had been migrated an hour and a half before the first errors.", "supported", /action to the onset/],
  ["The print queue climbed to about 400 at its peak.", "supported", /^print_queue/],
  ["The print queue grew to 1,500 at its peak.", "contradicted", /^print_queue/],
  ["The print queue stood at 40 before the outage.", "supported", /^print_queue before/],
  ["In the north, half of the jobs on the v2 route failed.", "supported", /region north.*route|route.*region north/],
  ["In the north, a tenth of the jobs on the v2 route failed.", "contradicted", /region north.*route|route.*region/],
  ["In the north, the median latency went from 100 ms to 800 ms.", "supported", /median latency/],
  ["In the south, the median latency rose to 800 ms.", "contradicted", /median latency/],
  ["Jobs took twice as long to finish in the south.", "contradicted", /latency/],
  ["Just under an hour in all was the length of the outage.", "supported", /length of the outage/],
  ["The whole thing lasted a little under three hours.", "contradicted", /length of the outage/],
];

/** What settles nothing: possibilities, plans, aims, other people's time, other parts of the data. */
const OPEN: readonly string[] = [
  "A canary would have kept the failures to a tenth of the jobs.",
  "From October, new drivers will go to 5 % of the printers first.",
  "Our agreement promises that 99.9 % of jobs are printed.",
  "The engineer on duty had been with us for eleven days.",
  "Over the quarter 0.2 % of jobs failed.",
  "No jobs were lost before they reached us.",
  "The Lisbon region lost 40 % of its jobs.",
  "In the worst case half of all shops might have been affected.",
  "Retries would double the traffic.",
];

const HUBS: readonly Case[] = [
  ["At the harbour hub 30 % of labels were lost.", "supported", /hub harbour/],
  ["In the airport hub 30 % of labels were lost.", "contradicted", /hub airport/],
  ["All three hubs were affected to the same degree.", "contradicted", /hub/],
  ["Not a single hub was left untouched.", "supported", /hub/],
  ["The harbour hub was hit three times as hard as the airport hub.", "supported", /hub/],
  ["The station hub was hit hardest.", "contradicted", /hub/],
];

const VERDICT_OF = ({ assertions }: Checked, at: readonly [number, number]): readonly Assertion[] =>
  assertions.filter((one) => one.at[0] < at[1] && at[0] < one.at[1]);

describe("check", () => {
  const [prints, hubs] = ["prints", "hubs"].map((name) => mkdtempSync(join(tmpdir(), `check-${name}-`))) as [
    string,
    string,
  ];
  beforeAll(() => {
    writePrints(prints);
    writeHubs(hubs);
  });
  afterAll(() => {
    for (const folder of [prints, hubs]) rmSync(folder, { recursive: true, force: true });
  });

  async function checked(
    sentences: readonly string[],
    folder: string,
  ): Promise<(index: number) => readonly Assertion[]> {
    const text = `${HEAD}${sentences.join("\n\n")}\n`;
    const found = await check(text, folder);
    return (index) => {
      const sentence = sentences[index] as string;
      const from = text.indexOf(sentence);
      return VERDICT_OF(found, [from, from + sentence.length]);
    };
  }

  it("binds sentences to alerts, logged changes, gauges, pairs of columns and latencies of parts", async () => {
    const of = await checked(
      PRINTS.map(([sentence]) => sentence),
      prints,
    );
    PRINTS.forEach(([sentence, verdict, readAs], index) => {
      const own = of(index);
      expect(
        own.map((one) => one.verdict),
        `${sentence} ${JSON.stringify(own)}`,
      ).toContain(verdict);
      expect(
        own.some((one) => one.verdict === verdict && readAs.test(one.readAs)),
        JSON.stringify(own),
      ).toBe(true);
      if (verdict !== "contradicted")
        expect(
          own.map((one) => one.verdict),
          sentence,
        ).not.toContain("contradicted");
    });
  });

  it("leaves what words do not settle unchecked", async () => {
    const of = await checked(OPEN, prints);
    OPEN.forEach((sentence, index) => {
      const decided = of(index).filter((one) => one.verdict === "supported" || one.verdict === "contradicted");
      expect(decided, `${sentence} ${JSON.stringify(decided)}`).toEqual([]);
      expect(of(index).length, sentence).toBeGreaterThan(0);
    });
  });

  it("takes sources that are parts of another for its parts", async () => {
    const of = await checked(
      HUBS.map(([sentence]) => sentence),
      hubs,
    );
    HUBS.forEach(([sentence, verdict, readAs], index) => {
      const own = of(index);
      expect(
        own.some((one) => one.verdict === verdict && readAs.test(one.readAs)),
        `${sentence} ${JSON.stringify(own)}`,
      ).toBe(true);
    });
  });
});
