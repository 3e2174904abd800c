import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { Evidence } from "../evidence.js";
import type { Judgement } from "../judged.js";
import { failuresAMinute, unitsAnyhow } from "./counted.js";
import { alertEnd, changeBefore, detectionAnyAlert, howItCame, wholeLength } from "./dated.js";
import { latencyAnyTime, placeOfTrouble, shareOfAll, shareOfPart, trafficAnyTime } from "./measured.js";

type Reader = (claim: StatedClaim, evidence: Evidence) => Judgement | null | Promise<Judgement | null>;

const READERS: readonly Reader[] = [
  alertEnd,
  detectionAnyAlert,
  changeBefore,
  howItCame,
  wholeLength,
  unitsAnyhow,
  failuresAMinute,
  shareOfPart,
  shareOfAll,
  placeOfTrouble,
  trafficAnyTime,
  latencyAnyTime,
];

/** Kinds whose subject no data hold, or that have only one reading. */
const NEVER: readonly string[] = ["publication", "money", "sameness", "cause", "effect", "no-effect"];
/** An agreement, an aim, a rule, what would be, what was elsewhere or on other days. */
const NOT_MEASURED =
  /\b(?:agreement|contract\w*|promis\w*|SLAs?|SLOs?|targets?|objectives?|guarante\w*|aims?|budget|threshold|entitled|would|could|should|may|might|will|shall|if|expect\w*|estimated|plan\w*|last (?:week|month|year|time)|yesterday|tomorrow|week\w*|month\w*|years?|quarter'?s|per cent of revenue|simulat\w*|test(?:s|ed|ing)?)\b|\?/i;

/**
 * What an assertion that nothing else settled says of a measure, held against every cell of the table of measurements that its words may mean.
 *
 * @returns a contradiction where no cell gives what it says; `null` elsewhere: that one of many gives it bears nothing out
 */
export async function judgeByTable(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  if (NEVER.includes(claim.kind) || claim.unsettled || claim.span === "other-day" || NOT_MEASURED.test(claim.quote))
    return null;
  for (const reader of READERS) {
    const found = await reader(claim, evidence);
    if (found) return found;
  }
  return null;
}
