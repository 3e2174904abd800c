import { percent } from "../wording/number.js";
import type { RateFinding } from "./rate-finding.js";

/** What a method says of a rate that is averaged over where the ends of its window may lie. */
export const AVERAGED_OVER_ENDS = "averaged over where the window's ends may lie";

/** A note for a rate that does not come out of the counts beside it: ` (averaged over where the ends may lie)`; else empty. */
export function averagedNote({ method, rate, failures, attempts }: RateFinding): string {
  const averaged = method.includes(AVERAGED_OVER_ENDS) && attempts > 0;
  return averaged && percent(rate.value) !== percent(failures / attempts)
    ? " (averaged over where the ends may lie)"
    : "";
}
