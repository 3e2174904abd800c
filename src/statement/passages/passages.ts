import { isStamped, stampsWithFourDigits } from "../text/bare-clocks.js";
import { masked } from "../text/mask.js";
import { isKnownSection, sectionName } from "../text/section-name.js";
import { BULLET, CLOCK, DANGLING, isItemSequel, readsOn, STATUS } from "./wrapped-lines.js";

/** A paragraph, list item, table row, heading or line of code of a statement. */
export interface Passage {
  /** Offsets into the text, `[start, end)`. */
  readonly start: number;
  readonly end: number;
  /** The words with markup blanked, line breaks as blanks, the same length as the stretch. */
  readonly words: string;
  readonly kind: "heading" | "bullet" | "row" | "code" | "text";
  readonly section: string;
  /** Counts up with every heading. */
  readonly block: number;
  /** The status word of a status page's update that this stands under ("Resolved"), lower case. */
  readonly status: string | null;
}

/** A value that is a date or a time and no more. */
const FORM_VALUE =
  /^\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s)?(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s\d)[^\p{L}]{0,24}(?:\p{L}{1,12}[^\p{L}]{0,16}){0,4}$/iu;
/** A stamp behind the last sentence of an update: "Mail flows normally. Aug 19, 14:05 UTC". */
const STAMP_BEHIND =
  /(?<=[.!?])\s{1,4}(?=(?:posted:?\s(?:on\s)?)?(?:(?:(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8})(?:,?\s\d{4})?|\d{4}-\d\d-\d\d),?\s(?:[-–—]\s|at\s)?)?\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?(?:\s\(?[A-Z]{2,5}\)?)?\s*$)/i;

interface RawLine {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

const MAX_LENGTH = 4000;
const YEAR = /\b(?:19|20)\d\d\b/;

function rawLines(text: string): RawLine[] {
  const all = masked(text);
  const lines: RawLine[] = [];
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf("\n", start);
    const lineEnd = newline < 0 ? text.length : newline;
    for (let from = start; from < lineEnd || from === start; ) {
      const cut =
        lineEnd - from <= MAX_LENGTH
          ? lineEnd
          : Math.max(all.lastIndexOf(" ", from + MAX_LENGTH), from + MAX_LENGTH / 2);
      lines.push({ start: from, end: cut, words: all.slice(from, cut) });
      if (cut === lineEnd) break;
      from = cut;
    }
    start = lineEnd + 1;
  }
  return lines;
}

