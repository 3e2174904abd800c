/** `[start, end)` of a sentence. */
export type Stretch = readonly [start: number, end: number];

const ABBREVIATED =
  /(?:\b(?:[ap]\.m|approx|e\.g|i\.e|no|vs|etc|inc|ltd|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|u\.s))\.$/i;
/** "J. Doe". */
const INITIAL = /\b(?:[A-Z]|St|Dr|Mr|Ms|Mrs)\.$/;

/** Longer sentences are none that anybody wrote as one. */
const MOST_LETTERS = 1000;

/** A sentence may begin with a name in lower case: us-west, web-03, p99, /cart. */
const LOWER_NAME = /^\s{1,4}(?:[a-z]{1,12}-[a-z0-9]+|[a-z]{1,8}\d+|\/[a-z]|[a-z]{1,2}[A-Z][A-Za-z]+\b)/;
/** Notes in lower case: a passage that begins so ends its sentences before small letters too. */
const NOTES = /^\s*[a-z][\w ]{0,14}:\s/;
/** A passage without capitals: its sentences begin with small letters too. */
const SMALL_BEGINNING = /(?:[\d%)]|\p{L}{3})\.\s+[a-z]/gu;
const LARGE_BEGINNING = /[.!?]\s+[A-Z]/g;
const LEAST_SMALL = 2;

function inSmallLetters(words: string): boolean {
  const small = words.match(SMALL_BEGINNING)?.length ?? 0;
  return small >= LEAST_SMALL && small > (words.match(LARGE_BEGINNING)?.length ?? 0);
}

/** A stop that ends a note: behind a figure, a bracket, or a word of three letters and more. */
const NOTE_END = /(?:[\d%)]|\p{L}{3})\.$/u;

/** The sentences of a passage, without the blanks around them. An abbreviation's stop ends none unless a new sentence plainly follows. */
export function sentences(words: string): readonly Stretch[] {
  const found: Stretch[] = [];
  let start = 0;
  const smallLetters = NOTES.test(words) || inSmallLetters(words);
  const add = (end: number): void => {
    const text = words.slice(start, end);
    const lead = text.length - text.trimStart().length;
    if (text.trim() !== "") found.push([start + lead, start + lead + text.trim().length]);
    start = end;
  };
  /** What runs on without a stop is cut at a blank: no rule reads a sentence of a page. */
  const cutUpTo = (end: number): void => {
    while (end - start > MOST_LETTERS) {
      const blank = words.lastIndexOf(" ", start + MOST_LETTERS);
      add(blank > start ? blank : start + MOST_LETTERS);
    }
  };
  for (const match of words.matchAll(/[.!?]["'”’)\]]?(?=\s)/g)) {
    const end = (match.index as number) + match[0].length;
    const next = /^\s{1,4}(\S)/.exec(words.slice(end, end + 6))?.[1] ?? "";
    const noted = smallLetters && NOTE_END.test(words.slice(Math.max(0, end - 8), end));
    const named =
      LOWER_NAME.test(words.slice(end, end + 24)) && !/[ap]\.m\.$/i.test(words.slice(Math.max(0, end - 5), end));
    if (!/[A-Z0-9"“'‘([#*•●~-]/.test(next) && !named && !noted) continue;
    if (
      (ABBREVIATED.test(words.slice(Math.max(0, end - 8), end)) ||
        INITIAL.test(words.slice(Math.max(0, end - 8), end))) &&
      !/[ap]\.?m\.$/i.test(words.slice(Math.max(0, end - 5), end))
    )
      continue;
    if (
      /[ap]\.m\.$/i.test(words.slice(Math.max(0, end - 5), end)) &&
      /^\s(?:[A-Z]{2,4}\b|\(|[A-Z][a-z]+ \d|on\b|(?:[A-Z]\p{L}+\s){1,4}[Tt]ime\b)/u.test(words.slice(end, end + 48))
    )
      continue;
    cutUpTo(end);
    add(end);
  }
  cutUpTo(words.length);
  add(words.length);
  return found;
}
