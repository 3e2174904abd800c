import type { CleanTable } from "./pollute-exports.js";

/** One corrupted file and what a reader should find in it. */
export interface PollutedFile {
  readonly family: string;
  readonly name: string;
  readonly bytes: Buffer;
  /** `null` where the file holds no header. */
  readonly header: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
}

interface Marks {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly newline: string;
  readonly always: boolean;
}

const PLAIN: Marks = { delimiter: ",", quote: '"', escape: '"', newline: "\n", always: false };

function cellText(cell: string, { delimiter, quote, escape, always }: Marks): string {
  const marks = [delimiter, quote, "\n", "\r", ...(escape === quote ? [] : [escape])];
  if (!always && !marks.some((mark) => cell.includes(mark)) && !(delimiter.includes(" ") && /^ | $/.test(cell)))
    return cell;
  const safe =
    escape === quote
      ? cell.replaceAll(quote, quote + quote)
      : cell.replaceAll(escape, escape + escape).replaceAll(quote, escape + quote);
  return quote + safe + quote;
}

function lineOf(cells: readonly string[], marks: Marks): string {
  const text = cells.map((cell) => cellText(cell, marks)).join(marks.delimiter);
  return marks.delimiter === " "
    ? cells.map((cell) => (cell === "" ? marks.quote + marks.quote : cellText(cell, marks))).join(" ")
    : text;
}

