// `npm test`: sets up what is missing, then runs every test this machine can run. `--strict`, or CI=true, makes a skipped test a failure,
// but for those that need the reference data where that folder is missing.
import "./setup.mjs";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";

const args = process.argv.slice(2);
const strict = args.includes("--strict");
const rest = args.filter((arg) => arg !== "--strict");
mkdirSync(".cache", { recursive: true });
const report = ".cache/test-report.json";
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
if (skipped.length > 0) {
  console.log(`\nSkipped on this machine, and what each needs:`);
  for (const name of skipped) console.log(`  - ${name}`);
}
const reference = process.env.POSTMORTEM_REFERENCE ?? "../shared/reference";
const excused = (name) => name.includes("POSTMORTEM_REFERENCE") && !existsSync(reference);
const unexcused = skipped.filter((name) => !excused(name));
console.log(`\n${numPassedTests} passed, ${numFailedTests} failed, ${skipped.length} skipped`);
if (status !== 0) process.exit(status ?? 1);
if (strict && unexcused.length > 0) {
  console.error(`${unexcused.length} tests were skipped that this machine is meant to run.`);
  process.exit(1);
}
