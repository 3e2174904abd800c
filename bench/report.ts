// The gates of the exported report, each with its figure: node bench/run.mjs report [-- analysis.json…]
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Analysis } from "../src/analysis/analysis.js";
import { redactAnalysis } from "../src/redaction/redact.js";
import { reportHtml } from "../src/report/report-html.js";
import { sampleAnalysis } from "../test/report/sample-analysis.js";
import { browser, type Browser } from "./report-browser.js";
import { lighthouse } from "./report-lighthouse.js";
import { accessibility, overflow, pdfText, withoutScripts } from "./report-modes.js";
import { speed } from "./report-speed.js";
import { hostile, used } from "./report-use.js";

const OUT = resolve(process.env["BENCH_OUT"] ?? "reports/bench");
const KEY = "bench";
let failed = 0;

function gate(name: string, figure: string | number, holds: boolean, limit: string): void {
  if (!holds) failed += 1;
  console.log(`${holds ? "✓" : "✗"} ${name.padEnd(52)} ${String(figure).padEnd(14)} ${limit}`);
}

function details(lines: readonly string[]): void {
  for (const line of lines.slice(0, 12)) console.log(`    ${line.slice(0, 240)}`);
}

async function speedGates(chromium: Browser, url: string): Promise<void> {
  const [full, quarter] = [await speed(chromium, url, 1), await speed(chromium, url, 4)];
  console.log(
    `  machine: load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors; processor time of the main thread: ${Math.round(full.readyWork)} ms until interactive, ${Math.round(full.clickWork)} ms for the click`,
  );
  const ms = (value: number): string => `${Math.round(value)} ms`;
  gate("first paint", ms(full.paint), full.paint <= 400, "≤ 400 ms");
  gate("readable and interactive", ms(full.ready), full.ready <= 300, "≤ 300 ms");
  gate("first click on a chart", ms(full.click), full.click <= 800, "≤ 800 ms");
  gate("first paint, processor slowed 4×", ms(quarter.paint), quarter.paint <= 600, "≤ 600 ms");
  gate("readable and interactive, 4×", ms(quarter.ready), quarter.ready <= 800, "≤ 800 ms");
  gate("main thread blocked, 4×", ms(quarter.blocking), quarter.blocking <= 200, "≤ 200 ms");
  gate("first click on a chart, 4×", ms(quarter.click), quarter.click <= 3000, "≤ 3,000 ms");
}

async function readingGates(chromium: Browser, url: string, shown: Analysis, folder: string): Promise<void> {
  for (const { mode, violations } of await accessibility(chromium, url, folder)) {
    gate(`axe violations, ${mode}`, violations.length, violations.length === 0, "0");
    details(violations);
  }
  for (const [name, width, height] of [
    ["320 px", 320, 640],
    ["400 % zoom of 1280 px", 320, 256],
    ["1024 px", 1024, 768],
  ] as const) {
    const over = await overflow(chromium, url, width, height);
    gate(`overflow at ${name}`, `${over} px`, over === 0, "0 px");
  }
  const bare = await withoutScripts(chromium, url, shown);
  gate(
    "without scripts: missing texts, charts, tables",
    `${bare.missing.length}, ${bare.charts}, ${bare.tables}`,
    bare.missing.length + bare.charts + bare.tables === 0,
    "0, 0, 0",
  );
  details(bare.missing);
  // A print is a brief; a full page prints with all details open.
  const full = join(folder, "report-full.html");
  writeFileSync(full, await reportHtml(shown, { key: KEY, redact: false, full: true }));
  const pdf = await pdfText(chromium, pathToFileURL(full).href, shown, join(folder, "report.pdf"));
  gate(
    "PDF holds claims, events and charts",
    `${pdf.all - pdf.missing.length} of ${pdf.all}`,
    pdf.missing.length === 0,
    "all",
  );
  details(pdf.missing);
}

async function useGates(chromium: Browser, url: string): Promise<void> {
  const use = await used(chromium, url);
  gate("network requests, everything used", use.requests.length, use.requests.length === 0, "0");
  gate("policy violations and errors, everything used", use.problems.length, use.problems.length === 0, "0");
  details([...use.requests, ...use.problems]);
  gate("charts that did not become interactive", use.undrawn.length, use.undrawn.length === 0, "0");
  gate("keyboard cursor drawn and announced", use.announced ? "yes" : "no", use.announced, "yes");
  const refused = use.whatIf.split(" | ").filter((said) => said.startsWith("Not identified")).length;
  gate('what-if controls that answer "not identified"', refused, refused === 0, "0");
  console.log(`    what-if in the page: ${use.whatIf.slice(0, 400)}\n    link: ${use.link}`);
}

async function lighthouseGates(file: string): Promise<void> {
  for (const { category, score, lost } of await lighthouse(file)) {
    gate(`Lighthouse, phone: ${category}`, `${score} of 100`, score >= 90, "≥ 90");
    details(lost);
  }
}

async function gates(chromium: Browser, name: string, analysis: Analysis): Promise<void> {
  console.log(`\n${name}`);
  const folder = join(OUT, name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "report.html");
  const started = performance.now();
  const page = await reportHtml(analysis, { key: KEY });
  console.log(`  made in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  writeFileSync(file, page);
  const bytes = statSync(file).size;
  gate("size", `${(bytes / 1e6).toFixed(3)} MB`, bytes <= 1_000_000, "≤ 1.0 MB");
  gate(
    "same input and key, same bytes",
    page === (await reportHtml(analysis, { key: KEY })) ? "yes" : "no",
    page === (await reportHtml(analysis, { key: KEY })),
    "yes",
  );
  const url = pathToFileURL(file).href;
  await speedGates(chromium, url);
  await readingGates(chromium, url, redactAnalysis(analysis, KEY), folder);
  await useGates(chromium, url);
  await lighthouseGates(file);
}

async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const bundled = ["data/twilio-13002", "data/twilio-13002-customer"]
    .map((folder) => join(folder, "analysis.json"))
    .filter(existsSync);
  const files = given.length > 0 ? given : bundled;
  const chromium = await browser();
  try {
    if (files.length === 0) await gates(chromium, "sample", sampleAnalysis());
    for (const file of files) {
      const analysis = JSON.parse(readFileSync(file, "utf8")) as Analysis;
      await gates(chromium, analysis.incident.id.replace(/[^\w-]+/g, "-"), analysis);
    }
    const attack = await hostile(chromium, OUT);
    gate(
      `hostile texts in ${attack.pages} pages: ran, requests, complaints`,
      `${attack.ran}, ${attack.requests}, ${attack.problems.length}`,
      attack.ran + attack.requests + attack.problems.length === 0,
      "0, 0, 0",
    );
    details(attack.problems);
  } finally {
    await chromium.close();
  }
  console.log(failed === 0 ? "\nevery gate holds" : `\n${failed} gates do not hold`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
