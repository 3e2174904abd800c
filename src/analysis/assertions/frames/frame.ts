import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { Evidence } from "../evidence.js";
import type { Judgement } from "../judged.js";
import { judgeCourse } from "./course.js";
import { judgeFigure } from "./figure.js";
import { judgeQuantity } from "./quantity.js";
import { judgeRelation } from "./relations.js";

const isDecided = (one: Judgement | null): one is Judgement =>
  one !== null && (one.verdict === "supported" || one.verdict === "contradicted");

/** Kinds whose subject no data hold, whatever figure or clock stands beside it. */
const NEVER: readonly string[] = ["publication", "money", "sameness", "cause"];

/**
 * What the words of an assertion say, composed from their parts: an event and its time, two events and what is between them; a measure, of a part,
 * over a time, against a figure, the usual level, another part or another time. `null` where a part of it is not settled.
 */
export async function judgeByFrame(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  if (NEVER.includes(claim.kind) || claim.span === "other-day") return null;
  const related = judgeRelation(claim, claim.quote, evidence);
  if (isDecided(related)) return related;
  const course = judgeCourse(claim, claim.quote, evidence);
  if (isDecided(course)) return course;
  const measured = await judgeQuantity(claim, claim.quote, evidence);
  if (isDecided(measured)) return measured;
  const figure = await judgeFigure(claim, claim.quote, evidence);
  return isDecided(figure) ? figure : null;
}
