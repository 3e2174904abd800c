import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As much of a browser's page as the bench touches; the driver is installed by the benches' own manifest only. */
export interface Page {
  goto(url: string): Promise<unknown>;
  evaluate<T>(code: string): Promise<T>;
  emulateMedia(media: {
    media?: "print" | "screen";
    colorScheme?: "light" | "dark";
    forcedColors?: "active" | "none";
  }): Promise<void>;
  screenshot(options: { path: string; fullPage?: boolean }): Promise<unknown>;
  pdf(options: { path: string; format: string; printBackground: boolean }): Promise<unknown>;
  click(selector: string): Promise<void>;
  focus(selector: string): Promise<void>;
  keyboard: { press(key: string): Promise<void> };
  on(
    event: string,
    act: (what: { url(): string; text(): string; message: string; dismiss?(): Promise<void> }) => void,
  ): void;
  addInitScript(code: string): Promise<void>;
  context(): { newCDPSession(page: Page): Promise<{ send(method: string, parameters?: object): Promise<unknown> }> };
  close(): Promise<void>;
}

export interface Mode {
  readonly width?: number;
  readonly height?: number;
  readonly scripts?: boolean;
  /** For axe, which is injected; the page itself is measured under its own policy. */
  readonly bypassPolicy?: boolean;
}

export interface Browser {
  open(
    url: string,
    mode?: Mode,
  ): Promise<{ page: Page; requests: string[]; problems: string[]; close(): Promise<void> }>;
  close(): Promise<void>;
}

interface Driver {
  chromium: {
    launch(options: object): Promise<{
      newContext(options: object): Promise<{ newPage(): Promise<Page>; close(): Promise<void> }>;
      close(): Promise<void>;
    }>;
  };
}

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** An installed Chromium, driven; every request that is not the page itself and every complaint of the page is kept. */
export async function browser(): Promise<Browser> {
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  if (!existsSync(executablePath))
    throw new Error(
      `The report bench requires Chromium, got none at ${executablePath}; install it or name it in CHROMIUM.`,
    );
  const name = "playwright-core";
  const { chromium } = (await import(name)) as Driver;
  const running = await chromium.launch({
    executablePath,
    args: [...QUIET, `--crash-dumps-dir=${mkdtempSync(join(tmpdir(), "crashes-"))}`],
  });
  return {
    close: () => running.close(),
    async open(url, { width = 1024, height = 768, scripts = true, bypassPolicy = false } = {}) {
      const context = await running.newContext({
        viewport: { width, height },
        javaScriptEnabled: scripts,
        bypassCSP: bypassPolicy,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const requests: string[] = [];
      const problems: string[] = [];
      page.on("request", (request) => {
        if (request.url() !== url && !/^(data|blob):/.test(request.url())) requests.push(request.url());
      });
      page.on("console", (message) => problems.push(message.text()));
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("dialog", (dialog) => {
        problems.push("dialog");
        void dialog.dismiss?.();
      });
      return { page, requests, problems, close: () => context.close().then(() => undefined), url };
    },
  };
}

/** The median of a few runs: one slow start says little. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
