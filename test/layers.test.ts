import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

const ROOMS = [
  "stats",
  "incident",
  "statement",
  "simulation",
  "engine",
  "sources",
  "window",
  "rates",
  "remediation",
  "audit",
  "analysis",
  "charts",
  "notebook",
  "report",
];
const SRC = resolve("src");

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

function imports(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g)].map((match) =>
    resolve(dirname(file), match[1] as string),
  );
}

function room(path: string): string {
  return relative(SRC, path).split(sep)[0] as string;
}

describe("the arrow", () => {
  const files = sourceFiles(SRC);

  it("finds source files in every room", () => {
    expect(new Set(files.map(room).filter((name) => !name.endsWith(".ts")))).toEqual(new Set(ROOMS));
  });

  it("lets a file import only from its own room and rooms to its left", () => {
    const wrong: string[] = [];
    for (const file of files) {
      const from = ROOMS.indexOf(room(file));
      if (from < 0) continue;
      for (const target of imports(file)) {
        const to = ROOMS.indexOf(room(target));
        if (to < 0 || to > from) wrong.push(`${relative(SRC, file)} → ${relative(SRC, target)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("has no import cycle", () => {
    const graph = new Map(files.map((file) => [file, imports(file).map((target) => target.replace(/\.js$/, ".ts"))]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: string[]): void => {
      if (trail.includes(file)) {
        cycles.push([...trail.slice(trail.indexOf(file)), file].map((path) => relative(SRC, path)).join(" → "));
        return;
      }
      if (done.has(file)) return;
      for (const target of graph.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});
