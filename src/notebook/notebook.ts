import { PostmortemError } from "../errors/errors.js";

/** The output of a cell by media type; the reader's program picks the richest that it can draw. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** One output of a code cell, as the notebook format (nbformat 4) writes it. */
export type CellOutput =
  | { readonly output_type: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly output_type: "display_data";
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | {
      readonly output_type: "execute_result";
      readonly execution_count: number | null;
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** A cell, its text joined to one string. Code cells have outputs. */
export interface NotebookCell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly id?: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly outputs?: readonly CellOutput[];
  readonly execution_count?: number | null;
}

/** A notebook in nbformat 4. */
export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** nbformat allows a text as one string or as a list of lines. */
function joined(text: unknown): string | undefined {
  if (typeof text === "string") return text;
  if (Array.isArray(text) && text.every((line) => typeof line === "string")) return text.join("");
  return undefined;
}

function cell(raw: unknown, index: number, name: string): NotebookCell {
  const source = isRecord(raw) ? joined(raw.source) : undefined;
  const type = isRecord(raw) ? raw.cell_type : undefined;
  if (!isRecord(raw) || source === undefined || (type !== "code" && type !== "markdown" && type !== "raw")) {
    throw new PostmortemError(
      "input",
      `${name} requires cells of type code, markdown or raw with a source, got something else as cell ${index + 1}; open it in Jupyter and save it again.`,
    );
  }
  const metadata = isRecord(raw.metadata) ? raw.metadata : {};
  const id = typeof raw.id === "string" ? { id: raw.id } : {};
  if (type !== "code") return { cell_type: type, ...id, source, metadata };
  const outputs = Array.isArray(raw.outputs) ? (raw.outputs as CellOutput[]) : [];
  return { cell_type: "code", ...id, source, metadata, outputs, execution_count: null };
}

/**
 * A notebook from its file's text: cells with their text joined, outputs as they stand.
 *
 * @param text - the content of an `.ipynb` file, nbformat 4
 * @param name - how to call the file in an error
 * @throws PostmortemError `input` when it is not a notebook of this format
 */
export function parseNotebook(text: string, name: string): Notebook {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new PostmortemError(
      "input",
      `${name} requires a notebook (JSON), got text that does not parse: ${(cause as Error).message}.`,
      { cause },
    );
  }
  if (!isRecord(raw) || raw.nbformat !== 4 || !Array.isArray(raw.cells)) {
    throw new PostmortemError(
      "input",
      `${name} requires a notebook of format 4, got ${isRecord(raw) ? `format ${String(raw.nbformat)}` : "something else"}; open it in a current Jupyter and save it again.`,
    );
  }
  return {
    cells: raw.cells.map((each, index) => cell(each, index, name)),
    metadata: isRecord(raw.metadata) ? raw.metadata : {},
    nbformat: 4,
    nbformat_minor: typeof raw.nbformat_minor === "number" ? raw.nbformat_minor : 5,
  };
}

/** The tags of a cell, as Jupyter writes them into its metadata. */
export function cellTags(cell: NotebookCell): ReadonlySet<string> {
  const tags = cell.metadata.tags;
  return new Set(Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string") : []);
}

/** The text of an `.ipynb` file; the same notebook gives the same bytes. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
