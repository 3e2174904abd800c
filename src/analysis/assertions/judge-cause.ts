import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { ChangeFinding, ChangeVerdict } from "../../remediation/changes/change.js";
import type { DatedChange, Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable, unchecked } from "./judged.js";
import { minutesApart } from "./moments.js";
import { actionKinds } from "./action-kinds.js";
import { actionOf, loggedChange } from "./named-action.js";

/** "Cannot have caused it", "had nothing to do with it", "was ruled out". */
const DENIED =
  /\b(?:can(?:not|['’]t| not) have|could(?:n['’]t| not) have|did(?:n['’]t| not)|was(?:n['’]t| not)|were(?:n['’]t| not)|is(?:n['’]t| not)|not|never) (?:\w+ )?(?:caused?|trigger\w*|led|lead|contribut\w*|to blame|at fault|responsible|due|because|related|connected|the (?:cause|reason|trigger|culprit))\b|\bnothing to do with\b|\b(?:no|not a|ruled out|excluded?|discounted?)\b[^.;]{0,30}\b(?:cause|factor|role|part|connection|link|suspect)\b|\bruled out\b|\bplayed no (?:part|role)\b|\bunrelated\b|\binnocent\b|\bcoincid\w*/i;

/** What the verdict on a change is for a sentence that it was the cause. */
const CAUSED: Readonly<Record<ChangeVerdict, Judgement["verdict"]>> = {
  supported: "supported",
  possible: "not-testable",
  unlikely: "contradicted",
  "not-testable": "not-testable",
};

/** Whether words speak of the change itself: by one of its names, or by a word for what was done. */
const isNamed = (words: string, { names = [] }: DatedChange): boolean =>
  actionKinds(words).length > 0 || names.some((name) => words.toLowerCase().includes(name.toLowerCase()));

/** Minutes within which an entry of the changes is the one that is named. */
const SAME_MINUTES = 1;

function findingOf(change: DatedChange, { causes }: Evidence): ChangeFinding | undefined {
  const near = causes.filter(({ at }) => Math.abs(minutesApart(at, change.at)) <= SAME_MINUTES);
  return causes.find(({ id }) => id === change.id) ?? (near.length === 1 ? near[0] : undefined);
}

/** The change that an assertion blames: by its own words, else as "the deploy" of its sentence. */
function blamed(claim: StatedClaim, evidence: Evidence): DatedChange | null {
  const own = loggedChange(claim.quote, claim.quote, evidence);
  if (own) return own;
  return actionKinds(claim.quote).length > 0 || /\b(?:it|that|this|which)\b/i.test(claim.quote)
    ? actionOf({ ...claim, instants: [] }, evidence)
    : null;
}

/** That a change was the cause, or was not: what fits the onset in time and place decides, and a cause that is no change is in no data. */
export function judgeCause(claim: StatedClaim, evidence: Evidence): Judgement {
  const readAs = "a cause";
  const change = evidence.causes.length > 0 ? blamed(claim, evidence) : null;
  const finding = change ? findingOf(change, evidence) : undefined;
  if (!finding)
    return unchecked(
      readAs,
      "Attempts and failures look the same under other causes.",
      "Records from inside the system: queues, error events, load, and the change that came first.",
    );
  const own = `whether ${finding.what || finding.id} fits the onset in time and place`;
  const caused = CAUSED[finding.verdict];
  // A time and a place can clear no change for sure, nor do they say of a thing that a change touched that it was the cause.
  const denied = DENIED.test(claim.quote);
  const named = isNamed(claim.quote, change as DatedChange);
  const verdict = denied
    ? caused === "supported"
      ? "contradicted"
      : "not-testable"
    : caused === "contradicted" && !named
      ? "not-testable"
      : caused;
  const why = `${finding.id}: ${finding.verdict === "supported" ? "fits" : finding.verdict}. ${finding.why}`;
  return verdict === "not-testable"
    ? notTestable(own, why, "Records from inside the system, or traffic that the change did not reach.")
    : decided(verdict, own, why, null);
}
