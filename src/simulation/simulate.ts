import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { PostmortemError } from "../errors/errors.js";
import { writeWhole } from "../files/write-whole.js";
import { activeSpan } from "./platform/calibration.js";
import { callSids, carrierView } from "./views/carrier-view.js";
import type { RunView } from "./views/carrier-view.js";
import { customerView } from "./views/customer-view.js";
import { carrierYaml, customerYaml } from "./views/incident-yaml.js";
import { messOf, tidy } from "./views/mess.js";
import type { Mess } from "./views/mess.js";
import { outcomesByHour, platformRun } from "./platform/platform-run.js";
import type { PlatformRun } from "./platform/platform-run.js";
import { writeProxyMetrics } from "./views/proxy-metrics.js";
import { simulatedTruth } from "./truth/simulated-truth.js";
import type { Scenario } from "./scenario.js";
import { statementFacts } from "./truth/statement-facts.js";
import { statementText } from "./text/statement-text.js";
import type { TrueWindow } from "./truth/true-window.js";
import { trueWindows } from "./truth/true-window.js";
import { alternativesOf, countAlternatives, countCall, emptyTally, tallyOver } from "./truth/truth-tally.js";
import type { TruthTally } from "./truth/truth-tally.js";
import { requireFields, requireString } from "../errors/argument.js";
import { HOUR_MS } from "../time/units.js";

/** The options of a simulated incident. */
export interface SimulateOptions {
  /** Folder to write; `twilio-13002` also writes `<out>-customer`. */
  readonly out: string;
  /** Default 1. */
  readonly seed?: number;
  /** Factor on the logged traffic; default 1. */
  readonly scale?: number;
  /** True if the records come with duplicates, torn lines and the like; default false. */
  readonly mess?: boolean;
  /** Told what is being simulated, an hour of traffic at a time. */
  readonly onProgress?: (line: string) => void;
}

interface Folder {
  readonly path: string;
  readonly mess: Mess;
  readonly view: RunView;
  readonly tally: TruthTally;
  readonly customer: boolean;
}

function foldersOf(one: PlatformRun, options: SimulateOptions): Folder[] {
  const { scenario, random } = one;
  const span = [scenario.fromMs, scenario.toMs] as const;
  const alternatives = alternativesOf(one);
  const worlds = alternatives.map(({ settings }) => one.worldUnder(settings));
  const sids = callSids(random);
  const messFor = (name: string): Mess => (options.mess ? messOf(random.fork(`mess-${name}`), span) : tidy());
  const paths = scenario.name === "twilio-13002" ? [options.out, `${options.out}-customer`] : [options.out];
  return paths.map((path, index) => {
    mkdirSync(path, { recursive: true });
    const customer = index === 1;
    const mess = messFor(customer ? "customer" : "carrier");
    const view = customer ? customerView(path, random, sids, mess) : carrierView(path, sids, mess);
    return { path, mess, view, tally: emptyTally(span, alternatives, worlds), customer };
  });
}

async function writeRows(
  one: PlatformRun,
  folders: readonly Folder[],
  onProgress: (line: string) => void,
): Promise<void> {
  const active = activeSpan(one.scenario);
  const windows = trueWindows(one.run);
  const all = folders.map(({ tally }) => tally);
  const platform = all.slice(0, 1);
  const hours = (one.scenario.toMs - one.scenario.fromMs) / HOUR_MS;
  let done = 0;
  for (const { fromMs, outcomes } of outcomesByHour(one)) {
    for (const outcome of outcomes) {
      const seen = outcome.plan.account.index === 0 ? all : platform;
      for (const tally of seen) countCall(tally, outcome, windows);
      countAlternatives(seen, outcome, active);
    }
    for (const { view } of folders) await view.hour(outcomes, Math.min(one.scenario.toMs, fromMs + HOUR_MS));
    done += 1;
    onProgress(`simulating ${one.scenario.name}: hour ${done} of ${hours}`);
  }
  for (const { view } of folders) await view.close();
}

