import { plainText } from "../errors/plain-text.js";

/** Markup that is safe to put into a page as it is: made by `html`, or trusted text wrapped on purpose. */
export class Html {
  constructor(readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What may stand in a template: text is escaped, markup is kept, lists are joined, nothing shows as nothing. */
export type Content = Html | string | number | null | undefined | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function markupOf(content: Content): string {
  if (content === null || content === undefined || content === false) return "";
  if (content instanceof Html) return content.markup;
  if (Array.isArray(content)) return content.map((part: Content) => markupOf(part)).join("");
  return plainText(String(content)).replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}

/** A template whose values are escaped by default, in text and in quoted attributes alike. */
export function html(texts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(texts.reduce((page, text, i) => page + markupOf(contents[i - 1]) + text));
}

/** Trusted text as markup: this library's own style and script, a drawn figure. Never for anything read from a file. */
export function trusted(markup: string): Html {
  return new Html(markup);
}
