import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExecutedNotebook } from "../../../src/notebook/run/executed-notebook.js";
import { type CellOutput, parseNotebook } from "../../../src/notebook/notebook.js";
import { runNotebook } from "../../../src/notebook/run/run-notebook.js";
import { runNotebooks } from "../../../src/notebook/run/run-notebooks.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "notebook-run-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type CellSource = string | { source: string; tags?: string[]; type?: "markdown" };

function notebookFile(name: string, cells: readonly CellSource[], language = "typescript"): string {
  const file = join(folder, `${name}.ipynb`);
  const json = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "tslab", display_name: "TypeScript", language } },
    cells: cells.map((cell, index) => {
      const { source, tags = [], type = "code" } = typeof cell === "string" ? { source: cell } : cell;
      return {
        cell_type: type,
        id: `cell-${index}`,
        metadata: { tags },
        source,
        ...(type === "code" ? { outputs: [], execution_count: null } : {}),
      };
    }),
  };
  writeFileSync(file, JSON.stringify(json));
  return file;
}

const outputs = (run: ExecutedNotebook, cell: number): readonly CellOutput[] => run.notebook.cells[cell]?.outputs ?? [];
const text = (run: ExecutedNotebook, cell: number): string =>
  outputs(run, cell)
    .map((each) =>
      each.output_type === "stream"
        ? each.text
        : each.output_type === "error"
          ? `${each.ename}: ${each.evalue}`
          : String(each.data["text/plain"]),
    )
    .join("");
const statuses = (run: ExecutedNotebook): string[] => run.runs.map(({ status }) => status);
const params = (): string => `const { params } = require(${JSON.stringify(resolve("dist/notebook/params.js"))});`;

