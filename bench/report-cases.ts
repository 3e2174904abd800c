// The gates of the page as a reader sees it, on eleven kinds of incidents, with a picture of each first screen:
// node bench/run.mjs report-cases [-- name…]. BENCH_OUT names the folder of pages and pictures.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { analyze } from "../src/analysis/analyze.js";
import { reportHtml } from "../src/report/report-html.js";
import { REPORT_CASES, type ReportCase } from "./report/cases.js";
import { printed, screen, SIZES } from "./report/page-gates.js";
import { browser, type Browser } from "./report-browser.js";

const OUT = resolve(process.env["BENCH_OUT"] ?? "reports/bench/cases");
const MOST_WORDS = 90;
const MOST_PAGES = { brief: 3, full: 16 };
let failed = 0;

function gate(
  name: string,
  figure: string | number,
  holds: boolean,
  limit: string,
  lines: readonly string[] = [],
): void {
  if (!holds) failed += 1;
  console.log(`  ${holds ? "✓" : "✗"} ${name.padEnd(44)} ${String(figure).padEnd(10)} ${limit}`);
  if (!holds) for (const line of lines.slice(0, 8)) console.log(`      ${line.slice(0, 200)}`);
}

function pagesOf(pdf: string): number {
  const { stdout } = spawnSync("pdfinfo", [pdf], { encoding: "utf8" });
  return Number(/^Pages:\s+(\d+)/m.exec(stdout ?? "")?.[1] ?? Number.NaN);
}

async function screens(chromium: Browser, name: string, url: string): Promise<void> {
  for (const { width, height, tallest } of SIZES) {
    const seen = await screen(chromium, url, { width, height, picture: join(OUT, `${name}-${width}.png`) });
    gate(`height, details closed, ${width} px`, seen.height, seen.height <= tallest, `≤ ${tallest}`);
    gate(`words on the first screen, ${width} px`, seen.words, seen.words <= MOST_WORDS, `≤ ${MOST_WORDS}`);
    const { outside, cut, labels } = seen;
    gate(`beyond the first screen, ${width} px`, outside.length, outside.length === 0, "0", outside);
    gate(`tables cut by a scroll box, ${width} px`, cut.length, cut.length === 0, "0", cut);
    gate(`labels small, cut or over another, ${width} px`, labels.length, labels.length === 0, "0", labels);
  }
}

async function prints(
  chromium: Browser,
  name: string,
  pages: Readonly<Record<"brief" | "full", string>>,
): Promise<void> {
  for (const kind of ["brief", "full"] as const) {
    const pdf = join(OUT, `${name}-${kind}.pdf`);
    const { labels } = await printed(chromium, pages[kind], pdf);
    const count = pagesOf(pdf);
    gate(`printed pages, ${kind}`, count, count <= MOST_PAGES[kind], `≤ ${MOST_PAGES[kind]}`);
    if (kind === "full")
      gate("labels small, cut or over another, print", labels.length, labels.length === 0, "0", labels);
  }
}

async function judged(chromium: Browser, { name, folder }: ReportCase): Promise<void> {
  console.log(`\n${name}`);
  const analysis = await analyze(folder(join(OUT, "incidents")));
  const pages = { brief: "", full: "" };
  for (const kind of ["brief", "full"] as const) {
    const file = join(OUT, `${name}-${kind}.html`);
    writeFileSync(file, await reportHtml(analysis, { key: "bench", full: kind === "full" }));
    pages[kind] = pathToFileURL(file).href;
  }
  await screens(chromium, name, pages.brief);
  await prints(chromium, name, pages);
}

async function main(): Promise<void> {
  const wanted = process.argv.slice(2).filter((each) => !each.startsWith("-"));
  mkdirSync(OUT, { recursive: true });
  const chromium = await browser();
  try {
    for (const each of REPORT_CASES)
      if (wanted.length === 0 || wanted.includes(each.name)) await judged(chromium, each);
  } finally {
    await chromium.close();
  }
  console.log(failed === 0 ? "\nevery gate holds" : `\n${failed} gates do not hold`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
