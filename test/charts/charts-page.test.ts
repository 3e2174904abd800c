import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const page = readFileSync("docs/charts.md", "utf8");
const FIGURES = "src/charts/figures";

it("names every chart on the page that says how to read it", () => {
  for (const file of readdirSync(FIGURES)) {
    const ids = [...readFileSync(`${FIGURES}/${file}`, "utf8").matchAll(/\bid: (?:"([\w-]+)"|`([\w-]+-)\$)/g)];
    for (const [, whole, start] of ids) expect(page, file).toContain(whole ?? start);
  }
});
