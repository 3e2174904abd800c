import { createHmac } from "node:crypto";

/** Replaces what identifies a person or an account in a text. */
export type Redactor = (text: string) => string;

const MASKS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["link", /\b(?:https?|wss?|ftp):\/\/[^\s"'<>]+/gi],
  ["address", /\b(?:sips?:|tel:|mailto:|whatsapp:)?[\w.%+-]+@[\w-]+(?:\.[\w-]+)+/gi],
  ["id", /\b[A-Z]{2}[0-9a-f]{32}\b/g],
  ["id", /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
  ["id", /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,}\b/gi],
  ["address", /\b(?:\d{1,3}\.){3}\d{1,3}\b/g],
  ["address", /(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}(?::?[0-9a-f]{1,4}){1,4}(?![\w:])/gi],
  // With a country code; in brackets or groups as written in North America; with a trunk zero; or bare and long.
  ["number", /(?<![\w+])(?:tel:|whatsapp:)?(?:\+|00)[1-9](?:[\s().\-/\u00a0]{0,2}\d){6,14}(?!\w)/gi],
  ["number", /(?<![\w.+-])(?:1[\s.-])?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?![\w-])/g],
  ["number", /(?<![\w.,:\-+])\(?0\d{1,5}\)?[\s\-/\u00a0]\d(?:[\s\-/\u00a0]?\d){4,9}(?![\w:-])/g],
  ["number", /(?<![\w.,:\-+])\d{10,}(?![\w.,:-])/g],
];

/** What looks like a number to call but is a time. */
const TIME = /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/g;

/** The kind and six characters that tell one from another, meaningless without the key. */
function pseudonym(kind: string, value: string, key: string): string {
  const plain = value.toLowerCase().replace(kind === "number" ? /\D/g : /\s/g, "");
  return `[${kind} ${createHmac("sha256", key).update(`${kind}\0${plain}`).digest("hex").slice(0, 6)}]`;
}

/**
 * A redactor: identifiers, links, addresses and phone numbers in a text become pseudonyms such as `[number 3fa2c1]`; the same value gets the
 * same one under the same key. Times are left alone.
 *
 * Phone numbers are found by their shape (country code, North American groups, trunk zero, ten digits or more in a row); a number written
 * in another national way without its trunk zero is not found.
 *
 * @param key - secret of the pseudonyms; without it they cannot be matched to values by trying
 */
export function redactor(key: string): Redactor {
  const known = new Map<string, string>();
  return (text) => {
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const times: string[] = [];
    // A private-use character stands for a time while numbers are looked for.
    let out = text
      .replace(/\ue000/g, "")
      .replace(TIME, (time) => `\ue000${String.fromCharCode(0xe100 + ((times.push(time) - 1) % 0x700))}`);
    if (times.length > 0x700) out = text;
    for (const [kind, pattern] of MASKS) out = out.replace(pattern, (value) => pseudonym(kind, value, key));
    out = out.replace(/\ue000([\ue100-\ue7ff])/g, (_, mark: string) => times[mark.charCodeAt(0) - 0xe100] ?? "");
    if (known.size < 10_000) known.set(text, out);
    return out;
  };
}
