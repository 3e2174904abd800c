import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { amount, percent } from "../../wording/number.js";
import { subjectOf } from "./bind.js";
import { type Counts, type Evidence, countsIn } from "./evidence.js";
import {
  type Judgement,
  type Nearness,
  bestOf,
  decided,
  decidingOf,
  exactly,
  notTestable,
  unchecked,
} from "./judged.js";
import { mainSource, share } from "./moments.js";
import { endOf } from "./spans.js";

/** Two ratios of waves within this share are one: their ends are known to the minute. */
const WAVE_SHARE = 0.1;

/** The second outage against the first: its length, its share, its failures. */
export async function judgeWaveComparison(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const [first, second] = evidence.windows;
  const readAs = "the second outage against the first";
  if (!first || !second)
    return evidence.windows.length === 1
      ? decided("contradicted", readAs, "The data show one outage, not two.", null)
      : notTestable(readAs, "The data show no outage.", "Traffic in which both show.");
  if (claim.detail === "milder" || claim.detail === "worse") return severity(claim, readAs, [first, second], evidence);
  if (claim.detail === "length-ratio") {
    const ratio = second.minutes.value / first.minutes.value;
    const [stated] = claim.values as [number];
    const room =
      claim.rounding + WAVE_SHARE * ratio + 3 / first.minutes.value + (claim.hedged ? WAVE_SHARE * ratio : 0);
    const apart = Math.abs(stated - ratio);
    return decided(
      apart <= room ? "supported" : apart <= 1.5 * room ? "not-testable" : "contradicted",
      `${readAs}: length`,
      `${amount(Math.round(first.minutes.value))} and ${amount(Math.round(second.minutes.value))} minutes.`,
      exactly(ratio),
    );
  }
  if (claim.detail === "shorter" || claim.detail === "longer") {
    const shorter = second.minutes.value < first.minutes.value;
    const close = Math.abs(second.minutes.value - first.minutes.value) <= 3;
    return decided(
      close ? "not-testable" : shorter === (claim.detail === "shorter") ? "supported" : "contradicted",
      `${readAs}: length`,
      `${amount(Math.round(first.minutes.value))} and ${amount(Math.round(second.minutes.value))} minutes.`,
      second.minutes,
    );
  }
  const source = subjectOf(claim, evidence)?.source ?? mainSource(evidence);
  if (!source) return unchecked(readAs, "Nothing counts it.", "A source that counts it.");
  const counts = [first, second].map((window) =>
    countsIn(source.series, { from: window.onset, to: endOf(window, evidence) }),
  ) as [Counts, Counts];
  const [stated] = claim.values as [number];
  const rates = counts.map((one) => share(one)) as [number, number];
  const byCount = claim.detail === "count-ratio" || claim.detail?.startsWith("count");
  if (claim.detail === "ratio") return severityRatio(claim, readAs, counts);
  const ratio = byCount ? counts[1].failures / Math.max(1, counts[0].failures) : rates[1] / Math.max(1e-9, rates[0]);
  const lower = claim.detail?.endsWith("lower") ?? false;
  const higher = claim.detail?.endsWith("higher") ?? false;
  const value = lower ? 1 - ratio : higher ? ratio - 1 : ratio;
  // Judged as the ratio that it comes to: "91 % fewer" is a tenth, "78 % fewer" more than a fifth.
  const told = lower ? 1 - stated : higher ? 1 + stated : stated;
  const room = claim.rounding + WAVE_SHARE * ratio + (claim.hedged ? WAVE_SHARE * ratio : 0);
  const apart = Math.abs(told - ratio);
  const verdict = apart <= room ? "supported" : apart <= 1.2 * room ? "not-testable" : "contradicted";
  return decided(
    verdict,
    `${readAs}: ${byCount ? "failures" : "failure share"}`,
    byCount
      ? `${amount(counts[0].failures)} and ${amount(counts[1].failures)} failures.`
      : `${percent(rates[0])} and ${percent(rates[1])}.`,
    exactly(value),
  );
}

/** "Twice as severe": by the share that failed, or by how many failed; contradicted where neither gives it. */
function severityRatio(claim: StatedClaim, readAs: string, counts: readonly [Counts, Counts]): Judgement {
  const [stated] = claim.values as [number];
  const ratios = [
    share(counts[1]) / Math.max(1e-9, share(counts[0])),
    counts[1].failures / Math.max(1, counts[0].failures),
  ];
  const fared = ratios.map((ratio): Nearness => {
    const room = claim.rounding + WAVE_SHARE * ratio + (claim.hedged ? WAVE_SHARE * ratio : 0);
    const apart = Math.abs(stated - ratio);
    return apart <= room ? "near" : apart <= 1.5 * room ? "unsure" : "far";
  });
  return decided(
    bestOf(fared),
    `${readAs}: failure share, or failures`,
    `${percent(share(counts[0]))} and ${percent(share(counts[1]))}; ${amount(counts[0].failures)} and ${amount(counts[1].failures)} failures.`,
    exactly(ratios[fared.includes("near") ? decidingOf(fared) : 0] as number),
  );
}

/** Which of two outages was the worse: told where share and number of failures agree. */
function severity(
  claim: StatedClaim,
  readAs: string,
  [first, second]: readonly [WindowFinding, WindowFinding],
  evidence: Evidence,
): Judgement {
  const source = mainSource(evidence);
  if (!source) return unchecked(readAs, "Nothing counts it.", "A source that counts it.");
  const [a, b] = [first, second].map((window) =>
    countsIn(source.series, { from: window.onset, to: endOf(window, evidence) }),
  ) as [Counts, Counts];
  const milder = share(b) < share(a);
  const agree = milder === b.failures < a.failures;
  const close = Math.abs(share(b) / Math.max(1e-9, share(a)) - 1) < WAVE_SHARE;
  const told = milder === (claim.detail === "milder");
  return decided(
    close || !agree ? "not-testable" : told ? "supported" : "contradicted",
    `${readAs}: failure share and failures`,
    `${percent(share(a))} and ${percent(share(b))}; ${amount(a.failures)} and ${amount(b.failures)} failures.`,
    exactly(share(b)),
  );
}
