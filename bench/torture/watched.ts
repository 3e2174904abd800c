import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const CLI = "dist/cli.js";
/** Beyond this a run is ended for the machine's sake. */
const GUARD_MB = 4000;

/** How a run of the command line ended, what it took, and the most memory it held with its children. */
interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
  readonly seconds: number;
  readonly memoryMb: number;
  /** Of it and its children, as far as was seen. */
  readonly processorSeconds: number;
}

interface Taken {
  readonly memoryMb: number;
  readonly processorSeconds: number;
}

/** What a process and those it started hold and have used, from the system's process table. */
function taken(pid: number): Taken {
  try {
    const memoryMb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ")
      .slice(11, 13)
      .map(Number);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((child) => taken(Number(child)));
    return children.reduce(
      (sum, child) => ({
        memoryMb: sum.memoryMb + child.memoryMb,
        processorSeconds: sum.processorSeconds + child.processorSeconds,
      }),
      { memoryMb, processorSeconds: (user + system) / 100 },
    );
  } catch {
    return { memoryMb: 0, processorSeconds: 0 };
  }
}

/** Runs the command line and watches its memory (Linux; elsewhere it reads 0). */
export function watched(args: readonly string[], limitSeconds: number): Promise<Ended> {
  return new Promise((done) => {
    const begun = performance.now();
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const text = { stdout: "", stderr: "" };
    let [memoryMb, processorSeconds] = [0, 0];
    const watch = setInterval(() => {
      const now = taken(child.pid as number);
      [memoryMb, processorSeconds] = [
        Math.max(memoryMb, now.memoryMb),
        Math.max(processorSeconds, now.processorSeconds),
      ];
      if (memoryMb > GUARD_MB) child.kill("SIGKILL");
    }, 50);
    const limit = setTimeout(() => child.kill("SIGKILL"), limitSeconds * 1000);
    for (const name of ["stdout", "stderr"] as const)
      child[name].on("data", (chunk: Buffer) => (text[name] += chunk.toString()));
    child.on("close", (code) => {
      clearInterval(watch);
      clearTimeout(limit);
      done({ code, ...text, seconds: (performance.now() - begun) / 1000, memoryMb, processorSeconds });
    });
  });
}
