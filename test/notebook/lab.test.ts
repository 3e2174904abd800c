import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { setupLab } from "../../src/notebook/lab.js";

vi.mock("../../src/notebook/run/tslab-modules.js", () => ({
  requireTslab: () => {
    throw new Error("requires tslab");
  },
}));

it("makes no Python environment where the kernel is missing", () => {
  const root = mkdtempSync(join(tmpdir(), "lab-"));
  expect(() => setupLab({ root })).toThrow("requires tslab");
  expect(existsSync(join(root, ".venv"))).toBe(false);
});
