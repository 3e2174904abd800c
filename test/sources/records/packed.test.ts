import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readTable } from "../../../src/sources/records/read-table.js";
import { folderWith } from "../incident-folder.js";
import { zip } from "../zip.js";

// One table of 48 rows (`at,code,note`), packed by xz 5, bzip2 1.0 and zstd 1.5.
const XZ =
  "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Ab4AdFdADCdAYTSOEQOm9oMLkb0Z7AxqoZ7PVurl3ZIPZUC8y8m5xMdOB2nXZJtjur30DNnCbogeL2Ix3SemwGfnrdqq2RdEs9aVYuK83LR" +
  "ijVFdZEXYYoOgk672AeyogRu6L8uHuKvXBfnxUcRPjKbNCBdhpEQ0Xvr7MEwQhrZYReYsksljO5ak/hd5yGyLt7C8jknIpY7DffIrklkudNEsVkeXgjuLW+WklZhgSl3WGoixkw9aD3R" +
  "TDWArv0IuJzTfeXxXrrDGbu5WOhb18eE/UimntZfJRDfyPA2ma/9nldJ9B5wsJVpxCdSYgZpOrPVDutff1JToLstNTQNQozEwB3CG0zcvxV28YYdBjuEvJcutThInr7jOvk3Gw7kO8ii" +
  "49KOTNv+UXgnvkkcwdjrKVB59kVEVrD+AyGn4Ou3v3hEcsJLBhajINzJk2XsnSqWCGmjT/62etsSwtutgVjcghdI9ZaDMQpyIMAgufSTAGFoUTrOWXoi3UgoL8qKX+Rb6b7s5bMsUHrI" +
  "G8dOWVH989oFbLG1uMvaOK7bG7gNPz2UZQMhweCM5oAm37vtdjKAuvY2Uh6SdACp/F4mQ+DGxVLJmLeteP6gBIAT/dVHqZxVZdcAAAAAAACE4EjkicbwxQAB7QP5DQAAL2yZ3bHEZ/sC" +
  "AAAAAARZWg==";
const XZ_CRC32 =
  "/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4Ab4AdFdADCdAYTSOEQOm9oMLkb0Z7AxqoZ7PVurl3ZIPZUC8y8m5xMdOB2nXZJtjur30DNnCbogeL2Ix3SemwGfnrdqq2RdEs9aVYuK83LR" +
  "ijVFdZEXYYoOgk672AeyogRu6L8uHuKvXBfnxUcRPjKbNCBdhpEQ0Xvr7MEwQhrZYReYsksljO5ak/hd5yGyLt7C8jknIpY7DffIrklkudNEsVkeXgjuLW+WklZhgSl3WGoixkw9aD3R" +
  "TDWArv0IuJzTfeXxXrrDGbu5WOhb18eE/UimntZfJRDfyPA2ma/9nldJ9B5wsJVpxCdSYgZpOrPVDutff1JToLstNTQNQozEwB3CG0zcvxV28YYdBjuEvJcutThInr7jOvk3Gw7kO8ii" +
  "49KOTNv+UXgnvkkcwdjrKVB59kVEVrD+AyGn4Ou3v3hEcsJLBhajINzJk2XsnSqWCGmjT/62etsSwtutgVjcghdI9ZaDMQpyIMAgufSTAGFoUTrOWXoi3UgoL8qKX+Rb6b7s5bMsUHrI" +
  "G8dOWVH989oFbLG1uMvaOK7bG7gNPz2UZQMhweCM5oAm37vtdjKAuvY2Uh6SdACp/F4mQ+DGxVLJmLeteP6gBIAT/dVHqZxVZdcAAAAAAAD/JxHjAAHpA/kNAAA5LghGPjANiwIAAAAA" +
  "AVla";
