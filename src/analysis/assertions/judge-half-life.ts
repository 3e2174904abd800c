import { MINUTE_MS } from "../../time/units.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { amount, percent } from "../../wording/number.js";
import { rateOf } from "./counting.js";
import { type Evidence, countsIn } from "./evidence.js";
import { type Judgement, decided, exactly, notTestable, unchecked } from "./judged.js";
import { LEVEL_MINUTES, iso, mainSource, share } from "./moments.js";
import { actionOf } from "./named-action.js";

/** "Fell to half within four minutes of the action." */
export function judgeHalfLife(claim: StatedClaim, evidence: Evidence): Judgement {
  const source = mainSource(evidence);
  const action = actionOf(claim, evidence);
  const readAs = `minutes from ${action?.id ?? "the action"} until the failure share is half of its level before it`;
  if (!source || !action)
    return unchecked(
      readAs,
      "The action has no time, in the text or in incident.yaml.",
      "The action as a remediation of the incident.",
    );
  const level = countsIn(source.series, {
    from: iso(Date.parse(action.at) - LEVEL_MINUTES * MINUTE_MS),
    to: iso(Date.parse(action.at)),
  });
  const [stated] = claim.values as [number];
  if (level.attempts === 0 || level.failures === 0)
    return notTestable(readAs, "No failures right before it.", "Data from before it on.");
  const high = share(level);
  const width = stated <= 6 ? 2 : 3;
  const found = [...Array(241).keys()].find((minute) => {
    const after = countsIn(source.series, {
      from: iso(Date.parse(action.at) + minute * MINUTE_MS),
      to: iso(Date.parse(action.at) + (minute + 5) * MINUTE_MS),
    });
    return after.attempts > 0 && share(after) <= 0.5 * high;
  });
  const after = countsIn(source.series, {
    from: iso(Date.parse(action.at) + Math.max(0, stated - width) * MINUTE_MS),
    to: iso(Date.parse(action.at) + (stated + width) * MINUTE_MS),
  });
  const rate = rateOf(after, 0.9);
  const why = `${percent(high)} failed in the ten minutes before, ${percent(rate.value)} around ${amount(stated)} minutes after${found === undefined ? "; it is not halved within four hours" : `; halved after ${found} minutes`}.`;
  const measured = found === undefined ? null : exactly(found);
  const slack = 2 + claim.rounding + (claim.hedged ? 0.2 * stated : 0);
  if (found !== undefined && found <= stated + slack) return decided("supported", readAs, why, measured);
  return decided(
    rate.interval[0] > 0.5 * high || found === undefined || found > stated + Math.max(5, stated)
      ? "contradicted"
      : "not-testable",
    readAs,
    why,
    measured,
  );
}
