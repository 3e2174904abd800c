import { basename } from "node:path";
import type { ExecutedNotebook } from "./run/executed-notebook.js";
import { type CellOutput, cellTags, type MimeBundle, type NotebookCell } from "./notebook.js";

/** A notebook as Markdown, and the pictures that it names. */
export interface NotebookMarkdown {
  readonly text: string;
  /** File name beside the text → the picture's text (SVG). */
  readonly pictures: ReadonlyMap<string, string>;
}

const text = (value: unknown): string => (Array.isArray(value) ? value.join("") : String(value));

/** Text of unknown origin as one paragraph of Markdown that shows it as it is. */
function escaped(line: string): string {
  return line
    .replace(/[\\`*_{}[\]<>#|!~]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/\s*\n\s*/g, "<br>");
}

/** The text behind this library's own escapes, which are decimal. */
function unescaped(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** A fence that the text inside cannot close. */
function fenced(code: string, language = ""): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([marks]) => marks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${code.replace(/\n+$/, "")}\n${fence}`;
}

/** A table of this library without its style and script, which code hosts drop: alignment stays. */
function plainTable(html: string): string | null {
  const table =
    /^<div class="pm-table"><style>[^<]*<\/style>(<table>.*<\/table>)(?:<p class="pm-note">([^<]*)<\/p>)?<script>/s.exec(
      html,
    );
  if (!table) return null;
  const [, body = "", note] = table;
  const bare = body.replace(/<(t[hd])((?: [\w-]+="[^"]*")*)>/g, (_, tag: string, attributes: string) =>
    / class="n"/.test(attributes) ? `<${tag} align="right">` : `<${tag}>`,
  );
  return `${bare.replace(/<tr>/g, "\n<tr>").replace(/<\/tbody>/, "\n</tbody>")}${note ? `\n\n${escaped(note)}` : ""}`;
}

/** What one notebook's pictures and texts are gathered in. */
class Copy {
  readonly pictures = new Map<string, string>();
  constructor(
    readonly name: string,
    readonly input: boolean,
  ) {}

  bundle(data: MimeBundle): string {
    const html = text(data["text/html"] ?? "");
    const picture =
      /^<figure[^>]*>(?:<picture><source [^>]*>)?<img alt="([^"]*)"[^>]* src="data:image\/svg\+xml;base64,([\w+/=]+)"/.exec(
        html,
      );
    if (picture) {
      const file = `${this.name}-${this.pictures.size + 1}.svg`;
      this.pictures.set(
        file,
        `${Buffer.from(picture[2] ?? "", "base64")
          .toString("utf8")
          .replace(/></g, ">\n<")}\n`,
      );
      return `![${escaped(text(data["text/plain"] ?? ""))}](${file})`;
    }
    const plain = text(data["text/plain"] ?? "");
    const caption =
      /^<div style="margin-top:\.6em">(?:<strong>([^<]*)<\/strong>)?(?:<br><small>([^<]*)<\/small>)?<\/div>$/.exec(
        html,
      );
    if (caption)
      return [caption[1] ? `**${escaped(unescaped(caption[1]))}**` : "", escaped(unescaped(caption[2] ?? ""))]
        .filter((line) => line !== "")
        .join("<br>");
    return plainTable(html) ?? (html.startsWith('<div style="white-space:pre-wrap">') ? escaped(plain) : fenced(plain));
  }

  output(output: CellOutput): string {
    if (output.output_type === "stream") return fenced(output.text);
    if (output.output_type === "error") return fenced(output.traceback.join("\n"));
    return this.bundle(output.data);
  }

  cell(cell: NotebookCell): string[] {
    const tags = new Set([...cellTags(cell)].map((tag) => tag.replace("_", "-")));
    if (tags.has("remove-cell") || cell.cell_type === "raw") return [];
    if (cell.cell_type === "markdown") return [cell.source.replace(/\]\(([\w-]+)\.ipynb\)/g, "]($1.md)")];
    const folded = tags.has("hide-input") || tags.has("hide-cell");
    const source = fenced(cell.source, "ts");
    const code =
      !this.input || tags.has("remove-input") || cell.source.trim() === ""
        ? []
        : [folded ? `<details><summary>Code</summary>\n\n${source}\n\n</details>` : source];
    return [...code, ...(tags.has("remove-output") ? [] : (cell.outputs ?? []).map((output) => this.output(output)))];
  }
}

/**
 * An executed notebook as Markdown that code hosts draw: text, code, tables, charts as pictures in files of their own. Links between
 * notebooks become links between the copies.
 *
 * @param run - a notebook after its run
 * @param input - whether the cells' code is shown
 * @returns the text, and the pictures to put beside it; the same run gives the same bytes
 */
export function notebookMarkdown(run: ExecutedNotebook, input = true): NotebookMarkdown {
  const copy = new Copy(basename(run.file, ".ipynb"), input);
  const notice = run.problem === null ? [] : [`> **This notebook did not finish.** ${escaped(run.problem)}`];
  const parts = [...notice, ...run.notebook.cells.flatMap((cell) => copy.cell(cell))];
  return { text: `${parts.map((part) => part.trim()).join("\n\n")}\n`, pictures: copy.pictures };
}
