import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KNOWN_FORMATS } from "../../../src/sources/formats/known-formats.js";

describe("the page of formats", () => {
  it("names every format that is recognised", () => {
    const page = readFileSync("docs/method/formats.md", "utf8");
    // `twilio-alerts`, `-rest`: the second of two names may be said by its end.
    const named = (name: string): boolean =>
      page.includes(`\`${name}\``) ||
      (name.endsWith("-rest") && page.includes(`\`${name.replace(/-rest$/, "")}\`, \`-rest\``));
    expect(KNOWN_FORMATS.map(({ name }) => name).filter((name) => !named(name))).toEqual([]);
  });
});
