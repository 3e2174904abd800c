import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openIncident } from "../../src/incident/yaml/open.js";
import { plainText, safeJson } from "../../src/errors/plain-text.js";
import { requireRegularFile } from "../../src/files/regular-file.js";
import { readTable } from "../../src/sources/records/read-table.js";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "leads-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function incidentFolder(): string {
  const path = folder();
  writeFileSync(
    join(path, "incident.yaml"),
    "id: t\nsources:\n  a: { file: a.csv, kind: gauge, value: what, time: { column: at, zone: UTC } }\n",
  );
  writeFileSync(join(path, "a.csv"), "at,what\n2026-01-01T00:00:00Z,x\n");
  return path;
}

function pipeAt(path: string): boolean {
  return spawnSync("mkfifo", [path]).status === 0;
}

describe("files that an incident defaults to", () => {
  it("are refused where they are links that lead out of its folder", async () => {
    const [inside, outside] = [incidentFolder(), folder()];
    writeFileSync(join(outside, "secret.md"), "At 10:00 UTC it began.");
    symlinkSync(join(outside, "secret.md"), join(inside, "statement.md"));
    await expect(openIncident(inside)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("leads out of the incident folder") as unknown,
    });
  });

  it("are taken where they are links within it", async () => {
    const inside = incidentFolder();
    writeFileSync(join(inside, "text.md"), "At 10:00 UTC it began.");
    symlinkSync("text.md", join(inside, "statement.md"));
    expect((await openIncident(inside)).statement).toBe("statement.md");
  });

  it("are refused where they are pipes or devices", async () => {
    const inside = incidentFolder();
    symlinkSync("/dev/zero", join(inside, "statement.md"));
    await expect(openIncident(inside)).rejects.toMatchObject({ exitCode: 2 });
    rmSync(join(inside, "statement.md"));
    if (!pipeAt(join(inside, "statement.md"))) return;
    await expect(openIncident(inside)).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("functions that take a file", () => {
  it("refuse devices, folders, pipes and names that are none", async () => {
    const path = folder();
    for (const file of ["/dev/zero", path, join(path, "none"), "a\0b"])
      await expect(readTable(file)).rejects.toMatchObject({ code: "usage" });
    if (pipeAt(join(path, "pipe")))
      expect(() => requireRegularFile(join(path, "pipe"), "x")).toThrow(/which is a pipe/);
  });
});

describe("text from data", () => {
  it("does nothing to a terminal: controls are shown as pictures, turning characters by number", () => {
    expect(plainText("a\u001b]0;PWN\u0007b\u009b2Jc\tD\r\nE\u202eF\u200b")).toBe("a␛]0;PWN␇b\ufffd2Jc\tD\nE[U+202E]F");
  });

  it("is the same value again when read from JSON", () => {
    const value = { text: "\u001b[31m \u202e \u0085 \u2028" };
    const json = safeJson(value);
    expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(JSON.parse(json)).toEqual(value);
  });
});
