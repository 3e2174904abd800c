import { fork } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { writeAnalysis } from "../../src/analysis/write-analysis.js";
import { writeWhole } from "../../src/files/write-whole.js";
import { seededRandom } from "../../src/stats/random/random.js";
import { sampleAnalysis } from "../../test/report/sample-analysis.js";
import type { TortureLine } from "./line.js";

const KINDS = ["analysis", "report", "notebook"] as const;
type Kind = (typeof KINDS)[number];
/** Analyses are written fastest, so half of the kills fall there. */
const TURNS: readonly Kind[] = ["analysis", "report", "analysis", "notebook"];
const FILES: Readonly<Record<Kind, string>> = {
  analysis: "analysis.json",
  report: "report.html",
  notebook: "run.ipynb",
};

const NOTEBOOK = JSON.stringify({
  cells: ["one", "two"].map((id) => ({
    cell_type: "code",
    id,
    metadata: {},
    source: `console.log("${id}".repeat(200000))`,
    outputs: [],
    execution_count: null,
  })),
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

/** Two analyses that differ, each a few megabytes long. */
function versions() {
  const one = sampleAnalysis();
  return ["first", "second"].map((title) => ({
    ...one,
    incident: { ...one.incident, title: `${title} ${"x".repeat(2_000_000)}` },
  }));
}

/** In the child: writes one version after the other into the same file until it is killed. */
async function writeForever(kind: Kind, folder: string): Promise<void> {
  const [first, second] = versions();
  const { writeReport } =
    kind === "report" ? await import("../../src/report/write-report.js") : { writeReport: undefined };
  const { runNotebook } =
    kind === "notebook" ? await import("../../src/notebook/run/run-notebook.js") : { runNotebook: undefined };
  const reject = { file: "a.csv", line: 1, reason: "torn", raw: "y".repeat(2000) };
  for (let round = 0; ; round += 1) {
    const analysis = (round % 2 === 0 ? first : second) as NonNullable<typeof first>;
    if (kind === "analysis") writeAnalysis(join(folder, FILES.analysis), folder, analysis, [reject]);
    else if (writeReport)
      await writeReport(
        join(folder, FILES.report),
        round % 2 === 0
          ? sampleAnalysis()
          : { ...sampleAnalysis(), provenance: { ...sampleAnalysis().provenance, seed: 2 } },
        { redact: false },
      );
    else await runNotebook?.(join(folder, "notebook.ipynb"), { out: join(folder, FILES.notebook) });
    process.send?.(round);
  }
}

/** Whether a file is one of the versions and has its end. */
function whole(kind: Kind, path: string): boolean {
  const text = readFileSync(path, "utf8");
  if (kind === "report") return text.startsWith("<!doctype html>") && text.trimEnd().endsWith("</html>");
  const json = JSON.parse(text) as { schema?: number; cells?: unknown[] };
  return kind === "analysis" ? json.schema === 1 : json.cells?.length === 2;
}

/** One kill at a random moment of a random kind; what it left is judged, then the next write must sweep it. */
async function killOnce(index: number): Promise<string | null> {
  const random = seededRandom(index);
  const kind = TURNS[index % TURNS.length] as Kind;
  const folder = mkdtempSync(join(tmpdir(), "torture-kill-"));
  const path = join(folder, FILES[kind]);
  try {
    writeFileSync(join(folder, "notebook.ipynb"), NOTEBOOK);
    const child = fork(fileURLToPath(import.meta.url), [kind, folder], { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", done));
    await new Promise((written) => child.once("message", written));
    await delay(random.next() * (kind === "analysis" ? 120 : kind === "report" ? 600 : 1500));
    child.kill("SIGKILL");
    await ended;
    const left = readdirSync(folder).filter((name) => name.endsWith(".part")).length;
    if (!whole(kind, path)) return `${kind} ${index}: the file is torn`;
    if (left > 1) return `${kind} ${index}: ${left} leftovers`;
    return null;
  } catch (error) {
    return `${kind} ${index}: ${(error as Error).message}`;
  } finally {
    swept(kind, folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The next write of the same kind takes the leftovers with it. */
function swept(kind: Kind, folder: string): void {
  const [analysis] = versions();
  if (kind === "analysis")
    writeAnalysis(join(folder, FILES.analysis), folder, analysis as ReturnType<typeof sampleAnalysis>, []);
  else writeWhole(join(folder, FILES[kind]), "");
  const left = readdirSync(folder).filter((name) => name.startsWith(`.${FILES[kind]}`));
  if (left.length > 0) throw new Error(`${kind}: ${left.join(", ")} was not swept`);
}

/** `count` processes killed with signal 9 while they write. */
export async function kills(count: number): Promise<TortureLine> {
  const failures: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const failure = await killOnce(index).catch((error: unknown) => `${index}: ${(error as Error).message}`);
      if (failure !== null) failures.push(failure);
    }
  };
  const begun = performance.now();
  await Promise.all([worker(), worker(), worker()]);
  return {
    test: `kill -9 while ${KINDS.join(", ")} is written`,
    pass: "old or new file, whole; leftovers swept",
    count,
    failures,
    measured: `${((performance.now() - begun) / 1000).toFixed(0)} s`,
  };
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url) && existsSync(process.argv[3] ?? "")) {
  await writeForever(process.argv[2] as Kind, process.argv[3] as string);
}
