/** Escapes text for HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const SAFE_LINK = /^(https?:\/\/|mailto:|#|\.{0,2}\/|[\w-]+(\.[\w-]+)*(#|$))/i;

/** Emphasis, code, links and images inside a line. The text is escaped before any markup is added. */
function inline(text: string): string {
  const kept: string[] = [];
  const keep = (html: string): string => `\u0000${kept.push(html) - 1}\u0000`;
  const marked = text
    .replace(/\u0000/g, "")
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, (_, sign: string) => keep(escapeHtml(sign)))
    .replace(/(`+)(.+?)\1/g, (_, __, code: string) => keep(`<code>${escapeHtml(code.trim())}</code>`))
    .replace(
      /!\[([^\]]*)\]\((data:image\/(?:png|jpeg|svg\+xml);base64,[\w+/=]+)\)/g,
      (_, alt: string, source: string) => keep(`<img alt="${escapeHtml(alt)}" src="${source}">`),
    )
    .replace(/\[([^\]]+)\]\(([^()\s]+)\)/g, (whole, label: string, target: string) =>
      SAFE_LINK.test(target) ? `${keep(`<a href="${escapeHtml(target)}">`)}${label}${keep("</a>")}` : whole,
    );
  const html = escapeHtml(marked)
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/g, "<strong>$1</strong>")
    .replace(/(?<![\w*])\*(\S(?:[^*]*?\S)?)\*(?![\w*])/g, "<em>$1</em>")
    .replace(/(?<![\w_])_(\S(?:[^_]*?\S)?)_(?![\w_])/g, "<em>$1</em>");
  return html.replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)] ?? "");
}

/** Cells of one row of a pipe table. */
function tableCells(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

function table(lines: readonly string[]): string {
  const [head, , ...body] = lines.map(tableCells);
  const row = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${row(head ?? [], "th")}</thead><tbody>${body.map((cells) => row(cells, "td")).join("")}</tbody></table>`;
}

const ITEM = /^\s*(?:([-*+])|\d{1,9}[.)])\s+(.*)$/;

function list(lines: readonly string[]): string {
  const items: string[] = [];
  for (const line of lines) {
    const match = ITEM.exec(line);
    if (match) items.push(match[2] as string);
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  const tag = /^\s*\d/.test(lines[0] as string) ? "ol" : "ul";
  return `<${tag}>${items.map((item) => `<li>${inline(item)}</li>`).join("")}</${tag}>`;
}

/** The name of a heading in a link: lower-case words joined by hyphens. */
function headingAnchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

function block(lines: readonly string[]): string {
  const first = lines[0] as string;
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(first);
  if (heading) {
    const level = (heading[1] as string).length;
    return `<h${level} id="${headingAnchor(heading[2] as string)}">${inline(heading[2] as string)}</h${level}>`;
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(first)) return "<hr>";
  if (first.startsWith(">"))
    return `<blockquote>${markdownToHtml(lines.map((line) => line.replace(/^> ?/, "")).join("\n"))}</blockquote>`;
  if (lines.length > 1 && /^\s*\|?[\s:|-]+$/.test(lines[1] as string) && first.includes("|")) return table(lines);
  if (ITEM.test(first)) return list(lines);
  return `<p>${inline(lines.join("\n"))}</p>`;
}

/** Blocks are separated by blank lines; headings and rules stand alone; fenced code is kept whole. */
function blocks(text: string): { code: string | null; lines: string[] }[] {
  const found: { code: string | null; lines: string[] }[] = [];
  let open: string[] = [];
  let fence: { marker: string; lines: string[] } | null = null;
  const close = (): void => {
    if (open.length > 0) found.push({ code: null, lines: open });
    open = [];
  };
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence) {
      if (mark?.startsWith(fence.marker)) {
        found.push({ code: fence.lines.join("\n"), lines: [] });
        fence = null;
      } else fence.lines.push(line);
    } else if (mark !== undefined) {
      close();
      fence = { marker: mark, lines: [] };
    } else if (line.trim() === "") close();
    else if (/^#{1,6}\s/.test(line)) {
      close();
      found.push({ code: null, lines: [line] });
    } else {
      if (ITEM.test(line) && open.length > 0 && !ITEM.test(open[0] as string)) close();
      open.push(line);
    }
  }
  close();
  if (fence) found.push({ code: fence.lines.join("\n"), lines: [] });
  return found;
}

/**
 * HTML of the Markdown that notebooks use: headings, paragraphs, emphasis, code, lists, tables, quotes, links, images
 * as data. Everything else is text: markup in the source is shown, never obeyed, and a link leads to http, mail or a place
 * in the page.
 */
export function markdownToHtml(text: string): string {
  return blocks(text)
    .map(({ code, lines }) => (code === null ? block(lines) : `<pre><code>${escapeHtml(code)}</code></pre>`))
    .join("\n");
}
