import type { SourceText, TextBuilder } from "./text-builder.js";

/** Names of the characters from U+00A0 to U+00FF, in their order: HTML 4's Latin-1 set. */
const LATIN_1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest " +
  "Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig " +
  "agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN_1.split(" ").map((name, at) => [name, String.fromCodePoint(0xa0 + at)] as const),
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["ndash", "–"],
  ["mdash", "—"],
  ["bull", "•"],
  ["rsquo", "’"],
  ["lsquo", "‘"],
  ["rdquo", "”"],
  ["ldquo", "“"],
  ["sbquo", "‚"],
  ["bdquo", "„"],
  ["hellip", "…"],
  ["euro", "€"],
  ["trade", "™"],
  ["minus", "−"],
  ["le", "≤"],
  ["ge", "≥"],
  ["rarr", "→"],
  ["larr", "←"],
  ["ensp", " "],
  ["emsp", " "],
  ["thinsp", " "],
  ["deg", "°"],
  ["times", "×"],
  ["middot", "·"],
]);

const BREAKS = new Set([
  "br",
  "p",
  "div",
  "ul",
  "ol",
  "tr",
  "table",
  "section",
  "article",
  "blockquote",
  "pre",
  "header",
  "footer",
  "dl",
  "dt",
  "hr",
  "main",
]);
const DROPPED = ["script", "style", "noscript", "svg", "template"];

function entity(name: string): string | null {
  if (!name.startsWith("#")) return NAMED.get(name) ?? null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : null;
}

/** What a tag leaves behind in plain text. */
function remnant(name: string, closing: boolean): string {
  if (/^h[1-6]$/.test(name)) return closing ? "\n\n" : "\n\n# ";
  if (name === "title") return closing ? "\n\n" : "# ";
  if (name === "li") return closing ? "" : "\n- ";
  if (name === "td" || name === "th") return closing ? " | " : "";
  if (name === "dd") return closing ? "\n" : " ";
  if (name === "p") return "\n\n";
  return BREAKS.has(name) ? "\n" : "";
}

/** Adds a stretch between two tags; white space in HTML is one blank. */
function addWords(given: string, from: number, to: number, into: TextBuilder): void {
  const words = /&(#?[A-Za-z0-9]{1,10});|\s+|[^&\s]+|&/g;
  words.lastIndex = from;
  for (let match = words.exec(given); match && match.index < to; match = words.exec(given)) {
    const piece = match[0].slice(0, to - match.index);
    const decoded = match[1] === undefined ? null : entity(match[1]);
    if (decoded !== null) into.add(decoded, match.index, false);
    else if (/^\s/.test(piece)) into.add(" ", match.index, false);
    else into.add(piece, match.index);
  }
}

/** Where the element that a dropped tag opens ends; the text's end if it never does. */
function afterDropped(given: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}[^>]*>`, "gi");
  closing.lastIndex = from;
  const match = closing.exec(given);
  return match ? match.index + match[0].length : given.length;
}

/** Signs of a tag that are looked through for quoted values, so that a page of open quotes costs no more than its length. */
const LONGEST_TAG = 2000;

/** Where the tag that opens at `open` ends: at a `>` outside of quoted values; -1 where it never does. */
function tagEnd(given: string, open: number): number {
  const first = given.indexOf(">", open);
  if (first < 0 || !/["']/.test(given.slice(open, first))) return first;
  let quote = "";
  for (let at = open + 1; at < Math.min(given.length, open + LONGEST_TAG); at += 1) {
    const sign = given[at] as string;
    if (quote !== "") quote = sign === quote ? "" : quote;
    else if (sign === ">") return at;
    // A quote opens a value only behind its equals sign; an apostrophe elsewhere is a slip of the page.
    else if ((sign === '"' || sign === "'") && /=\s*$/.test(given.slice(Math.max(open, at - 8), at))) quote = sign;
  }
  return first;
}

/** The words of an HTML page: tags dropped, blocks as lines, entities decoded. Nothing in it runs. */
export function htmlText(given: string, into: TextBuilder): SourceText {
  let position = 0;
  while (position < given.length) {
    const open = given.indexOf("<", position);
    if (open < 0) break;
    const comment = given.startsWith("<!--", open);
    const close = comment ? given.indexOf("-->", open) : tagEnd(given, open);
    addWords(given, position, open, into);
    if (close < 0) return into.build("html");
    const [, slash, name = ""] = /^<(\/?)([A-Za-z][A-Za-z0-9]{0,20})/.exec(given.slice(open, open + 24)) ?? [];
    const tag = name.toLowerCase();
    if (!comment && tag) into.add(remnant(tag, slash === "/"), open, false);
    position = close + (comment ? 3 : 1);
    if (slash !== "/" && DROPPED.includes(tag)) position = afterDropped(given, tag, position);
  }
  addWords(given, position, given.length, into);
  return into.build("html");
}
