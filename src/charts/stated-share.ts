import type { Analysis } from "../analysis/analysis.js";
import { words } from "../analysis/brief/signal-words.js";
import type { Span } from "../time/span.js";
import { percent } from "../wording/number.js";
import { INKS } from "./theme.js";

/** A share that a statement says failed between two instants. */
export interface StatedShare {
  readonly from: string;
  readonly to: string;
  readonly share: number;
}

/** True if what a share counts, as its text names it, may be what a source counts: `phone calls` and `calls`. */
function countsSame(noun: string | null, source: string): boolean {
  const last = noun === null ? "" : (words(noun).toLowerCase().split(" ").pop() ?? "").replace(/s$/, "");
  return words(source).toLowerCase().includes(last);
}

/** The largest share that the statement says failed in a time of its own that the chart shows; `null` without one. */
export function statedShare({ statement }: Analysis, source: string, span: Span): StatedShare | null {
  const shares = (statement?.claims ?? []).flatMap(({ kind, outcome, values, instants, noun }): StatedShare[] => {
    const [[share], [from, to]] = [values, instants.map(({ at }) => at)];
    const failed =
      kind === "share" &&
      countsSame(noun, source) &&
      outcome === "failed" &&
      share !== undefined &&
      share > 0 &&
      share <= 1;
    if (!failed || values.length !== 1 || !from || !to || from >= to || from < span.from || to > span.to) return [];
    return [{ from, to, share }];
  });
  return [...shares].sort((a, b) => b.share - a.share)[0] ?? null;
}

/** The stated share as a box over its time: where the curve would have been. */
export function statedBox({ from, to, share }: StatedShare): object {
  return {
    type: "rect",
    x0: from,
    x1: to,
    y0: 0,
    y1: share,
    line: { width: 1.5, dash: "dot", color: INKS.quiet },
    fillcolor: "rgba(86,95,104,0.1)",
    layer: "below",
  };
}

export function statedName({ from, to, share }: StatedShare, span: Span): object {
  const middle = (Date.parse(from) + Date.parse(to)) / 2;
  const part = (middle - Date.parse(span.from)) / Math.max(1, Date.parse(span.to) - Date.parse(span.from));
  const right = part < 0.5;
  return {
    x: right ? to : from,
    y: share / 2,
    xanchor: right ? "left" : "right",
    yanchor: "middle",
    xshift: right ? 8 : -8,
    showarrow: false,
    borderpad: 0,
    text: `stated: ${percent(share)}`,
    font: { color: INKS.quiet, size: 13 },
  };
}
