import { MINUTE_MS } from "../../time/units.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { clock } from "../../wording/clock.js";
import { amount } from "../../wording/number.js";
import { binsIn } from "./counting.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { HEDGED_MINUTES, iso, mainSource, measuredAt, minutesApart, timeOf } from "./moments.js";
import { endOf, mainDay } from "./spans.js";

/** Five minutes with fewer failures than this make no peak that could be told from chance. */
const LEAST_OF_PEAK = 12;

/** The failures of a minute, smoothed over five, at their highest. */
export function judgePeak(claim: StatedClaim, evidence: Evidence): Judgement {
  const source = mainSource(evidence);
  const at = timeOf(claim, evidence);
  const readAs = `minute with the most failures of ${source?.name ?? "attempts"}`;
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  if (!source || at === null)
    return unchecked(
      readAs,
      "The text does not say which day and zone its time is in.",
      "The day and the zone of its time.",
    );
  const window = evidence.main ? { from: evidence.main.onset, to: endOf(evidence.main, evidence) } : null;
  const day = mainDay(evidence) ?? evidence.dataSpan;
  if (!day || !evidence.dataSpan || at < evidence.dataSpan.from || at >= evidence.dataSpan.to)
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  const bins = binsIn(source, window ?? day);
  if (bins.length === 0) return notTestable(readAs, "No attempts then.", "Data of that time.");
  const worst = bins.reduce((best, bin) => (bin.failures > best.failures ? bin : best));
  const around = (ms: number): number =>
    binsIn(source, { from: iso(ms - 2 * MINUTE_MS), to: iso(ms + 3 * MINUTE_MS) }).reduce(
      (sum, bin) => sum + bin.failures,
      0,
    );
  const there = around(Date.parse(at));
  const most = Math.max(...bins.map((bin) => around(bin.at)));
  const apart = Math.abs(minutesApart(at, iso(worst.at)));
  // Two counts of five minutes differ where their difference is beyond three times its own scatter.
  const lower =
    most - there > 3 * Math.sqrt(Math.max(1, most + there)) || (most >= LEAST_OF_PEAK && there < 0.4 * most);
  const verdict = apart <= (claim.hedged ? HEDGED_MINUTES : 5) ? "supported" : lower ? "contradicted" : "not-testable";
  return decided(
    verdict,
    readAs,
    `The most failures of a minute (${amount(worst.failures)}) are at ${clock(iso(worst.at))} UTC; five minutes around ${clock(at)} hold ${amount(there)}, the worst five ${amount(most)}.`,
    measuredAt(iso(worst.at), [iso(worst.at), iso(worst.at + MINUTE_MS)], evidence.level),
  );
}
