import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { isPlain } from "./folder.js";
import type { TortureLine } from "./line.js";
import { watched } from "./watched.js";

const MEGABYTE = 1 << 20;

function filled(path: string, piece: Buffer, times: number, before: string | Buffer = "", after = ""): void {
  const file = openSync(path, "w");
  writeSync(file, Buffer.from(before as string));
  for (let index = 0; index < times; index += 1) writeSync(file, piece);
  writeSync(file, after);
  closeSync(file);
}

const yaml = (file: string): string =>
  `id: bomb\nsources:\n  v: { file: ${file}, time: { column: at, zone: UTC }, failed: { code: ["500"] } }\n`;
const ROWS = Array.from(
  { length: 100 },
  (_row, index) => `2025-03-31T12:00:${String(index % 60).padStart(2, "0")}Z,200`,
).join("\n");

type Bomb = (folder: string) => void;

/** Inputs that are small to make and expensive to believe. */
const BOMBS: Readonly<Record<string, Bomb>> = {
  "a line of 1 GB, first": (folder) => filled(join(folder, "v.csv"), Buffer.alloc(MEGABYTE, "x"), 1024, "at,code\n"),
  "a line of 1 GB after sound rows": (folder) =>
    filled(join(folder, "v.csv"), Buffer.alloc(MEGABYTE, "x"), 1024, `at,code\n${ROWS}\n`, `\n${ROWS}\n`),
  "a quoted cell of 1 GB with line ends": (folder) =>
    filled(
      join(folder, "v.csv"),
      Buffer.alloc(MEGABYTE, "xxxxxxxxxxxxxxx\n"),
      1024,
      `at,code\n${ROWS}\n2025-03-31T12:01:00Z,"`,
      '"\n',
    ),
  "1,000,000 columns": (folder) =>
    writeFileSync(
      join(folder, "v.csv"),
      `at,code,${Array.from({ length: 1_000_000 }, (_column, index) => `c${index}`).join(",")}\n2025-03-31T12:00:00Z,200${",".repeat(1_000_000)}\n`,
    ),
  "JSON nested a million deep": (folder) =>
    writeFileSync(
      join(folder, "v.jsonl"),
      `{"at":"2025-03-31T12:00:00Z","code":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}\n`,
    ),
  "JSON nested deep in lines": (folder) =>
    writeFileSync(
      join(folder, "v.jsonl"),
      Array.from(
        { length: 50 },
        () => `{"at":"2025-03-31T12:00:00Z","code":${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}\n`,
      ).join(""),
    ),
  "a document nested deep": (folder) =>
    writeFileSync(join(folder, "v.json"), `${'{"a":['.repeat(200_000)}${"]}".repeat(200_000)}`),
  "gzip 1 : 1000": (folder) => {
    const packed = gzipSync(Buffer.alloc(64 * MEGABYTE, "2025-03-31T12:00:00Z,200\n"), { level: 9 });
    filled(join(folder, "v.csv.gz"), packed, 64, gzipSync("at,code\n"));
  },
  "gzip of zeros": (folder) =>
    filled(join(folder, "v.csv.gz"), gzipSync(Buffer.alloc(64 * MEGABYTE), { level: 9 }), 64),
  "aliases in incident.yaml that multiply": (folder) =>
    writeFileSync(
      join(folder, "incident.yaml"),
      `id: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_each, index) => `k${index}: &a${index + 1} [${new Array(9).fill(`*a${index}`).join(",")}]\n`).join("")}`,
    ),
  "incident.yaml nested deep": (folder) =>
    writeFileSync(join(folder, "incident.yaml"), `id: ${"[".repeat(50_000)}${"]".repeat(50_000)}\n`),
};

/** Each bomb is refused, or read with its rows accounted for, quickly and in little memory. */
export async function bombs(secondsAllowed: number): Promise<TortureLine> {
  const failures: string[] = [];
  const figures: string[] = [];
  for (const [what, lay] of Object.entries(BOMBS)) {
    const folder = mkdtempSync(join(tmpdir(), "torture-bomb-"));
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "incident.yaml"), yaml('["v*"]'));
      lay(folder);
      const { code, stderr, seconds, memoryMb, processorSeconds } = await watched(
        ["analyze", folder, "--json", "-"],
        60,
      );
      figures.push(
        `${what}: exit ${code}, ${seconds.toFixed(1)} s (processor ${processorSeconds.toFixed(1)} s), ${memoryMb.toFixed(0)} MB`,
      );
      if (code !== 2 && code !== 3) failures.push(`${what}: exit ${code}: ${stderr.trim().slice(0, 200)}`);
      else if (seconds > secondsAllowed) failures.push(`${what}: ${seconds.toFixed(1)} s`);
      else if (memoryMb > 600) failures.push(`${what}: ${memoryMb.toFixed(0)} MB`);
      else if (!isPlain(stderr.trim()) || stderr.length > 2000)
        failures.push(`${what}: its error has ${stderr.length} characters: ${stderr.slice(0, 200)}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return {
    test: "bombs",
    pass: `refused within ${secondsAllowed} s, memory ≤ 600 MB`,
    count: Object.keys(BOMBS).length,
    failures,
    measured: figures.join("; "),
  };
}
