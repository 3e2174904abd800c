import { createHash } from "node:crypto";
import type { Analysis } from "../analysis/analysis.js";

/** One hash over all inputs, order aside: equal hashes mean equal input bytes. */
export function inputHash({ provenance }: Analysis): string {
  const sums = provenance.inputs.map(({ sha256 }) => sha256).sort();
  return createHash("sha256").update(sums.join("\n")).digest("hex");
}
