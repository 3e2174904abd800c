import type { Analysis } from "../../src/analysis/analysis.js";
import { payloads } from "./payloads.js";
import { sampleAnalysis } from "./sample-analysis.js";

// Fields whose values are drawn from a fixed list of ours, or are times and sums that code computed.
const FIXED = new Set([
  "verdict",
  "kind",
  "code",
  "role",
  "severity",
  "precision",
  "identification",
  "holds",
  "sha256",
  "times",
  "schema",
]);
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** The sample with a payload in every free text and every name, beginning with payload `first`; and which were used. */
export function hostileAnalysis(first: number): { readonly analysis: Analysis; readonly used: readonly string[] } {
  const used: string[] = [];
  const names = new Map<string, string>();
  const next = (): string => {
    const payload = payloads[(first + used.length) % payloads.length] ?? "";
    used.push(payload);
    return payload;
  };
  // A source keeps one name wherever it is mentioned, or the findings would not hang together.
  const named = (name: string): string => {
    const known = names.get(name) ?? next();
    names.set(name, known);
    return known;
  };
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === "string")
      return FIXED.has(key) || TIME.test(value) ? value : key === "source" ? named(value) : next();
    if (Array.isArray(value)) return value.map((part) => walk(part, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        key === "rates" ? named(name) : key === "milestones" ? next() : name,
        walk(part, name),
      ]),
    );
  };
  return { analysis: walk(sampleAnalysis(), "") as Analysis, used };
}
