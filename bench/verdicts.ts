import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { claimReadings } from "../src/analysis/readings/claim-readings.js";
import { findRates, rateSpans } from "../src/analysis/find/rates.js";
import { openInputs, type AnalysisInputs } from "../src/analysis/inputs.js";
import { audit, type AuditInput } from "../src/audit/audit.js";
import type { ClaimFinding } from "../src/audit/audit-finding.js";
import { claimsOf } from "../src/statement/claims/claim.js";
import type { Span } from "../src/time/span.js";
import { remediationFinding } from "../src/remediation/effect/remediation-effect.js";
import { simulatedRun, type SimulatedRun } from "../src/simulation/simulate.js";
import { type FurtherClaim, furtherClaim, SHARE_FORMS } from "../src/simulation/text/further-claims.js";
import { variedFacts } from "../src/simulation/truth/statement-facts.js";
import { statementText } from "../src/simulation/text/statement-text.js";
import { claimTruths, type ClaimTruth } from "../src/simulation/truth/truth-claims.js";
import { tallyOver } from "../src/simulation/truth/truth-tally.js";
import { parseStatement } from "../src/statement/parse.js";
import { seededRandom, type Random } from "../src/stats/random/random.js";
import { type WindowFindings, windowFinding } from "../src/window/window-finding.js";

// Statements true, false and undecidable about simulated incidents of known truth, judged by the audit: how often a verdict is wrong, and how many
// of the claims that the data can decide are decided. One run serves many statements, since simulating and reading it is what takes time.

const LEVEL = 0.95;
const { values: given } = parseArgs({
  options: {
    n: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "16" },
    wrong: { type: "boolean", default: false },
  },
});
const SCENARIOS = [
  "twilio-13002",
  "forty-twenty",
  "ramp-20",
  "self-recovery",
  "two",
  "partial",
  "no-effect",
  "none",
] as const;
const SCALES = [1, 0.3, 3, 0.1] as const;

interface Case {
  readonly run: SimulatedRun;
  readonly view: SimulatedRun["views"][number];
  readonly one: AnalysisInputs;
  readonly found: WindowFindings & Pick<AuditInput, "rates" | "remediations">;
  readonly volume: string;
}

interface Scored {
  readonly kind: string;
  readonly volume: string;
  readonly truth: ClaimTruth;
  readonly verdict: ClaimFinding["verdict"];
}

async function openedCase(run: SimulatedRun, view: Case["view"]): Promise<Case> {
  const one = await openInputs(view.path, {});
  const windows = windowFinding(one.series, { level: LEVEL });
  const spans = rateSpans({ ...one, statement: null }, windows);
  const rates = await findRates({ ...one, statement: null }, spans, LEVEL);
  const remediations = one.remediations.map((remediation) => {
    const [gauge, through] = [remediation.gauge, remediation.through].map((name) =>
      one.values.find(({ source }) => source === name),
    );
    return remediationFinding({
      remediation,
      others: one.remediations,
      series: one.series,
      window: windows.window,
      ...(gauge && { gauge }),
      ...(through && { through }),
      seed: 1,
      level: LEVEL,
    });
  });
  const largest = run.windows[0];
  const attempts = largest ? tallyOver(view.tally, [[largest.onsetMs, largest.recoveryMs]]).verbs.attempts : 0;
  const volume = largest
    ? attempts < 250
      ? "< 250"
      : attempts < 1000
        ? "250–1000"
        : attempts < 4000
          ? "1000–4000"
          : "> 4000"
    : "no outage";
  return { run, view, one, found: { ...windows, rates, remediations }, volume };
}

function coverageOf({ series }: AnalysisInputs, { from, to }: Span): number {
  const [first, last] = [from, to].map((time) =>
    Math.floor((Date.parse(time) - series.startMs) / (series.stepSeconds * 1000)),
  ) as [number, number];
  let covered = 0;
  for (let bin = first; bin < last; bin += 1) if (series.covered[bin]) covered += 1;
  return last > first ? covered / (last - first) : 0;
}

/** Two further shares of forms drawn for the statement. */
function furtherOf(input: Parameters<typeof furtherClaim>[1], random: Random): readonly FurtherClaim[] {
  const first = random.integer(SHARE_FORMS.length);
  const second = (first + 1 + random.integer(SHARE_FORMS.length - 1)) % SHARE_FORMS.length;
  return [first, second].map((index) =>
    furtherClaim(SHARE_FORMS[index] as (typeof SHARE_FORMS)[number], input, random),
  );
}

