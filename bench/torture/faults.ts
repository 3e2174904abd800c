import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { analyzeWithRejects } from "../../src/analysis/analyze.js";
import { writeAnalysis } from "../../src/analysis/write-analysis.js";
import { PostmortemError } from "../../src/errors/errors.js";
import { writeReport } from "../../src/report/write-report.js";
import { inFolder } from "./folder.js";
import type { Files } from "./folder.js";
import type { TortureLine } from "./line.js";

const CODES = ["ENOSPC", "EIO", "EACCES", "EMFILE"] as const;
const SYNC = [
  "openSync",
  "readSync",
  "writeSync",
  "writeFileSync",
  "readFileSync",
  "fsyncSync",
  "closeSync",
  "renameSync",
  "readdirSync",
  "mkdirSync",
  "statSync",
  "rmSync",
  "realpathSync",
  "existsSync",
] as const;
const ASYNC = [
  "open",
  "readFile",
  "writeFile",
  "mkdir",
  "stat",
  "rm",
  "readdir",
  "rename",
  "realpath",
  "copyFile",
] as const;
const STREAMS = ["createReadStream", "createWriteStream"] as const;

type Call = (...args: unknown[]) => unknown;

function failure(code: string, what: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${what}`), { code, syscall: what });
}

/** A stream whose first read or write fails, as a full disk or a broken one does. */
function broken(stream: fs.ReadStream | fs.WriteStream, error: Error): unknown {
  process.nextTick(() => stream.destroy(error));
  return stream;
}

/** File calls are counted from `arm` on; the n-th one fails. */
class Faults {
  private calls = 0;
  private at = -1;
  private code = "EIO";
  private readonly kept: (() => void)[] = [];
  hit = "";

  constructor() {
    const patch = (
      holder: Record<string, Call>,
      name: string,
      fail: (error: Error, real: Call, args: unknown[]) => unknown,
    ): void => {
      const real = holder[name] as Call;
      holder[name] = (...args: unknown[]) => {
        this.calls += 1;
        if (this.calls !== this.at) return real.apply(holder, args);
        this.hit = `${name} ${typeof args[0] === "string" ? args[0].split("/").at(-1) : ""}`;
        return fail(failure(this.code, name), real, args);
      };
      this.kept.push(() => void (holder[name] = real));
    };
    const [whole, promises] = [fs as unknown as Record<string, Call>, fs.promises as unknown as Record<string, Call>];
    for (const name of SYNC)
      patch(whole, name, (error) => {
        if (name === "existsSync") return false;
        throw error;
      });
    for (const name of ASYNC) patch(promises, name, (error) => Promise.reject(error));
    for (const name of STREAMS)
      patch(whole, name, (error, real, args) => broken(real(...args) as fs.ReadStream, error));
    syncBuiltinESMExports();
  }

  arm(at: number, code: string): void {
    [this.calls, this.at, this.code, this.hit] = [0, at, code, ""];
  }

  disarm(): number {
    this.at = -1;
    return this.calls;
  }

  restore(): void {
    for (const undo of this.kept) undo();
    syncBuiltinESMExports();
  }
}

const MINUTES = 60;

/** An incident with everything that is read: plain, gzip and marked rows, a statement, two rejects. */
async function faultFiles(): Promise<Files> {
  const { gzipSync } = await import("node:zlib");
  const at = (index: number): string => new Date(Date.UTC(2025, 2, 31, 12, 0, index * 4)).toISOString();
  const rows = Array.from(
    { length: MINUTES * 15 },
    (_row, index) => `${at(index)},${index > 450 && index < 600 && index % 2 ? 500 : 200},c${index >> 1}`,
  );
  rows[7] = "torn";
  return {
    "verbs.csv": `at,code,call\n${rows.join("\n")}\n`,
    "calls.csv.gz": gzipSync(
      `at,sid,dropped\n${rows
        .map((_row, index) => `${at(index)},c${index >> 1},${index % 50 === 0}`)
        .filter((_row, index) => index % 2 === 0)
        .join("\n")}\n`,
    ),
    "statement.md": "Between 12:30 and 12:40 UTC on 31 March 2025, about half of all media fetches failed.\n",
    "incident.yaml":
      'id: faults\nzone: UTC\nsources:\n  verbs: { file: verbs.csv, time: { column: at, zone: UTC }, failed: { code: ["500"] }, cluster: call }\n  calls: { file: calls.csv.gz, time: { column: at, zone: UTC }, failed: { dropped: ["true"] }, id: sid }\noutcome: verbs\n',
    "analysis.json": '{"old":true}\n',
    "report.html": "<p>old</p>\n",
  };
}

async function road(folder: string): Promise<void> {
  const { analysis, rejects } = await analyzeWithRejects(folder);
  writeAnalysis(join(folder, "analysis.json"), folder, analysis, rejects);
  await writeReport(join(folder, "report.html"), analysis);
}

/** What is wrong with how one failing call came out: an error on purpose and old files, or success and new ones. */
function judged(folder: string, error: unknown): string | null {
  const text = (name: string): string => fs.readFileSync(join(folder, name), "utf8");
  const [analysis, report] = [text("analysis.json"), text("report.html")];
  const old = { analysis: analysis === '{"old":true}\n', report: report === "<p>old</p>\n" };
  if (!old.analysis && (JSON.parse(analysis) as { schema?: number }).schema !== 1)
    return "analysis.json is neither old nor new";
  if (!old.report && !report.trimEnd().endsWith("</html>")) return "report.html is neither old nor new";
  if (error === undefined) return old.analysis || old.report ? "it said success and wrote nothing" : null;
  if (!(error instanceof PostmortemError))
    return `no error of ours: ${String((error as Error).stack)
      .split("\n")
      .slice(0, 4)
      .join(" | ")}`;
  if (error.message.includes("\n")) return "more than one line";
  return null;
}

/** The n-th file call of analysis and report fails: for every n and every code, or for every n-th in turn with the next code. */
export async function faults(everyNth = 1): Promise<TortureLine> {
  const failures: string[] = [];
  const files = await faultFiles();
  const injected = new Faults();
  let count = 0;
  let refused = 0;
  const attempt = (at: number, code: string): Promise<number> =>
    inFolder(files, async (folder) => {
      injected.arm(at, code);
      const error = await road(folder).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      const [calls, hit] = [injected.disarm(), injected.hit];
      if (at < 1) {
        if (error !== undefined) throw error;
        return calls;
      }
      if (hit === "") return calls;
      count += 1;
      if (error !== undefined) refused += 1;
      const wrong = judged(folder, error);
      if (wrong !== null) failures.push(`call ${at} (${hit}), ${code}: ${wrong}`);
      return calls;
    });
  try {
    await attempt(-1, "EIO");
    const calls = await attempt(-1, "EIO");
    for (let at = 1, turn = 0; at <= calls; at += everyNth, turn += 1)
      for (const code of everyNth === 1 ? CODES : [CODES[turn % CODES.length] as string]) await attempt(at, code);
    return {
      test: `the n-th of ${calls} file calls fails × ${CODES.join(", ")}`,
      pass: "one-line cause, old files untouched, or done",
      count,
      failures,
      measured: `${refused} refused, ${count - refused} done without it`,
    };
  } finally {
    injected.restore();
  }
}
