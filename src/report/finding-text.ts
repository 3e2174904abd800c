import { createHash } from "node:crypto";
import type { Analysis } from "../analysis/analysis.js";

/** One hash over all inputs, order aside: equal hashes mean equal input bytes. */
export function inputHash({ provenance }: Analysis): string {
  const sums = provenance.inputs.map(({ sha256 }) => sha256).sort();
  return createHash("sha256").update(sums.join("\n")).digest("hex");
}

/** How a finding was made, for readers, where its own name is one for statisticians only. */
const PLAINLY: readonly (readonly [RegExp, string])[] = [
  [
    /joint posterior over onset and recovery with straight or curved ramps, beta-binomial/,
    "the likeliest start, end and ramps, given the counts",
  ],
  [/^linearised ratio, logit-t/, "share of clustered attempts (linearised ratio, logit-t)"],
  [/^wilson,/, "Wilson interval,"],
];

/** A method in words that a reader can follow, with its name in brackets. */
export function methodText(method: string): string {
  return PLAINLY.reduce((text, [name, plain]) => text.replace(name, plain), method);
}
