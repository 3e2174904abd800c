import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const CATEGORIES = ["performance", "accessibility", "best-practices"] as const;

/** A category's score, 0…100, and the audits that took points from it. */
export interface LighthouseScore {
  readonly category: string;
  readonly score: number;
  readonly lost: readonly string[];
}

interface Result {
  readonly categories: Readonly<
    Record<
      string,
      { readonly score: number | null; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }
    >
  >;
  readonly audits: Readonly<
    Record<string, { readonly title: string; readonly score: number | null; readonly displayValue?: string }>
  >;
}

function run(command: readonly string[]): Promise<string> {
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, command, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, CHROME_PATH: process.env["CHROMIUM"] ?? "/usr/bin/chromium" },
    });
    const out: Buffer[] = [];
    const said: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0
        ? settle(Buffer.concat(out).toString("utf8"))
        : fail(
            new Error(`Lighthouse ended with exit code ${code}: ${Buffer.concat(said).toString("utf8").slice(-600)}`),
          ),
    );
  });
}

// A report is opened from a disk or a mail: the processor is a phone's, the network is not in the way.
const THROTTLING = [
  "--throttling-method=devtools",
  "--throttling.cpuSlowdownMultiplier=4",
  "--throttling.requestLatencyMs=0",
  "--throttling.downloadThroughputKbps=0",
  "--throttling.uploadThroughputKbps=0",
];

/** What Lighthouse says of a page on a phone whose processor is slowed 4×; it reads no files, so the page is served on this machine. */
export async function lighthouse(file: string): Promise<readonly LighthouseScore[]> {
  const page = readFileSync(file);
  const server = createServer((_, reply) => reply.setHeader("content-type", "text/html; charset=utf-8").end(page));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    const cli = join(dirname(createRequire(import.meta.url).resolve("lighthouse/package.json")), "cli", "index.js");
    const text = await run([
      cli,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/report`,
      "--output=json",
      "--quiet",
      `--only-categories=${CATEGORIES.join(",")}`,
      ...THROTTLING,
      "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]);
    const { categories, audits } = JSON.parse(text) as Result;
    return CATEGORIES.map((category) => {
      const { score, auditRefs } = categories[category] ?? { score: null, auditRefs: [] };
      const lost = auditRefs
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
        .map(({ id }) => `${audits[id]?.title ?? id}: ${audits[id]?.displayValue ?? audits[id]?.score}`);
      return { category, score: Math.round(100 * (score ?? 0)), lost };
    });
  } finally {
    server.close();
  }
}