const BZIP2 =
  "QlpoOTFBWSZTWcJSDesAAwZbgH/QAAZ/8AQQP8GEAEACE5WrV3OEqT0k81MNSeppk0D1ADU9MiFGkGgPQ1NqGGp4qmmCYBMJpgAiVMRGCnpDQ9RkekO/5t2377xvIUUZipavRVVLINKg" +
  "bz8jrt92Wu3SgewM1tNzsMJYRTNC6qFckwHuABbIsB/kK54gDiAPIqgNOTJILCEiSSKyY8AF1tM6g4WAG4GldOABtYG+BhatdcW2BYueJqVMolNTElynCOWzxd4xpwAzPD6pj4AHfS2/" +
  "ML9baa52tQHIAbqG1r7sPCCZ7eAB3mb6glWxtxaCYNEAdf3eYW0p6zSmnzUHVwBCA6ysQHIMsqfAA31w486U25Xcwx6b7enXyByTMKTkEsXwuz7RC/O9tKslUkAOj3c7bWgKsUAca9dX" +
  "o4gxfkW0XHsTJBlzONItd+9Bqj51BdUSKS4LusMjSFq1zjwzZm25D+Pymb93qTUZZ5YYy9aKxMZzR5YtfItbyiUBYAwklCgwgkhEIFspNNNFNpslNAAQ9hgmAJgYEgkkEkIQgwkYdE6k" +
  "Eiduyl0SJwrB+kJGB/d14rUoLF90kGRIn6rE+1I4X9SX8XckU4UJDCUg3rA=";
const ZSTD =
  "KLUv/QRYXQ8AhtY4GKAXNAeIrNtNhJpi/Q++XLmlTAlQq+KKGDUAMAAvAHZKKaWrmoxSSqnTiScO82xMq14TQmuB4Ox7HaE9gaAVaAVcA/WAN+Bc" +
  "A6ADgwIBHYNBOCgBqNojiHdGdcPkSGivsKooiqK4Mv+cU0Z617LElHoEywTdO8oIIWRlL9ciNsYY038Ex6PkmelSSvH9Oq6PKSUnpmu+ccPG2D7O" +
  "w9OsKGwRmUDVZHi00F2gMvPDMAw1Ki8AZsZySawIgiCO5mmDoBVFcST3qsPh7aHJz/nIklcSgri1Rq/b0pU/kgwrVh352wl9qBFJxNTVOPsbcIKR" +
  "oGbSAxEgIIdJa0jM2O0BGDOyw58z0GHYZqcUIxYzDmv2vhIn7zAy9ShxC15R/qPtvQAYRxK+uANulSYY2iUqHXZUAwPzSHwjL2sNSv0mNvg5BELI" +
  "80DLseCyQs3E67t93CNZO/Q4zQC8NqajtpnkWbleFQYi6OB9zNliHNzaUQQ03r6mytKR99g3XZKiEJ+52Ygu8chZIk2lu9F7OBjuA9paomRvZd8d" +
  "8k0CXu4N8hbXOe2i9uydxe130UB6xTFxh38W2mdZDdyrQMpDonsTJsL2WNolQwFKYKCgGMDA88Pr6IzKcAS3ZUCR+zD2Q67qcdQ8T88BXgUDU6n4";
/** SHA-256 of the table's text. */
const SHA = "61399f8dc44a6363e4a34c1d92a153b343e2f5dcd1545cb4c430c8168b42b951";

function tar(files: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat([
    ...Object.entries(files).flatMap(([name, text]) => {
      const head = Buffer.alloc(512);
      head.write(name, 0);
      head.write(Buffer.byteLength(text).toString(8).padStart(11, "0"), 124);
      head.write("0", 156);
      head.write("ustar", 257);
      return [head, Buffer.from(text), Buffer.alloc((512 - (Buffer.byteLength(text) % 512)) % 512)];
    }),
    Buffer.alloc(1024),
  ]);
}

async function table(file: string, bytes: Buffer): Promise<{ columns: string[]; rows: string[][] }> {
  const path = join(folderWith({}), file);
  writeFileSync(path, bytes);
  const { columns, rows } = await readTable(path);
  return { columns, rows };
}

