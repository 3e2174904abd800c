import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { notebookMarkdown } from "../src/notebook/notebook-markdown.js";
import { type Notebook, parseNotebook } from "../src/notebook/notebook.js";
import { runNotebook } from "../src/notebook/run/run-notebook.js";

const FOLDER = "notebooks";
const COPIES = join("docs", "notebooks");
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".ipynb"));
const REFERENCE = resolve(process.env.POSTMORTEM_REFERENCE ?? "../shared/reference");
const read = (name: string): Notebook => parseNotebook(readFileSync(join(FOLDER, name), "utf8"), name);

describe("the notebooks", () => {
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
      const run = await runNotebook(join(FOLDER, name));
      expect(run.problem).toBeNull();
      expect(run.status).toBe("done");
      const outputs = run.notebook.cells.flatMap((cell) => cell.outputs ?? []);
      expect(outputs.filter(({ output_type }) => output_type === "stream" || output_type === "error")).toEqual([]);
      expect(outputs.length).toBeGreaterThan(3);
      // The copy for readers on a code host is as fresh as the notebook; one on public data is shown without them, since they are not part of this project.
      const shown = name.startsWith("06")
        ? await runNotebook(join(FOLDER, name), { parameters: { reference: "nowhere" } })
        : run;
      const { text, pictures } = notebookMarkdown(shown);
      const hint = `is older than ${name} or what it shows: run node scripts/notebook-copies.mjs and commit docs/notebooks`;
      const committed = (file: string): string =>
        existsSync(join(COPIES, file)) ? readFileSync(join(COPIES, file), "utf8") : "";
      expect(committed(name.replace(".ipynb", ".md")), `the copy ${hint}`).toBe(text);
      for (const [file, svg] of pictures) expect(committed(file) === svg, `${file} ${hint}`).toBe(true);
    },
    600_000,
  );

  it("serve another incident: the customer's view of the same outage", async () => {
    const run = await runNotebook(join(FOLDER, "00-start-here.ipynb"), { incident: "data/twilio-13002-customer" });
    expect(run.problem).toBeNull();
    expect(run.unusedParameters).toEqual([]);
  }, 600_000);

  it("06-a-real-series says plainly when its file is missing", async () => {
    const run = await runNotebook(join(FOLDER, "06-a-real-series.ipynb"), { parameters: { reference: "/nowhere" } });
    expect(run.problem).toBeNull();
    expect(JSON.stringify(run.notebook.cells)).toContain("is not there, so the cells below have nothing to show");
  }, 120_000);

  it.skipIf(!existsSync(REFERENCE))(
    "06-a-real-series finds both labelled windows (needs POSTMORTEM_REFERENCE)",
    async () => {
      const run = await runNotebook(join(FOLDER, "06-a-real-series.ipynb"), { parameters: { reference: REFERENCE } });
      const text = run.notebook.cells
        .flatMap((cell) => cell.outputs ?? [])
        .map((output) => ("data" in output ? String(output.data["text/plain"]) : ""))
        .join("\n");
      expect(text).toMatch(/Labelled window 1: found/);
      expect(text).toMatch(/Labelled window 2: found/);
    },
    120_000,
  );
});
