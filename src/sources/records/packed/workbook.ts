import { DAY_MS } from "../../../time/units.js";
import type { Member } from "./members.js";

/** A sheet with its rows as text; dates as `2026-03-12 08:00:00`. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

/** Formats of numbers that are dates or times of day, by the numbers that every workbook knows. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);

function plainXml(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp|#x?[\da-f]+);/gi, (_all, name: string) => {
    if (name.startsWith("#"))
      return String.fromCodePoint(
        name[1] === "x" || name[1] === "X" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)),
      );
    return { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }[name.toLowerCase()] as string;
  });
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : plainXml(found);
}

/** The text of all runs inside an element. */
function runs(xml: string): string {
  return [...xml.replace(/<rPh\b[\s\S]*?<\/rPh>/g, "").matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g)]
    .map(([, text]) => plainXml(text as string))
    .join("");
}

function sharedTexts(xml: string | undefined): string[] {
  return xml === undefined
    ? []
    : [...xml.matchAll(/<(?:\w+:)?si\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:\w+:)?si>)/g)].map(([, inner = ""]) => runs(inner));
}

/** A format's own letters, outside quotes and brackets, tell whether it writes a day or a time of day. */
function writesTime(code: string): boolean {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ""));
}

/** Which styles of cells show a number as a time. */
function timeStyles(xml: string | undefined): boolean[] {
  if (xml === undefined) return [];
  const own = new Map(
    [...xml.matchAll(/<(?:\w+:)?numFmt\s([^>]*)>/g)].map(([, tag]) => [
      Number(attribute(tag as string, "numFmtId")),
      attribute(tag as string, "formatCode") ?? "",
    ]),
  );
  const cells = /<(?:\w+:)?cellXfs\b[\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(xml)?.[0] ?? "";
  return [...cells.matchAll(/<(?:\w+:)?xf\b([^>]*)>/g)].map(([, tag]) => {
    const id = Number(attribute(tag as string, "numFmtId") ?? 0);
    const code = own.get(id);
    return code === undefined ? DATE_FORMATS.has(id) : writesTime(code);
  });
}

/** A serial number of days as a time to the millisecond, without a zone. */
function momentOf(serial: number, since1904: boolean): string {
  const days = since1904 ? serial + 1462 : serial;
  const text = new Date(Math.round((days - 25_569) * DAY_MS)).toISOString();
  return days < 1 ? text.slice(11, 19) : `${text.slice(0, 10)} ${text.slice(11, text.endsWith(".000Z") ? 19 : 23)}`;
}

function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? "") column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

interface Book {
  readonly texts: readonly string[];
  readonly times: readonly boolean[];
  readonly since1904: boolean;
}

function cellText(tag: string, inner: string, { texts, times, since1904 }: Book): string {
  const type = attribute(tag, "t") ?? "n";
  if (type === "inlineStr") return runs(inner);
  const value = plainXml(/<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/.exec(inner)?.[1] ?? "");
  if (value === "") return "";
  if (type === "s") return texts[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "true" : "false";
  if (type !== "n") return value;
  const number = Number(value);
  return times[Number(attribute(tag, "s") ?? 0)] === true && Number.isFinite(number)
    ? momentOf(number, since1904)
    : value;
}

const MOST_COLUMNS = 2000;

function rowsOf(xml: string, book: Book): string[][] {
  const rows: string[][] = [];
  for (const [, tag = "", inner = ""] of xml.matchAll(/<(?:\w+:)?row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?row>)/g)) {
    const at = Number(attribute(tag, "r") ?? rows.length + 1);
    const row: string[] = [];
    for (const [, cell = "", body = ""] of inner.matchAll(/<(?:\w+:)?c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g)) {
      const reference = attribute(cell, "r");
      const column = reference === undefined ? row.length : columnOf(reference);
      if (column >= MOST_COLUMNS) continue;
      while (row.length < column) row.push("");
      row[column] = cellText(cell, body, book);
    }
    // A gap of many rows is the end of one table and no thousand blank lines.
    while (rows.length < at - 1 && at - rows.length < 100) rows.push([]);
    rows.push(row);
  }
  return rows;
}

/** True if an archive is a workbook. */
export function isWorkbook(members: readonly Member[]): boolean {
  return members.some(({ name }) => name === "xl/workbook.xml");
}

/** The sheets of a workbook that hold cells, in order. */
export function sheetsOf(members: readonly Member[]): Sheet[] {
  const text = (name: string): string | undefined =>
    members
      .find((member) => member.name === name)
      ?.read()
      .toString("utf8");
  const workbook = text("xl/workbook.xml") ?? "";
  const links = new Map(
    [...(text("xl/_rels/workbook.xml.rels") ?? "").matchAll(/<(?:\w+:)?Relationship\s([^>]*)>/g)].map(([, tag]) => [
      attribute(tag as string, "Id"),
      attribute(tag as string, "Target") ?? "",
    ]),
  );
  const book: Book = {
    texts: sharedTexts(text("xl/sharedStrings.xml")),
    times: timeStyles(text("xl/styles.xml")),
    since1904: /date1904="(1|true)"/.test(workbook),
  };
  return [...workbook.matchAll(/<(?:\w+:)?sheet\s([^>]*)>/g)].flatMap(([, tag = ""]) => {
    const target = links.get(attribute(tag, "r:id") ?? attribute(tag, "\\w+:id")) ?? "";
    const xml = text(target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    const rows = xml === undefined ? [] : rowsOf(xml, book);
    return rows.some((row) => row.some((cell) => cell !== "")) ? [{ name: attribute(tag, "name") ?? "", rows }] : [];
  });
}
