import type { Figure } from "../../../statement/assertions/figure-numbers.js";
import { figuresIn } from "../../../statement/assertions/figures.js";
import type { Comparator } from "./compare.js";

const FLAT =
  /\b(?:unchanged|unaltered|unaffected|untouched|(?<!\bthan (?:is )?)(?:usual|customary|habitual|ordinary|normal)|normally|perfectly|as (?:quick(?:ly)?|fast|good|many|much|always) as (?:ever|always|usual|before)|as (?:ever|always|before|usual)|flat|steady|stable|constant|same as (?:before|usual|ever|always)|no (?:different|change|difference|slower|faster|deviation)|not (?:slower|faster|different)|held(?=\s(?:steady|firm|level|flat|up|at|constant|its|their|throughout)|[.,;]|$)|kept to|in line with|within (?:normal|the usual)|unremarkable|nothing (?:unusual|odd|out of the ordinary))\b|\b(?:did|does|do|has|have|had|was|were|hardly|barely|never|scarcely|is|are)(?: not|n['’]t)?(?: ever| really| even| at all)? (?:chang|mov|budg|deviat|differ|var|shift|alter|suffer|rise|slow|increas|gr[eo]w|drop|fall)\w*/i;
const REALLY_DENIED = /\b(?:not|n['’]t|hardly|barely|never|scarcely)\b/i;
const UP =
  /\b(?:rose|risen|rises?|rising|went up|(?:was|were|is|are|shot|crept|inched) up|increas\w*|grew|grow\w*|climb\w*|jump\w*|surg\w*|spik\w*|soar\w*|doubl\w*|tripl\w*|higher|above|slower|slowed|sluggish|longer|worsen\w*|lengthen\w*|piled up|swell\w*|swoll\w*|busier)\b/i;
const DOWN =
  /\b(?:fell|fall(?:s|en|ing)?|drop(?:ped|s|ping)?|declin\w*|decreas\w*|collaps\w*|plung\w*|sank|sunk|(?:was|were|went|is|are|came) down|halv\w*|lower|fewer|below|shrank|dwindl\w*|reced\w*|faster|quicker|shorter|thinned|tailed off|quieter|stayed away|DOWN)\b/;

/** The direction, or its absence, that words give without a figure. */
export function directionIn(words: string): Comparator | null {
  const flat = FLAT.exec(words);
  if (flat) {
    // "Did not change" is flat; "did change" is none; plain words of sameness need no denial.
    const moves =
      /(?:chang|mov|budg|deviat|differ|var|shift|alter|suffer|rise|slow|increas|gr[eo]w|drop|fall)\w*$/i.test(flat[0]);
    if (!moves || /^no\b/i.test(flat[0]) || REALLY_DENIED.test(flat[0]))
      return REALLY_DENIED.test(words.slice(0, flat.index)) && !moves ? null : { kind: "flat" };
  }
  if (REALLY_DENIED.test(words)) return null;
  const [up, down] = [UP.test(words), DOWN.test(words)];
  return up === down ? null : { kind: up ? "up" : "down" };
}

const FACTOR =
  /\b(?:by )?a factor of (?:about |around |roughly |nearly )?(\d+(?:\.\d+)?)|\bx\s?(\d+(?:\.\d+)?)\b|\b(\d+(?:\.\d+)?)\s?x\b/i;

/** The change that a figure states against a reference: "up 40 %", "a third fewer", "tripled", "to less than half of". */
export function changeIn(words: string, own: Figure | null): Comparator | null {
  const factor = FACTOR.exec(words);
  if (factor) {
    const value = Number(factor[1] ?? factor[2] ?? factor[3]);
    return {
      kind: "times",
      factor: value,
      rounding: 0.06 * value,
      bound: "exact",
      hedged: /\babout|around|roughly\b/i.test(words),
    };
  }
  const figures = figuresIn(words, []).filter(({ kind }) => kind === "ratio" || kind === "share");
  const figure = own ?? (figures.length === 1 ? (figures[0] as Figure) : null);
  if (!figure) return null;
  const { kind, value, rounding, bound, hedged } = figure;
  if (kind === "ratio") return { kind: "times", factor: value, rounding, bound, hedged };
  if (kind !== "share") return null;
  const before = words.slice(0, figure.start);
  const after = words.slice(figure.end);
  // "To less than half of what is usual": a level; "by a third": a change.
  if (
    /\bto (?:just |about |around |roughly |nearly |well )?(?:(?:less|more|fewer) than |under |over |below |above )?$/i.test(
      before,
    )
  )
    return /\b(?:of|what|usual|normal|its|their)\b/i.test(after)
      ? { kind: "times", factor: value, rounding, bound, hedged }
      : null;
  const [up, down] = [
    UP.test(words) || /\bmore\b/i.test(after) || /\bup\b/i.test(before.slice(-12)),
    DOWN.test(words) || /\b(?:less|fewer)\b/i.test(after) || /\bdown\b/i.test(before.slice(-12)),
  ];
  if (up === down) return null;
  const turned = bound === "exact" ? bound : up ? bound : bound === "at-most" ? "at-least" : "at-most";
  return { kind: "times", factor: up ? 1 + value : 1 - value, rounding, bound: turned, hedged };
}

/** Two things that are told to be alike. */
export const ALIKE =
  /\b(?:alike|(?:all )?equal(?:ly)?|(?:the|much the|about the|roughly the) same (?:\w+ )?(?:rate|share|degree|extent|level|percentage|proportion)|(?:just|every bit|about|roughly|exactly|nearly|almost|quite) as (?:bad(?:ly)?|hard|much|often|severe(?:ly)?|frequently)|as (?:bad(?:ly)?|hard|often|severe(?:ly)?) as|no (?:worse|better|diff\w*)|not (?:any )?(?:worse|better|different)|fared the same|similar(?:ly)?|comparable|evenly|identical(?:ly)?|in step|across the board)\b|\b(?:rc\d*|v?\d[\w.-]*|stable|\w+) = (?:rc\d*|v?\d[\w.-]*|stable|\w+)/i;

/** Words for parts, or a time, at which nothing was wrong. */
export const SPARED =
  /\b(?:(?:was|were|is|are|stayed|remained|kept|keeps|looked|seems?) (?:\w+ly )?(?:fine|ok|okay|good|clean|healthy|green|untouched|unaffected|unharmed|spared|quiet|solid|alright)|fine\b|unaffected|untouched|unscathed|without a scratch|(?:worked|works|ran|completed|went through) (?:\w+ ){0,3}(?:well|fine|normally|perfectly|usual|customary|ordinary|throughout|always)|sailed through|(?:noticed|felt|saw) nothing|never noticed|at (?:its|their) (?:usual|customary|normal|ordinary|background) (?:rate|level|pace)|got (?:off|away) (?:scot[- ]free|unharmed|lightly)|out of the ordinary|no (?:rise|trouble|problems?|issues?|impact|sign)|flat|back to (?:normal|usual)|(?:not (?:a single|one(?: more| further| single)?)|no|zero) (?:\w+ ){0,3}(?:fail\w*|errors?|dropped|lost|rejected)|ok)\b/i;

/** Words for parts at which something was wrong. */
export const HIT =
  /\b(?:(?:was|were|is|are|got|been) (?:\w+ )?(?:hit|affected|impacted|broken|bad|down|failing|hurt|red)|failures? returns?\b|suffered|struggled|failed|broke\b|unusual (?:number|share)|elevated (?:rate|level)s?)\b/i;
