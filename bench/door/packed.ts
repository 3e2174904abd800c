import { spawnSync } from "node:child_process";
import { crc32 as crcOf, deflateRawSync, gzipSync } from "node:zlib";

export interface Member {
  readonly path: string;
  readonly bytes: Buffer;
}

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, (value >> 8) & 0xff]);
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** CRC-32 as ZIP asks for it; Node has one from 20.15 on. */
const crc = (bytes: Buffer): number => crcOf(bytes);

/** A ZIP archive with deflated members. */
export function zip(members: readonly Member[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes } of members) {
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const common = Buffer.concat([
      u16(20),
      u16(0),
      u16(8),
      u16(0),
      u16(0x5c6c),
      u32(crc(bytes)),
      u32(packed.length),
      u32(bytes.length),
      u16(name.length),
      u16(0),
    ]);
    const local = Buffer.concat([u32(0x04034b50), common, name, packed]);
    directory.push(
      Buffer.concat([u32(0x02014b50), u16(20), common, u16(0), u16(0), u16(0), u32(0), u32(offset), name]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(0),
    u16(0),
    u16(members.length),
    u16(members.length),
    u32(central.length),
    u32(offset),
    u16(0),
  ]);
  return Buffer.concat([...parts, central, end]);
}

/** A tar archive (ustar) of plain files. */
function tar(members: readonly Member[]): Buffer {
  const blocks = members.flatMap(({ path, bytes }) => {
    const head = Buffer.alloc(512);
    head.write(path, 0);
    head.write("0000644\0", 100);
    head.write("0000000\0", 108);
    head.write("0000000\0", 116);
    head.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    head.write("00000000000\0", 136);
    head.write("        ", 148);
    head.write("0", 156);
    head.write("ustar\x0000", 257);
    const sum = head.reduce((total, byte) => total + byte, 0);
    head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const tarGz = (members: readonly Member[]): Buffer => gzipSync(tar(members));

/** What a packer on this machine makes of the bytes; null where there is none. */
export function packedBy(command: "xz" | "bzip2" | "zstd", bytes: Buffer): Buffer | null {
  const { status, stdout } = spawnSync(command, ["-c", "-q"], { input: bytes, maxBuffer: 1 << 28 });
  return status === 0 ? stdout : null;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const letter = (column: number): string => String.fromCharCode(65 + column);

/** A day since 1899-12-30 and its fraction, as spreadsheets keep a time. */
interface Serial {
  readonly serial: number;
}
type Value = string | number | Serial;

/** A workbook of one or more sheets, texts shared, times as serial numbers with a style of date and clock. */
export function workbook(
  sheets: readonly { readonly name: string; readonly rows: readonly (readonly Value[])[] }[],
): Buffer {
  const shared = new Map<string, number>();
  const cellOf = (value: Value, reference: string): string => {
    if (typeof value === "number") return `<c r="${reference}"><v>${value}</v></c>`;
    if (typeof value === "object") return `<c r="${reference}" s="1"><v>${value.serial}</v></c>`;
    if (!shared.has(value)) shared.set(value, shared.size);
    return `<c r="${reference}" t="s"><v>${shared.get(value)}</v></c>`;
  };
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const bodies = sheets.map(({ rows }) => {
    const body = rows
      .map(
        (row, index) =>
          `<row r="${index + 1}">${row.map((value, column) => cellOf(value, `${letter(column)}${index + 1}`)).join("")}</row>`,
      )
      .join("");
    return `${head}<worksheet xmlns="${main}"><sheetData>${body}</sheetData></worksheet>`;
  });
  const texts = [...shared.keys()].map((text) => `<si><t>${escaped(text)}</t></si>`).join("");
  const kind = (part: string): string => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;
  const files: [string, string][] = [
    [
      "[Content_Types].xml",
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind("sheet.main")}"/>${sheets.map((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${kind("worksheet")}"/>`).join("")}<Override PartName="/xl/styles.xml" ContentType="${kind("styles")}"/><Override PartName="/xl/sharedStrings.xml" ContentType="${kind("sharedStrings")}"/></Types>`,
    ],
    [
      "_rels/.rels",
      `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheets.map(({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join("")}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId${sheets.length + 2}" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ],
    [
      "xl/styles.xml",
      `${head}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ],
    ...bodies.map((body, index): [string, string] => [`xl/worksheets/sheet${index + 1}.xml`, body]),
    [
      "xl/sharedStrings.xml",
      `${head}<sst xmlns="${main}" count="${shared.size}" uniqueCount="${shared.size}">${texts}</sst>`,
    ],
  ];
  return zip(files.map(([path, text]) => ({ path, bytes: Buffer.from(text) })));
}
