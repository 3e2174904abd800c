// Pictures of every notebook in JupyterLab at desktop and phone width, into reports/screenshots, with what a program can judge of them.
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  judge,
  missingForBrowser,
  openBrowser,
  runAllFromMenu,
  screenshot,
  startLab,
} from "../test/notebook/lab-driver.js";

const WIDTHS = [
  ["desktop", 1280, 900],
  ["phone", 390, 844],
] as const;
const OUT = "reports/screenshots";

async function main(): Promise<void> {
  const missing = missingForBrowser();
  if (missing) throw new Error(`Screenshots need ${missing}`);
  const wanted = process.argv.slice(2).filter((each) => !each.startsWith("-"));
  const names = readdirSync("notebooks").filter(
    (name) => name.endsWith(".ipynb") && (wanted.length === 0 || wanted.some((each) => name.startsWith(each))),
  );
  mkdirSync(OUT, { recursive: true });
  const server = await startLab("lab");
  const browser = await openBrowser();
  let bad = 0;
  try {
    for (const name of names) {
      const page = await browser.page(1280, 900);
      await runAllFromMenu(page, server.url(`doc/tree/notebooks/${name}`));
      for (const [kind, width, height] of WIDTHS) {
        await page.setViewportSize({ width, height });
        await page.waitForTimeout(1000);
        await screenshot(page, join(OUT, `${name.replace(".ipynb", "")}-${kind}.png`));
        const seen = await judge(page);
        if (seen.blankCharts > 0 || seen.cut.length > 0 || seen.errors.length > 0) bad++;
        console.log(
          `${name} ${kind}: ${seen.charts} charts (${seen.blankCharts} blank), ${seen.tables} tables, cut: ${seen.cut.join(" | ") || "none"}, errors: ${seen.errors.join(" | ") || "none"}`,
        );
      }
      await page.context().close();
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  if (bad > 0) process.exitCode = 1;
}

void main();