function textOf({ columns, rows }: { columns: string[]; rows: string[][] }): string {
  return `${[columns, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

const ONE = "at,code\n2025-03-31T12:00:00Z,200\n2025-03-31T12:01:00Z,500\n";
const TWO = "at,code\n2025-03-31T12:02:00Z,200\n2025-03-31T12:03:00Z,200\n";

describe("packed tables", () => {
  it.each([
    ["calls.csv.xz", XZ],
    ["calls.csv.xz", XZ_CRC32],
    ["calls.csv.bz2", BZIP2],
    ["calls.csv.zst", ZSTD],
  ])("%s is unpacked to the byte", async (file, base64) => {
    const text = textOf(await table(file, Buffer.from(base64, "base64")));
    expect(createHash("sha256").update(text).digest("hex")).toBe(SHA);
  });

  it.each([
    ["calls.csv.xz", XZ],
    ["calls.csv.bz2", BZIP2],
  ])("%s that is cut or changed is damaged, with its name", async (file, base64) => {
    const whole = Buffer.from(base64, "base64");
    const changed = Buffer.from(whole);
    changed[whole.length >> 1] = (changed[whole.length >> 1] as number) ^ 0x55;
    for (const bytes of [whole.subarray(0, whole.length >> 1), changed])
      await expect(table(file, bytes)).rejects.toMatchObject({
        exitCode: 3,
        message: expect.stringContaining(`file "${file}" is a damaged archive`) as unknown,
      });
  });

  it("zstd that is cut is damaged too", async () => {
    const whole = Buffer.from(ZSTD, "base64");
    await expect(table("a.csv.zst", whole.subarray(0, whole.length - 9))).rejects.toMatchObject({ exitCode: 3 });
  });

  it("archives of like tables are one table under one head", async () => {
    const files = { "one.csv": ONE, "two.csv": TWO, "README.md": "about" };
    for (const [file, bytes] of [
      ["a.zip", zip(files)],
      ["a.tar.gz", gzipSync(tar(files))],
      ["a.tar", tar(files)],
    ] as const)
      expect((await table(file, bytes)).rows.map(([at]) => at?.slice(14, 16))).toEqual(["00", "01", "02", "03"]);
  });

  it("archives of tables that differ, and what is no table, are one sentence each", async () => {
    const message = async (file: string, bytes: Buffer): Promise<string> =>
      table(file, bytes).then(
        () => "read",
        (error: Error) => error.message,
      );
    expect(await message("a.zip", zip({ "one.csv": ONE, "b.csv": "x;y\n1;2\n" }))).toBe(
      'file "a.zip" holds several tables that differ (b.csv, one.csv); unpack it here',
    );
    expect(await message("a.db", Buffer.from("SQLite format 3\0....."))).toContain(
      "is an SQLite database; write the table as CSV",
    );
    expect(await message("a.avro", Buffer.from("Obj\u0001...."))).toContain("is an Avro file");
    expect(await message("a.orc", Buffer.from("ORC....."))).toContain("is an ORC file");
  });

  it("a workbook's sheet is a table: shared texts, serial days as times, gaps as empty cells", async () => {
    const xml = (body: string): string => `<?xml version="1.0"?>${body}`;
    const cell = (at: string, type: string, value: string | number): string =>
      `<c r="${at}" ${type}><v>${value}</v></c>`;
    const row = (n: number, day: number, state: number): string =>
      `<row r="${n}">${cell(`A${n}`, 's="1"', day)}${cell(`C${n}`, 't="s"', state)}</row>`;
    const files = {
      "[Content_Types].xml": xml("<Types/>"),
      "xl/workbook.xml": xml(
        '<workbook><sheets><sheet name="Notes" sheetId="1" r:id="r1"/><sheet name="Calls" sheetId="2" r:id="r2"/></sheets></workbook>',
      ),
      "xl/_rels/workbook.xml.rels": xml(
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>',
      ),
      "xl/styles.xml": xml('<styleSheet><cellXfs count="2"><xf/><xf numFmtId="22"/></cellXfs></styleSheet>'),
      "xl/sharedStrings.xml": xml(
        "<sst><si><t>Start</t></si><si><t>Who &amp; what</t></si><si><r><t>Sta</t></r><r><t>te</t></r></si><si><t>ok</t></si><si><t>failed</t></si></sst>",
      ),
      "xl/worksheets/sheet1.xml": xml(
        `<worksheet><sheetData><row r="1">${cell("A1", 't="s"', 0)}</row></sheetData></worksheet>`,
      ),
      "xl/worksheets/sheet2.xml": xml(
        `<worksheet><sheetData><row r="1">${cell("A1", 't="s"', 0)}${cell("B1", 't="s"', 1)}${cell("C1", 't="s"', 2)}</row>${row(2, 45747.5, 3)}${row(3, 45747.5006944444, 4)}</sheetData></worksheet>`,
      ),
    };
    expect(await table("calls.xlsx", zip(files))).toEqual({
      columns: ["Start", "Who & what", "State"],
      rows: [
        ["2025-03-31 12:00:00", "", "ok"],
        ["2025-03-31 12:01:00", "", "failed"],
      ],
    });
  });
});
