import { Script } from "node:vm";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { pageProgram } from "../../src/notebook/page-program.js";

const PROGRAMS = ["page", "what-if", "table-sort"] as const;

describe("programs of the reader's page", () => {
  it.each(PROGRAMS)("%s is one classic script that ends no element and asks for no file", (name) => {
    const text = pageProgram(name);
    expect(() => new Script(text)).not.toThrow();
    expect(text).not.toMatch(/<\/|\bimport\b|\bexport\b/);
    expect([...text.matchAll(/require\("([^"]+)"\)/g)].filter(([, id]) => !text.includes(`"${id}"(exports`))).toEqual(
      [],
    );
  });
});

describe("a table that sorts", () => {
  const row = (name: string, key: string | null) =>
    `<tr><td data-k="${name}">${name}</td><td class="n"${key === null ? "" : ` data-k="${key}"`}>${key ?? "–"}</td></tr>`;
  const page = `<div><table><thead><tr><th>name</th><th class="n">value</th></tr></thead><tbody>${row("a", "9")}${row("b", null)}${row("c", "10")}</tbody></table><script>${pageProgram("table-sort")}</script></div>`;

  it("sorts numbers by their value up and down, what is missing last", () => {
    const { document } = new JSDOM(page, { runScripts: "dangerously" }).window;
    const head = document.querySelectorAll("th")[1] as unknown as HTMLElement;
    const order = () => [...document.querySelectorAll("tbody tr")].map((each) => each.firstElementChild?.textContent);
    head.click();
    expect([order(), head.getAttribute("aria-sort")]).toEqual([["a", "c", "b"], "ascending"]);
    head.click();
    expect([order(), head.getAttribute("aria-sort")]).toEqual([["c", "a", "b"], "descending"]);
  });
});
