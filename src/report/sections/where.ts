import type { Analysis } from "../../analysis/analysis.js";
import { COUNTED_WORDS, whereText } from "../../rates/slices/slice-text.js";
import { percent } from "../../wording/number.js";
import { html } from "../html.js";
import type { ReportParts, Section } from "./section.js";

/** In which part of the traffic the extra failures were, in a line. */
function slicesAnswer({ slices }: Analysis): string | null {
  const [first, ...rest] = slices?.found ?? [];
  const counted = slices?.counted ?? "failures";
  if (!first) return null;
  const more = rest.length === 0 ? "" : `, and ${rest.length} more ${rest.length === 1 ? "part" : "parts"}`;
  return `${percent(first.excessShare.value, 0)} of ${counted === "missing" ? "" : "the extra "}${COUNTED_WORDS[counted].many} in ${whereText(first.where)}${more}`;
}

/** Values that a line names. */
const MOST_VALUES = 3;

/** The values that stand apart, by which way: `more in account-03; less in account-06, account-12`. */
function apartText(apart: readonly { readonly value: string; readonly more: boolean }[]): string {
  const named = (more: boolean): string[] => [
    ...new Set(apart.filter((row) => row.more === more).map(({ value }) => value)),
  ];
  const part = (name: string, values: readonly string[]): string[] => {
    const others = values.length - MOST_VALUES;
    return values.length === 0
      ? []
      : [`${name} in ${values.slice(0, MOST_VALUES).join(", ")}${others > 0 ? ` and ${others} more` : ""}`];
  };
  return [...part("more", named(true)), ...part("less", named(false))].join("; ");
}

/** Where it failed: the parts of the traffic that broke, and the rates by the values of a dimension. */
export function whereSection({ analysis, figure }: ReportParts): Section {
  const [parts, values] = [figure("where-it-failed"), figure("rates-by-dimension")];
  const rows = Object.values(analysis.rates).flatMap(({ rate, breakdowns }) =>
    breakdowns.flatMap((one) => one.rows.map((row) => ({ ...row, more: row.rate.value > rate.value }))),
  );
  const apart = rows.filter(({ adjustedP }) => adjustedP < ALPHA);
  const searched = analysis.window && (analysis.slices?.dimensions.length ?? 0) > 0 && apart.length === 0;
  return {
    id: "where",
    title: "Where it failed",
    answer: slicesAnswer(analysis) ?? (apart.length === 0 ? "everywhere alike" : apartText(apart)),
    body:
      parts === null && values === null
        ? null
        : html`${parts !== null || searched ? html`<p>${analysis.slices.why}</p>` : null}${parts}${values}`,
  };
}

/** Chance, after correction for how many values were looked at, under which a value stands apart. */
const ALPHA = 0.05;
