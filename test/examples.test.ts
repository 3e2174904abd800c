import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import * as library from "../src/index.js";

interface Example {
  readonly place: string;
  readonly lines: readonly string[];
}

/** The examples in docstrings; the last line of each ends in a comment that holds the value as JSON. */
const examples: Example[] = readdirSync("src", { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name))
  .flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/@example\n \* ```ts\n([\s\S]*?) \* ```/g)].map(([, body = ""]) => ({
      place: file,
      lines: body
        .split("\n")
        .map((line) => line.replace(/^ \* ?/, ""))
        .filter((line) => line !== ""),
    })),
  );

describe("examples in docstrings", () => {
  it("are there", () => expect(examples.length).toBeGreaterThanOrEqual(14));

  it.each(examples)("$place gives what its example says", ({ lines }) => {
    const [, expression = "", value = ""] = /^(.*); \/\/ (.*)$/.exec(lines.at(-1) ?? "") ?? [];
    const program = [...lines.slice(0, -1), `JSON.stringify(${expression})`].join("\n");
    expect(runInNewContext(program, { ...library })).toBe(value);
  });
});
