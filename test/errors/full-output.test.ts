import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, it } from "vitest";

it.skipIf(!existsSync("/dev/full"))("a full output is said in one sentence and ends with 4", () => {
  const command = `"${process.execPath}" dist/cli.js --version > /dev/full`;
  const { status, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
  expect(stderr).toMatch(/^standard output could not be written \(ENOSPC.*\n$/);
  expect(status).toBe(4);
});
