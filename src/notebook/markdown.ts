import { plainText } from "../errors/plain-text.js";
import { Marked, type Tokens } from "marked";

/** Escapes text for HTML, attributes included. */
export function escapeHtml(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Where a link may lead: http, mail, a place in the page, a file beside it. */
const SAFE_LINK = /^(https?:\/\/|mailto:|#|\.{0,2}\/|[\w-]+(\.[\w-]+)*(#|$))/i;
/** Pictures come as data only: a page that loads nothing from elsewhere. */
const SAFE_IMAGE = /^data:image\/(?:png|jpeg|svg\+xml);base64,[\w+/=]+$/;

/** The name of a heading in a link: lower-case words joined by hyphens. */
function headingAnchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

const markdown = new Marked({
  gfm: true,
  renderer: {
    html: ({ raw }: Tokens.HTML | Tokens.Tag) => escapeHtml(raw),
    heading({ tokens, depth, text }: Tokens.Heading) {
      return `<h${depth} id="${headingAnchor(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    code: ({ text }: Tokens.Code) => `<pre><code>${escapeHtml(text)}</code></pre>\n`,
    codespan: ({ text }: Tokens.Codespan) => `<code>${escapeHtml(text)}</code>`,
    link({ href, tokens, raw }: Tokens.Link) {
      if (!SAFE_LINK.test(href)) return escapeHtml(raw);
      return `<a href="${escapeHtml(href)}">${this.parser.parseInline(tokens)}</a>`;
    },
    image: ({ href, text, raw }: Tokens.Image) =>
      SAFE_IMAGE.test(href) ? `<img alt="${escapeHtml(text)}" src="${href}">` : escapeHtml(raw),
  },
});

/**
 * Returns the HTML of CommonMark with GitHub's tables, as notebooks use it. Markup in the source is shown as text, never obeyed; a link
 * leads to http, mail or a place in the page, and pictures come as data only.
 */
export function markdownToHtml(text: string): string {
  return markdown.parse(text.replace(/\u0000/g, ""), { async: false }).trim();
}