describe("runNotebook", () => {
  it("runs cells in order with results, prints, types and awaits, in the notebook's folder", async () => {
    const run = await runNotebook(
      notebookFile("plain", [
        { source: "# A title", type: "markdown" },
        "const shares: number[] = [0.25, 0.133]; shares",
        "console.log('printed'); const later = await Promise.resolve(shares.length); later",
        "process.cwd()",
      ]),
    );
    expect(run).toMatchObject({ status: "done", problem: null });
    expect(text(run, 1)).toBe("[ 0.25, 0.133 ]");
    expect(outputs(run, 2)).toEqual([
      { output_type: "stream", name: "stdout", text: "printed\n" },
      { output_type: "execute_result", execution_count: 2, data: { "text/plain": "2" }, metadata: {} },
    ]);
    expect(text(run, 3)).toContain("notebook-run-");
    expect(run.notebook.cells[3]?.execution_count).toBe(3);
    expect(run.runs.every(({ seconds }) => seconds >= 0)).toBe(true);
  });

  it("keeps what ran before a failure, names the cell, and leaves the rest unrun", async () => {
    const out = join(folder, "failed-out.ipynb");
    const run = await runNotebook(
      notebookFile("failed", ["1 + 1", "throw new RangeError('a level requires 0…1, got 95')", "'never'"]),
      { out },
    );
    expect(run.status).toBe("failed");
    expect(run.problem).toBe("failed.ipynb, cell 2 failed: RangeError: a level requires 0…1, got 95");
    expect(statuses(run)).toEqual(["done", "failed", "skipped"]);
    expect(parseNotebook(readFileSync(out, "utf8"), "out")).toMatchObject({
      cells: [
        { outputs: [{ data: { "text/plain": "2" } }] },
        { outputs: [{ ename: "RangeError", evalue: "a level requires 0…1, got 95" }] },
        { outputs: [] },
      ],
    });
  });

  it.each(["html", "md"])("writes no %s page of a notebook that failed unless asked, and then marked", async (kind) => {
    const file = notebookFile(`unfinished-${kind}`, ["1 + 1", "throw new Error('gone')"]);
    const out = join(folder, `unfinished.${kind}`);
    const lines: string[] = [];
    expect(await runNotebooks([file], { out, print: (line) => lines.push(line) })).toBe(1);
    expect(existsSync(out)).toBe(false);
    expect(lines.at(-1)).toMatch(/was not written, because a notebook did not finish; --keep-failed/);
    expect(await runNotebooks([file], { out, keepFailed: true })).toBe(1);
    expect(readFileSync(out, "utf8")).toContain("This notebook did not finish.");
  });

  it("fails a cell that does not compile with the compiler's words", async () => {
    const run = await runNotebook(notebookFile("types", ["const minutes: number = 'ninety-four'"]));
    expect(run.status).toBe("failed");
    expect(text(run, 0)).toMatch(/TypeScript: .*'string' is not assignable to type 'number'/);
  });

  it("goes on after a failure that its tag allows, and leaves out what is tagged to be skipped", async () => {
    const run = await runNotebook(
      notebookFile("tags", [
        { source: "throw new Error('expected')", tags: ["raises-exception"] },
        { source: "throw new Error('not run')", tags: ["skip-execution"] },
        "'after'",
      ]),
    );
    expect(run.status).toBe("done");
    expect(statuses(run)).toEqual(["allowed", "skipped", "done"]);
    expect(text(run, 2)).toBe("after");
  });

  it("fails the cell whose unawaited work fails", async () => {
    const run = await runNotebook(notebookFile("late", ["void Promise.reject(new Error('nobody waited')); 1", "2"]));
    expect(statuses(run)).toEqual(["failed", "skipped"]);
    expect(run.problem).toContain("nobody waited");
  });

  it("does not take process.exit(0) for success", async () => {
    const run = await runNotebook(notebookFile("exits", ["console.log('before'); process.exit(0)", "2"]));
    expect(run.status).toBe("failed");
    expect(text(run, 0)).toContain("before\n");
    expect(run.problem).toMatch(/cell 1 ended the process with exit code 0/);
  });

  it("kills a cell that passes its time, loop after an await included, and keeps its output", async () => {
    const run = await runNotebook(
      notebookFile("hangs", ["'kept'", "console.log('began'); await Promise.resolve(); for (;;) {}", "3"]),
      { timeoutSeconds: 2 },
    );
    expect(run.status).toBe("timeout");
    expect(statuses(run)).toEqual(["done", "timeout", "skipped"]);
    expect(text(run, 0)).toBe("kept");
    expect(text(run, 1)).toBe("began\nCellTimeout: ran longer than 2 s and was stopped");
  });

  it("interrupts the running cell and keeps the notebook", async () => {
    const out = join(folder, "interrupted-out.ipynb");
    const controller = new AbortController();
    const run = await runNotebook(
      notebookFile("interrupted", ["'kept'", "await new Promise(() => setInterval(() => {}, 1000))"]),
      {
        out,
        signal: controller.signal,
        onProgress: ({ running }) => running?.startsWith("await") && setTimeout(() => controller.abort(), 50),
      },
    );
    expect(run.status).toBe("interrupted");
    expect(statuses(run)).toEqual(["done", "interrupted"]);
    expect(existsSync(out)).toBe(true);
  });

  it("keeps all of 20,000 lines", async () => {
    const run = await runNotebook(notebookFile("noisy", ["for (let i = 0; i < 20_000; i++) console.log('line ' + i)"]));
    const lines = text(run, 0).trimEnd().split("\n");
    expect(lines.length).toBe(20_000);
    expect(lines.at(-1)).toBe("line 19999");
    expect(outputs(run, 0).length).toBe(1);
  });

  it("runs two side by side, each with its own values", async () => {
    mkdirSync(join(folder, "incident"), { recursive: true });
    const cell = `${params()} params({ step: 1, incident: "here" })`;
    const [one, two] = await Promise.all([
      runNotebook(notebookFile("one", [cell]), { parameters: new Map([["step", "5"]]) }),
      runNotebook(notebookFile("two", [cell]), {
        parameters: { step: 7, nonsense: true },
        incident: join(folder, "incident"),
      }),
    ]);
    expect(text(one, 0)).toBe("{ step: 5, incident: 'here' }");
    expect(text(two, 0)).toContain(`step: 7, incident: '${join(folder, "incident")}'`.slice(0, 20));
    expect(text(two, 0)).toContain(join(folder, "incident"));
    expect(one.unusedParameters).toEqual([]);
    expect(two.unusedParameters).toEqual(["nonsense"]);
  });

  it("collects what a program started by a cell writes", async () => {
    const run = await runNotebook(
      notebookFile("child", [
        "const { spawnSync } = require('node:child_process'); spawnSync('echo', ['from a child'], { stdio: 'inherit' }); 1",
      ]),
    );
    expect(text(run, 0)).toContain("from a child");
  });

  it("refuses what is not a TypeScript notebook", async () => {
    const broken = join(folder, "broken.ipynb");
    writeFileSync(broken, "{");
    await expect(runNotebook(broken)).rejects.toThrow(/requires a notebook \(JSON\)/);
    await expect(runNotebook(join(folder, "absent.ipynb"))).rejects.toThrow(/cannot be read \(ENOENT\)/);
    await expect(runNotebook(notebookFile("python", ["1"], "python"))).rejects.toThrow(/requires another kernel/);
  });
});
