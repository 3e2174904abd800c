// Takes the picture of the report that the README shows: npm start first, then node bench/report-picture.mjs
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page, out, width, height] = [process.argv[2] ?? "reports/twilio-13002.html", process.argv[3] ?? "docs/report.png", Number(process.argv[4] ?? 900), Number(process.argv[5] ?? 1250)];
mkdirSync("docs", { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
const tab = await browser.newPage({ viewport: { width, height }, colorScheme: process.argv[6] ?? "light" });
await tab.goto(pathToFileURL(resolve(page)).href);
await tab.waitForTimeout(500);
await tab.screenshot({ path: out, fullPage: process.argv.includes("--full") });
await browser.close();
console.log(out);
