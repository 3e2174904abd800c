// Reports with planted assertions through `check`: what is found, what is flagged wrongly, what is not read.
// node bench/run.mjs check -- --reports=300 [--seed=1] [--incidents=http-plain,calls-plain] [--analysis] [--list kind] [--write folder] [--perfect]
// --perfect scores the planted answers themselves, without `check`: every aim has to be met.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as library from "../src/index.js";
import { type Aim, aimTable, isStarted, share } from "./aim.js";
import { writeFolder } from "./check/folder.js";
import { PLANS } from "./check/plans.js";
import { type Report, writeReport } from "./check/report.js";
import { type Assertion, isDecided, isFault, type Judged, judge, perfectAnswer, strays } from "./check/score.js";
import { simulateWorld, type World } from "./check/world.js";

interface Checked {
  readonly assertions: readonly Assertion[];
  readonly unread: number;
}
type Check = (text: string, folder: unknown) => Promise<Checked>;

/** `--name=value` or `--name value`. */
function option(name: string): string | undefined {
  const given = process.argv.slice(2);
  const index = given.findIndex((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  if (index < 0) return undefined;
  const argument = given[index] as string;
  return argument.includes("=") ? argument.slice(argument.indexOf("=") + 1) : (given[index + 1] ?? "");
}

function checkOf(): Check | null {
  const found = (library as Record<string, unknown>)["check"];
  return typeof found === "function" ? (found as Check) : null;
}

/** Writes the folder of a world, with the newest fields where this program takes them. */
async function folderOf(world: World, parent: string): Promise<string> {
  const folder = join(parent, world.plan.id);
  writeFolder(world, folder, true);
  try {
    await library.openIncident(folder);
  } catch (error) {
    console.error(`${world.plan.id}: without the fields affected, role, what (${String(error).slice(0, 160)})`);
    writeFolder(world, folder, false);
  }
  return folder;
}

/** The reports asked for, about the incidents in turn. */
function reportsOf(worlds: readonly World[], count: number, seed: number): Report[] {
  const counts = new Map<string, number>();
  return Array.from({ length: count }, (_, index) =>
    writeReport(worlds[index % worlds.length] as World, index, seed, counts),
  );
}

interface Result {
  readonly judged: readonly Judged[];
  readonly stray: readonly { report: Report; assertion: Assertion }[];
  readonly unread: number;
  readonly failed: readonly string[];
}

async function runAll(
  check: Check,
  worlds: readonly World[],
  reports: readonly Report[],
  parent: string,
): Promise<Result> {
  const judged: Judged[] = [];
  const stray: { report: Report; assertion: Assertion }[] = [];
  const failed: string[] = [];
  let unread = 0;
  for (const world of worlds) {
    const own = reports.filter(({ incident }) => incident === world.plan.id);
    if (own.length === 0) continue;
    const folder = await folderOf(world, parent);
    const subject = process.argv.includes("--analysis") ? await library.analyze(folder) : folder;
    for (const report of own) {
      try {
        const checked = await check(report.text, subject);
        judged.push(...judge(report, checked.assertions));
        stray.push(...strays(report, checked.assertions).map((assertion) => ({ report, assertion })));
        unread += checked.unread;
      } catch (error) {
        judged.push(...judge(report, []));
        failed.push(`${report.id} about ${report.incident}: ${String(error).slice(0, 200)}`);
      }
    }
    console.error(`${world.plan.id}: ${own.length} reports`);
    rmSync(folder, { recursive: true, force: true });
  }
  return { judged, stray, unread, failed };
}

/** Shares with their aim. `least` or `most` is the aim as a share. */
function aim(name: string, hits: number, of: number, bound: { least: number } | { most: number }): Aim {
  const rate = of === 0 ? Number.NaN : hits / of;
  const met = "least" in bound ? rate >= bound.least : rate <= bound.most;
  const asked = "least" in bound ? `≥ ${100 * bound.least} %` : `≤ ${100 * bound.most} %`;
  return { aim: name, asked, measured: share(hits, of), met: of === 0 ? null : met, cases: `${hits} of ${of}` };
}

function aimsOf({ judged, unread }: Result): Aim[] {
  const of = (truth: string): Judged[] => judged.filter(({ planted }) => planted.truth === truth);
  const how = (some: readonly Judged[], outcome: string): number =>
    some.filter((one) => one.outcome === outcome).length;
  const [right, wrong, open] = [of("true"), of("false"), of("undecidable")];
  const compared = [...right, ...wrong].filter(({ rightQuantity }) => rightQuantity !== null);
  const found = wrong.filter(({ outcome, rightQuantity }) => outcome === "contradicted" && rightQuantity !== false);
  return [
    { aim: "sentences unread, as `check` says", asked: "0", measured: String(unread), met: unread === 0, cases: "" },
    aim("planted assertions that ended in nothing", how(judged, "unread"), judged.length, { most: 0 }),
    aim("false ones contradicted", how(wrong, "contradicted"), wrong.length, { least: 0.95 }),
    { ...aim("… and not for another quantity", found.length, wrong.length, { least: 0.95 }), met: null, asked: "–" },
    aim("true ones contradicted", how(right, "contradicted"), right.length, { most: 0.01 }),
    { ...aim("true ones supported", how(right, "supported"), right.length, { least: 0 }), met: null, asked: "–" },
    aim("judged on the right quantity", compared.filter((one) => one.rightQuantity).length, compared.length, {
      least: 0.99,
    }),
    aim("undecidable ones decided", open.filter(isDecided).length, open.length, { most: 0.02 }),
  ];
}

function kindTable(judged: readonly Judged[]): string {
  const kinds = [...new Set(judged.map(({ planted }) => planted.kind))];
  const count = (some: readonly Judged[], test: (one: Judged) => boolean): string =>
    String(some.filter(test).length || "");
  const rows = kinds
    .map((kind) => judged.filter(({ planted }) => planted.kind === kind))
    .sort((a, b) => b.filter(isFault).length - a.filter(isFault).length)
    .map((some) =>
      [
        some[0]?.planted.kind,
        some.length,
        count(some, ({ outcome }) => outcome === "unread"),
        count(some, ({ planted, outcome }) => planted.truth === "false" && outcome !== "contradicted"),
        count(some, ({ planted, outcome }) => planted.truth === "true" && outcome === "contradicted"),
        count(
          some,
          ({ planted, outcome }) => planted.truth === "true" && outcome !== "supported" && outcome !== "contradicted",
        ),
        count(some, ({ rightQuantity }) => rightQuantity === false),
        count(some, (one) => one.planted.truth === "undecidable" && isDecided(one)),
      ].join(" | "),
    );
  const head =
    "kind | planted | ended in nothing | false, not found | true, flagged | true, left open | other quantity | undecidable, decided";
  return [`| ${head} |`, "|---|---|---|---|---|---|---|---|", ...rows.map((row) => `| ${row} |`)].join("\n");
}

function example({ report, planted, read, outcome }: Judged): string {
  const { quantity } = planted;
  const about = quantity
    ? `${quantity.source}, ${quantity.measure}, ${quantity.span?.join("/") ?? "–"} ${JSON.stringify(quantity.where ?? {})} = ${quantity.values.join(" or ")} ${quantity.unit}`
    : "nothing in the folder";
  const readings = read.map(
    ({ kind, verdict, measured, why, quote }) =>
      `      ${verdict} (${kind}, ${JSON.stringify(measured)}): "${quote}": ${why}`,
  );
  return [
    `  ${report.id} ${report.incident}, ${planted.kind}, ${planted.truth} → ${outcome}: "${planted.quote}"`,
    `      is about: ${about}`,
    ...readings,
  ].join("\n");
}

function printFaults({ judged, stray, failed }: Result): void {
  const asked = option("list");
  const faults = judged.filter(isFault);
  const worst = [...new Set(faults.map(({ planted }) => planted.kind))]
    .map((kind) => faults.filter(({ planted }) => planted.kind === kind))
    .sort((a, b) => b.length - a.length);
  const shown =
    asked === undefined
      ? worst.slice(0, 8).flatMap((some) => some.slice(0, 2))
      : asked === "all"
        ? faults
        : faults.filter(({ planted }) => planted.kind === asked);
  console.log(
    `\n${faults.length} faults; ${asked === undefined ? "two of each of the worst kinds (--list kind or --list all shows more)" : asked}:`,
  );
  for (const one of shown) console.log(example(one));
  console.log(`\ncontradicted where nothing was planted: ${stray.length}`);
  for (const { report, assertion } of stray.slice(0, 5))
    console.log(`  ${report.id}: "${assertion.quote}": ${assertion.why}`);
  if (failed.length > 0)
    console.log(`\n${failed.length} reports ended in an error:\n  ${failed.slice(0, 5).join("\n  ")}`);
}

/** Writes reports with what is planted in them, and the incident folders, to look at. */
async function writeAll(folder: string, worlds: readonly World[], reports: readonly Report[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const world of worlds) await folderOf(world, folder);
  for (const report of reports) {
    writeFileSync(join(folder, `${report.id}.md`), report.text);
    writeFileSync(join(folder, `${report.id}.json`), JSON.stringify(report, null, 1));
  }
}

function print(result: Result): void {
  console.log(`\n${aimTable(aimsOf(result))}\n\n${kindTable(result.judged)}`);
  printFaults(result);
}

const perfectResult = (reports: readonly Report[]): Result => ({
  judged: reports.flatMap((report) => judge(report, perfectAnswer(report))),
  stray: [],
  unread: 0,
  failed: [],
});

async function main(): Promise<void> {
  const seed = Number(option("seed") ?? 1);
  const only = option("incidents")?.split(",");
  const worlds = PLANS.filter(({ id }) => only?.includes(id) ?? true).map((plan) => simulateWorld(plan, seed));
  const reports = reportsOf(worlds, Number(option("reports") ?? 300), seed);
  const planted = reports.flatMap((report) => report.planted);
  const many = (truth: string): number => planted.filter((one) => one.truth === truth).length;
  console.log(
    `${reports.length} reports (${reports.filter(({ byHand }) => byHand).length} by hand) about ${worlds.length} incidents: ${planted.length} assertions of ${new Set(planted.map(({ kind }) => kind)).size} kinds, ${many("true")} true, ${many("false")} false, ${many("undecidable")} undecidable`,
  );
  const target = option("write");
  if (target !== undefined) return writeAll(target, worlds, reports);
  if (process.argv.includes("--perfect")) return print(perfectResult(reports));
  const check = checkOf();
  if (!check) {
    console.error(
      "src/index.ts exports no `check` yet: nothing was scored. --write folder writes the reports and incidents.",
    );
    process.exitCode = 1;
    return;
  }
  const parent = mkdtempSync(join(tmpdir(), "postmortem-check-"));
  const result = await runAll(check, worlds, reports, parent);
  rmSync(parent, { recursive: true, force: true });
  print(result);
}

if (isStarted(import.meta.url)) await main();
