import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { unpackFile } from "../../../src/sources/records/unpack-file.js";
import { folderWith, verbsCsv } from "../incident-folder.js";

it.skipIf(!existsSync("/dev/full"))(
  "a full temporary folder is said to be full, and the archive is not called damaged",
  async () => {
    const folder = folderWith({ "verbs.csv.gz": gzipSync(verbsCsv(500)) });
    const temporary = folderWith({});
    symlinkSync("/dev/full", join(temporary, "unpacked-0"));
    await expect(unpackFile(join(folder, "verbs.csv.gz"), folder, temporary, 0)).rejects.toMatchObject({
      code: "engine",
      message: expect.stringMatching(/no space left on device.*free disk space \(or set TMPDIR/i) as unknown,
    });
  },
);
