import { amount, estimateText } from "../wording/number.js";
import type { UnitProfile } from "../sources/incident-data.js";
import { betaBinomial } from "../stats/rates/beta-binomial.js";
import type { Estimate } from "../stats/estimate.js";
import { judgeShare, percent, percentWithin } from "./explanation-text.js";
import { backgroundErrors, explanationNeeds, sameSpan } from "./explanations-from-rates.js";
import type { Explanation } from "./rate-finding.js";
import { DEFAULT_NAMES, type ReconcileInput } from "./reconcile-input.js";
import { unitTotal } from "./unit-ratio.js";
import { type UnitNames, wordsOf } from "./unit-names.js";
import { type UnitShares, unitShares } from "./unit-shares.js";

/** What the calls of the window and the baseline show, gathered once for all explanations. */
interface Evidence {
  readonly input: ReconcileInput;
  readonly window: readonly UnitProfile[];
  readonly shares: UnitShares;
  readonly before: UnitShares;
  readonly verbRate: Estimate;
  readonly level: number;
  readonly words: ReturnType<typeof wordsOf>;
}

type ExplanationVerdict = Omit<Explanation, "id" | "name" | "needs">;

/** The complement of a share. */
function rest({ value, interval: [low, high], level }: Estimate): Estimate {
  return { value: 1 - value, interval: [1 - high, 1 - low], level };
}

function unexposed({ shares, words: { calls, verb } }: Evidence): ExplanationVerdict {
  if (!shares.exposed) return { holds: "not-testable", why: `The window holds no ${calls}.` };
  const none = rest(shares.exposed);
  return {
    holds: judgeShare(none),
    why: `${percentWithin(none)} of ${amount(shares.calls)} ${calls} in the window ran no affected ${verb}.`,
  };
}

function survived({ shares, words: { calls, call, verb } }: Evidence): ExplanationVerdict {
  if (!shares.survived) return { holds: "not-testable", why: `No ${call} of the window has a failed ${verb}.` };
  return {
    holds: judgeShare(shares.survived),
    why: `${percentWithin(shares.survived)} of the ${calls} with a failed ${verb} did not fail.`,
  };
}

function repeated({ shares, words: { calls, call, verb } }: Evidence): ExplanationVerdict {
  if (!shares.repeated) return { holds: "not-testable", why: `No ${call} of the window has a failed ${verb}.` };
  return {
    holds: judgeShare(shares.repeated),
    why: `${percentWithin(shares.repeated)} of the ${calls} with a failed ${verb} have two or more: they went on after the first.`,
  };
}

function clustered({ window, shares, level, words: { calls, call, verbs, verb } }: Evidence): ExplanationVerdict {
  const failures = unitTotal(window, (unit) => unit.failures);
  const attempts = unitTotal(window, (unit) => unit.attempts);
  const several = unitTotal(window, (unit) => (unit.attempts > 1 ? 1 : 0));
  if (several < 10 || failures === 0 || failures === attempts) {
    return {
      holds: "not-testable",
      why: `${amount(several)} ${calls} attempted two ${verbs} or more: too few to see failures together.`,
    };
  }
  if (shares.repeated && shares.repeated.value === 0 && judgeShare(shares.survived) !== "supported") {
    return {
      holds: judgeShare(shares.repeated),
      why: `No ${call} has two failed ${verbs}: a failure ends the ${call}, so failures cannot occur together within one.`,
    };
  }
  const { rho } = betaBinomial(
    window.map(({ attempts: a, failures: f, n }) => ({ attempts: a, failures: f, n })),
    { level },
  );
  const text = `Two ${verbs} of one ${call} fail together with correlation ${estimateText(rho, "")}`;
  return {
    holds: judgeShare(rho),
    why: `${text}; this lowers the failure rate of ${calls} only where they survive a failed ${verb}.`,
  };
}

function windows({ input, window, words }: Evidence): ExplanationVerdict {
  const attempts = unitTotal(window, (unit) => unit.attempts);
  const calls = unitTotal(window, () => 1);
  if (attempts === 0 || calls === 0)
    return { holds: "not-testable", why: `The window holds no ${words.calls} that ran a ${words.verb}.` };
  const verbs = unitTotal(window, (unit) => unit.failures) / attempts;
  const drops = unitTotal(window, (unit) => (unit.failed ? 1 : 0)) / calls;
  const text = `Over one span and one set of ${words.calls} ${percent(verbs)} of ${words.verbs} fail and ${percent(drops)} of ${words.calls} fail`;
  if (sameSpan(input) === false && drops >= verbs)
    return { holds: "supported", why: `${text}; the gap comes from the two spans.` };
  return {
    holds: "contradicted",
    why: `${text}: ${drops < verbs ? "the gap is there without any difference in time" : "there is no gap to explain"}.`,
  };
}

function populations({ input, window, words: { calls, call, verbs } }: Evidence): ExplanationVerdict {
  const counted = input.verbs.attempts;
  const joined = unitTotal(window, (unit) => unit.attempts);
  if (!counted)
    return { holds: "not-testable", why: `The number of ${verbs} counted apart from the ${calls} is not known.` };
  const apart = 1 - joined / counted;
  // Calls that straddle the window's edges keep a few verbs apart in any case.
  const holds = apart > 0.1 ? "supported" : Math.abs(apart) < 0.05 ? "contradicted" : "not-testable";
  return {
    holds,
    why: `The ${calls} that began in the window ran ${amount(joined)} ${verbs}; counted by their own time, ${amount(counted)} fall into it${apart > 0.1 ? `: ${percent(apart)} belong to no counted ${call}` : ""}.`,
  };
}

function otherDrops({ shares, before, words: { calls, call, verb } }: Evidence): ExplanationVerdict {
  if (!shares.otherDrops) return { holds: "not-testable", why: `No ${call} of the window failed.` };
  const ordinary = before.dropsWithoutFailure
    ? `; in the baseline ${percentWithin(before.dropsWithoutFailure)} of ${calls} without a failed ${verb} fail`
    : "";
  return {
    holds: judgeShare(shares.otherDrops),
    why: `${percentWithin(shares.otherDrops)} of the failed ${calls} had no failed ${verb}${ordinary}.`,
  };
}

/** Tests each explanation on the calls of the window, against those of the baseline. */
export function explanationsFromCalls(
  input: ReconcileInput,
  window: readonly UnitProfile[],
  baseline: readonly UnitProfile[],
  verbRate: Estimate,
  level: number,
): readonly Explanation[] {
  const names: UnitNames = input.names ?? DEFAULT_NAMES;
  const evidence: Evidence = {
    words: wordsOf(names),
    input,
    window,
    shares: unitShares(window, level),
    before: unitShares(baseline, level),
    verbRate,
    level,
  };
  const judges = new Map<string, (evidence: Evidence) => ExplanationVerdict>([
    ["unexposed-calls", unexposed],
    ["failures-survived", survived],
    ["repeated-attempts", repeated],
    ["clustered-failures", clustered],
    ["different-windows", windows],
    ["different-populations", populations],
    ["drops-without-verb-failure", otherDrops],
  ]);
  return explanationNeeds(names).map(([id, name, needs]) => {
    const judge = judges.get(id);
    return judge ? { id, name, needs, ...judge(evidence) } : backgroundErrors(input, verbRate, name, needs);
  });
}
