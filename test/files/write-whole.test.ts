import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryName } from "../../src/files/leftovers.js";
import { standing, writeWhole } from "../../src/files/write-whole.js";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "write-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe("writeWhole", () => {
  it("replaces a file and leaves nothing beside it", () => {
    const path = folder();
    writeWhole(join(path, "a.json"), "one");
    writeWhole(join(path, "a.json"), "two");
    expect(readdirSync(path)).toEqual(["a.json"]);
    expect(readFileSync(join(path, "a.json"), "utf8")).toBe("two");
  });

  it("sweeps what a process that is gone left, and not what a running one writes", () => {
    const path = folder();
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    const mine = temporaryName(".a.json.", ".part");
    const orphan = mine.replace(`-${process.pid}-`, `-${gone}-`);
    const elsewhere = ".a.json.00000000-1-abcdef.part";
    for (const name of [mine, orphan, elsewhere, ".a.json.part", ".b.json.1-1-1.part"])
      writeFileSync(join(path, name), "x");
    writeWhole(join(path, "a.json"), "new");
    expect(readdirSync(path).sort()).toEqual([".a.json.part", ".b.json.1-1-1.part", elsewhere, mine, "a.json"].sort());
    const old = Date.now() / 1000 - 7200;
    utimesSync(join(path, elsewhere), old, old);
    writeWhole(join(path, "a.json"), "newer");
    expect(readdirSync(path)).not.toContain(elsewhere);
  });

  it("leaves the old file and names the cause when it cannot write", () => {
    const path = folder();
    mkdirSync(join(path, "a.json"));
    expect(() => writeWhole(join(path, "gone", "a.json"), "x")).toThrow(
      expect.objectContaining({ code: "engine", exitCode: 4 }),
    );
    expect(() => writeWhole(join(path, "a.json"), "x")).toThrow(
      expect.objectContaining({
        code: "usage",
        message: expect.stringContaining("which is a folder; name a file in it"),
      }),
    );
    expect(readdirSync(path)).toEqual(["a.json"]);
  });

  it("lets the first of two runs win, whether or not a file stood there before, and leaves nothing beside it", () => {
    const path = folder();
    const file = join(path, "analysis.json");
    for (const content of ["first", "second"]) {
      const [one, other] = [standing(file), standing(file)];
      writeWhole(file, content, one);
      expect(() => writeWhole(file, "late", other)).toThrow(
        expect.objectContaining({ exitCode: 4, message: expect.stringContaining("written by another run") as unknown }),
      );
      expect(readFileSync(file, "utf8")).toBe(content);
    }
    expect(readdirSync(path)).toEqual(["analysis.json"]);
  });
});
