import type { CellOutput, Notebook, NotebookCell } from "../notebook.js";
import type { CellMessage } from "./cell-message.js";
import type { CellRun, CellStatus } from "./executed-notebook.js";

/** Beyond this much text a cell's further output is left out, with a note: no reader scrolls that far and no page carries it. */
const OUTPUT_LIMIT = 32 * 1024 * 1024;

interface Entry {
  readonly outputs: CellOutput[];
  size: number;
  status: CellStatus;
  seconds: number;
  count: number | null;
}

/**
 * What the cells of one notebook gave so far, kept up to date message by message, so that what was there before a failure,
 * a kill or an interrupt is never lost.
 */
export class CellLog {
  readonly #notebook: Notebook;
  readonly #entries = new Map<number, Entry>();
  #running: number | null = null;
  #count = 0;

  constructor(notebook: Notebook) {
    this.#notebook = notebook;
    notebook.cells.forEach((cell, index) => {
      if (cell.cell_type === "code")
        this.#entries.set(index, { outputs: [], size: 0, status: "skipped", seconds: 0, count: null });
    });
  }

  /** Index of the cell that is running; `null` between cells. */
  get running(): number | null {
    return this.#running;
  }

  /** The last cell that was started; outputs that come late belong to it. */
  #latest: number | null = null;

  take(message: CellMessage): void {
    if (message.type === "start") {
      this.#running = this.#latest = message.cell;
      const entry = this.#entries.get(message.cell);
      if (entry) entry.count = ++this.#count;
    } else if (message.type === "output" && this.#latest !== null) {
      this.add(this.#latest, message.output);
    }
  }

  /** Adds an output to a cell; neighbouring pieces of one stream become one. */
  add(cell: number, output: CellOutput): void {
    const entry = this.#entries.get(cell);
    if (!entry) return;
    if (entry.size > OUTPUT_LIMIT) return;
    entry.size += output.output_type === "stream" ? output.text.length : JSON.stringify(output).length;
    const last = entry.outputs.at(-1);
    if (entry.size > OUTPUT_LIMIT) {
      entry.outputs.push({
        output_type: "stream",
        name: "stderr",
        text: "\n[further output of this cell is left out: it passed 32 MB]\n",
      });
    } else if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      entry.outputs[entry.outputs.length - 1] = { ...last, text: last.text + output.text };
    } else {
      entry.outputs.push(output);
    }
  }

  /** Native writes of what a cell started arrive beside the messages. */
  addText(name: "stdout" | "stderr", text: string): void {
    if (this.#latest !== null) this.add(this.#latest, { output_type: "stream", name, text });
  }

  end(cell: number, status: CellStatus, seconds: number): void {
    const entry = this.#entries.get(cell);
    if (entry) Object.assign(entry, { status, seconds });
    if (this.#running === cell) this.#running = null;
  }

  runs(): CellRun[] {
    return [...this.#entries].map(([cell, { status, seconds }]) => ({ cell, status, seconds }));
  }

  lastError(cell: number): string | null {
    const found = this.#entries.get(cell)?.outputs.findLast((output) => output.output_type === "error");
    return found?.output_type === "error" ? `${found.ename}: ${found.evalue}` : null;
  }

  /** The notebook with the outputs so far; each run cell carries its seconds. */
  notebook(): Notebook {
    const cells = this.#notebook.cells.map((cell, index): NotebookCell => {
      const entry = this.#entries.get(index);
      if (!entry) return cell;
      const outputs = entry.outputs.map((output) =>
        output.output_type === "execute_result" ? { ...output, execution_count: entry.count } : output,
      );
      const metadata =
        entry.count === null
          ? cell.metadata
          : { ...cell.metadata, postmortem: { seconds: Number(entry.seconds.toFixed(3)), status: entry.status } };
      return { ...cell, metadata, outputs, execution_count: entry.count };
    });
    return { ...this.#notebook, cells };
  }
}
