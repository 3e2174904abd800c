import type { Redactor } from "../redaction/pseudonym.js";
import type { CellOutput, MimeBundle, Notebook, NotebookCell } from "./notebook.js";
import type { ExecutedNotebook } from "./run/executed-notebook.js";

/** Tags with what they hold where that is no text to read, and tags alone. */
const MARKUP = /<(script|style|svg)\b[\s\S]*?<\/\1\s*>|<[^>]*>/gi;

/** Markup with its text redacted; tags, scripts and drawings stay. */
function redactedMarkup(markup: string, redact: Redactor): string {
  const parts: string[] = [];
  let at = 0;
  for (const match of markup.matchAll(MARKUP)) {
    parts.push(redact(markup.slice(at, match.index)), redactedTag(match[0], redact));
    at = match.index + match[0].length;
  }
  return [...parts, redact(markup.slice(at))].join("");
}

/** Drawings and tables say their texts in elements and attributes too. */
function redactedTag(tag: string, redact: Redactor): string {
  if (/^<svg/i.test(tag)) return tag.replace(/>([^<>]+)</g, (_whole, text: string) => `>${redact(text)}<`);
  return tag.replace(
    /\b(data-k|title|alt|aria-label)="([^"]*)"/g,
    (_whole, name: string, text: string) => `${name}="${redact(text)}"`,
  );
}

function redactedValue(value: unknown, redact: Redactor): unknown {
  if (typeof value === "string") return value.startsWith("data:") ? value : redact(value);
  if (Array.isArray(value))
    return typeof value[0] === "number" ? value : value.map((part) => redactedValue(part, redact));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [redact(key), redactedValue(part, redact)]));
}

function redactedBundle(data: MimeBundle, redact: Redactor): MimeBundle {
  return Object.fromEntries(
    Object.entries(data).map(([type, value]) => {
      if (/^image\/(?!svg)/.test(type)) return [type, value];
      const marked = type === "text/html" || type === "image/svg+xml";
      if (marked && typeof value === "string") return [type, redactedMarkup(value, redact)];
      if (marked && Array.isArray(value)) return [type, redactedMarkup(value.join(""), redact)];
      return [type, redactedValue(value, redact)];
    }),
  );
}

function redactedOutput(output: CellOutput, redact: Redactor): CellOutput {
  if (output.output_type === "stream") return { ...output, text: redact(output.text) };
  if (output.output_type === "error")
    return { ...output, evalue: redact(output.evalue), traceback: output.traceback.map((line) => redact(line)) };
  return { ...output, data: redactedBundle(output.data, redact) };
}

function redactedCell(cell: NotebookCell, redact: Redactor): NotebookCell {
  return {
    ...cell,
    source: redact(cell.source),
    ...(cell.outputs && { outputs: cell.outputs.map((output) => redactedOutput(output, redact)) }),
  };
}

/** A notebook whose cells and outputs show pseudonyms in place of what identifies persons or opens accounts. */
export function redactedNotebook(notebook: Notebook, redact: Redactor): Notebook {
  return { ...notebook, cells: notebook.cells.map((cell) => redactedCell(cell, redact)) };
}

/** The same of a run. */
export function redactedRun(run: ExecutedNotebook, redact: Redactor): ExecutedNotebook {
  return { ...run, notebook: redactedNotebook(run.notebook, redact) };
}