/** One statement about a case, its claims judged and scored. */
async function scored({ run, view, one, found, volume }: Case, random: Random): Promise<Scored[]> {
  const told =
    run.scenario.name === "two"
      ? run.windows[0]
      : [...run.windows].sort((a, b) => b.recoveryMs - b.onsetMs - (a.recoveryMs - a.onsetMs))[0];
  const counts = tallyOver(view.tally, told ? [[told.onsetMs, told.recoveryMs]] : []);
  const share = ({ failures, attempts }: { failures: number; attempts: number }): number =>
    failures / Math.max(1, attempts);
  const drawn = variedFacts(run.scenario, random.fork("facts"), told ?? null, {
    verbs: share(counts.verbs),
    calls: share(counts.calls),
  });
  // Of two outages, half the statements date the prevention between them: a recurrence follows that they say will not.
  const between = run.windows.length > 1 && told && random.next() < 0.5;
  const facts = between
    ? {
        ...drawn,
        patch: [told.recoveryMs + 15 * 60_000, told.recoveryMs + 35 * 60_000] as const,
        normalMs: Math.min(drawn.normalMs, told.recoveryMs),
      }
    : drawn;
  const more = furtherOf(
    { facts, tally: view.tally, windows: run.windows, directionOfVerbs: !view.customer },
    random.fork("further"),
  );
  const text = statementText({ ...facts, further: more.map(({ sentence }) => sentence) }, random.fork("wording"));
  const truths = new Map<string, { readonly truth: ClaimTruth; readonly form?: string }>(
    claimTruths(facts, view.tally, run.windows, {
      metrics: !view.customer,
      direction: true,
      toMs: run.scenario.toMs,
    }).map(({ id, truth }) => [id, { truth }]),
  );
  more
    .flatMap(({ form, truths: list }) => list.map((truth) => ({ form, truth })))
    .forEach((one, index) => {
      truths.set(`rate-${3 + index}`, one);
    });
  const statement = parseStatement(text, { zone: "UTC" });
  const claims = claimsOf(statement, text, one.remediations);
  const readings = await claimReadings(claims, { ...one, statement }, found, LEVEL);
  const gauge =
    one.values.find(({ source }) => one.remediations.some((remediation) => remediation.gauge === source)) ?? null;
  const findings = audit({
    ...found,
    claims,
    readings,
    gauge,
    dataSpan: one.outcome.range,
    coverage: (span) => coverageOf(one, span),
  });
  const result = findings.flatMap((finding): Scored[] => {
    const known = truths.get(finding.id);
    if (known === undefined) {
      if (given.wrong) console.log(`unmatched ${finding.id}: ${finding.claim}`);
      return [];
    }
    const { truth, form } = known;
    const wrong =
      (finding.verdict === "supported" && truth === "false") ||
      (finding.verdict === "contradicted" && truth === "true");
    if (given.wrong && wrong)
      console.log(
        `wrong ${run.scenario.name} ${volume} ${finding.id} ${finding.verdict}, truth ${truth}: ${finding.stated}. ${finding.why}`,
      );
    return [{ kind: form ? `rate, ${form}` : finding.kind, volume, truth, verdict: finding.verdict }];
  });
  for (const id of [
    "window-summary",
    ...[...truths.keys()].filter((key) => key.startsWith("rate-")),
    "scope-1",
    "order-1",
    "no-recurrence",
  ]) {
    if (given.wrong && !findings.some((finding) => finding.id === id))
      console.log(`missing ${id} in: ${text.slice(0, 700).replaceAll("\n", " ")}`);
  }
  return result;
}

function row(name: string, all: readonly Scored[]): string {
  const count = (truth: ClaimTruth, verdict: Scored["verdict"]): number =>
    all.filter((one) => one.truth === truth && one.verdict === verdict).length;
  const cells = (["true", "false", "undecidable"] as const)
    .map((truth) =>
      (["supported", "contradicted", "not-testable"] as const)
        .map((verdict) => String(count(truth, verdict)).padStart(5))
        .join(" "),
    )
    .join("  |");
  const decidable = all.filter(({ truth }) => truth !== "undecidable");
  const decided = decidable.filter(({ verdict }) => verdict !== "not-testable");
  const wrong = count("true", "contradicted") + count("false", "supported");
  const per = (part: number, whole: number): string =>
    (whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : "–").padStart(8);
  return `${name.padEnd(17)}${cells}  |${per(wrong, decided.length)}${per(decided.length, decidable.length)}`;
}

function print(all: readonly Scored[], statements: number): void {
  console.log(`\n${statements} statements, ${all.length} claims; s = supported, c = contradicted, n = not testable`);
  console.log(`${"".padEnd(17)} true: s     c     n  | false: s   c     n  | open: s    c     n  |  wrong   decided`);
  for (const key of ["kind", "volume"] as const) {
    for (const name of [...new Set(all.map((one) => one[key]))].sort())
      console.log(
        row(
          name,
          all.filter((one) => one[key] === name),
        ),
      );
    console.log("");
  }
  console.log(row("all", all));
}

async function main(): Promise<void> {
  const [n, runs] = [Number(given.n), Number(given.runs)];
  const random = seededRandom(`verdicts-${given.seed}`);
  const all: Scored[] = [];
  const planned = Array.from({ length: runs }, (_, k) => ({
    scenario: SCENARIOS[k % SCENARIOS.length] as string,
    scale: SCALES[(k + Math.floor(k / SCENARIOS.length)) % SCALES.length] as number,
  }));
  let done = 0;
  for (const [k, { scenario, scale }] of planned.entries()) {
    const folder = mkdtempSync(join(tmpdir(), "verdicts-"));
    const run = await simulatedRun(scenario, { out: join(folder, "run"), seed: Number(given.seed) * 1000 + k, scale });
    for (const view of run.views) {
      const until = Math.round((n * (k + (view.customer || run.views.length === 1 ? 1 : 0.5))) / runs);
      const opened = await openedCase(run, view);
      for (; done < until; done += 1) all.push(...(await scored(opened, random.fork(done))));
      await opened.one.data.close();
      console.error(
        `${scenario} × ${scale}${view.customer ? ", one account" : ""} (${opened.volume}): ${done} of ${n} statements`,
      );
    }
    rmSync(folder, { recursive: true, force: true });
  }
  print(all, done);
}

await main();
