import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import { percent } from "../../../wording/number.js";
import { subjectOf } from "../bind.js";
import { rateOf, shareNearness } from "../counting.js";
import type { Evidence } from "../evidence.js";
import { bestOf, decided, exactly, type Judgement, type Nearness } from "../judged.js";
import { mainSource } from "../moments.js";
import { ClauseAccount } from "./clause.js";
import { accounted } from "./quantities.js";
import { freeFigures, takeFigure, takeSpan } from "./slots.js";

const UNIT =
  /\b(?:(?:of )?(?:our|the|your|all) )?(?:(?:different|distinct|separate|individual|customer|user) )?(accounts?|users?|customers?|clients?|partners?|merchants?|tenants?|subscribers?|members?|people|visitors?|guests?)\b/i;
const HIT =
  /\b(?:noticed|affected|hit|impacted|touched|concerned|disrupted|caught up(?: in it)?|limited to|confined to|restricted to|saw (?:at least )?(?:one |an? )?(?:failures?|errors?)|(?:got|had|saw|met|ran into|experienced|encountered) (?:at least )?(?:one |an? )?(?:error|failure|failed \w+|failures|errors)s?)\b/i;
const EVERY = /\b(?:all|every|each|both)\b(?: (?:single|one))?(?: of)?/i;

/** How many of those whom a column names had a failure: "some twenty accounts noticed", "all 36 partners were caught up in it". */
async function hitUnits(claim: StatedClaim, account: ClauseAccount, evidence: Evidence): Promise<Judgement | null> {
  const noun = UNIT.exec(account.text)?.[1];
  if (!noun || !account.take(HIT)) return null;
  const subject = subjectOf({ noun }, evidence);
  const { span } = takeSpan(account, claim, evidence);
  const [one] = span.spans;
  if (!subject?.unit || span.missing !== null || !one) return null;
  account.takeAll(UNIT);
  const every = account.take(EVERY) !== null;
  const [figure, other] = freeFigures(account);
  if (other || (!figure && !every) || (figure && figure.kind !== "count")) return null;
  if (figure) takeFigure(account, figure);
  account.takeAll(/\b(?:impact|scope|breadth|only|was|were)\b/i);
  const rows = (await subject.source.byValue(subject.unit, one))?.filter(({ attempts }) => attempts > 0) ?? [];
  const asked = await subject.source.affected(subject.unit, one);
  const numbers = [
    ...(rows.length > 0 ? [rows.filter(({ failures }) => failures > 0).length] : []),
    ...(asked ? [asked.failed, asked.hit] : []),
  ];
  const seen = asked?.total ?? rows.length;
  if (numbers.length === 0 || seen === 0) return null;
  const stated = every ? seen : (figure?.value ?? seen);
  const fared = numbers.map((hit): Nearness => {
    const room = Math.max(1, 0.1 * hit) + (figure?.hedged ? 0.15 * stated : 0);
    const over = stated - hit;
    const off =
      figure?.bound === "at-most"
        ? Math.max(0, -over)
        : figure?.bound === "at-least"
          ? Math.max(0, over)
          : Math.abs(over);
    return off <= room ? "near" : off <= 2.5 * room ? "unsure" : "far";
  });
  return decided(
    bestOf(fared),
    `distinct ${subject.unit} with a failure`,
    `${numbers[0]} of ${seen} ${subject.unit} had a failure.`,
    exactly(numbers[0] as number),
  );
}

const ONE_OF_THEM = /\b(?:a single|one)(?: of (?:them|these|those|our|the))?(?: alone)?\b/i;

/** "One of them alone accounted for more than half of the total": the most that anyone of a column had of the failures. */
async function largestOf(claim: StatedClaim, account: ClauseAccount, evidence: Evidence): Promise<Judgement | null> {
  const source = mainSource(evidence);
  if (!source || !ONE_OF_THEM.test(account.text)) return null;
  if (!/\baccount(?:s|ed)? for\b|\bresponsible for\b|\bbore\b/i.test(account.text)) return null;
  const noun = UNIT.exec(`${account.text} ${evidence.told ?? ""}`)?.[1];
  const subject = noun ? subjectOf({ noun }, evidence) : null;
  const { span } = takeSpan(account, claim, evidence);
  const [one] = span.spans;
  if (!subject?.unit || span.missing !== null || !one) return null;
  account.take(ONE_OF_THEM);
  const [figure, other] = freeFigures(account);
  if (!figure || other || figure.kind !== "share") return null;
  takeFigure(account, figure);
  account.takeAll(/\b(?:accounted for|accounts for|responsible for|bore|alone|failures?|errors?|all|failed)\b/i);
  account.takeAll(UNIT);
  const rows = (await subject.source.byValue(subject.unit, one)) ?? [];
  const all = rows.reduce((sum, { failures }) => sum + failures, 0);
  const [top] = [...rows].sort((a, b) => b.failures - a.failures);
  if (!top || all === 0) return null;
  const share = rateOf({ failures: Math.round(top.failures), attempts: Math.round(all) }, evidence.level);
  return decided(
    bestOf([shareNearness(figure, figure.value, share)]),
    `largest share of one ${subject.unit} in the failures`,
    `${top.value} has ${Math.round(top.failures)} of ${Math.round(all)} (${percent(share.value)}).`,
    share,
  );
}

/** What is said of how many were hit, or of the one that was hit most, where every word of the clause is taken up; `null` elsewhere. */
export async function unitsByAccount(claim: StatedClaim, words: string, evidence: Evidence): Promise<Judgement | null> {
  for (const reader of [hitUnits, largestOf]) {
    const account = new ClauseAccount(words, mainSource(evidence)?.nouns ?? []);
    const found = accounted(account, await reader(claim, account, evidence));
    if (found) return found;
  }
  return null;
}