async function writeAccount(one: PlatformRun, folders: readonly Folder[], options: SimulateOptions): Promise<void> {
  const { scenario, random } = one;
  const windows = trueWindows(one.run);
  const largest = [...windows].sort((a, b) => b.recoveryMs - b.onsetMs - (a.recoveryMs - a.onsetMs))[0] ?? null;
  const [carrier] = folders;
  if (!carrier) return;
  const over = tallyOver(carrier.tally, largest ? [[largest.onsetMs, largest.recoveryMs]] : []);
  const rates = {
    verbs: over.verbs.failures / Math.max(1, over.verbs.attempts),
    calls: over.calls.failures / Math.max(1, over.calls.attempts),
  };
  const facts = statementFacts(scenario, random.fork("facts"), largest, rates);
  const text = statementText(facts, scenario.name === "twilio-13002" ? null : random.fork("wording"));
  await writeProxyMetrics(one, carrier.path);
  for (const { path, tally, customer, mess } of folders) {
    const id = basename(path).replace(/[^\w.-]+/g, "-");
    writeWhole(join(path, "statement.md"), text);
    writeWhole(join(path, "incident.yaml"), customer ? customerYaml(scenario, id) : carrierYaml(scenario, id));
    const truth = simulatedTruth({
      one,
      tally,
      facts,
      windows,
      customer,
      seed: options.seed ?? 1,
      scale: options.scale ?? 1,
      mess: options.mess ? mess.counts : null,
    });
    writeWhole(join(path, "truth.json"), `${JSON.stringify(truth, null, 2)}\n`);
  }
}

/** A run that has been written, with what it takes to judge statements about it. */
export interface SimulatedRun {
  readonly scenario: Scenario;
  readonly windows: readonly TrueWindow[];
  /** One a folder: the carrier's, then one account's where there is one. */
  readonly views: readonly { readonly path: string; readonly tally: TruthTally; readonly customer: boolean }[];
}

/**
 * As `simulateIncident`, with the counts by minute from which any statement about the run can be judged.
 *
 * @throws PostmortemError as `simulateIncident`
 */
export async function simulatedRun(scenario: string, options: SimulateOptions): Promise<SimulatedRun> {
  const { seed = 1, scale = 1, onProgress = () => undefined } = options;
  if (!(scale > 0) || !Number.isFinite(scale))
    throw new PostmortemError("usage", `simulate requires a scale above 0, got ${scale}.`);
  if (!Number.isFinite(seed)) throw new PostmortemError("usage", `simulate requires a finite seed, got ${seed}.`);
  onProgress(`preparing ${scenario}`);
  const one = platformRun(scenario, seed, scale);
  const folders = foldersOf(one, options);
  try {
    await writeRows(one, folders, onProgress);
  } catch (error) {
    for (const { view } of folders) view.abandon();
    throw error;
  }
  await writeAccount(one, folders, options);
  return {
    scenario: one.scenario,
    windows: trueWindows(one.run),
    views: folders.map(({ path, tally, customer }) => ({ path, tally, customer })),
  };
}

/**
 * Simulates an incident and writes its folder: sources, `incident.yaml`, `statement.md`, and the truth beside them in `truth.json`.
 *
 * The rates emerge from a mechanism: callers run call flows; their media fetches queue at a proxy fleet; telemetry overflows, and the collector
 * of the error events eats the fleet's capacity. The same scenario, seed and scale give the same content, byte for byte before compression.
 *
 * @param scenario - one of the names in `SCENARIOS`
 * @returns the folders written: one, or for `twilio-13002` two, the second being one account's view
 * @throws PostmortemError `usage` for an unknown scenario or a scale that is not positive; `engine` when writing fails
 */
export async function simulateIncident(scenario: string, options: SimulateOptions): Promise<readonly string[]> {
  requireString("simulateIncident", "the name of a scenario", scenario);
  requireFields("simulateIncident", "options with the folder `out`", options, ["out"]);
  return (await simulatedRun(scenario, options)).views.map(({ path }) => path);
}
