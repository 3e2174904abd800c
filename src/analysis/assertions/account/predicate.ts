import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import type { Comparator } from "../frames/compare.js";
import type { ClauseAccount } from "./clause.js";
import { freeFigures, takeFigure } from "./slots.js";

/** What a clause says of its measure, and against what. */
export interface Predicate {
  readonly comparator: Comparator;
  /** Against its usual level, against another part, or against nothing: none of it at all. */
  readonly against: "usual" | "part";
  /** Place of the words that lead to the other part; the end of the clause without them. */
  readonly pivot: number;
}

/** A multiple told of another thing: "twice as bad as", "at twice the figure of", "less than half the rate of". */
const OF_OTHER =
  /^[¤\s]*(?:(?:as (?:\p{L}+ ){1,3}as)|(?:that|those|what|the (?:\p{L}+ )?(?:figures?|rates?|levels?|numbers?|shares?|values?|median|volume|errors|failures) (?:of|on|in|at|for))(?: of| on| in| at| for)?)(?![\p{L}])/iu;
const OF_THING =
  /^[¤\s]*(?:of )?(?:(?:their|its|the|our) )?(?:usual|normal|ordinary|typical|baseline|customary)(?: (?:rate|level|value|volume|number|figure|time|amount|pace|depth|size))?s?\b/iu;
const AS_AS =
  /\b(?:(?:just|about|roughly|nearly|almost|exactly|every bit|quite) )?as (?:many|much|bad(?:ly)?|hard|often|slow(?:ly)?|high|frequently|severely)(?: \p{L}+)? as\b/iu;
const ALIKE =
  /\b(?:(?:nearly|almost|practically|about|roughly) )?(?:(?:the )?same|identical|equal(?:ly)?|similar(?:ly)?|comparable|alike)(?: (?:number|share|rate|level|proportion|degree|extent)s?)?(?: (?:of|as|to))?\b|\bno (?:real |meaningful )?difference(?: (?:between|worth mentioning))?\b/i;
const MORE = /\b(?:more|worse|higher|harder|greater|larger|slower|longer|heavier)\b(?:[^.;,¤]{0,30})?\bthan\b/i;
const LESS = /\b(?:less|fewer|lower|better|milder|faster|quicker|smaller)\b(?:[^.;,¤]{0,30})?\bthan\b/i;
const USUAL =
  /\b(?:than|to|at|as|from|of|above|below|its|their|the|our|with|in line with|against|a|an?)?\s?(?:(?:its|their|the|our|a)\s)?(?:(?:perfectly|entirely)\s)?(?:usual|normal(?:ly)?|ordinary|customary|baseline|typical)(?:\s(?:rate|level|value|number|figure|amount|share|ratio|proportion)s?)?\b|\b(?:than|as|to) before\b/i;
const NO_MORE =
  /\b(?:no|not|hardly|barely|scarcely|never)\s(?:any\s)?(?:more|higher|slower|worse|greater|different|faster|fewer|less|lower)(?: than)?\b/i;
