import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

/** The arrow: a file imports only from its own room and from rooms named before it. */
const ROOMS = [
  "errors",
  "files",
  "time",
  "stats",
  "wording",
  "incident",
  "statement",
  "engine",
  "sources",
  "draft",
  "window",
  "rates",
  "remediation",
  "audit",
  "redaction",
  "analysis",
  "charts",
  "notebook",
  "report",
  "cli",
];
/** Beside the arrow: only the command line, the public door, tests and benches import it. */
const BESIDE = "simulation";
/** What runs in the reader's page: nobody imports it, and of the rooms it meets only the model that its sliders run. */
const IN_PAGE = "browser";
const IN_PAGE_MAY = /^(browser\/|remediation\/what-if\/model\.js$)/;
/** The order inside a room. Files that lie in the room itself are its types and its doors, which any of its sub-rooms may meet. */
const SUB_ROOMS: Readonly<Record<string, readonly string[]>> = {
  stats: ["distributions", "random", "rates", "change-points", "intervention", "regression"],
  incident: ["yaml"],
  statement: ["text", "passages", "quantities", "times", "lint", "roles", "events", "claims", "assertions", "versions"],
  sources: ["columns", "quality", "records", "formats", "loading", "answers", "process"],
  window: ["outcomes", "values", "signals", "timeline"],
  rates: ["slices"],
  remediation: ["effect", "what-if", "changes"],
  analysis: ["find", "readings", "assertions", "brief"],
  charts: ["figures"],
  notebook: ["run"],
  report: ["sections"],
  simulation: ["platform", "views", "truth", "text"],
  cli: ["commands"],
  browser: ["dom", "what-if", "page"],
};
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

function subRoom(path: string): string | null {
  const parts = relative(SRC, path).split(sep);
  return parts.length > 2 ? (parts[1] as string) : null;
}

describe("the arrow", () => {
  const files = sourceFiles(SRC);
  const wrong = (isWrong: (file: string, target: string) => boolean): string[] =>
    files.flatMap((file) =>
      imports(file)
        .filter((target) => isWrong(file, target))
        .map((target) => `${relative(SRC, file)} → ${relative(SRC, target)}`),
    );

  it("finds source files in every room", () => {
    expect(new Set(files.map(room).filter((name) => !name.endsWith(".ts")))).toEqual(
      new Set([...ROOMS, BESIDE, IN_PAGE]),
    );
  });

  it("lets a file import only from its own room and rooms to its left", () => {
    expect(
      wrong((file, target) => {
        const from = ROOMS.indexOf(room(file));
        if (from < 0 || room(file) === "cli") return room(file) !== IN_PAGE && room(target) === IN_PAGE;
        const to = ROOMS.indexOf(room(target));
        return to < 0 || to > from;
      }),
    ).toEqual([]);
  });

  it("lets only the command line and the public door import the simulation", () => {
    const may = new Set([BESIDE, "cli", "index.ts"]);
    expect(wrong((file, target) => room(target) === BESIDE && !may.has(room(file)))).toEqual([]);
  });

  it("lets what runs in the page import only itself and the model, which imports nothing", () => {
    const path = (target: string): string => relative(SRC, target).split(sep).join("/");
    expect(wrong((file, target) => room(file) === IN_PAGE && !IN_PAGE_MAY.test(path(target)))).toEqual([]);
    expect(imports(join(SRC, "remediation/what-if/model.ts"))).toEqual([]);
  });

  it("lets a sub-room import only from sub-rooms to its left", () => {
    expect(
      wrong((file, target) => {
        const [from, to] = [subRoom(file), subRoom(target)];
        if (room(file) !== room(target) || from === null || to === null) return false;
        const order = SUB_ROOMS[room(file)] ?? [];
        return order.indexOf(to) < 0 || order.indexOf(from) < order.indexOf(to);
      }),
    ).toEqual([]);
  });

  it("names every sub-room in its order", () => {
    const found = files.flatMap((file) => (subRoom(file) === null ? [] : [`${room(file)}/${subRoom(file)}`]));
    const named = Object.entries(SUB_ROOMS).flatMap(([name, order]) => order.map((sub) => `${name}/${sub}`));
    expect([...new Set(found)].sort()).toEqual(named.sort());
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

it("keeps the picture of the rooms as fresh as their order; node scripts/architecture.mjs draws it anew", () => {
  const script = 'import { architecture } from "./scripts/architecture.mjs"; process.stdout.write(architecture());';
  const drawn = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(readFileSync("docs/architecture.svg", "utf8") === drawn, "run node scripts/architecture.mjs").toBe(true);
});
