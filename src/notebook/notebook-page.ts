import { basename } from "node:path";
import { contentHash } from "./content-hash.js";
import type { ExecutedNotebook } from "./run/executed-notebook.js";
import { escapeHtml, markdownToHtml } from "./markdown.js";
import { pageProgram } from "./page-program.js";
import { type CellOutput, cellTags, type MimeBundle, type NotebookCell } from "./notebook.js";

export interface NotebookPageOptions {
  /** True if the code is shown (folded where tagged `hide-input`). Default: true. */
  readonly input?: boolean;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --quiet: #595959; --line: #d0d0d0; --tint: #f5f5f5; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --paper: #161616; --quiet: #b0b0b0; --line: #444; --tint: #222; } }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
pre { overflow-x: auto; padding: .7rem .9rem; background: var(--tint); border-radius: 4px; font: 13px/1.5 ui-monospace, monospace; }
code { font-family: ui-monospace, monospace; font-size: .92em; } img { max-width: 100%; height: auto; } a { color: inherit; }
.out { overflow-x: auto; margin: .5rem 0 1.5rem; } .out pre { background: none; padding: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.error pre { border-inline-start: 3px solid #d55e00; padding-inline-start: .8rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: start; }
summary { color: var(--quiet); cursor: pointer; font-size: .9rem; } .notice { color: var(--quiet); }
`;

/** The page runs one script, which sorts tables: whatever else a cell puts out as markup cannot act and cannot fetch. */
function policy(): string {
  return `default-src 'none'; style-src 'unsafe-inline'; script-src ${contentHash(pageProgram("table-sort"))}; img-src data:; base-uri 'none'; form-action 'none'`;
}

const text = (value: unknown): string => (Array.isArray(value) ? value.join("") : String(value));

function bundle(data: MimeBundle): string {
  if (data["text/html"] !== undefined) return text(data["text/html"]);
  if (data["text/markdown"] !== undefined) return markdownToHtml(text(data["text/markdown"]));
  if (data["image/png"] !== undefined)
    return `<img alt="" src="data:image/png;base64,${text(data["image/png"]).replace(/[^\w+/=]/g, "")}">`;
  if (data["image/svg+xml"] !== undefined) {
    return `<img alt="" src="data:image/svg+xml;base64,${Buffer.from(text(data["image/svg+xml"])).toString("base64")}">`;
  }
  return `<pre>${escapeHtml(text(data["text/plain"] ?? ""))}</pre>`;
}

function outputHtml(output: CellOutput): string {
  if (output.output_type === "stream")
    return `<div class="out ${output.name === "stderr" ? "error" : ""}"><pre>${escapeHtml(output.text)}</pre></div>`;
  if (output.output_type === "error")
    return `<div class="out error"><pre>${escapeHtml(output.traceback.join("\n"))}</pre></div>`;
  return `<div class="out">${bundle(output.data)}</div>`;
}

const tagged = (tags: ReadonlySet<string>, name: string): boolean => tags.has(name) || tags.has(name.replace("-", "_"));

/** A cell as the page shows it: tags `remove-cell`, `remove-input`, `remove-output`, `hide-cell`, `hide-input`, `hide-output`. */
function cellHtml(cell: NotebookCell, input: boolean): string {
  const tags = cellTags(cell);
  if (tagged(tags, "remove-cell")) return "";
  if (cell.cell_type === "markdown") return `<section>${markdownToHtml(cell.source)}</section>`;
  if (cell.cell_type === "raw") return "";
  const code = `<pre><code>${escapeHtml(cell.source)}</code></pre>`;
  const folded = (what: string, html: string): string => `<details><summary>${what}</summary>${html}</details>`;
  const shown = input && !tagged(tags, "remove-input") && cell.source.trim() !== "";
  const first = !shown ? "" : tagged(tags, "hide-input") || tagged(tags, "hide-cell") ? folded("Code", code) : code;
  const outputs = (cell.outputs ?? []).map(outputHtml).join("\n");
  const second =
    outputs === "" || tagged(tags, "remove-output")
      ? ""
      : tagged(tags, "hide-output") || tagged(tags, "hide-cell")
        ? folded("Output", outputs)
        : outputs;
  return first + second === "" ? "" : `<section>${first}${second}</section>`;
}

/** The first heading of a notebook, or its file's name. */
function title(run: ExecutedNotebook): string {
  for (const cell of run.notebook.cells) {
    const heading = cell.cell_type === "markdown" ? /^#\s+(.+)$/m.exec(cell.source)?.[1] : undefined;
    if (heading) return heading.replace(/[*`_]/g, "");
  }
  return basename(run.file, ".ipynb");
}

/**
 * One HTML page of executed notebooks, one after the other: text, code (unless `input` is false) and outputs, charts as
 * pictures. It needs no network and runs no script but the one that sorts tables.
 */
export function notebookPage(runs: readonly ExecutedNotebook[], options: NotebookPageOptions = {}): string {
  const input = options.input ?? true;
  const bodies = runs.map((run) => {
    const notice =
      run.problem === null
        ? ""
        : `<p class="notice" role="alert">This notebook did not finish. ${escapeHtml(run.problem)}</p>`;
    return `<article>${notice}${run.notebook.cells.map((cell) => cellHtml(cell, input)).join("\n")}</article>`;
  });
  const name = runs.map(title).join(" · ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<title>${escapeHtml(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${bodies.join("\n<hr>\n")}
</main>
</body>
</html>
`;
}
