import type { ClaimFinding } from "../../audit/audit-finding.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
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

/** True if the words of a claim and of an assertion are of one place. */
function isOf(claim: ClaimFinding, { quote }: Assertion): boolean {
  const [one, two] = [squeezed(claim.claim), squeezed(quote)];
  return (
    one.length > 0 &&
    two.length > 0 &&
    (one.includes(two) || two.includes(one) || one.slice(0, 40) === two.slice(0, 40))
  );
}

/** Kinds of assertion whose verdict is that of the claim: both measure the same over the same time. */
const CLAIMS: readonly string[] = [
  "window",
  "share",
  "duration",
  "effect",
  "order",
  "no-recurrence",
  "affected-part",
  "only-part",
];
/** Times for which a claim has no reading of its own. */
const OTHER_TIMES: readonly string[] = ["before", "after", "day", "first", "second", "other-day"];

/** True if the assertion's own test decides, and the claim takes its verdict over. */
function decidesItself(claim: ClaimFinding, one: Assertion, read: StatedClaim | undefined): boolean {
  if (claim.kind === "communication" || claim.kind === "cause") return true;
  if (one.verdict === "unchecked") return false;
  return !CLAIMS.includes(one.kind) || OTHER_TIMES.includes(read?.span ?? "open");
}

function asAssertion(claim: ClaimFinding, at: readonly [number, number]): Assertion {
  const { id, kind, claim: quote, stated, measured, verdict, why, needs = null } = claim;
  return { id: `claim-${id}`, claim: id, quote, at, kind, stated, readAs: stated, measured, verdict, why, needs };
}

interface ToldAssertion {
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

/** The place of a claim that is part of another assertion's sentence. */
function placeOf(
  claim: ClaimFinding,
  read: readonly Assertion[],
  told: readonly StatedClaim[],
): readonly [number, number] {
  const own = squeezed(claim.claim);
  const at = told.findIndex(({ context }) => squeezed(context).includes(own) || own.includes(squeezed(context)));
  return read[at]?.at ?? [0, 0];
}

/** Assertions with the claims that they are, and claims that no assertion is added to them, so that every claim is one of them. */
export function linked<Findings extends ToldAssertion>(
  told: Findings,
  read: readonly Assertion[],
  stated: readonly StatedClaim[],
  warnings: readonly AnalysisWarning[],
): Findings & { readonly assertions: readonly Assertion[] } {
  const taken = new Map<Assertion, ClaimFinding>();
  const left: ClaimFinding[] = [];
  for (const claim of told.claims) {
    const found = read.find((one) => !taken.has(one) && KINDS[claim.kind].includes(one.kind) && isOf(claim, one));
    if (found) taken.set(found, claim);
    else left.push(claim);
  }
  const own = new Map<string, Assertion>();
  const assertions = withheld(
    read.map((one, index) => {
      const claim = taken.get(one);
      if (!claim) return one;
      // A window of a list is told by its first entry: each is judged by itself.
      if (claim.kind === "window" && one.kind !== "window") return { ...one, claim: claim.id };
      if (decidesItself(claim, one, stated[index])) {
        if (claim.kind !== "communication" && claim.kind !== "cause") own.set(claim.id, one);
        return { ...one, claim: claim.id };
      }
      const { verdict, why, measured, needs = null } = claim;
      return { ...one, claim: claim.id, verdict, why, measured, needs };
    }),
    warnings,
  );
  const claims = told.claims.map((claim) => {
    const one = own.get(claim.id);
    const settled = one && assertions.find(({ id }) => id === one.id);
    return settled ? asClaim(claim, settled) : claim;
  });
  const rest = left.map((claim) => asAssertion(claim, placeOf(claim, read, stated)));
  return { ...told, claims, assertions: [...assertions, ...rest] };
}

/** A claim with the verdict of the test that is nearer to its words. */
function asClaim(claim: ClaimFinding, { verdict, why, measured, readAs, needs }: Assertion): ClaimFinding {
  const number = measured && typeof measured.value === "number" ? (measured as ClaimFinding["measured"]) : null;
  return {
    ...claim,
    verdict: verdict === "unchecked" ? "not-testable" : verdict,
    why,
    measured: number,
    stability: null,
    power: null,
    needs: verdict === "supported" || verdict === "contradicted" ? null : (needs ?? claim.needs ?? null),
    evidence: [claim.claim, readAs],
  };
}
