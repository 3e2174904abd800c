import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Analysis } from "../src/analysis/analysis.js";
import { allCharts } from "../src/charts/all-charts.js";
import type { Browser, Page } from "./report-browser.js";

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

const MODES = [
  { name: "light", media: { colorScheme: "light" as const }, width: 1024 },
  { name: "dark", media: { colorScheme: "dark" as const }, width: 1024 },
  { name: "forced colours", media: { forcedColors: "active" as const }, width: 1024 },
  { name: "320 px", media: { colorScheme: "light" as const }, width: 320 },
  { name: "print", media: { media: "print" as const }, width: 794 },
];

async function openTables(page: Page): Promise<void> {
  await page.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = true; })`);
}

/** What axe finds in each mode, tables unfolded; a picture of each beside. */
export async function accessibility(
  browser: Browser,
  url: string,
  pictures: string,
): Promise<readonly { mode: string; violations: string[] }[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const found: { mode: string; violations: string[] }[] = [];
  for (const { name, media, width } of MODES) {
    const { page, close } = await browser.open(url, { width, height: 900, bypassPolicy: true });
    await page.emulateMedia(media);
    await page.goto(url);
    // Sections out of sight are laid out when the page is idle; the judge and the picture get all of them at once.
    await page.evaluate(
      `document.head.append(Object.assign(document.createElement("style"), { textContent: "main>section{content-visibility:visible!important}" }))`,
    );
    await page.screenshot({ path: join(pictures, `${name.replace(/ /g, "-")}.png`), fullPage: true });
    await openTables(page);
    await page.evaluate(axe);
    const violations = await page.evaluate<Violation[]>(
      `axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)`,
    );
    found.push({
      mode: name,
      violations: violations.map(
        ({ id, nodes }) =>
          `${id} × ${nodes.length}: ${nodes[0]?.target.join(" ") ?? ""} ${(nodes[0]?.failureSummary ?? "").replace(/\s+/g, " ").slice(0, 200)}`,
      ),
    });
    await close();
  }
  return found;
}

/** Pixels by which the page is wider than its window, folded and unfolded. */
export async function overflow(browser: Browser, url: string, width: number, height: number): Promise<number> {
  const { page, close } = await browser.open(url, { width, height });
  await page.goto(url);
  const over = `Math.max(0, document.documentElement.scrollWidth - innerWidth)`;
  const folded = await page.evaluate<number>(over);
  await openTables(page);
  const unfolded = await page.evaluate<number>(over);
  await close();
  return Math.max(folded, unfolded);
}

function squeezed(text: string): string {
  return text.replace(/[\s\u00ad]+/g, "");
}

/** Every claim, event and chart by the text that names it. */
function wanted(analysis: Analysis): string[] {
  return [
    ...analysis.claims.flatMap(({ claim, why }) => [claim, why]),
    ...(analysis.statement?.events ?? []).map(({ quote }) => quote),
    ...allCharts(analysis).map(({ headline }) => headline),
  ];
}

/** Of the texts that name claims, events and charts: how many there are, and which the PDF lacks. */
export async function pdfText(
  browser: Browser,
  url: string,
  analysis: Analysis,
  file: string,
): Promise<{ all: number; missing: string[] }> {
  const { page, close } = await browser.open(url);
  await page.goto(url);
  await page.pdf({ path: file, format: "A4", printBackground: true });
  await close();
  const { stdout, status } = spawnSync("pdftotext", ["-layout", "-nopgbrk", file, "-"], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error("The PDF gate requires pdftotext (poppler-utils), got none; install it.");
  const raw = spawnSync("pdftotext", ["-raw", "-nopgbrk", file, "-"], { encoding: "utf8", maxBuffer: 1e8 }).stdout;
  const text = `${squeezed(stdout)} ${squeezed(raw)}`;
  const all = wanted(analysis);
  return { all: all.length, missing: all.filter((one) => !text.includes(squeezed(one))) };
}

/** Without scripts: which of the texts are missing, and how many charts and tables are not there. */
export async function withoutScripts(
  browser: Browser,
  url: string,
  analysis: Analysis,
): Promise<{ missing: string[]; charts: number; tables: number }> {
  const { page, close } = await browser.open(url, { scripts: false });
  await page.goto(url);
  await page.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = true; })`);
  const seen = await page.evaluate<{ text: string; charts: number; tables: number }>(`({
    text: document.body.innerText,
    charts: [...document.querySelectorAll(".chart")].filter((chart) => [...chart.querySelectorAll(".wide svg")].some((svg) => svg.getBoundingClientRect().height > 50)).length,
    tables: document.querySelectorAll(".chart table tbody tr:first-child").length,
  })`);
  await close();
  const text = squeezed(seen.text);
  const charts = allCharts(analysis).length;
  return {
    missing: wanted(analysis).filter((one) => !text.includes(squeezed(one))),
    charts: charts - seen.charts,
    tables: charts - seen.tables,
  };
}
