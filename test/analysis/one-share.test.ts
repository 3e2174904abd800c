import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { analyze, check } from "../../src/index.js";

const folder = mkdtempSync(join(tmpdir(), "one-share-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the share that failed in the outage has one interval, in the rates, the signals and the check of a text", async () => {
  const rows = Array.from({ length: 600 }, (_, minute) => {
    const risen = Math.max(0, Math.min(1, (minute - 300) / 12, (360 - minute) / 12));
    const failures = Math.floor(40 * 0.4 * risen) + ((minute * 7) % 20 === 0 ? 1 : 0);
    return `${new Date(Date.UTC(2026, 2, 10, 0, minute)).toISOString()},${failures},40`;
  });
  writeFileSync(join(folder, "requests.csv"), `at,failures,attempts\n${rows.join("\n")}\n`);
  writeFileSync(
    join(folder, "incident.yaml"),
    `id: one-share
sources:
  requests:
    file: requests.csv
    kind: counts
    time: { column: at, zone: UTC }
    failures: failures
    attempts: attempts
outcome: requests
`,
  );
  const analysis = await analyze(folder);
  const { rate, baseline } = analysis.rates["requests"] ?? {};
  const signal = analysis.signals.find(({ source, measure }) => source === "requests" && measure === "failures");
  expect(signal?.during).toEqual(rate);
  expect(signal?.baseline).toEqual(baseline?.rate);
  const { assertions } = await check("# Outage\n\nDuring the outage about 30 % of requests failed.\n", folder);
  const [share] = assertions.filter(({ kind }) => kind === "share");
  expect(share?.measured).toEqual(rate);
});
