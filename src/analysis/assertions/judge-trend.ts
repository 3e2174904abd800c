import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { percent } from "../../wording/number.js";
import { type Evidence, countsIn } from "./evidence.js";
import { withoutSpan } from "./bound.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { iso, mainSource, share } from "./moments.js";
import { resolvedSpan } from "./spans.js";

/** A course that is said to fall must have lost this much of its level by its second half, one that rises have gained it. */
const LEAST_COURSE = 0.15;

/** Whether the halves of a course, within the scatter of their counts, exclude so much of a fall or a rise. */
function opposes(rates: readonly [number, number], counts: readonly [number, number], falls: boolean): boolean {
  if (counts[0] === 0 || counts[1] === 0) return false;
  const change = Math.log(rates[1] / rates[0]);
  const scatter = 1.96 * Math.sqrt(1 / counts[0] + 1 / counts[1]);
  return falls ? change - scatter > Math.log(1 - LEAST_COURSE) : change + scatter < Math.log(1 + LEAST_COURSE);
}

/** Blocks into which a course is cut. */
const BLOCKS = 6;

/** "Fell steadily between 16:05 and 16:30." */
export function judgeTrend(claim: StatedClaim, evidence: Evidence): Judgement {
  const source = mainSource(evidence);
  const span = resolvedSpan(claim, evidence);
  const readAs = `course of the failure share of ${source?.name ?? "attempts"}, ${span.label}`;
  const without = withoutSpan(claim, span, readAs, evidence);
  if (without) return without;
  const [one] = span.spans;
  if (!source || !one) return unchecked(readAs, "Its time is not settled.", "The times between which it is meant.");
  const from = Date.parse(one.from);
  const width = (Date.parse(one.to) - from) / BLOCKS;
  const blocks = [...Array(BLOCKS).keys()].map((at) =>
    countsIn(source.series, { from: iso(from + at * width), to: iso(from + (at + 1) * width) }),
  );
  const attempts = blocks.reduce((sum, block) => sum + block.attempts, 0);
  const failures = blocks.reduce((sum, block) => sum + block.failures, 0);
  if (attempts === 0) return notTestable(readAs, "No attempts then.", "Data of that time.");
  // The test of Cochran and Armitage: how the failures lean over the blocks.
  const mean = failures / attempts;
  const middle = blocks.reduce((sum, block, at) => sum + at * block.attempts, 0) / attempts;
  const lean = blocks.reduce((sum, block, at) => sum + (at - middle) * (block.failures - mean * block.attempts), 0);
  const variance = mean * (1 - mean) * blocks.reduce((sum, block, at) => sum + (at - middle) ** 2 * block.attempts, 0);
  const z = variance > 0 ? lean / Math.sqrt(variance) : 0;
  const wanted = claim.detail === "down" ? -z : z;
  const halves = [blocks.slice(0, 3), blocks.slice(3)].map((half) =>
    share({
      failures: half.reduce((sum, block) => sum + block.failures, 0),
      attempts: half.reduce((sum, block) => sum + block.attempts, 0),
    }),
  ) as [number, number];
  const counted = [blocks.slice(0, 3), blocks.slice(3)].map((half) =>
    half.reduce((sum, block) => sum + block.failures, 0),
  );
  const verdict = opposes(halves, counted as [number, number], claim.detail === "down")
    ? "contradicted"
    : wanted >= 2
      ? "supported"
      : wanted <= -2 || (Math.abs(z) < 1 && failures >= 60)
        ? "contradicted"
        : "not-testable";
  return decided(
    verdict,
    readAs,
    `${percent(halves[0])} failed in its first half, ${percent(halves[1])} in its second.`,
    null,
  );
}
