import { createHmac } from "node:crypto";
import { MASKS, MASKS_OF_PERSONS } from "./masks.js";
import type { Mask } from "./masks.js";

/** Replaces what identifies a person or an account in a text. */
export type Redactor = (text: string) => string;

/** What looks like a number to call but is a time, or a date with its year in full. */
const TIME =
  /(?<![\d.])\d{4}[-/]\d{2}[-/]\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)|(?<![\d.-])\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}(?:,?\s\d{1,2}:\d{2}(?::\d{2})?)?(?![\d-])|(?<![\w:])\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?![\w:])/g;

/** Hexadecimal digits of a pseudonym: 64 bits, so that two of a million values share one in a run of ten million such reports. */
const PSEUDONYM_DIGITS = 16;

/** The kind and sixteen characters that tell one from another, meaningless without the key. */
export function pseudonym(kind: string, value: string, key: string): string {
  const plain = value.toLowerCase().replace(kind === "number" ? /\D/g : /\s/g, "");
  return `[${kind} ${createHmac("sha256", key).update(`${kind}\0${plain}`).digest("hex").slice(0, PSEUDONYM_DIGITS)}]`;
}

/** What was redacted before stays as it is. */
const PSEUDONYM = /\[(?:link|address|id|number|secret|person|place|host) [\da-f]{16}\]/g;

/** Marks of what is set aside: private-use characters that no mask looks at. */
const OPENS = "\ue000";
const PLACES = 0x1700;
const FIRST_PLACE = 0xe100;

/** Takes pieces out of a text and puts them back at the end. */
class Aside {
  private readonly kept: string[] = [];

  hide(text: string): string {
    if (this.kept.length >= PLACES) return text;
    this.kept.push(text);
    return OPENS + String.fromCharCode(FIRST_PLACE + this.kept.length - 1);
  }

  restored(text: string): string {
    return text.replace(
      /\ue000([\ue100-\uf7ff])/g,
      (_, mark: string) => this.kept[mark.charCodeAt(0) - FIRST_PLACE] ?? "",
    );
  }
}

function masked(text: string, { kind, pattern, holds, keeps }: Mask, key: string, aside: Aside): string {
  return text.replace(pattern, (match) => {
    if (holds && !holds(match)) return match;
    const kept = keeps?.exec(match)?.[0] ?? "";
    return kept + aside.hide(pseudonym(kind, match.slice(kept.length), key));
  });
}

/** Longer texts are redacted piece by piece, cut at white space. */
const PIECE = 20_000;

function pieces(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const space = text.length - at <= PIECE ? -1 : text.slice(at + PIECE, at + 2 * PIECE).search(/\s/);
    const end = text.length - at <= PIECE ? text.length : at + PIECE + (space < 0 ? PIECE : space);
    found.push(text.slice(at, end));
    at = end;
  }
  return found;
}

function redacted(text: string, key: string): string {
  const aside = new Aside();
  let out = text.replace(/[\ue000-\uf7ff]/g, "").replace(PSEUDONYM, (shown) => aside.hide(shown));
  for (const mask of MASKS_OF_PERSONS) out = masked(out, mask, key, aside);
  out = out.replace(TIME, (time) => aside.hide(time));
  for (const mask of MASKS) out = masked(out, mask, key, aside);
  return aside.restored(out);
}

/**
 * A redactor: identifiers, secrets, links, addresses, telephone and card numbers in a text become pseudonyms such as `[number 3fa2c19e04b75d61]`;
 * the same value gets the same one under the same key. Times are left alone.
 *
 * What is found is found by its shape; names of persons in running text are not. The time is linear in the length of the text.
 *
 * @param key - secret of the pseudonyms; without it they cannot be matched to values by trying
 */
export function redactor(key: string): Redactor {
  const known = new Map<string, string>();
  return (text) => {
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const out = pieces(text)
      .map((piece) => redacted(piece, key))
      .join("");
    if (known.size < 10_000) known.set(text, out);
    return out;
  };
}