const DID_NOT =
  /\b(?:(?:did|do|does|has|have|had|was|were|is)(?: not|n['’]t)|never|hardly|barely|scarcely)\s(?:\p{L}+\s)?(?:chang\w*|mov\w*|budg\w*|fall\w*|rise\w*|rose|increas\w*|decreas\w*|drop\w*|var(?:y|ied)|differ\w*|shift\w*|react\w*|slow(?:ed)?|suffer\w*|affected)\b|\bno (?:visible |real |noticeable )?(?:change|effect|impact|rise|increase|drop|difference)(?: at all)?\b|\bnot (?:slow\w*|affected|hit|impacted)\b/iu;
const FLAT =
  /\b(?:unchanged|unaffected|untouched|unaltered|flat|steady|stable|constant|as usual|as ever|as always|spared|fine|clean|healthy|without (?:any )?(?:trouble|problems?|issues?|incident|difficulty|errors?|failures?))\b/i;
const UP =
  /\b(?:rose|risen|rises|rising|increas\w*|grew|grow\w*|climb\w*|jump\w*|surg\w*|spik\w*|soar\w*|elevated|raised|(?:well |far |clearly |slightly )?(?:above|over)|higher|heavier|went up|was up|were up|up)\b/i;
const DOWN =
  /\b(?:fell|falls?|falling|fallen|dropp?ed|dipp?ed|dips?|declin\w*|decreas\w*|collaps\w*|plung\w*|sank|shrank|dwindl\w*|(?:well |far |clearly |slightly )?below|lower|went down|was down|were down|thinned|halved)\b/i;
const BY_FIGURE = /\bby\b[\s¤]*$/i;
const DENIED = /\b(?:not|no|never|neither|nor|none|without|hardly|barely|scarcely)\b|n['’]t\b/i;

function times(figure: Figure, factor: number): Comparator {
  const { rounding, bound, hedged } = figure;
  return { kind: "times", factor, rounding: Math.max(rounding, 0.06 * factor), bound, hedged };
}

/** A multiple or a part of another quantity, or of the usual level. */
function multiple(account: ClauseAccount): Predicate | null {
  const [figure, second] = freeFigures(account);
  if (!figure || second || (figure.kind !== "ratio" && figure.kind !== "share")) return null;
  const after = account.text.slice(figure.end);
  const usual = OF_THING.exec(after);
  if (usual) {
    const end = figure.end + usual[0].length;
    takeFigure(account, figure);
    account.blank(figure.end, end);
    account.takeAll(UP);
    account.takeAll(DOWN);
    return { comparator: times(figure, figure.value), against: "usual", pivot: account.words.length };
  }
  const other = OF_OTHER.exec(after);
  if (!other) return null;
  const end = figure.end + other[0].length;
  takeFigure(account, figure);
  account.blank(figure.end, end);
  return { comparator: times(figure, figure.value), against: "part", pivot: end };
}

/** "Fell by about a third", "up 40 %". */
function changeByFigure(account: ClauseAccount): Predicate | null {
  const [figure, second] = freeFigures(account);
  if (!figure || second || figure.kind !== "share") return null;
  const [up, down] = [account.has(UP), account.has(DOWN)];
  if (up === down || DENIED.test(account.text)) return null;
  const before = account.text.slice(0, figure.start);
  const near = /\bby\b/i.test(before.slice(-30)) || /\b(?:up|down)\s(?:\p{L}+\s)?$/iu.test(before);
  if (!near) return null;
  takeFigure(account, figure);
  account.take(BY_FIGURE);
  account.take(/\bby\b/i);
  account.takeAll(up ? UP : DOWN);
  account.take(USUAL);
  const factor = up ? 1 + figure.value : 1 - figure.value;
  const bound = figure.bound === "exact" || up ? figure.bound : figure.bound === "at-most" ? "at-least" : "at-most";
  return {
    comparator: { ...times(figure, factor), bound } as Comparator,
    against: "usual",
    pivot: account.words.length,
  };
}

/** What a clause says of its measure, taken up; `null` where it says nothing that is known, or more than one thing. */
export function takePredicate(account: ClauseAccount): Predicate | null {
  const figured = multiple(account) ?? changeByFigure(account);
  if (figured) return freeFigures(account).length === 0 ? figured : null;
  if (freeFigures(account).length > 0) return null;
  const end = account.words.length;
  const none = account.take(NO_MORE);
  if (none) {
    account.take(USUAL);
    return { comparator: { kind: "flat" }, against: "usual", pivot: end };
  }
  const as = account.take(AS_AS);
  if (as) {
    const usual = account.take(USUAL);
    return usual
      ? { comparator: { kind: "flat" }, against: "usual", pivot: end }
      : { comparator: { kind: "alike" }, against: "part", pivot: as.index + as[0].length };
  }
  const more = account.take(MORE);
  const less = more ? null : account.take(LESS);
  const cue = more ?? less;
  if (cue) {
    const usual = account.take(USUAL);
    const comparator = { kind: more ? "up" : "down" } as const;
    return { comparator, against: usual ? "usual" : "part", pivot: usual ? end : cue.index + cue[0].length };
  }
  const still = account.take(DID_NOT) ?? account.take(FLAT);
  if (still) {
    account.take(USUAL);
    account.takeAll(FLAT);
    return DENIED.test(account.text) ? null : { comparator: { kind: "flat" }, against: "usual", pivot: end };
  }
  const alike = account.take(ALIKE);
  if (alike) {
    const usual = account.take(USUAL);
    return {
      comparator: { kind: usual ? "flat" : "alike" },
      against: usual ? "usual" : "part",
      pivot: usual ? end : alike.index + alike[0].length,
    };
  }
  if (DENIED.test(account.text)) return null;
  const [up, down] = [account.takeAll(UP), account.takeAll(DOWN)];
  const usual = account.take(USUAL);
  if (up !== down) return { comparator: { kind: up ? "up" : "down" }, against: "usual", pivot: end };
  return usual && !up ? { comparator: { kind: "flat" }, against: "usual", pivot: end } : null;
}
