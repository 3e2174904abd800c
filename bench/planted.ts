// Simulated incidents with a known truth, analysed as a user would: how often the truth lies inside, how wide the intervals are, which verdicts are wrong.
// node bench/run.mjs planted -- --seeds=3 --scale=1
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Analysis } from "../src/analysis/analysis.js";
import { analyze } from "../src/analysis/analyze.js";
import { simulateIncident } from "../src/simulation/simulate.js";

interface Truth {
  readonly windows: readonly { onset: string; recoveryStart: string; recovery: string | null }[];
  readonly verbs: { failures: number; attempts: number };
  readonly calls: { failures: number; attempts: number };
  readonly remediations: readonly { id: string; failuresAvoided: number }[];
  readonly claims: readonly { id: string; truth: "true" | "false" | "undecidable" }[];
}

const option = (name: string, fallback: number): number =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? fallback);
const SCENARIOS = ["twilio-13002", "none", "forty-twenty", "partial", "two", "ramp-20", "no-effect", "self-recovery"];
const minutes = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;

interface Tally {
  inside: number;
  of: number;
  widths: number[];
}
const tallies = new Map<string, Tally>();
const verdicts = { right: 0, wrong: [] as string[], undecided: [] as string[], decidable: 0 };

function count(name: string, inside: boolean, width: number): void {
  const tally = tallies.get(name) ?? { inside: 0, of: 0, widths: [] };
  tally.of += 1;
  if (inside) tally.inside += 1;
  tally.widths.push(width);
  tallies.set(name, tally);
}

function countWindow({ windows }: Analysis, truth: Truth): void {
  count("number of outages found is the number planted", windows.length === truth.windows.length, windows.length);
  truth.windows.forEach((planted) => {
    const found = windows.find(
      ({ onset, recovery }) => onset < (planted.recovery ?? "9") && (recovery ?? "9") > planted.onset,
    );
    if (!found) return;
    const [early, late] = found.onsetInterval;
    count(
      "onset (a minute of binning allowed), minutes",
      minutes(early, planted.onset) >= -1 && minutes(planted.onset, late) >= -1,
      minutes(early, late),
    );
    if (!found.recoveryInterval || !planted.recovery) return;
    const [first, last] = found.recoveryInterval;
    count(
      "recovery (a minute of binning allowed), minutes",
      minutes(first, planted.recovery) >= -1 && minutes(planted.recovery, last) >= -1,
      minutes(first, last),
    );
  });
}

function countRates({ rates, windows }: Analysis, truth: Truth): void {
  if (truth.windows.length !== 1 || windows.length !== 1) return;
  for (const source of ["verbs", "calls"] as const) {
    const rate = rates[source]?.rate;
    if (!rate) continue;
    const share = truth[source].failures / truth[source].attempts;
    count(
      `rate of ${source} over the window, points`,
      rate.interval[0] <= share && share <= rate.interval[1],
      100 * (rate.interval[1] - rate.interval[0]),
    );
  }
}

/** A remediation that spared under a twentieth of what failed did not help. */
const HELPED = 0.05;

function countRemediations(label: string, { remediations }: Analysis, truth: Truth): void {
  for (const { id, verdict, identification, cumulative } of remediations) {
    const avoided = truth.remediations.find((one) => one.id === id)?.failuresAvoided ?? 0;
    const helped = avoided > HELPED * truth.verbs.failures;
    if (verdict !== "not-testable")
      count(`remediations: ${verdict}, by ${identification}, and so it was`, (verdict === "helped") === helped, 0);
    if (verdict !== "helped" || !cumulative) continue;
    const [low, high] = cumulative.interval;
    count(`failures avoided where credited, by ${identification}`, low <= avoided && avoided <= high, high - low);
    if (avoided < low || avoided > high)
      console.log(
        `  ${label} ${id}: avoided ${avoided}, found ${cumulative.value.toFixed(0)} [${low.toFixed(0)}, ${high.toFixed(0)}]`,
      );
  }
}

function countVerdicts(label: string, { claims }: Analysis, truth: Truth): void {
  for (const { id, verdict } of claims) {
    const known = truth.claims.find((claim) => claim.id === id)?.truth;
    if (known === undefined) continue;
    const right = known === "true" ? "supported" : known === "false" ? "contradicted" : "not-testable";
    if (known !== "undecidable") verdicts.decidable += 1;
    if (verdict === right) verdicts.right += known === "undecidable" ? 0 : 1;
    else if (verdict === "not-testable") verdicts.undecided.push(`${label} ${id}`);
    else verdicts.wrong.push(`${label} ${id}: ${verdict}, truth ${known}`);
  }
}

async function main(): Promise<void> {
  for (const scenario of SCENARIOS) {
    for (let seed = 1; seed <= option("seeds", 2); seed += 1) {
      const out = join(mkdtempSync(join(tmpdir(), "postmortem-planted-")), scenario);
      for (const folder of await simulateIncident(scenario, { out, seed: seed * 7919, scale: option("scale", 1) })) {
        const truth = JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth;
        const analysis = await analyze(folder);
        const label = `${scenario} ${seed * 7919}${folder.endsWith("-customer") ? " customer" : ""}`;
        countWindow(analysis, truth);
        countRates(analysis, truth);
        countVerdicts(label, analysis, truth);
        countRemediations(label, analysis, truth);
        const credited =
          analysis.remediations
            .filter(({ verdict }) => verdict === "helped")
            .map(({ id }) => id)
            .join(", ") || "none";
        console.log(`${label}: ${analysis.windows.length} of ${truth.windows.length} outages, credited: ${credited}`);
      }
      rmSync(join(out, ".."), { recursive: true, force: true });
    }
  }
  console.log("");
  for (const [name, { inside, of, widths }] of tallies) {
    const sorted = [...widths].sort((a, b) => a - b);
    console.log(
      `${name}: ${inside} of ${of} inside, median width ${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)}`,
    );
  }
  console.log(`verdicts: ${verdicts.right} of ${verdicts.decidable} decidable claims decided rightly`);
  console.log(`wrong (${verdicts.wrong.length}):\n  ${verdicts.wrong.join("\n  ")}`);
  console.log(`undecided (${verdicts.undecided.length}):\n  ${verdicts.undecided.join("\n  ")}`);
}

await main();
