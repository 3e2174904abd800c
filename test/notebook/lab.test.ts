import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { setupLab } from "../../src/notebook/lab.js";

it("makes no Python environment where the kernel is missing", () => {
  const root = mkdtempSync(join(tmpdir(), "lab-"));
  const noKernel = (): string => {
    throw new Error("requires tslab");
  };
  expect(() => setupLab({ root }, noKernel)).toThrow("requires tslab");
  expect(existsSync(join(root, ".venv"))).toBe(false);
});
