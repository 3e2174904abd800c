import { isStamped } from "../text/bare-clocks.js";

/** The marks that open a list item. */
export const BULLET =
  /^\s*(?:[-*+•●▪◦‣·–]|\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s+(?:\d{3,4}\b|\d{1,2}:\d\d|[A-Z[]))|[a-z]\))\s+\S/;
/** A status page's word at the head of an update. */
export const STATUS =
  /^\s*(investigating|identified|monitoring|update|resolved|postmortem|scheduled|in progress|verifying|completed|created|closed|confirmed|detected)\s*(?:[-–—:]\s*(?!\d)|$)/i;
export const CLOCK =
  /\d{1,2}:\d{2}|\b\d{1,2}\s?[ap]\.?m\b|\b[0-2]?\d[.h][0-5]\d\b|\b[0-2]\d[0-5]\d\s?(?:h(?:rs)?\b|hours\b|UTC|GMT|[A-Z]{2,4}T\b)/i;
/** A line that begins with a clock reading. */
const STAMP = /^[^\p{L}\p{N}]{0,4}(?:ca\.?\s)?\d{1,2}[:.h]\d\d/u;
/** A line that begins with a table's bar, a quotation, a heading or a bracket, or with a label of its own. */
const OWN_LINE = /^[|#>[]|^(?:[a-z_]{2,20}\s?[:=]|[A-Z][A-Za-z]{1,20}(?:\s[A-Za-z]{1,20}){1,3}:)\s/i;
/** A last word that asks for another. */
export const DANGLING =
  /(?:[,;]|\b(?:the|a|an|of|to|and|or|in|on|at|for|with|by|from|was|were|is|our|until|between|after|before|since|about|around|that|which|than|its|their|this))$/i;
/** A last word behind which even a clock reading is no stamp of a line of its own: "until" at the end, "09:48" at the head. */
const ASKS_FOR_TIME = /\s(?:to|and|at|from|between|until|till|by|around|about|since|before|after|of|the)$/i;
/** Words that make a line more than a label. */
const SENTENCE_WORDS = 4;
/** Words of a title at most. */
const TITLE_WORDS = 6;
/** Characters of a line of a paragraph: what is shorter may be a line of verse or of a form, what is longer was never wrapped. */
const WIDTH = { least: 45, plain: 60, plainMost: 100, most: 140 };

/** A line as it stands in the text. */
export interface Line {
  readonly words: string;
}

const wordCount = (text: string): number => (text.match(/\p{L}[\p{L}'’-]*/gu) ?? []).length;
const indent = (line: string): number => line.length - line.trimStart().length;

/** True if a line ends inside of a bracket that it opened. */
const opensBracket = (text: string): boolean => /\([^()]*$/.test(text);

/** True if a line is the indented sequel of a list item; below a title of a few words begins what it is the title of. */
export function isItemSequel(item: string, next: string): boolean {
  const sequel = next.trimStart();
  if (!BULLET.test(item) || indent(next) <= indent(item) || !/^[\p{L}("“‘'`*_]/u.test(sequel)) return false;
  return /^\p{Ll}/u.test(sequel) || CLOCK.test(item) || wordCount(item) > TITLE_WORDS;
}

/**
 * True if a line reads on in the next: the next is no item, label, stamp or heading of its own, and either the words say so (a word that asks for
 * another, a small letter, the indent of a list item) or the line is as long as a wrapped one.
 *
 * @param first - the first line of the passage, a list item or not
 * @param fourDigits - true where the text stamps its lines with four digits
 */
export function readsOn(line: Line, next: Line | undefined, first: Line, fourDigits: boolean): boolean {
  if (!next) return false;
  const text = line.words.trimEnd();
  const sequel = next.words.trimStart();
  if (sequel === "" || BULLET.test(next.words) || OWN_LINE.test(sequel) || STATUS.test(sequel)) return false;
  const spoken = line !== first || wordCount(text) >= SENTENCE_WORDS;
  if (spoken && text.length <= WIDTH.most && opensBracket(text)) return true;
  if (spoken && ASKS_FOR_TIME.test(text) && text.length <= WIDTH.most) return true;
  if (isStamped(next.words, fourDigits)) return false;
  if (isItemSequel(first.words, next.words)) return true;
  if (text.length > WIDTH.most || /[.!?:|]$/.test(text)) return false;
  if (STAMP.test(text) && STAMP.test(sequel)) return false;
  if (spoken && !BULLET.test(text) && /^[a-z(]/.test(sequel)) return true;
  if (text.length < WIDTH.least) return false;
  return (
    /^[a-z(,;"'’“]/.test(sequel) ||
    DANGLING.test(text) ||
    (/^[A-Z0-9]/.test(sequel) &&
      text.length >= WIDTH.plain &&
      text.length <= WIDTH.plainMost &&
      sequel.length > 20 &&
      !CLOCK.test(sequel.slice(0, 24)))
  );
}
