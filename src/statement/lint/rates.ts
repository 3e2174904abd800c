import type { LintInput, LintRule } from "./input.js";
import { finding } from "./input.js";
import type { StatedPercentage } from "../statement.js";

const percent = (share: number): string => `${Math.round(share * 1e6) / 1e4} %`;
const range = ({ low, high }: StatedPercentage): string =>
  low === high ? percent(low) : `${percent(low)} to ${percent(high)}`;
const FAILS =
  /\b(?:fail|drop|error|los[ts]|reject|time|unavail|affect|impact|unable|degrad|slow|cut|end(?:ed|ing)|disconnect|delay|refus|declin|broke|den(?:y|ied)|unanswer|miss(?:ed|ing)\b|block)/i;
const COUNT =
  /\b\d{1,3}(?:,\d{3})+\b|\b\d{3,}\s(?:\w+\s){0,2}(?:requests|calls|messages|users|customers|jobs|attempts|transactions|accounts|emails|sessions|connections|queries|verbs|tickets)\b|\b\d+\s(?:out\s)?of\s(?:the\s)?\d+\b|\b\d+(?:\.\d+)?\s(?:million|thousand|billion)\b/i;

/** Pairs are compared; more shares than this are a table, not a statement. */
const MOST_SHARES_COMPARED = 30;

/** Shares of failure; thresholds, roll-outs and targets are none. */
function failures({ percentages }: LintInput): StatedPercentage[] {
  return percentages
    .filter(
      (share) =>
        share.section !== "prevention" &&
        FAILS.test(`${share.quote} ${share.numerator ?? ""}`) &&
        !/\b(?:alert|threshold|reaches|exceeds|roll(?:ed)?[- ]?out|canary)\b/i.test(share.quote),
    )
    .slice(0, MOST_SHARES_COMPARED);
}

/** What is a share of nothing that could be counted: a change of a level, a load, a quantile. */
const UNCOUNTED =
  /\bby\s(?:\w+\s){0,2}[<>~]?[\d.,]+\s?(?:%|per ?cent)|(?:%|per ?cent)\s(?:higher|lower|more|fewer|less|faster|slower|increase|decrease|reduction|rise|drop in|growth|slower)\b|\b(?:cpu|memory|disk|heap|utili[sz]ation|percentile|latency|capacity|load)\b(?![^.;]*\bof\s(?:all\s|the\s)?(?:requests|calls|users|customers))/i;

/** The passage that a share stands in. */
function passageOf({ items }: LintInput, share: StatedPercentage): string {
  const words = (text: string): string => text.replace(/\s+/g, " ");
  return words(items.find((item) => words(item.words).includes(share.quote))?.words ?? "");
}

/** A share whose counts are nowhere given: of how many? */
const noDenominator: LintRule = (input) =>
  failures(input)
    .filter(
      (share) =>
        (!UNCOUNTED.test(share.quote) || /\b(?:error|failure|drop|success)\s(?:rates?|ratios?)\b/i.test(share.quote)) &&
        !COUNT.test(passageOf(input, share).replace(/\bcode\s\d+/gi, "")),
    )
    .map((share) =>
      finding(
        "no-denominator",
        "warning",
        `${range(share)} is given without the counts behind it${share.denominator ? ` (of "${share.denominator}")` : ""}.`,
        [share.quote],
        `How many attempts${share.denominator ? ` (${share.denominator})` : ""} were there, how many failed, and over which span?`,
      ),
    );

const LINKED =
  /\b(?:made|mak(?:es|ing)|caus(?:ed|es|ing)|forc(?:ed|es|ing)|result(?:ed|s|ing) in|led to|leads to|meant|meaning|thereby|so that|which then|therefore)\b[^.]{0,140}\b(?:drop\w*|disconnect\w*|fail\w*|terminat\w*|end(?:ed)?\b|cut\w*|hang\w* up|abort\w*|lost)|\b(?:drop\w*|disconnect\w*|fail\w*|terminat\w*|ended|lost)\b[^.]{0,60}\b(?:as a result|in consequence|because of (?:this|it)|consequently)\b/i;

