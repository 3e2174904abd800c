import { existsSync, lstatSync } from "node:fs";
import { expect, it } from "vitest";
import { writeWhole } from "../../src/files/write-whole.js";

it.skipIf(!existsSync("/dev/null"))("a device stays what it is: nothing is renamed over it", () => {
  expect(() => writeWhole("/dev/null", "x")).toThrow(/which is a device or a pipe/);
  expect(lstatSync("/dev/null").isFile()).toBe(false);
});
