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

/** Shortened words that stand before small letters with their stop. */
const SHORTENED =
  /\b(?:abt|acct|approx|avg|ca|cf|comp|conf|corp|dept|dur|eff|equiv|esp|est|excl|ext|fig|gen|govt|hrs?|incl|info|intl|ie|eg|max|med|mgr|min|mins|misc|msgs?|nos?|nr|orig|pct|pers|pk|poss|prev|prob|prov|ref|reqs?|resp|sec|secs|std|tel|temp|tot|usu|viz|vol|vs|wk|wks|yrs?|al|etc|dev|ops)\.$/i;
/** The end of a sentence after a figure or a whole word, where the next begins with a small letter. */
const SMALL_NEXT = /^\s{1,2}\p{Ll}{3,}/u;
const WORD_END = /(?:\d\s?%|%\)|\d\)|\b\p{Ll}{3,})\.$/u;

/** True if a stop ends a sentence although a small letter follows: "flat at half a pct. postrail bad", and no shortened word. */
const endsInSmall = (before: string, after: string): boolean =>
  SMALL_NEXT.test(after) && WORD_END.test(before) && (!SHORTENED.test(before) || /\bpct\.$/i.test(before));

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
    const small = endsInSmall(words.slice(Math.max(start, end - 14), end), words.slice(end, end + 12));
    if (!/[A-Z0-9"“'‘([#*•●~@-]/.test(next) && !named && !noted && !small) continue;
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
