// Exports as the tools of the trade leave them, each with a planted outage: opened by `init`, answered as their owner would, judged by `analyze`.
//   npm run bench:door -- [--only layout,layout] [--seed 1] [--list]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Aim, aimTable, isStarted, percent } from "./aim.js";
import type { Layout } from "./door/layout.js";
import { APP_LOGS } from "./door/layouts/app-logs.js";
import { CLOUDS } from "./door/layouts/clouds.js";
import { ELSEWHERE } from "./door/layouts/elsewhere.js";
import { FIELDS_AND_PARTS } from "./door/layouts/fields-and-parts.js";
import { FURTHER } from "./door/layouts/further.js";
import { COUNTED } from "./door/layouts/gauges-and-counts.js";
import { EVERYDAY } from "./door/layouts/everyday.js";
import { FOLDERS } from "./door/layouts/folders.js";
import { GATEWAYS } from "./door/layouts/gateways.js";
import { LINES_AND_OFFICES } from "./door/layouts/offices-and-lines.js";
import { LOAD_TESTS } from "./door/layouts/load-tests.js";
import { METRICS } from "./door/layouts/metrics.js";
import { MONITORS } from "./door/layouts/monitors.js";
import { OFFICES } from "./door/layouts/offices.js";
import { PLATFORMS } from "./door/layouts/platforms.js";
import { TABLES } from "./door/layouts/tables.js";
import { TELEPHONY } from "./door/layouts/telephony.js";
import { WEB_LOGS } from "./door/layouts/web-logs.js";
import { incidentOf, type Visit, visit } from "./door/visit.js";

const LAYOUTS: readonly Layout[] = [
  ...LOAD_TESTS,
  ...WEB_LOGS,
  ...APP_LOGS,
  ...TELEPHONY,
  ...METRICS,
  ...PLATFORMS,
  ...TABLES,
  ...EVERYDAY,
  ...MONITORS,
  ...CLOUDS,
  ...OFFICES,
  ...ELSEWHERE,
  ...FOLDERS,
  ...GATEWAYS,
  ...COUNTED,
  ...LINES_AND_OFFICES,
  ...FURTHER,
  ...FIELDS_AND_PARTS,
];

/** Layouts that are tried side by side. */
const AT_ONCE = 2;
/** Share of layouts that must come out right with at most one answer beside the zone. */
const AIM_SHARE = 0.95;

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** Layouts by name, or by the start of a name with a star. */
function chosen(): readonly Layout[] {
  const only = option("only")?.split(",");
  if (only === undefined) return LAYOUTS;
  const found = LAYOUTS.filter(({ name }) =>
    only.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one)),
  );
  if (found.length === 0) throw new Error(`--only requires a layout, got ${only.join(",")}; --list names them`);
  return found;
}

function lineOf({ name, verdict, answers, settings, seconds, unlisted }: Visit): string {
  const asked = settings.map((setting) => setting.split(".").slice(2).join(".") || setting).join(", ");
  const left = unlisted.length === 0 ? "" : `${unlisted.length} not listed`;
  const why = verdict.why.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
  return `| ${name} | ${verdict.is === "right" ? "right" : `**${verdict.is}**`} | ${answers} | ${asked} | ${left} | ${seconds.toFixed(1)} | ${why} |`;
}

function totals(visits: readonly Visit[]): string {
  const of = visits.length;
  const isRight = visits.filter(({ verdict }) => verdict.is === "right");
  const few = isRight.filter(({ answers }) => answers <= 1).length;
  const count = (is: string): number => visits.filter(({ verdict }) => verdict.is === is).length;
  const complete = visits.filter(({ unlisted }) => unlisted.length === 0).length;
  const withAnswers = (from: number, to: number): string =>
    String(isRight.filter(({ answers }) => answers >= from && answers <= to).length);
  const share = (hits: number): string => `${hits} of ${of} (${percent(hits / of, 1)})`;
  const aims: readonly Aim[] = [
    {
      aim: "right with at most one answer beside the zone",
      asked: `≥ ${percent(AIM_SHARE)}`,
      measured: share(few),
      met: few / of >= AIM_SHARE,
      cases: `0: ${withAnswers(0, 0)} · 1: ${withAnswers(1, 1)} · 2: ${withAnswers(2, 2)} · more: ${withAnswers(3, 99)}`,
    },
    {
      aim: "wrong numbers",
      asked: "0",
      measured: String(count("wrong")),
      met: count("wrong") === 0,
      cases: `${of} layouts`,
    },
    {
      aim: "dead ends",
      asked: "0",
      measured: String(count("dead end")),
      met: count("dead end") === 0,
      cases: `${of} layouts`,
    },
    {
      aim: "every file of the folder spoken of",
      asked: "all",
      measured: share(complete),
      met: complete === of,
      cases: `${of} folders`,
    },
  ];
  return aimTable(aims);
}

async function visitAll(layouts: readonly Layout[], root: string, seed: number): Promise<readonly Visit[]> {
  const visits: (Visit | null)[] = Array<Visit | null>(layouts.length).fill(null);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < layouts.length; at = next++) {
      const layout = layouts[at] as Layout;
      visits[at] = await visit(layout, join(root, layout.name), seed);
      if (visits[at] === null) console.log(`${layout.name} is left out: its packer is not on this machine.`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return visits.filter((one) => one !== null);
}

async function main(): Promise<void> {
  if (process.argv.includes("--list")) return console.log(LAYOUTS.map(({ name }) => name).join("\n"));
  const layouts = chosen();
  const keeps = option("only") !== undefined;
  const root = keeps ? resolve(".cache/door") : mkdtempSync(join(tmpdir(), "door-"));
  try {
    const visits = await visitAll(layouts, root, Number(option("seed") ?? 1));
    if (keeps)
      for (const { name, commands } of visits)
        console.log(`\n### ${name}\n${commands.join("\n")}\n\n${incidentOf(join(root, name))}`);
    console.log("\n| layout | | answers beside the zone | asked | files | s | |\n|---|---|---|---|---|---|---|");
    console.log(visits.map(lineOf).join("\n"));
    console.log(`\n${totals(visits)}`);
    if (keeps) console.log(`\nFolders kept in ${root}`);
  } finally {
    if (!keeps) rmSync(root, { recursive: true, force: true });
  }
}

if (isStarted(import.meta.url)) await main();