function textOf(lines: readonly (readonly string[])[], marks: Marks = PLAIN): string {
  return lines.map((cells) => lineOf(cells, marks) + marks.newline).join("");
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

const WINDOWS: ReadonlyMap<string, number> = new Map([
  ["–", 0x96],
  ["„", 0x84],
  ["“", 0x93],
]);

function windows1252(text: string): Buffer {
  return Buffer.from([...text].map((letter) => WINDOWS.get(letter) ?? letter.charCodeAt(0)));
}

type Made = readonly [name: string, content: string | Buffer, change?: Partial<Pick<PollutedFile, "header" | "rows">>];

function withLine(
  lines: readonly (readonly string[])[],
  index: number,
  change: (cells: readonly string[]) => readonly string[],
): (readonly string[])[] {
  return lines.map((cells, at) => (at === index ? change(cells) : cells));
}

function made(table: CleanTable): Readonly<Record<string, readonly Made[]>> {
  const { columns, rows } = table;
  const all = [columns, ...rows];
  const clean = textOf(all);
  const lines = clean.split("\n");
  const narrow = "site,region\nMunich,south\nBremen,north\n";
  const delimited = (name: string, marks: Partial<Marks>): Made => [name, textOf(all, { ...PLAIN, ...marks })];
  const width = columns.length;
  const damaged = (
    name: string,
    at: number,
    line: string,
    was = lineOf(rows[at] as readonly string[], PLAIN),
  ): Made => [name, clean.replace(`\n${was}\n`, () => `\n${line}\n`)];
  const numbered = rows.map((row, at) => [String(at + 1), ...row]);
  const padded = { header: [...columns, `column${width + 1}`], rows: rows.map((row) => [...row, ""]) };
  const places = [2, 60, rows.length - 2]
    .flatMap((at) => columns.map((_column, column) => [at, column] as const))
    .filter(([at]) => !lineOf(rows[at] as readonly string[], PLAIN).includes("\n"));
  const rowOf = (at: number, join: (cells: readonly string[]) => string): string =>
    join((rows[at] as readonly string[]).map((cell) => cellText(cell, PLAIN)));
  const ragged = (name: string, at: number, change: (cells: readonly string[]) => readonly string[]): Made => {
    const changed = withLine(rows, at, change);
    return [name, textOf([columns, ...changed]), { rows: changed }];
  };
  return {
    delimiter: [
      ...(
        [
          ["tab", "\t"],
          ["semicolon", ";"],
          ["bar", "|"],
          ["comma and space", ", "],
          ["two bars", "||"],
          ["space", " "],
          ["unit separator", "\u001f"],
        ] as const
      ).map(([name, delimiter]) => delimited(name, { delimiter })),
      ...[2, 60, rows.length - 2]
        .filter((at) => !lineOf(rows[at] as readonly string[], PLAIN).includes("\n"))
        .map((at) =>
          damaged(`spaces in row ${at} alone`, at, lineOf(rows[at] as readonly string[], { ...PLAIN, delimiter: " " })),
        ),
      ["sep line", `sep=;\r\n${textOf(all, { ...PLAIN, delimiter: ";", newline: "\r\n" })}`],
    ],
    quote: [
      delimited("single", { quote: "'", escape: "'" }),
      delimited("every cell", { always: true }),
      delimited("single, every cell", { quote: "'", escape: "'", always: true }),
      ...places.map(([at, column]) => {
        const quoted = (cells: readonly string[]): string =>
          cells
            .map((cell, index) =>
              index === column ? (cell.startsWith('"') ? `""${cell.slice(1)}` : `"${cell}`) : cell,
            )
            .join(",");
        const changed = withLine(rows, at, (cells) =>
          cells.map((cell, index) => (index === column ? `"${cell}` : cell)),
        );
        const [name, content] = damaged(`a stray one in row ${at}, cell ${column}`, at, rowOf(at, quoted));
        return [name, content, { rows: changed }] as const;
      }),
    ],
    escape: [
      delimited("backslash", { escape: "\\" }),
      delimited("backslash, every cell", { escape: "\\", always: true }),
      [
        "none: quotes stand bare inside quotes",
        `${all.map((cells) => cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell}"` : cell)).join(",")).join("\n")}\n`,
      ],
    ],
    "record delimiter": [
      delimited("CR LF", { newline: "\r\n" }),
      delimited("CR", { newline: "\r" }),
      ["a few CR LF among LF", all.map((cells, at) => lineOf(cells, PLAIN) + (at % 40 === 7 ? "\r\n" : "\n")).join("")],
    ],
    header: [
      ["missing", textOf(rows), { header: null }],
      ["twice at the top", textOf([columns, ...all])],
      ["three times at the top", textOf([columns, columns, ...all])],
      ["again in the middle", textOf([columns, ...rows.slice(0, 60), columns, ...rows.slice(60)])],
    ],
    "preamble and footer": [
      ["title and date", `Export of ${table.name}\nMade on 2025-04-01, by the night shift\n\n${clean}`],
      ["padded title", `Report${",".repeat(columns.length - 1)}\n${clean}`],
      [
        "several padded lines, then an empty row",
        `Report${",".repeat(width - 1)}\nAll calls${",".repeat(width - 1)}\n${",".repeat(width - 1)}\n${clean}`,
      ],
      ["comment lines", `# ${table.name}\n# all times UTC\n${clean}`],
      ["footer", `${clean}\n${rows.length} rows\n`],
      ["both", `${table.name}\n${clean}End of export\n`],
    ],
    "several tables": [
      ["a narrow one after", `${clean}\n${narrow}`],
      ["a narrow one before", `${narrow}\n${clean}`],
      ["the same columns again", `${textOf([columns, ...rows.slice(0, 50)])}\n${textOf([columns, ...rows.slice(50)])}`],
    ],
    "extra or missing cells": [
      ...places.flatMap(([at, column]) => [
        damaged(
          `one delimiter more in row ${at}, cell ${column}`,
          at,
          rowOf(at, (cells) => [...cells.slice(0, column), "", ...cells.slice(column)].join(",")),
        ),
        ...(column === 0
          ? []
          : [
              damaged(
                `one delimiter less in row ${at}, cell ${column}`,
                at,
                rowOf(at, (cells) => cells.slice(0, column).join(",") + cells.slice(column).join(",")),
              ),
            ]),
      ]),
      ...[3, 60, rows.length - 1].flatMap((at) => [
        ragged(`one missing in row ${at}`, at, (cells) => cells.slice(0, -1)),
        ragged(`one extra in row ${at}`, at, (cells) => [...cells, "extra"]),
      ]),
    ],
    "header of another width": [
      [
        "a delimiter more behind header and rows",
        textOf([[...columns, ""], ...rows.map((row) => [...row, ""])]),
        padded,
      ],
      ["a delimiter more behind rows alone", textOf([columns, ...rows.map((row) => [...row, ""])]), padded],
      ["a delimiter more behind the header alone", textOf([[...columns, ""], ...rows])],
      ["two empty names behind the header", textOf([[...columns, "", ""], ...rows])],
      [
        "the name of the row numbers missing",
        textOf([columns, ...numbered]),
        { header: ["row", ...columns], rows: numbered },
      ],
    ],
    "header over two lines": [
      [
        "a name with a line end",
        textOf([[`${columns[0]}\n(local)`, ...columns.slice(1)], ...rows]),
        { header: [`${columns[0]}\n(local)`, ...columns.slice(1)] },
      ],
      [
        "groups above the names",
        textOf([columns.map((_column, at) => (at === 0 ? "" : at === 1 ? "what happened" : "")), ...all]),
      ],
    ],
    "tables beside the main one": [
      [
        "a wide summary after",
        `${clean}\n${textOf([
          [...columns, "sum"],
          [...(rows[0] as readonly string[]), "1"],
        ])}`,
      ],
      ["two small ones after", `${clean}\n${narrow}\nkey,value\nversion,3\n`],
      ["a list of settings before", `from,2025-03-01\nto,2025-04-01\nzone,UTC\n\n${clean}`],
    ],
    "text without delimiters": [
      [
        "sentences",
        `remark\n${rows.map((_row, at) => `The night shift saw it ${at} times and wrote it down`).join("\n")}\n`,
        { header: ["remark"], rows: rows.map((_row, at) => [`The night shift saw it ${at} times and wrote it down`]) },
      ],
      [
        "one column of numbers",
        `count\n${rows.map((_row, at) => String(at * 7)).join("\n")}\n`,
        { header: ["count"], rows: rows.map((_row, at) => [String(at * 7)]) },
      ],
    ],
    "empty file or rows": [
      ["empty", "", { header: null, rows: [] }],
      ["header only", textOf([columns]), { rows: [] }],
      ["one row", textOf(all.slice(0, 2)), { rows: rows.slice(0, 1) }],
      ["blank lines between", `${textOf(all.slice(0, 30))}\n\n${textOf(all.slice(30))}`],
      ["rows of empty cells", textOf([...all.slice(0, 30), columns.map(() => ""), ...all.slice(30)])],
      ["blank lines first", `\n\n${clean}`],
    ],
    "trailing newline": [
      ["none", clean.slice(0, -1)],
      ["two", `${clean}\n`],
      ["blanks", `${clean}   \n`],
      ["lines without it", lines.slice(0, -1).join("\n")],
    ],
    encoding: [
      ["UTF-8 with mark", Buffer.from(`\ufeff${clean}`)],
      ["UTF-16LE with mark", Buffer.from(`\ufeff${clean}`, "utf16le")],
      ["UTF-16LE", Buffer.from(clean, "utf16le")],
      ["UTF-16BE with mark", utf16be(`\ufeff${clean}`)],
      ["UTF-16BE", utf16be(clean)],
      ["Windows-1252", windows1252(clean)],
      [
        "UTF-16LE tabs for a spreadsheet",
        Buffer.from(`\ufeff${textOf(all, { ...PLAIN, delimiter: "\t", newline: "\r\n" })}`, "utf16le"),
      ],
    ],
  };
}

/** Every corruption of one table, the eleven families in order. */
export function pollutedFiles(table: CleanTable): PollutedFile[] {
  return Object.entries(made(table)).flatMap(([family, files]) =>
    files.map(([name, content, change]) => ({
      family,
      name,
      bytes: typeof content === "string" ? Buffer.from(content) : content,
      header: table.columns,
      rows: table.rows,
      ...change,
    })),
  );
}
