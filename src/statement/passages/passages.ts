import { isStamped, stampsWithFourDigits } from "../text/bare-clocks.js";
import { masked } from "../text/mask.js";
import { isKnownSection, sectionName } from "../text/section-name.js";

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

interface RawLine {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

const MAX_LENGTH = 4000;
const BULLET =
  /^\s*(?:[-*+•●▪◦‣·–]|\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=\s+(?:\d{3,4}\b|\d{1,2}:\d\d|[A-Z[]))|[a-z]\))\s+\S/;
const STATUS =
  /^\s*(investigating|identified|monitoring|update|resolved|postmortem|scheduled|in progress|verifying|completed|created|closed|confirmed|detected)\s*(?:[-–—:]\s*(?!\d)|$)/i;
const CLOCK =
  /\d{1,2}:\d{2}|\b\d{1,2}\s?[ap]\.?m\b|\b[0-2]?\d[.h][0-5]\d\b|\b[0-2]\d[0-5]\d\s?(?:h(?:rs)?\b|hours\b|UTC|GMT|[A-Z]{2,4}T\b)/i;
/** A line that begins with a clock reading. */
const STAMP = /^[^\p{L}\p{N}]{0,4}(?:ca\.?\s)?\d{1,2}[:.h]\d\d/u;
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

/** A line that the next one carries on: as long as a wrapped line, no end of sentence, and the next one looks like its sequel. */
function wraps(line: RawLine, next: RawLine | undefined, fourDigits: boolean): boolean {
  if (!next || isStamped(next.words, fourDigits)) return false;
  const text = line.words.trimEnd();
  const sequel = next.words.trimStart();
  if (text.length < 45 || text.length > 140 || /[.!?:|]$/.test(text) || sequel === "" || BULLET.test(next.words))
    return false;
  if (STAMP.test(text) && STAMP.test(sequel)) return false;
  if (
    /^[|#>[]/.test(sequel) ||
    STATUS.test(sequel) ||
    /^(?:[a-z_]{2,20}\s?[:=]|[A-Z][A-Za-z]{1,20}(?:\s[A-Za-z]{1,20}){1,3}:)\s/i.test(sequel)
  )
    return false;
  return (
    /^[a-z(,;"'’“]/.test(sequel) ||
    /(?:[,;]|\b(?:the|a|an|of|to|and|or|in|on|at|for|with|by|from|was|were|is|our|until|between))$/i.test(text) ||
    (/^[A-Z0-9]/.test(sequel) &&
      text.length >= 60 &&
      text.length <= 100 &&
      sequel.length > 20 &&
      !CLOCK.test(sequel.slice(0, 24)))
  );
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
  if (
    bold &&
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

  /** A paragraph with the lines that it was wrapped to. */
  private takeText(index: number, start: number): number {
    let last = index;
    const row = /^\s*\|/.test((this.lines[index] as RawLine).words);
    const length = (): number => (this.lines[last] as RawLine).end - start;
    while (!row && length() < MAX_LENGTH && wraps(this.lines[last] as RawLine, this.lines[last + 1], this.fourDigits))
      last++;
    const first = this.lines[index] as RawLine;
    const end = (this.lines[last] as RawLine).end;
    const words = this.lines
      .slice(index, last + 1)
      .map((line) => line.words)
      .join("\n")
      .slice(start - first.start);
    this.add(row ? "row" : BULLET.test(first.words) ? "bullet" : "text", start, end, words);
    return last + 1;
  }
}

/** The passages of a statement in order, each with the section it stands in. Blank lines and fences are left out. */
export function passages(text: string): readonly Passage[] {
  return new Reader(text, rawLines(text)).read();
}
