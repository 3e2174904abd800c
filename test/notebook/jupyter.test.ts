import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CACHE_VARIABLE } from "../../src/analysis/cache.js";
import { labPlace } from "../../src/notebook/lab.js";
import { notebookText } from "../../src/notebook/notebook.js";
import { hostileNotebook } from "./hostile-notebook.js";
import {
  type Browser,
  editAndRun,
  judge,
  type LabServer,
  missingForBrowser,
  notebookCopy,
  openBrowser,
  runAllFromMenu,
  startLab,
} from "./lab-driver.js";

const NAMES = readdirSync("notebooks").filter((name) => name.endsWith(".ipynb"));
const missing = missingForBrowser();
const lacks = missing ? ` (needs ${missing})` : "";

describe("the notebooks in JupyterLab, in a browser", () => {
  let server: LabServer;
  let browser: Browser;
  beforeAll(async () => {
    if (missing) return;
    server = await startLab("lab");
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it.skipIf(missing !== "").each(NAMES)(
    `%s: Run All draws every chart and cuts no text${lacks}`,
    async (name) => {
      const page = await browser.page(1280, 2400);
      await runAllFromMenu(page, server.url(`doc/tree/notebooks/${name}`));
      const seen = await judge(page);
      expect(seen).toMatchObject({ blankCharts: 0, cut: [], errors: [] });
      expect(seen.charts + seen.tables).toBeGreaterThan(1);
      await page.context().close();
    },
    600_000,
  );

  // One opened notebook serves the next three: a kernel takes longer to start than all that is asked of it.
  let kept: ReturnType<Browser["page"]> | undefined;
  const opened = (): ReturnType<Browser["page"]> =>
    (kept ??= browser.page(1280, 1600).then(async (page) => {
      await runAllFromMenu(page, server.url("doc/tree/notebooks/05-any-statement.ipynb"));
      expect((await judge(page)).errors).toEqual([]);
      return page;
    }));

  it.skipIf(missing !== "")(
    `an edited cell runs again and shows the new result${lacks}`,
    async () => {
      const page = await opened();
      await editAndRun(page, 0, "approximately 18% of uploads", "approximately 31% of uploads");
      await editAndRun(page, 2, 'title: "Shares"', 'title: "Shares, edited"');
      const output = await page.locator(".jp-Notebook .jp-CodeCell").nth(2).locator(".jp-OutputArea").textContent();
      expect(output).toContain("Shares, edited");
      expect(output).toContain("31.0");
    },
    600_000,
  );

  it.skipIf(missing !== "")(
    `completion knows the library's types${lacks}`,
    async () => {
      const page = await opened();
      const last = page.locator(".jp-Notebook .jp-CodeCell").last().locator(".cm-content");
      await last.click();
      await page.keyboard.press("Control+End");
      await page.keyboard.insertText("\nstatement.incons");
      await page.keyboard.press("Tab");
      await expect
        .poll(async () => (await page.locator(".jp-Completer").allTextContents()).join(), { timeout: 30_000 })
        .toContain("inconsistencies");
      await page.keyboard.press("Escape");
    },
    600_000,
  );

  it.skipIf(missing !== "")(
    `inspection shows a function's signature and docstring, at the cursor and in the help beside${lacks}`,
    async () => {
      const page = await opened();
      const last = page.locator(".jp-Notebook .jp-CodeCell").last().locator(".cm-content");
      await last.click();
      await page.keyboard.press("Control+End");
      await page.keyboard.insertText("\nparseStatement");
      await page.keyboard.press("Shift+Tab");
      const shown = async (selector: string): Promise<string> =>
        (await page.locator(selector).allTextContents()).join();
      await expect
        .poll(() => shown(".jp-Tooltip"), { timeout: 30_000 })
        .toMatch(/parseStatement\(text: string[\s\S]*Statement/);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+i");
      await page.locator(".jp-Inspector").first().waitFor({ timeout: 30_000 });
      await last.click();
      await page.keyboard.press("Control+End");
      await page.keyboard.press("ArrowLeft");
      await expect.poll(() => shown(".jp-Inspector"), { timeout: 30_000 }).toMatch(/parseStatement\(text: string/);
    },
    600_000,
  );

  it.skipIf(missing !== "")(
    `nbconvert executes one and its page carries the chart as a picture${lacks}`,
    () => {
      const { root, cache } = server;
      const { status, stderr, stdout } = spawnSync(
        labPlace(resolve(".")).jupyter,
        ["nbconvert", "--to", "html", "--execute", "--stdout", join(root, "notebooks", "01-outage-window.ipynb")],
        {
          encoding: "utf8",
          cwd: join(root, "notebooks"),
          env: { ...process.env, [CACHE_VARIABLE]: cache },
          maxBuffer: 1 << 28,
        },
      );
      expect(stderr).not.toContain("Error");
      expect(status).toBe(0);
      expect(stdout).toContain("data:image/svg+xml;base64,");
    },
    600_000,
  );
});

describe("the notebooks elsewhere", () => {
  const lab = labPlace(resolve("."));
  it.skipIf(missing !== "")(
    `nbconvert's page of 500 hostile texts runs none of them and asks for none of their addresses${lacks}`,
    async () => {
      const root = notebookCopy();
      const file = join(root, "hostile.ipynb");
      writeFileSync(file, notebookText((await hostileNotebook()).notebook));
      const { status, stderr } = spawnSync(lab.jupyter, ["nbconvert", "--to", "html", file], {
        encoding: "utf8",
        cwd: root,
        maxBuffer: 1 << 28,
      });
      expect(status, stderr.slice(-2000)).toBe(0);
      const browser = await openBrowser();
      try {
        const page = await browser.page(1280, 2000);
        const asked: string[] = [];
        // nbconvert's own page loads its scripts from elsewhere; a payload's addresses all lie in example.com.
        await page.route(/^https?:/, (route: { request(): { url(): string }; abort(): Promise<void> }) => {
          asked.push(route.request().url());
          return route.abort();
        });
        await page.goto(pathToFileURL(file.replace(".ipynb", ".html")).href, { waitUntil: "domcontentloaded" });
        await page.waitForTimeout(3000);
        expect(await page.evaluate("window.ran ?? 0")).toBe(0);
        expect(asked.filter((url) => /example\.com/.test(url))).toEqual([]);
        expect(await page.evaluate("document.querySelectorAll('.pm-table').length")).toBe(500);
      } finally {
        await browser.close();
      }
    },
    900_000,
  );

  it.skipIf(missing !== "")(
    `Deno's kernel runs one with the same outputs${lacks}`,
    () => {
      const root = notebookCopy();
      const kernel = join(root, "data-of-jupyter", "kernels", "deno");
      mkdirSync(kernel, { recursive: true });
      const argv = [resolve("bench/node_modules/.bin/deno"), "jupyter", "--kernel", "--conn", "{connection_file}"];
      writeFileSync(
        join(kernel, "kernel.json"),
        JSON.stringify({ argv, display_name: "Deno", language: "typescript", env: { TZ: "UTC" } }),
      );
      const { status, stdout } = spawnSync(
        lab.jupyter,
        [
          "nbconvert",
          "--to",
          "notebook",
          "--execute",
          "--ExecutePreprocessor.kernel_name=deno",
          "--stdout",
          "05-any-statement.ipynb",
        ],
        {
          encoding: "utf8",
          cwd: join(root, "notebooks"),
          env: { ...process.env, JUPYTER_DATA_DIR: join(root, "data-of-jupyter") },
          maxBuffer: 1 << 28,
        },
      );
      expect(status).toBe(0);
      expect(stdout).toContain("dated events");
      expect(stdout).toContain("text/html");
    },
    300_000,
  );

  it.skipIf(missing !== "")(
    `Notebook 7 runs one from its menu${lacks}`,
    async () => {
      const server = await startLab("notebook");
      const browser = await openBrowser();
      try {
        const page = await browser.page(1280, 2000);
        await runAllFromMenu(page, server.url("notebooks/notebooks/05-any-statement.ipynb"));
        expect(await judge(page)).toMatchObject({ blankCharts: 0, cut: [], errors: [] });
      } finally {
        await browser.close();
        await server.stop();
      }
    },
    600_000,
  );
});
