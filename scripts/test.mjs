// `npm test`: sets up what is missing, then runs every test this machine can run. `--strict` makes a skipped test a failure, but for
// those that need the reference data where POSTMORTEM_REFERENCE names none. `--fast` answers in half a minute. `--reference` runs the
// tests on the reference data alone.
import "./setup.mjs";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";

const SLOW = [
  "test/torture/**",
  "test/notebook/**",
  "test/notebooks.test.ts",
  "test/cli.test.ts",
  "test/docs.test.ts",
  "test/packed-library.test.ts",
  "test/public-api.test.ts",
  "test/refusals.test.ts",
  "test/engine/**",
  "test/sources/**",
  "test/simulation/**",
  "test/analysis/**",
  "test/report/**",
  "test/charts/every-svg.test.ts",
  "test/draft/**",
  "test/remediation/**",
  "test/window/outage-window.test.ts",
  "test/window/outcomes/hidden-outages.test.ts",
  "test/window/outcomes/ordinary-changes.test.ts",
  "test/window/outcomes/separate-outages.test.ts",
  "test/window/signals/signals.test.ts",
  "test/window/signals/value-signals.test.ts",
  "test/stats/change-points/long-series.test.ts",
];
const OWN = ["--strict", "--fast", "--reference"];
const args = process.argv.slice(2);
const strict = args.includes("--strict");
const rest = args.filter((arg) => !OWN.includes(arg));
// The fast lane leaves out what starts processes, browsers or notebooks, simulates whole incidents, or searches long series many times.
if (args.includes("--fast")) rest.push(...SLOW.flatMap((path) => ["--exclude", path]));
// The tests that need the public reference data, and no others.
if (args.includes("--reference")) rest.push("--testNamePattern", "POSTMORTEM_REFERENCE");
mkdirSync(".cache", { recursive: true });
const report = ".cache/test-report.json";
// An older report is no answer of this run.
rmSync(report, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...rest,
  ],
  { stdio: "inherit" },
);
if (!existsSync(report)) process.exit(status ?? 1);

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
const skipped = testResults.flatMap((file) =>
  file.assertionResults
    .filter((test) => test.status === "pending" || test.status === "skipped")
    .map((test) => test.fullName),
);
const reference = process.env.POSTMORTEM_REFERENCE;
const excused = (name) => name.includes("POSTMORTEM_REFERENCE") && !(reference && existsSync(reference));
const asked = args.includes("--reference") ? skipped.filter((name) => name.includes("POSTMORTEM_REFERENCE")) : skipped;
if (asked.length > 0) {
  console.log(`\nSkipped on this machine, and what each needs:`);
  for (const name of asked) console.log(`  - ${name}`);
}
const unexcused = asked.filter((name) => !excused(name));
console.log(`\n${numPassedTests} passed, ${numFailedTests} failed, ${asked.length} skipped`);
if (status !== 0) process.exit(status ?? 1);
if (strict && unexcused.length > 0) {
  console.error(`${unexcused.length} tests were skipped that this machine is meant to run.`);
  process.exit(1);
}
