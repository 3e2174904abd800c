import { partsPerBin } from "../../engine/reductions.js";
import type { PartCounts, PartValues } from "../incident-data.js";
import type { BinGrid, HeldRows } from "./latency-answers.js";

/** Counts per bin of each combination of some values, with the columns as the relation calls them; bins outside the grid are left out. */
export async function partCounts(
  { engine, relation }: HeldRows,
  { first, length, phase }: Pick<BinGrid, "first" | "length"> & { readonly phase: number },
  stepSeconds: number,
  of: PartValues,
  counted: boolean,
): Promise<PartCounts> {
  const { rows } = await engine.query(partsPerBin(engine.dialect, relation, of, [stepSeconds, phase], counted));
  const known = new Map<string, number>();
  const values: string[][] = [];
  const [parts, bins, failures, attempts]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const [bin, ...rest] of rows) {
    const at = Number(bin) - first;
    if (at < 0 || at >= length) continue;
    const own = rest.slice(0, of.length).map((value) => String(value ?? ""));
    // Weights need not be whole; what is counted is.
    const [tried = 0, failed = 0] = rest.slice(of.length).map((count) => Math.round(Number(count)));
    const key = JSON.stringify(own);
    const part = known.get(key) ?? values.push(own) - 1;
    known.set(key, part);
    parts.push(part);
    bins.push(at);
    attempts.push(tried);
    failures.push(Math.min(failed, tried));
  }
  return { values, parts, bins, failures, attempts };
}
