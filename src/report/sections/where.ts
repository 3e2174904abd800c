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

/** Where it failed: the parts of the traffic that broke, and the rates by the values of a dimension. */
export function whereSection({ analysis, figure }: ReportParts): Section {
  const [parts, values] = [figure("where-it-failed"), figure("rates-by-dimension")];
  const all = Object.values(analysis.rates).flatMap(({ breakdowns }) => breakdowns);
  const apart = all.flatMap(({ rows }) => rows.filter(({ adjustedP }) => adjustedP < ALPHA).map(({ value }) => value));
  const searched = analysis.window && (analysis.slices?.dimensions.length ?? 0) > 0 && apart.length === 0;
  return {
    id: "where",
    title: "Where it failed",
    answer:
      slicesAnswer(analysis) ??
      (apart.length === 0 ? "everywhere alike" : `apart from the rest: ${[...new Set(apart)].slice(0, 3).join(", ")}`),
    body:
      parts === null && values === null
        ? null
        : html`${parts !== null || searched ? html`<p>${analysis.slices.why}</p>` : null}${parts}${values}`,
  };
}

/** Chance, after correction for how many values were looked at, under which a value stands apart. */
const ALPHA = 0.05;