/** "3. Timeline": a numbered line that is a known section's name and no more. */
function numberedHeading(text: string): string | null {
  if (/^\s*(?:[01]\d|2[0-3])\.[0-5]\d\s/.test(text)) return null;
  const title = /^\s{0,3}\d{1,2}(?:\.\d{1,2})?[.)]?\s{1,4}([A-Z][A-Za-z &/'’()-]{2,48}):?\s*$/.exec(text)?.[1];
  return title !== undefined && title.split(/\s+/).length <= 5 && isKnownSection(sectionName(title)) ? title : null;
}

function plainHeading(text: string, next: string | undefined): boolean {
  if (text.length > 90 || text.split(/\s+/).length > 11 || !/^[A-Z0-9"“¿]/.test(text) || /[.,;!]$/.test(text))
    return false;
  if (
    CLOCK.test(text) ||
    /:\s{1,4}(?:~|approx\w*\.?\s|about\s|around\s)?\d/.test(text) ||
    next === undefined ||
    (next.trim() === "" && YEAR.test(text) && text.length < 24)
  )
    return false;
  // "About 20 per cent of the calls did" reads on in small letters.
  if (/^\s*\p{Ll}/u.test(next) && !BULLET.test(next)) return false;
  const known = !/^\d/.test(text) && text.length <= 60 && isKnownSection(sectionName(text));
  return known || next.trim() === "" || next.trim().length > text.length + 20;
}

interface Heading {
  readonly title: string;
  /** Where the text behind the heading begins on the same line. */
  readonly rest: number | null;
}

/** `**Impact**: text`, `Impact: text`, `## Impact`, or a short line that stands alone. */
function headingOf(source: string, line: RawLine, next: string | undefined, first: boolean): Heading | null {
  const text = source.slice(line.start, line.end);
  const marked = /^\s{0,3}#{1,6}\s+(.{1,200})$/.exec(text);
  if (marked) return { title: marked[1] as string, rest: null };
  const numbered = numberedHeading(text);
  if (numbered !== null) return { title: numbered, rest: null };
  const bold = /^\s*(?:[-*+•●]\s+)?(?:\*\*|__)([^*_]{2,70})(?:\*\*|__)(\s*:?\s*)/.exec(text);
  // "**Incident start:** 2025-04-30 23:00 UTC" is a line of a form, as it is without the stars.
  const formLine = bold && /:/.test(bold[0]) && FORM_VALUE.test(text.slice(bold[0].length));
  if (
    bold &&
    !formLine &&
    !/\d:\d|\d{4}|^time to/i.test(bold[1] as string) &&
    (/:\s*$/.test(bold[1] as string) ||
      (bold[2] as string).includes(":") ||
      bold[0].trim().length === text.trim().length)
  ) {
    return { title: bold[1] as string, rest: text.trim().length > bold[0].trim().length ? bold[0].length : null };
  }
  const label = /^\s*(?:[-*+•●]\s+)?([A-Z][A-Za-z /&'’]{2,40}):\s*/.exec(text);
  // "Incident report: storage, 19 February 2025" at the head of a text is its title, not a section with a text.
  const isTitle =
    first && (next ?? "").trim() === "" && text.length <= 120 && !/[.!?]\s*$/.test(text) && !CLOCK.test(text);
  if (label && !isTitle && !/^time to/i.test(label[1] as string)) {
    const title = label[1] as string;
    const rest = text.slice(label[0].length);
    const dated =
      /^\W{0,4}\d|^\W{0,3}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)/i.test(rest);
    if (!dated && isKnownSection(sectionName(title)) && title.split(/\s+/).length <= 4)
      return { title, rest: rest.trim() === "" ? null : label[0].length };
  }
  if (BULLET.test(line.words) || /^\s*[|>]/.test(text) || STATUS.test(line.words)) return null;
  return plainHeading(line.words.trim(), next) ? { title: text, rest: null } : null;
}

/** Lines from which on a paragraph without a capital at its head may be notes, and lines that are looked at. */
const LEAST_NOTES = 3;
const MOST_NOTES = 200;
/** Characters by which a wrapped line may fall short of the widest. */
const RAGGED = 4;

/** True if a line of notes ended where its next word would still have fitted: nobody wrapped it there. */
function endsNote({ words }: RawLine, next: RawLine, width: number): boolean {
  const [text, word = ""] = [words.trimEnd(), next.words.trim().split(/\s/, 1)[0]];
  return text.length + 1 + word.length + RAGGED <= width && !DANGLING.test(text);
}

class Reader {
  readonly passages: Passage[] = [];
  private section = "";
  private block = 0;
  private status: string | null = null;
  private fenced = false;
  private readonly fourDigits: boolean;

  constructor(
    private readonly source: string,
    private readonly lines: readonly RawLine[],
  ) {
    this.fourDigits = stampsWithFourDigits(lines.map(({ words }) => words));
  }

  read(): Passage[] {
    for (let index = 0; index < this.lines.length; ) index = this.take(index);
    return this.passages;
  }

  private add(kind: Passage["kind"], start: number, end: number, words: string): void {
    if (words.trim() === "") return;
    this.passages.push({
      start,
      end,
      words: words.replace(/\n/g, " "),
      kind,
      section: this.section,
      block: this.block,
      status: this.status,
    });
  }

  private take(index: number): number {
    const line = this.lines[index] as RawLine;
    const raw = this.source.slice(line.start, line.end);
    if (/^\s*(?:```|~~~)/.test(raw)) this.fenced = !this.fenced;
    else if (this.fenced) this.add("code", line.start, line.end, line.words);
    else if (line.words.trim() !== "") return this.takeWords(index, line);
    return index + 1;
  }

  private takeWords(index: number, line: RawLine): number {
    const heading = isStamped(line.words, this.fourDigits)
      ? null
      : headingOf(this.source, line, this.lines[index + 1]?.words, this.passages.length === 0);
    if (heading) return this.takeHeading(index, line, heading);
    const status = STATUS.exec(line.words);
    if (status) {
      this.block++;
      this.status = (status[1] as string).toLowerCase();
    }
    return this.takeText(index, line.start);
  }

  private takeHeading(index: number, line: RawLine, { title, rest }: Heading): number {
    const name = sectionName(title);
    // The title of the whole is no section of its own.
    this.section = this.passages.length === 0 && !isKnownSection(name) ? "" : name;
    this.block++;
    this.status = null;
    const end = rest === null ? line.end : line.start + rest;
    this.add("heading", line.start, end, line.words.slice(0, end - line.start));
    return rest === null ? index + 1 : this.takeText(index, end);
  }

  /** The width of a paragraph of notes: three lines and more, the first of them without a capital; `null` of any other. */
  private widthOfNotes(index: number): number | null {
    const isBlank = (at: number): boolean => (this.lines[at]?.words ?? "").trim() === "";
    let [from, to] = [index, index + 1];
    while (from > 0 && !isBlank(from - 1)) from--;
    while (to < this.lines.length && !isBlank(to)) to++;
    const own = this.lines.slice(from, Math.min(to, from + MOST_NOTES)).map(({ words }) => words.trimEnd());
    const widths = own.map((words) => words.length);
    return own.length >= LEAST_NOTES && /^[\s~*-]*[\p{Ll}\d]/u.test(own[0] as string) ? Math.max(...widths) : null;
  }

  /** A paragraph with the lines that it was wrapped to. */
  private takeText(index: number, start: number): number {
    let last = index;
    const row = /^\s*\|/.test((this.lines[index] as RawLine).words);
    const first = this.lines[index] as RawLine;
    const length = (): number => (this.lines[last] as RawLine).end - start;
    const notesTo = this.widthOfNotes(index);
    const goesOn = (): boolean => {
      const [line, next] = [this.lines[last] as RawLine, this.lines[last + 1]];
      const sequel = next !== undefined && isItemSequel(first.words, next.words);
      if (notesTo !== null && next && !sequel && endsNote(line, next, notesTo)) return false;
      return readsOn(line, next, first, this.fourDigits);
    };
    while (!row && length() < MAX_LENGTH && goesOn()) last++;
    const end = (this.lines[last] as RawLine).end;
    const words = this.lines
      .slice(index, last + 1)
      .map((line) => line.words)
      .join("\n")
      .slice(start - first.start);
    const cut = STATUS.test(words) ? STAMP_BEHIND.exec(words)?.index : undefined;
    if (cut !== undefined) {
      this.add("text", start, start + cut, words.slice(0, cut));
      this.add("text", start + cut, end, words.slice(cut));
    } else this.add(row ? "row" : BULLET.test(first.words) ? "bullet" : "text", start, end, words);
    return last + 1;
  }
}

/** The passages of a statement in order, each with the section it stands in. Blank lines and fences are left out. */
export function passages(text: string): readonly Passage[] {
  return new Reader(text, rawLines(text)).read();
}
