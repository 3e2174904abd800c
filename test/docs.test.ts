import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { incidentSchema } from "../src/incident/yaml/schema.js";

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...["docs", "docs/method", "data"].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".md"))
      .map((name) => join(folder, name)),
  ),
];

/** The anchors that a code host gives a page's headings. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  return new Set(
    [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) => {
      const slug = title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, "")
        .replace(/ /g, "-");
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    }),
  );
}

describe("the documentation", () => {
  it.each(pages)("%s links to files and headings that are there", (page) => {
    const text = readFileSync(page, "utf8");
    const lost = [...text.replace(/```[\s\S]*?```/g, "").matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => {
        if (/^(https?|mailto):/.test(link)) return false;
        const [path = "", anchor] = link.split("#");
        const file = path === "" ? page : join(dirname(page), path);
        if (!existsSync(file)) return true;
        return (
          anchor !== undefined &&
          anchor !== "" &&
          file.endsWith(".md") &&
          !anchorsOf(readFileSync(file, "utf8")).has(anchor)
        );
      });
    expect(lost).toEqual([]);
  });

  it("shows only descriptions of incidents that the program accepts", () => {
    const blocks = ["README.md", "docs/guide.md"].flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text),
    );
    expect(blocks.length).toBeGreaterThan(2);
    for (const block of blocks)
      expect(incidentSchema.safeParse({ id: "shown", ...(parse(block) as object) }).error?.issues ?? []).toEqual([]);
  });

  it("names in README and guide only commands that the program has", () => {
    const help = execFileSync(process.execPath, ["dist/cli.js", "--help"], { encoding: "utf8" });
    const commands = [...help.matchAll(/^ +postmortem (\w+)/gm)].map(([, name]) => name);
    const named = ["README.md", "docs/guide.md"].flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/npx postmortem (\w+)/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(commands).toContain(name);
  });
});
