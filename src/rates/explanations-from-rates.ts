import type { Estimate } from "../stats/estimate.js";
import { percentWithin } from "./explanation-text.js";
import type { Explanation, IdentifiedSet } from "./rate-finding.js";
import { DEFAULT_NAMES, type ReconcileInput } from "./reconcile-input.js";
import { type UnitNames, wordsOf } from "./unit-names.js";

/** Every explanation, named in the sources' own words, with what would test it, in the order in which they are reported. */
export function explanationNeeds(names: UnitNames): readonly (readonly [id: string, name: string, needs: string])[] {
  const { calls, call, verbs, verb } = wordsOf(names);
  return [
    [
      "unexposed-calls",
      `${calls} that ran no ${verb}`,
      `${calls} of the window with the ${verbs} each attempted, ${calls} without any included`,
    ],
    [
      "failures-survived",
      `${calls} that survived a failed ${verb}`,
      `${calls} of the window with their failed ${verbs} and whether the ${call} failed`,
    ],
    [
      "repeated-attempts",
      `several failed ${verbs} in one ${call}`,
      `${calls} of the window with the number of failed ${verbs} in each`,
    ],
    [
      "clustered-failures",
      `${verbs} of one ${call} failing together`,
      `${calls} of the window with attempted and failed ${verbs} of each, at least two attempts in many`,
    ],
    ["different-windows", "different windows", "both rates counted over one stated span"],
    [
      "different-populations",
      "different populations",
      `${verbs} and ${calls} that can be joined, and the number of ${verbs} that join to no counted ${call}`,
    ],
    [
      "drops-without-verb-failure",
      `failed ${calls} without a failed ${verb}`,
      `${calls} that failed with the failed ${verbs} of each`,
    ],
    ["background-errors", "background errors", `the failure rate of ${verbs} without the incident`],
  ];
}

/** True if the two sides were counted over one span; `null` when a span is not known. */
export function sameSpan({ verbs, calls }: ReconcileInput): boolean | null {
  if (!verbs.span || !calls.span) return null;
  return (
    Date.parse(verbs.span.from) === Date.parse(calls.span.from) &&
    Date.parse(verbs.span.to) === Date.parse(calls.span.to)
  );
}

/** How much of the verb failures the baseline would have seen anyway. */
export function backgroundErrors(input: ReconcileInput, verbRate: Estimate, name: string, needs: string): Explanation {
  const id = "background-errors";
  const { verbs } = input.names ?? DEFAULT_NAMES;
  const baseline = input.verbs.baseline?.rate;
  if (!baseline || Number.isNaN(baseline.value))
    return {
      id,
      name,
      holds: "not-testable",
      needs,
      why: `The failure rate of ${verbs} without the incident is not known.`,
    };
  const [low, high] = [baseline.interval[0] / verbRate.value, baseline.interval[1] / verbRate.value];
  const holds = low > 0.01 ? "supported" : high < 0.05 ? "contradicted" : "not-testable";
  const why =
    `Without the incident ${percentWithin(baseline)} of ${verbs} fail, against ${percentWithin(verbRate)} during it` +
    (holds === "supported"
      ? ": some failures with this code are ordinary background."
      : holds === "contradicted"
        ? ": the background is too small to explain the difference."
        : ": too uncertain to say how much is background.");
  return { id, name, holds, needs, why };
}

/** What an explanation would have to amount to if it were the only one. */
function alone(id: string, product: string, { calls, verbs, verb }: ReturnType<typeof wordsOf>): string | undefined {
  return new Map([
    ["unexposed-calls", `alone, a share of ${product} of the ${calls} would have run an affected ${verb}`],
    ["failures-survived", `alone, a share of ${product} of the ${calls} with a failed ${verb} would have failed`],
    ["repeated-attempts", `alone, retried ${verbs} would have to add failures that end none of the ${calls}`],
    [
      "different-windows",
      `alone, the window of the ${calls} would have to hold more quiet time than that of the ${verbs}`,
    ],
    ["different-populations", `alone, the ${verbs} would have to be those of fewer ${calls} than were counted`],
    ["drops-without-verb-failure", "failures from other causes make the gap larger, not smaller"],
  ]).get(id);
}

/** What can be said when only the rates are known: that something must hold, rarely what. */
export function explanationsFromRates(
  input: ReconcileInput,
  verbRate: Estimate,
  required: Estimate,
  set: IdentifiedSet,
): readonly Explanation[] {
  const [low, high] = required.interval;
  const names = input.names ?? DEFAULT_NAMES;
  const words = wordsOf(names);
  const { calls, verbs, verb, call } = words;
  const must =
    high < 1
      ? `If every failed ${verb} ended its ${call} and no other ${calls} failed, ${calls} would attempt ${required.value.toPrecision(3)} [${low.toPrecision(3)}, ${high.toPrecision(3)}] ${verbs} each, fewer than one; so at least one of these assumptions is wrong`
      : low <= 1
        ? `The rates leave open whether ${calls} attempt at least one ${verb} each (${required.value.toPrecision(3)} required)`
        : `The rates agree if ${calls} attempt ${required.value.toPrecision(3)} ${verbs} each; nothing needs to be explained`;
  const product = set.exposureTimesFatality.map((value) => value.toFixed(3)).join("–");
  return explanationNeeds(names).map(([id, name, needs]): Explanation => {
    if (id === "background-errors") return backgroundErrors(input, verbRate, name, needs);
    if (id === "different-windows" && sameSpan(input) === true) {
      return { id, name, holds: "contradicted", needs, why: "Both rates were counted over the same span." };
    }
    if (id === "clustered-failures" && high < 1) {
      return {
        id,
        name,
        holds: "not-testable",
        needs,
        why: `${must}; clustering alone is none of them, unless ${calls} survive a failure.`,
      };
    }
    const only = high < 1 ? alone(id, product, words) : undefined;
    return {
      id,
      name,
      holds: "not-testable",
      needs,
      why: `${must}; ${only ?? `rates alone give exposure × fatality as ${product}, not each`}.`,
    };
  });
}
