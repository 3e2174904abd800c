import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { reportHtml } from "../src/report/report-html.js";
import { hostileAnalysis } from "../test/report/hostile-analysis.js";
import { payloads } from "../test/report/payloads.js";
import type { Browser } from "./report-browser.js";

// Waits in the page: its policy forbids the driver's own waiting, which evaluates text later. Gives the charts that were not drawn in a minute.
const ALL_INTERACTIVE = `(async () => {
  document.querySelectorAll(".live").forEach((button) => button.click());
  const undrawn = () => [...document.querySelectorAll(".chart")].filter((chart) => !chart.querySelector(".js-plotly-plot .main-svg")).map((chart) => chart.id);
  for (let i = 0; undrawn().length > 0 && i < 1200; i++) await new Promise((go) => setTimeout(go, 50));
  return undrawn();
})()`;

/** Every chart made interactive, every key tried, every slider moved: what was asked of the network, what the page complained of. */
export async function used(
  browser: Browser,
  url: string,
): Promise<{
  requests: string[];
  problems: string[];
  undrawn: string[];
  announced: boolean;
  whatIf: string;
  link: string;
}> {
  const { page, requests, problems, close } = await browser.open(url);
  await page.addInitScript(
    `document.addEventListener("securitypolicyviolation", (event) => console.error("policy: " + event.violatedDirective + " " + event.blockedURI))`,
  );
  await page.goto(url);
  await page.focus("#chart-outage-window .drawing");
  for (const key of ["ArrowRight", "End", "ArrowLeft", "Home"]) await page.keyboard.press(key);
  const announced = await page.evaluate<boolean>(
    `document.querySelector("#chart-outage-window .reading").textContent.length > 10 && document.querySelector("#chart-outage-window .at") !== null`,
  );
  const moved = await page.evaluate<{ said: string; link: string }>(`(async () => {
    const panel = document.getElementById("what-if-live");
    if (!panel) return { said: "no panel", link: "" };
    for (let i = 0; panel.hidden && i < 100; i++) await new Promise((go) => setTimeout(go, 20));
    const said = [];
    for (const [id, value] of [["live-from", 0], ["live-added", 2], ["live-off", 5]]) {
      const slider = document.getElementById(id);
      if (!slider) continue;
      slider.value = value;
      slider.dispatchEvent(new Event("input"));
      said.push(document.getElementById("live-result").textContent);
    }
    return { said: said.join(" | "), link: location.hash };
  })()`);
  const undrawn = await page.evaluate<string[]>(ALL_INTERACTIVE);
  await page.click("#theme");
  await close();
  return { requests, problems, undrawn, announced, whatIf: moved.said, link: moved.link };
}

/** All payloads through reports in the browser, every chart made interactive: what ran, what was asked for, what was complained of. */
export async function hostile(
  browser: Browser,
  folder: string,
): Promise<{ pages: number; ran: number; requests: number; problems: string[] }> {
  const step = hostileAnalysis(0).used.length;
  let ran = 0;
  let asked = 0;
  let pages = 0;
  const complaints: string[] = [];
  for (let first = 0; first < payloads.length; first += step) {
    const file = join(folder, `hostile-${first}.html`);
    const cells = payloads.map((source) => ({ cell_type: "code", source }));
    writeFileSync(
      file,
      await reportHtml(hostileAnalysis(first).analysis, {
        redact: false,
        notebooks: [{ name: payloads[first] ?? "", notebook: { cells } }],
      }),
    );
    const { page, requests, problems, close } = await browser.open(pathToFileURL(file).href);
    await page.goto(pathToFileURL(file).href);
    const undrawn = await page.evaluate<string[]>(ALL_INTERACTIVE);
    if (undrawn.length > 0) complaints.push(`not interactive: ${undrawn.join(" ")}`);
    ran += await page.evaluate<number>("window.ran === undefined ? 0 : 1");
    asked += requests.length;
    complaints.push(...problems);
    pages += 1;
    await close();
  }
  return { pages, ran, requests: asked, problems: complaints };
}
