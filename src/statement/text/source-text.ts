import { htmlText } from "./html-text.js";
import { statuspageText } from "./statuspage-text.js";
import type { SourceText } from "./text-builder.js";
import { TextBuilder } from "./text-builder.js";

const TAG = /<(?:p|div|br|li|ul|ol|h[1-6]|td|tr|table|body|html|section|article|span)\b[^<>]{0,400}>/gi;

/** More than a stray tag: Markdown may hold a few. */
function looksLikeHtml(text: string): boolean {
  return /^\s{0,40}<(?:!doctype|html|\?xml)/i.test(text) || (text.slice(0, 200_000).match(TAG)?.length ?? 0) >= 4;
}

const MARKDOWN = /^(?:#{1,6} |---\s*$|```|\s{0,6}[-*] \*\*|\|\s*:?-{2,})/m;

/**
 * The words of a statement in plain text, Markdown, HTML or Statuspage JSON.
 *
 * @returns Markdown and plain text unchanged; HTML without its tags; Statuspage JSON as updates each with a stamp after its text
 */
export function sourceText(given: string): SourceText {
  if (/^\s{0,40}[{[]/.test(given)) {
    const statuspage = statuspageText(given, new TextBuilder());
    if (statuspage) return statuspage;
  }
  if (looksLikeHtml(given)) return htmlText(given, new TextBuilder());
  return { text: given, toSource: (offset) => offset, format: MARKDOWN.test(given) ? "markdown" : "text" };
}
