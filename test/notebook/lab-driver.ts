// Drives a real JupyterLab (or Notebook 7) in a real Chromium: shared by the browser test and the screenshots.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CACHE_VARIABLE } from "../../src/analysis/cache.js";
import { labPlace } from "../../src/notebook/lab.js";

// biome-ignore lint/suspicious/noExplicitAny: the driver's package is installed for benches and browser tests only
export type Page = any;

const CHROMIUMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const TOKEN = "browser-test";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const chromiumPath = (): string | undefined => CHROMIUMS.find((path) => existsSync(path));

/** What a browser test lacks on this machine, in words for the name of a skipped test; empty when nothing is missing. */
export function missingForBrowser(): string {
  const missing: string[] = [];
  const lab = labPlace(resolve("."));
  const kernel = join(lab.environment, "share", "jupyter", "kernels", "tslab", "kernel.json");
  if (!existsSync(lab.jupyter) || !existsSync(kernel)) missing.push("JupyterLab: npm run lab");
  if (!chromiumPath()) missing.push("Chromium: apt install chromium");
  if (!existsSync("bench/node_modules/playwright-core")) missing.push("its driver: npm ci --prefix bench");
  return missing.join("; ");
}

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer().on("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => settle(port));
    });
  });
}

/** Settings that a test needs: all cells drawn, no questions about news, nothing kept from an earlier run. */
function writeSettings(folder: string): void {
  const put = (plugin: string, name: string, value: object): void => {
    mkdirSync(join(folder, plugin), { recursive: true });
    writeFileSync(join(folder, plugin, `${name}.jupyterlab-settings`), JSON.stringify(value));
  };
  put("@jupyterlab/notebook-extension", "tracker", { windowingMode: "none" });
  put("@jupyterlab/apputils-extension", "notification", { fetchNews: "false", checkForUpdates: false });
}

/** A copy of the notebooks beside the clone's data and packages, for Jupyter to change as it likes. */
export function notebookCopy(): string {
  const root = mkdtempSync(join(tmpdir(), "notebook-lab-"));
  cpSync("notebooks", join(root, "notebooks"), { recursive: true });
  for (const name of ["node_modules", "data", "package.json"]) symlinkSync(resolve(name), join(root, name));
  return root;
}

export interface LabServer {
  readonly url: (path: string) => string;
  readonly root: string;
  /** Where its notebooks keep analyses, for others that run on the same copy. */
  readonly cache: string;
  stop(): Promise<void>;
}

/** Starts `jupyter lab` or `jupyter notebook` on a port of this machine over a copy of the notebooks. */
export async function startLab(program: "lab" | "notebook" = "lab", root = notebookCopy()): Promise<LabServer> {
  const port = await freePort();
  const state = join(root, ".jupyter");
  const cache = join(state, "cache");
  writeSettings(join(state, "settings"));
  const env = {
    ...process.env,
    JUPYTER_CONFIG_DIR: join(state, "config"),
    JUPYTER_DATA_DIR: join(state, "data"),
    JUPYTER_RUNTIME_DIR: join(state, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(state, "settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(state, "workspaces"),
    // Seven notebooks on one incident read it once.
    [CACHE_VARIABLE]: cache,
  };
  const child: ChildProcess = spawn(
    labPlace(resolve(".")).jupyter,
    [
      program,
      "--no-browser",
      "--allow-root",
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      `--IdentityProvider.token=${TOKEN}`,
      `--ServerApp.root_dir=${root}`,
      "--ServerApp.terminals_enabled=False",
    ],
    { cwd: root, env, stdio: "ignore", detached: true },
  );
  const url = (path: string): string =>
    `http://127.0.0.1:${port}/${path}${path.includes("?") ? "&" : "?"}token=${TOKEN}`;
  for (let tries = 0; ; tries++) {
    if (
      await fetch(url("api/status")).then(
        (reply) => reply.ok,
        () => false,
      )
    )
      break;
    if (tries > 240) throw new Error("JupyterLab did not answer within two minutes");
    await new Promise((settle) => setTimeout(settle, 500));
  }
  const stop = async (): Promise<void> => {
    const ended = new Promise((settle) => child.once("exit", settle));
    process.kill(-(child.pid as number), "SIGTERM");
    await Promise.race([ended, new Promise((settle) => setTimeout(settle, 5000).unref())]);
    try {
      process.kill(-(child.pid as number), "SIGKILL");
    } catch {
      // Gone, as it should be.
    }
    rmSync(root, { recursive: true, force: true });
  };
  return { url, root, cache, stop };
}

export interface Browser {
  page(width: number, height: number): Promise<Page>;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<Browser> {
  const { chromium } = createRequire(resolve("bench/package.json"))("playwright-core");
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: FLAGS });
  return {
    page: async (width, height) => {
      const context = await browser.newContext({
        viewport: { width, height },
        deviceScaleFactor: 1,
        serviceWorkers: "block",
      });
      // Some compilers of this file wrap functions in a call that pages do not know.
      await context.addInitScript("globalThis.__name = (each) => each");
      return context.newPage();
    },
    close: () => browser.close(),
  };
}

/** Waits until every code cell has run: none is marked `[*]`, and as many have a number as hold text. */
async function waitForCells(page: Page, timeout: number): Promise<void> {
  await page.waitForFunction(
    () => {
      const cells = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")].filter(
        (cell) => (cell.querySelector(".cm-content")?.textContent ?? "").trim() !== "",
      );
      const marks = cells.map((cell) => cell.querySelector(".jp-InputPrompt")?.textContent ?? "");
      return marks.length > 0 && marks.every((mark) => /\[\d+\]/.test(mark));
    },
    undefined,
    { timeout },
  );
}

