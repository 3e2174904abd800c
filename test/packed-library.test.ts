import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const PROGRAM = `import { proportion, outageWindow, parseStatement, PostmortemError, type Estimate } from "postmortem-lab";

const rate: Estimate = proportion(18, 20);
const quiet = Array.from({ length: 200 }, (_, i) => (i >= 80 && i < 120 ? 30 : 1));
const found = outageWindow({ failures: quiet, attempts: quiet.map(() => 100) });
const { events } = parseStatement("[2024-05-06 10:00 UTC]: Service failed.");
console.log(JSON.stringify({ rate, onset: found?.onset, recovery: found?.recovery, events: events.length, error: PostmortemError.name }));
`;

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", [...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
}

describe("the packed library in another folder", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "postmortem-consumer-"));
    execFileSync(process.execPath, ["scripts/build.mjs"]);
    const [packed] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], resolve("."))) as [
      { filename: string },
    ];
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
    npm(
      [
        "install",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--loglevel=error",
        `./${packed.filename}`,
        "typescript@~5.9.3",
        "@types/node@^20",
      ],
      folder,
    );
    writeFileSync(join(folder, "program.ts"), PROGRAM);
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: { module: "NodeNext", target: "ES2022", strict: true, outDir: "out", types: ["node"] },
        include: ["program.ts"],
      }),
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("compiles with the consumer's own tsc, declarations checked", () => {
    const tsc = join(folder, "node_modules", ".bin", "tsc");
    const { version } = JSON.parse(readFileSync(join(folder, "node_modules/typescript/package.json"), "utf8")) as {
      version: string;
    };
    expect(execFileSync(tsc, ["--version"], { cwd: folder, encoding: "utf8" })).toContain(version);
    execFileSync(tsc, [], { cwd: folder, encoding: "utf8" });
    expect(existsSync(join(folder, "out/program.js"))).toBe(true);
  });

  it("runs", () => {
    const { rate, onset, recovery, events, error } = JSON.parse(
      execFileSync(process.execPath, ["out/program.js"], { cwd: folder, encoding: "utf8" }),
    );
    expect(rate.interval[0]).toBeCloseTo(0.6989663547715128, 9);
    expect([onset, recovery, events, error]).toEqual([80, 120, 1, "PostmortemError"]);
  });

  it("installs no optional peer and says what to install when one is missing", () => {
    for (const peer of ["tslab", "danfojs-node", "@clickhouse/client"])
      expect(existsSync(join(folder, "node_modules", peer))).toBe(false);
    const script = `import("postmortem-lab").then(({ toDanfo }) => toDanfo({ columns: ["a"], rows: [["1"]] })).catch((error) => console.log(error.message));`;
    expect(execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" })).toMatch(
      /npm install danfojs-node/,
    );
  });
});
