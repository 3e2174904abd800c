const blank = (match: string): string => " ".repeat(match.length);

/** Every rule keeps the length, so that offsets stay those of the text. */
const RULES: readonly (readonly [RegExp, (match: string) => string])[] = [
  // What a page does not show, what is struck out, and what stands for a picture.
  [/<!--[\s\S]{0,20000}?-->/g, (match) => match.replace(/[^\n]/g, " ")],
  [/~~(?=\S)[^~\n]{1,500}~~/g, blank],
  [/!\[[^\]\n]{0,300}\](?=\()/g, (match) => `${blank(match.slice(1))}]`],
  // An address in angle brackets is a link, not a tag that lost its name.
  [/<(?:(?:https?|ftp|mailto|tel):[^\s<>]{1,500}|[\w.+-]{1,64}@[\w.-]{1,128})>/gi, blank],
  [/\]\([^()\s]{0,500}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?\)/g, (match) => `]${blank(match.slice(1))}`],
  [/\b(?:https?|ftp):\/\/[^\s<>)"'\]]{1,500}/gi, blank],
  [/\bwww\.[^\s<>)"'\]]{1,300}/gi, blank],
  [/\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}/g, blank],
  [/<[/!]?[A-Za-z][^<>]{0,300}>/g, blank],
  [/\*\*|__|`+|~~/g, blank],
  [/[\u00a0\u2000-\u200b\u202f\u2060\ufeff\t\r\f\v]/g, blank],
  [/\u2212/g, () => "-"],
];

/** The text with markup, addresses and odd blanks blanked out, every character in its place. */
export function masked(text: string): string {
  return RULES.reduce((words, [pattern, replace]) => words.replace(pattern, replace), text);
}
