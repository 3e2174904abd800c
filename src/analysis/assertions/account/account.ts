import type { StatedClaim } from "../../../statement/assertions/stated-claim.js";
import type { Evidence } from "../evidence.js";
import type { Judgement } from "../judged.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import { eventsByAccount } from "./events.js";
import { partsByAccount } from "./parts.js";
import { quantityByAccount } from "./quantities.js";
import { unitsByAccount } from "./units.js";

type Reader = (claim: StatedClaim, words: string, evidence: Evidence) => Promise<Judgement | null>;

const READERS: readonly Reader[] = [quantityByAccount, partsByAccount, unitsByAccount, eventsByAccount];

/** Kinds whose subject no data hold, whatever else their words say. */
const NEVER: readonly string[] = ["publication", "money", "sameness", "cause"];

/** A label before a sentence of notes, marks of lists and tables, and who is quoted. */
const MARKS =
  /^[^|]{1,24}\|(?=[^|]*$)|[*_`>#|•●❌✅"“”]+|^\W*(?:@\w+|\d{1,2}[:.]\d\d|for the record|note|fyi|again|scope|impact|breadth|reach|status|extent|severity|result|outcome)\W{0,3}[:,–—|-]\W{0,3}/gi;

/** What came of it, or why, behind the assertion: it restricts nothing of it. */
const TAIL =
  /,?\s(?:,|–|—)?\s?(?:which|as|because|since|so that|presumably (?:because|as)|meaning|leaving|even though|although|though)\s[^.;]*$/i;
const LEAD = /^\W*(?:because|as|since|although|though)\s[^,]*,\s/i;

/** The main clause: reasons and consequences without figures are left aside. */
function mainClause(words: string): string {
  const blank = (found: string): string =>
    figuresIn(found, []).length > 0 || /\d/.test(found) ? found : " ".repeat(found.length);
  const own = words.replace(LEAD, blank);
  const main = own.replace(TAIL, blank);
  return main.trim().split(/\s+/).length >= LEAST_WORDS ? main : own;
}
/** A shorter rest is no clause. */
const LEAST_WORDS = 4;

const byWholeAccount = new WeakSet<Judgement>();

/** True if a judgement was made with every word of its clause taken up: no word of it is strange. */
export const isByAccount = (judgement: Judgement): boolean => byWholeAccount.has(judgement);

/**
 * What a clause says where every word of it has been taken up: its measure, its part, its time, and what it is compared with.
 *
 * @returns `null` where something of it is left over, so that it may say more or something else
 */
export async function judgeByAccount(claim: StatedClaim, evidence: Evidence): Promise<Judgement | null> {
  if (NEVER.includes(claim.kind) || claim.span === "other-day" || claim.unsettled) return null;
  const words = mainClause(claim.quote.replace(MARKS, (mark) => " ".repeat(mark.length)));
  for (const reader of READERS) {
    const found = await reader(claim, words, evidence);
    if (!found) continue;
    byWholeAccount.add(found);
    return found;
  }
  return null;
}
