import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { notebookMarkdown } from "../src/notebook/notebook-markdown.js";
import { type Notebook, parseNotebook } from "../src/notebook/notebook.js";
import type { ExecutedNotebook } from "../src/notebook/run/executed-notebook.js";
import { runNotebook } from "../src/notebook/run/run-notebook.js";
import { bundledAnalysis, sharesAnalyses } from "./run-cache.js";

const FOLDER = "notebooks";
const INCIDENT = join("data", "twilio-13002");
const CUSTOMER = join("data", "twilio-13002-customer");
const COPIES = join("docs", "notebooks");
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".ipynb"));
/** Runs of notebooks as they are; two tests look at one of them. */
const runs = new Map<string, Promise<ExecutedNotebook>>();
const ran = (name: string): Promise<ExecutedNotebook> => {
  const run = runs.get(name) ?? runNotebook(join(FOLDER, name));
  runs.set(name, run);
  return run;
};
const read = (name: string): Notebook => parseNotebook(readFileSync(join(FOLDER, name), "utf8"), name);

sharesAnalyses();

describe("the notebooks", () => {
  // They run side by side; the incident that five of them open is read before, once.
  beforeAll(() => bundledAnalysis(INCIDENT), 600_000);

  it("are there, in reading order", () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(6);
    expect(NAMES).toEqual(NAMES.toSorted());
  });

  it.each(NAMES)("%s imports only the package, by name", (name) => {
    const sources = read(name)
      .cells.filter(({ cell_type }) => cell_type === "code")
      .map(({ source }) => source);
    const imported = sources.flatMap((source) =>
      [...source.matchAll(/^\s*import\b[^"'()]*["']([^"']+)["']|\b(?:import|require)\(\s*["']([^"']+)["']/gm)].map(
        (match) => match[1] ?? match[2],
      ),
    );
    expect(new Set(imported)).toEqual(new Set(["postmortem-lab"]));
  });

  it.each(NAMES)("%s holds no outputs, and its cells are short", (name) => {
    const raw = JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as {
      cells: { cell_type: string; outputs?: unknown[]; execution_count?: unknown; source: string[] }[];
    };
    for (const cell of raw.cells.filter(({ cell_type }) => cell_type === "code")) {
      expect(cell.outputs).toEqual([]);
      expect(cell.execution_count).toBeNull();
      expect(cell.source.length).toBeLessThanOrEqual(35);
    }
  });

  it.concurrent.each(NAMES)(
    "%s runs from its first cell to its last",
    async (name) => {
      const run = await ran(name);
      expect(run.problem).toBeNull();
      expect(run.status).toBe("done");
      const outputs = run.notebook.cells.flatMap((cell) => cell.outputs ?? []);
      expect(outputs.filter(({ output_type }) => output_type === "stream" || output_type === "error")).toEqual([]);
      expect(outputs.length).toBeGreaterThan(3);
      // The copy for readers on a code host is as fresh as the notebook.
      const { text, pictures } = notebookMarkdown(run);
      const hint = `is older than ${name} or what it shows: run node scripts/notebook-copies.mjs and commit docs/notebooks`;
      const committed = (file: string): string =>
        existsSync(join(COPIES, file)) ? readFileSync(join(COPIES, file), "utf8") : "";
      expect(committed(name.replace(".ipynb", ".md")), `the copy ${hint}`).toBe(text);
      for (const [file, svg] of pictures) expect(committed(file) === svg, `${file} ${hint}`).toBe(true);
    },
    600_000,
  );

  it("serve another incident: the customer's view of the same outage", async () => {
    await bundledAnalysis(CUSTOMER);
    const run = await runNotebook(join(FOLDER, "00-start-here.ipynb"), { incident: CUSTOMER });
    expect(run.problem).toBeNull();
    expect(run.unusedParameters).toEqual([]);
  }, 600_000);

  it("06-any-metric compares what it finds with what was planted", async () => {
    const run = await ran("06-any-metric.ipynb");
    const text = plainText(run.notebook);
    const [, found = "", planted = ""] =
      /Stretches out of the ordinary([\s\S]*)Planted in the simulated series([\s\S]*)/.exec(text) ?? [];
    expect(found.match(/2026-02-1[12]/g)).not.toBeNull();
    for (const day of ["2026-02-11", "2026-02-12"])
      expect([found, planted].every((part) => part.includes(day))).toBe(true);
  });

  it("06-any-metric takes another file, and names a column that is not there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "postmortem-metric-"));
    const file = join(folder, "queue.csv");
    const depth = (minute: number): number => (minute >= 90 && minute < 120 ? 900 : 20) + (minute % 7);
    const rows = Array.from(
      { length: 240 },
      (_, i) => `${new Date(Date.UTC(2026, 0, 5, 0, i)).toISOString()},${depth(i)}`,
    );
    writeFileSync(file, `at,depth\n${rows.join("\n")}\n`);
    try {
      const own = await runNotebook(join(FOLDER, "06-any-metric.ipynb"), {
        parameters: { file, time: "at", value: "depth" },
      });
      expect(own.problem).toBeNull();
      expect(plainText(own.notebook)).toContain("2026-01-05");
      expect(plainText(own.notebook)).not.toContain("Planted");
      const wrong = await runNotebook(join(FOLDER, "06-any-metric.ipynb"), { parameters: { file, time: "when" } });
      expect(wrong.problem).toContain('has no column "when", only at, depth');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function plainText({ cells }: Notebook): string {
  return cells
    .flatMap((cell) => cell.outputs ?? [])
    .map((output) => ("data" in output ? String(output.data["text/plain"]) : ""))
    .join("\n");
}
