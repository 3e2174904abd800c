import { PostmortemError } from "../../errors/errors.js";

const LEAST_ROWS = 8;
/** Short lists of a timeline have separators too. */
const LEAST_TABLE_ROWS = 20;
const LEAST_COLUMNS = 4;
const SAMPLE = 400;
/** Share of lines of one shape that makes a text a table. */
const MOSTLY = 0.9;

function isJsonRow(line: string): boolean {
  return /^\s*\{.*\}\s*,?\s*$/.test(line);
}

/** Fields of a line where it is one of a table: the same many, short, and no sentence. */
function fields(line: string, separator: string): number {
  const parts = line.split(separator);
  return parts.every((part) => part.trim().split(/\s+/).length <= 3) ? parts.length : 0;
}

/** True if a text is rows of data: JSON lines, or lines with the same number of separated fields. */
export function isRowsOfData(text: string): boolean {
  const lines = text
    .slice(0, 200_000)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, SAMPLE);
  if (lines.length < LEAST_ROWS) return false;
  if (!/^\s*\[/.test(text) && lines.filter(isJsonRow).length >= MOSTLY * lines.length) return true;
  if (lines.length < LEAST_TABLE_ROWS) return false;
  return [",", ";", "\t"].some((separator) => {
    const counts = lines.map((line) => fields(line, separator));
    const usual = [...counts].sort((a, b) => a - b)[Math.floor(counts.length / 2)] as number;
    return usual >= LEAST_COLUMNS && counts.filter((count) => count === usual).length >= MOSTLY * counts.length;
  });
}

/**
 * That a file is an account in words.
 *
 * @throws PostmortemError (`usage`) when it is rows of data
 */
export function requireWords(text: string, file: string): void {
  if (!isRowsOfData(text)) return;
  throw new PostmortemError(
    "usage",
    `A statement in words is required, got rows of data in "${file}"; give the report's text, and read rows with postmortem init or analyze.`,
  );
}

const ENGLISH = new Set([
  "the",
  "of",
  "and",
  "to",
  "was",
  "were",
  "is",
  "are",
  "in",
  "at",
  "for",
  "with",
  "that",
  "this",
  "we",
  "our",
  "from",
  "by",
  "on",
  "not",
  "has",
  "have",
  "had",
  "an",
  "been",
]);
const LEAST_WORDS = 25;
const FEW_WORDS = 8;
const NOTE =
  "not in English: read with care; only English is understood, so that entries, windows and shares may be missing or wrong";
const LEAST_SHARE = 0.12;

/**
 * What makes a text be read with care: words of another language. English has a fifth and more of its words in a few dozen small ones; lists of
 * stamps and single words are too short to tell.
 */
export function languageNote(text: string): string | null {
  const words =
    text
      .slice(0, 100_000)
      .replace(/<[^<>]{0,300}>|https?:\S+/g, " ")
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const small = words.filter((word) => ENGLISH.has(word)).length;
  const foreign = words.filter((word) => FOREIGN.has(word)).length;
  const scripts = words.filter((word) => /[^\p{Script=Latin}]/u.test(word)).length;
  // Of few words several small ones of another language and hardly one of English tell it.
  if (words.length < LEAST_WORDS) return words.length >= FEW_WORDS && foreign >= 3 && foreign > 3 * small ? NOTE : null;
  const other = foreign > small && foreign >= 0.08 * words.length;
  return other || (small < LEAST_SHARE * words.length && scripts > 0.3 * words.length) ? NOTE : null;
}

/** Small words of languages in which reports are published, none of them English. */
const FOREIGN = new Set([
  "der",
  "die",
  "das",
  "und",
  "von",
  "zu",
  "mit",
  "den",
  "dem",
  "ist",
  "wurde",
  "wurden",
  "nicht",
  "auf",
  "für",
  "es",
  "ein",
  "eine",
  "zwischen",
  "uhr",
  "unser",
  "seit",
  "wir",
  "le",
  "les",
  "des",
  "du",
  "et",
  "une",
  "dans",
  "pour",
  "est",
  "nous",
  "avec",
  "sur",
  "sont",
  "été",
  "aux",
  "entre",
  "au",
  "el",
  "los",
  "las",
  "del",
  "que",
  "en",
  "con",
  "una",
  "para",
  "por",
  "se",
  "fue",
  "y",
  "de",
  "la",
  "un",
  "lo",
  "il",
  "di",
  "che",
  "è",
  "per",
  "sono",
  "della",
  "nel",
  "alle",
  "dalle",
  "gli",
  "o",
  "os",
  "da",
  "em",
  "não",
  "foi",
  "uma",
  "com",
  "às",
  "no",
  "het",
  "een",
  "van",
  "niet",
  "op",
  "zijn",
  "werd",
  "voor",
  "och",
  "att",
  "som",
  "på",
  "är",
  "av",
]);