/** Chooses Run All; whether a cell began. On a busy machine the page takes a kernel for ready that has not yet said who it is, and drops the request. */
async function askedToRun(page: Page): Promise<boolean> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.locator("[data-command='runmenu:run-all']").first().click();
  const begun = () =>
    [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")].some((mark) =>
      /\[(\d+|\*)\]/.test(mark.textContent ?? ""),
    );
  return page.waitForFunction(begun, undefined, { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

/** Opens a notebook and runs all its cells from the menu. */
export async function runAllFromMenu(page: Page, address: string, timeout = 240_000): Promise<void> {
  await page.goto(address);
  await page.waitForSelector(".jp-Notebook .jp-CodeCell", { timeout: 60_000 });
  // JupyterLab has a status bar, Notebook 7 has none; both say it in the notebook's own toolbar.
  await page
    .locator(".jp-Notebook-ExecutionIndicator[data-status='idle']")
    .first()
    .waitFor({ state: "attached", timeout: 120_000 });
  await page.waitForTimeout(1000);
  for (let tries = 1; !(await askedToRun(page)); tries++) if (tries === 5) throw new Error("Run All started no cell");
  await waitForCells(page, timeout);
  await page.waitForTimeout(1500);
}

/** Runs the cell with this index again after replacing a piece of its text. */
export async function editAndRun(page: Page, cell: number, from: string, to: string): Promise<void> {
  const editor = page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".cm-content");
  const text = await editor.evaluate((element: { cmTile?: unknown }) => {
    const view = element as unknown as {
      cmTile?: { view: { state: { doc: { toString(): string } } } };
      cmView?: { view: { state: { doc: { toString(): string } } } };
    };
    return (view.cmTile ?? view.cmView)?.view.state.doc.toString() ?? null;
  });
  if (typeof text !== "string" || !text.includes(from)) throw new Error(`cell ${cell} does not hold ${from}`);
  await editor.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text.replace(from, to));
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(300);
  await waitForCells(page, 120_000);
}

/** What one opened notebook shows, as far as a program can judge it. */
export interface PageJudgement {
  readonly charts: number;
  /** Charts without a drawn mark. */
  readonly blankCharts: number;
  readonly tables: number;
  /** Texts of charts that reach out of their picture, and table cells whose text is cut. */
  readonly cut: readonly string[];
  /** Errors that the cells show. */
  readonly errors: readonly string[];
}

export async function judge(page: Page): Promise<PageJudgement> {
  return page.evaluate(() => {
    const all = (selector: string, under: ParentNode = document): Element[] => [...under.querySelectorAll(selector)];
    const plots = all(".jp-OutputArea .js-plotly-plot");
    const drawn = (plot: Element): boolean =>
      all(".scatterlayer path, .barlayer path, .point path, .lines path, .heatmaplayer image, .shapelayer path", plot)
        .length > 0;
    const cut: string[] = [];
    for (const plot of plots) {
      const frame = plot.getBoundingClientRect();
      for (const text of all("svg text", plot)) {
        const box = text.getBoundingClientRect();
        if (box.width === 0 || text.closest(".hoverlayer, .modebar")) continue;
        if (
          box.left < frame.left - 1 ||
          box.right > frame.right + 1 ||
          box.top < frame.top - 1 ||
          box.bottom > frame.bottom + 1
        )
          cut.push(text.textContent ?? "");
      }
    }
    for (const cell of all(".pm-table td, .pm-table th")) {
      const element = cell as unknown as { scrollWidth: number; clientWidth: number };
      if (element.scrollWidth > element.clientWidth + 1) cut.push(cell.textContent ?? "");
    }
    const errors = all(
      ".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']",
    ).map((each) => (each.textContent ?? "").slice(0, 300));
    return {
      charts: plots.length,
      blankCharts: plots.filter((plot) => !drawn(plot)).length,
      tables: all(".pm-table").length,
      cut,
      errors,
    };
  });
}

/** Makes the window as tall as the notebook, so that one picture holds all of it. */
export async function screenshot(page: Page, file: string): Promise<void> {
  const width = page.viewportSize().width;
  const height = await page.evaluate(() => {
    const panels = [
      ...document.querySelectorAll(
        ".jp-WindowedPanel-outer, .jp-WindowedPanel-inner, .jp-WindowedPanel-viewport, .jp-Notebook",
      ),
    ];
    return Math.max(800, ...panels.map((panel) => panel.scrollHeight));
  });
  await page.setViewportSize({ width, height: Math.min(12_000, height + 160) });
  await page.evaluate(() => {
    for (const panel of document.querySelectorAll(".jp-WindowedPanel-outer, .jp-WindowedPanel-viewport, .jp-Notebook"))
      panel.scrollTop = 0;
  });
  await page.waitForTimeout(1200);
  await page.screenshot({ path: file });
}
