/** Characters that turn the direction of what follows: shown by their number. */
const TURNING = /[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
/** Characters of no width that hide in a text. */
const HIDDEN = /[\u200b\u2060\ufeff]/g;
/** C0 without tab and line feed, delete, and C1. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A control character as one that is seen and does nothing: `␛` for escape. */
function picture(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "\u2421" : "\ufffd";
}

/**
 * A text from data or from a user's file that does nothing where it is shown: control and escape characters become their pictures, characters that
 * turn the direction of writing their numbers, and such as have no width go. Tabs and line feeds stay; a carriage return before a line feed goes.
 */
export function plainText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(CONTROLS, picture)
    .replace(HIDDEN, "")
    .replace(TURNING, (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

/** What JSON lets stand raw, though it turns or hides text in a terminal. */
const RAW_IN_JSON = /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** A value as JSON whose text does nothing where it is shown; read again, it is the same value. */
export function safeJson(value: unknown, space?: number): string {
  return JSON.stringify(value, null, space).replace(
    RAW_IN_JSON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
