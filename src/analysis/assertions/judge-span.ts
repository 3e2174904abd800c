import { MINUTE_MS } from "../../time/units.js";
import { judgeWindow } from "../../audit/judge-window.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Span } from "../../time/span.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { percent } from "../../wording/number.js";
import { rateOf } from "./counting.js";
import { type Evidence, countsIn } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { HEDGED_MINUTES, iso, mainSource, measuredAt, minutesApart, noOutageAt, share, windowsFor } from "./moments.js";
import { endOf, instantOf } from "./spans.js";

/** Times the usual share from which a stretch without an outage of its own is not called quiet. */
const RAISED = 2;

/** Where no outage was found but the stretch that a text names fails far more than the rest: neither borne out nor denied. */
function raisedAt(span: Span, readAs: string, evidence: Evidence): Judgement | null {
  const source = mainSource(evidence);
  if (!source || !evidence.dataSpan) return null;
  const own = countsIn(source.series, span);
  const all = countsIn(source.series, evidence.dataSpan);
  const rest = { failures: all.failures - own.failures, attempts: all.attempts - own.attempts };
  if (own.attempts === 0 || rest.attempts <= 0 || rateOf(own, evidence.level).interval[0] <= RAISED * share(rest))
    return null;
  return notTestable(
    readAs,
    `No outage was found by itself, yet ${percent(share(own))} failed then, against ${percent(share(rest))} in the rest of the data.`,
    "More of ordinary time, before and after.",
  );
}

/** A span of trouble between two times. */
export function judgeSpan(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = "the outage from its first departure to the return to the usual level";
  if (claim.span === "other-day")
    return notTestable(readAs, "It speaks of another day than these data.", "Data of that day.");
  const [from, to] = claim.instants.slice(0, 2).map((one) => instantOf(one, evidence));
  if (!from || !to)
    return unchecked(
      readAs,
      "The text does not say which day and zone its times are in.",
      "The day and the zone of its times.",
    );
  const end = to > from ? to : iso(Date.parse(to) + 1440 * MINUTE_MS);
  const { windows, dataSpan } = evidence;
  if (dataSpan && (end <= dataSpan.from || from >= dataSpan.to))
    return notTestable(readAs, "The data do not reach that time.", "Data of that time.");
  if (windows.length === 0)
    return raisedAt({ from, to: end }, readAs, evidence) ?? noOutageAt(claim, from, readAs, evidence);
  const meant = windowsFor(claim, evidence);
  if (meant.length === 0) return decided("contradicted", readAs, "The data show one outage, not two.", null);
  const verdicts = meant.map((window) => ({
    window,
    ...judgeWindow({ start: from, end, section: "", statedMinutes: null, quote: "" }, window),
  }));
  const nearest = verdicts.reduce((best, one) =>
    distance(one.window, from, end, evidence) < distance(best.window, from, end, evidence) ? one : best,
  );
  const hedged =
    claim.hedged &&
    nearest.verdict === "contradicted" &&
    distance(nearest.window, from, end, evidence) < 2 * HEDGED_MINUTES;
  return decided(
    hedged ? "not-testable" : nearest.verdict,
    readAs,
    nearest.why,
    measuredAt(nearest.window.onset, nearest.window.onsetInterval, evidence.level),
  );
}

const distance = (window: WindowFinding, from: string, to: string, evidence: Evidence): number =>
  Math.abs(minutesApart(window.onset, from)) + Math.abs(minutesApart(endOf(window, evidence), to));
