import { html } from "../html.js";
import type { ReportParts, Section } from "./section.js";

/** Where it failed: the rates by the values of a dimension. */
export function whereSection({ analysis, figure }: ReportParts): Section {
  const chart = figure("rates-by-dimension");
  const all = Object.values(analysis.rates).flatMap(({ breakdowns }) => breakdowns);
  const apart = all.flatMap(({ rows }) => rows.filter(({ adjustedP }) => adjustedP < ALPHA).map(({ value }) => value));
  return {
    id: "where",
    title: "Where it failed",
    answer:
      apart.length === 0 ? "everywhere alike" : `apart from the rest: ${[...new Set(apart)].slice(0, 3).join(", ")}`,
    body: chart === null ? null : html`${chart}`,
  };
}

/** Chance, after correction for how many values were looked at, under which a value stands apart. */
const ALPHA = 0.05;
