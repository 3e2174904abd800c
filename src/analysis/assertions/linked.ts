import type { ClaimFinding } from "../../audit/audit-finding.js";
import type { AnalysisWarning } from "../warnings.js";
import type { Assertion } from "./assertion.js";

/** The kinds of assertion that a claim of a kind is. */
const KINDS: Readonly<Record<ClaimFinding["kind"], readonly string[]>> = {
  window: ["window", "onset", "recovery"],
  duration: ["duration"],
  rate: ["share", "rise", "ceiling", "absence", "part", "figure", "relative-change", "points", "traffic-change"],
  scope: ["affected-part", "only-part", "spared-part", "alike-parts", "worst-part"],
  order: ["order", "action", "detection"],
  effect: ["effect", "action"],
  "no-recurrence": ["no-recurrence"],
  communication: ["publication"],
  cause: ["cause"],
};

const squeezed = (text: string): string => text.replace(/\s+/g, " ").replace(/…$/, "").trim();

/** Whether the words of a claim and of an assertion are of one place. */
function isOf(claim: ClaimFinding, { quote }: Assertion): boolean {
  const [one, two] = [squeezed(claim.claim), squeezed(quote)];
  return (
    one.length > 0 &&
    two.length > 0 &&
    (one.includes(two) || two.includes(one) || one.slice(0, 40) === two.slice(0, 40))
  );
}

/** The claims that are measured over a time of their own: the test of the assertion is nearer to their words than that over the window. */
const OWN_TIME: readonly string[] = ["share", "rise", "part", "absence"];

function asAssertion(claim: ClaimFinding, at: readonly [number, number]): Assertion {
  const { id, kind, claim: quote, stated, measured, verdict, why, needs = null } = claim;
  return { id: `claim-${id}`, claim: id, quote, at, kind, stated, readAs: stated, measured, verdict, why, needs };
}

interface Told {
  readonly claims: readonly ClaimFinding[];
}

/** Verdicts of assertions that rest on times, where warnings withhold them. */
function withheld(assertions: readonly Assertion[], warnings: readonly AnalysisWarning[]): readonly Assertion[] {
  const reason = warnings.find((warning) => warning.withholds)?.reason;
  if (reason === undefined) return assertions;
  return assertions.map((one) =>
    one.verdict === "supported" || one.verdict === "contradicted"
      ? { ...one, verdict: "not-testable", measured: null, why: `Withheld: ${reason}.`, needs: null }
      : one,
  );
}

/** Assertions with the claims that they are, and claims that no assertion is added to them, so that every claim is one of them. */
export function linked<Findings extends Told>(
  told: Findings,
  read: readonly Assertion[],
  warnings: readonly AnalysisWarning[],
): Findings & { readonly assertions: readonly Assertion[] } {
  const taken = new Map<Assertion, ClaimFinding>();
  const left: ClaimFinding[] = [];
  for (const claim of told.claims) {
    const found = read.find((one) => !taken.has(one) && KINDS[claim.kind].includes(one.kind) && isOf(claim, one));
    if (found) taken.set(found, claim);
    else left.push(claim);
  }
  const assertions = read.map((one) => {
    const claim = taken.get(one);
    if (!claim) return one;
    const own = OWN_TIME.includes(one.kind) || claim.kind === "communication" || claim.kind === "cause";
    const { verdict, why, measured, needs = null } = claim;
    return own ? { ...one, claim: claim.id } : { ...one, claim: claim.id, verdict, why, measured, needs };
  });
  return {
    ...told,
    assertions: withheld([...assertions, ...left.map((claim) => asAssertion(claim, [0, 0]))], warnings),
  };
}
