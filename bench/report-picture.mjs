// Takes the picture that the README shows, the first screen of the bundled incident's report, and records what it was drawn from:
// npm run build, npm ci --prefix bench, then node bench/report-picture.mjs. A test says when the picture is older than the page.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { analyze } from "../dist/index.js";
import { firstScreenHash } from "../dist/report/first-screen.js";
import { reportHtml } from "../dist/report/report-html.js";

const PICTURE = "docs/report.png";
const RECORD = "docs/report-picture.json";
/** The first screen without the contents beside it, so that the picture is all finding. */
const VIEWPORT = { width: 880, height: 880 };

const analysis = await analyze("data/twilio-13002");
const folder = mkdtempSync(join(tmpdir(), "report-picture-"));
const page = join(folder, "report.html");
writeFileSync(page, await reportHtml(analysis, { key: "picture" }));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const tab = await browser.newPage({ viewport: VIEWPORT, colorScheme: "light" });
  await tab.goto(pathToFileURL(page).href);
  await tab.screenshot({ path: PICTURE });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
writeFileSync(RECORD, `${JSON.stringify({ picture: PICTURE, firstScreen: firstScreenHash(analysis) }, null, 2)}\n`);
console.log(PICTURE);