/** A step is said to fail more often than the whole that it is said to end. */
const stepsAgainstWhole: LintRule = (input) => {
  const list = failures(input)
    .filter(({ denominator }) => denominator !== null)
    .map((share) => ({ ...share, denominator: share.denominator as string, passage: passageOf(input, share) }));
  return list
    .flatMap((step, index) =>
      list.slice(index + 1).flatMap((whole) => {
        const { passage } = step;
        if (passage !== whole.passage || whole.high >= step.low) return [];
        const [from, to] = [passage.indexOf(step.quote), passage.indexOf(whole.quote)];
        const link = LINKED.exec(passage.slice(from, to));
        if (!link || sameUnit(step.denominator, whole.denominator)) return [];
        const sentence = passage.split(/(?<=[.!?])\s/).find((part) => part.includes(link[0])) ?? link[0];
        return [
          finding(
            "rates-conflict",
            "serious",
            `The statement says ${range(step)} of ${step.denominator} failed and each failure ended the whole, yet only ${range(whole)} of ${whole.denominator} failed.`,
            [step.quote, sentence.trim(), whole.quote],
            "How many of the larger units contained none of the failing steps, and did every failed step end its unit?",
          ),
        ];
      }),
    )
    .slice(0, 1);
};

const unit = (denominator: string): string =>
  denominator
    .toLowerCase()
    .replace(/\b(?:all|the|our|of|across|these|those|total)\b/g, "")
    .replace(/[^a-z ]/g, "")
    .replace(/\s+/g, " ")
    .trim();
const sameUnit = (a: string, b: string): boolean => unit(a) === unit(b);
const MOVES =
  /\b(?:reduc\w*|fell|down to|dropp\w+ to|rose|reached|peak\w*|averag\w*|up to|below|initially|later|then|from \d|between|by \d\d|recover\w*|at (?:its|the) peak|region|cluster)\b/i;

/** One thing, two figures. */
const sameThingTwice: LintRule = (input) => {
  const list = failures(input).filter((share) => share.denominator !== null && !MOVES.test(share.quote));
  return list
    .flatMap((one, index) =>
      list.slice(index + 1).flatMap((two) => {
        if (
          !sameUnit(one.denominator as string, two.denominator as string) ||
          (one.low <= two.high && two.low <= one.high)
        )
          return [];
        if (one.section === two.section) return [];
        return [
          finding(
            "rates-conflict",
            "serious",
            `${range(one)} and ${range(two)} are both given for ${one.denominator}.`,
            [one.quote, two.quote],
            "Which share is right, and over which span was each taken?",
          ),
        ];
      }),
    )
    .slice(0, 2);
};

const digitsOf = ({ low }: StatedPercentage): number =>
  String(Math.round(low * 1e8) / 1e6)
    .replace(".", "")
    .replace(/^0+/, "").length;

/** "Approximately 13.3 %" is more digits than the word allows; "about 5.5 %" is not. */
const hedgedDigits: LintRule = (input) =>
  failures(input)
    .filter((share) => {
      const { hedged, low, high, quote } = share;
      return (
        hedged &&
        low === high &&
        digitsOf(share) > 2 &&
        /\b\d{1,2}\.\d+\s?(?:%|per)/.test(quote) &&
        /\b(?:approx\w*|around|about|roughly|nearly|almost|circa)\b|~/i.test(quote)
      );
    })
    .map((share) =>
      finding(
        "false-precision",
        "info",
        `${range(share)} is hedged and given to ${digitsOf(share)} digits.`,
        [share.quote],
        "How was this share computed, and how far off may it be?",
      ),
    );

export const rateRules: readonly LintRule[] = [noDenominator, stepsAgainstWhole, sameThingTwice, hedgedDigits];
