import type { Random } from "../../stats/random/random.js";
import type { StatementFacts } from "../truth/statement-facts.js";
import { type ClaimTruth, rateTruth } from "../truth/truth-claims.js";
import type { TrueWindow } from "../truth/true-window.js";
import { type Tally, tallyOver, type TruthTally } from "../truth/truth-tally.js";
import { MINUTE_MS } from "../../time/units.js";

/** Forms of a stated share besides "25 % of verbs failed". */
export type ShareForm = "successes" | "delayed" | "merchants" | "peak" | "scoped" | "from-to";

/** A further sentence of a statement's impact, with the truth of each of its shares in order. */
export interface FurtherClaim {
  readonly form: ShareForm;
  readonly sentence: string;
  readonly truths: readonly ClaimTruth[];
}

/** What sentences about a run can be drawn from. */
export interface FurtherInput {
  readonly facts: StatementFacts;
  readonly tally: TruthTally;
  readonly windows: readonly TrueWindow[];
  /** True if the view has a column of direction beside its verbs. */
  readonly directionOfVerbs: boolean;
}

/** Standard errors beyond which no reading of a share reaches. */
const SURE = 5;

const printed = (share: number): number =>
  share >= 0.2 ? Math.round(share * 100) / 100 : Math.round(share * 1000) / 1000;
const figure = (share: number): string => `${Number((share * 100).toFixed(1))}%`;
const rate = ({ failures, attempts }: Tally): number => (attempts === 0 ? 0.2 : failures / attempts);

/** A figure right or wrong at even odds, wrong by a third or more. */
function told(random: Random, share: number): number {
  const factor =
    random.next() < 0.5
      ? 0.95 + 0.1 * random.next()
      : random.next() < 0.5
        ? 0.3 + 0.35 * random.next()
        : 1.4 + random.next();
  return printed(Math.min(0.95, Math.max(0.005, share * factor)));
}

/** A worst minute told too low is false when even the mean is above it, one told too high when no minute's count comes near it; between, counts do not tell. */
function peakTruth(stated: number, tally: TruthTally, [from, to]: readonly [number, number]): ClaimTruth {
  const error = (share: number, n: number): number => Math.sqrt(Math.max(share * (1 - share), 0.5 / n) / n);
  const all = tallyOver(tally, [[from, to]]).verbs;
  if (all.attempts === 0) return "undecidable";
  const mean = all.failures / all.attempts;
  if (stated * 1.1 + 0.005 < mean - SURE * 1.5 * error(mean, all.attempts)) return "false";
  for (let at = from; at < to; at += MINUTE_MS) {
    const { failures, attempts } = tallyOver(tally, [[at, at + MINUTE_MS]]).verbs;
    if (
      attempts === 0 ||
      stated * 0.9 - 0.005 < failures / attempts + SURE * 1.5 * error(failures / attempts, attempts)
    )
      return "undecidable";
  }
  return "false";
}

const FORMS: Readonly<
  Record<
    ShareForm,
    (input: FurtherInput, random: Random, pick: (ways: readonly string[]) => string) => Omit<FurtherClaim, "form">
  >
> = {
  successes: ({ facts, tally }, random, pick) => {
    const over = tallyOver(tally, [facts.impact]).verbs;
    const failed = told(random, rate(over));
    const share = figure(1 - failed);
    const sentence = pick([
      `About ${share} of verb executions succeeded.`,
      `The success rate of verbs fell to about ${share}.`,
      `Roughly ${share} of verbs completed normally.`,
      `Approximately ${share} of verbs did not fail.`,
      `The verb success rate was around ${share}.`,
    ]);
    return { sentence, truths: [rateTruth(failed, over)] };
  },
  delayed: (_input, random, pick) => {
    const share = figure(printed(0.02 + 0.5 * random.next()));
    return {
      sentence: pick([
        `About ${share} of verbs were delayed by more than two seconds.`,
        `Latency of verbs was ${share} higher than usual.`,
        `Some ${share} of the failed verbs were retried successfully.`,
        `By then ${share} of verbs had been moved to other hosts.`,
        `Verbs took ${share} longer.`,
      ]),
      truths: ["undecidable"],
    };
  },
  merchants: (_input, random, pick) => {
    const share = figure(printed(0.05 + 0.6 * random.next()));
    return {
      sentence: pick([
        `About ${share} of merchants saw failed verbs.`,
        `Around ${share} of shops experienced dropped calls.`,
        `Failures of verbs reached ${share} of end users.`,
        `Roughly ${share} of data centres had failing verbs.`,
      ]),
      truths: ["undecidable"],
    };
  },
  peak: ({ facts, tally }, random, pick) => {
    const level = rate(tallyOver(tally, [facts.impact]).verbs);
    const stated = printed(Math.min(0.97, Math.max(0.005, level * (0.1 + 4 * random.next()))));
    const share = figure(stated);
    return {
      sentence: pick([
        `At the peak, about ${share} of verbs failed.`,
        `The error rate of verbs peaked at ${share}.`,
        `About ${share} of verbs failed at the peak.`,
        `At its worst, ${share} of verbs failed.`,
      ]),
      truths: [peakTruth(stated, tally, facts.impact)],
    };
  },
  scoped: ({ tally, windows, directionOfVerbs }, random, pick) => {
    const direction = random.next() < 0.5 ? "inbound" : "outbound";
    const [failures, attempts] = tally.directions[direction];
    const stated = told(random, rate({ failures, attempts }));
    const share = figure(stated);
    const truth = directionOfVerbs && windows.length === 1 ? rateTruth(stated, { failures, attempts }) : "undecidable";
    return {
      sentence: pick([
        `About ${share} of verbs on ${direction} calls failed.`,
        `Roughly ${share} of ${direction} verb executions failed.`,
        `For ${direction} traffic, about ${share} of verbs failed.`,
      ]),
      truths: [truth],
    };
  },
  "from-to": ({ facts, tally, windows }, random, pick) => {
    const first = Math.min(facts.impact[0], ...windows.map(({ onsetMs }) => onsetMs)) - 15 * MINUTE_MS;
    const [before, over] = [tallyOver(tally, [[tally.fromMs, first]]).verbs, tallyOver(tally, [facts.impact]).verbs];
    const [low, high] = [told(random, rate(before)), told(random, rate(over))];
    const [a, b] = [figure(low), figure(high)];
    return {
      sentence: pick([
        `The error rate of verbs rose from about ${a} to about ${b}.`,
        `Verb error rates increased from around ${a} to around ${b}.`,
        `The error rate climbed from about ${a} to roughly ${b}.`,
      ]),
      truths: [rateTruth(low, before), rateTruth(high, over)],
    };
  },
};

/** One further sentence about a run, right, wrong or beyond what its records tell, in varied words. */
export function furtherClaim(form: ShareForm, input: FurtherInput, random: Random): FurtherClaim {
  return { form, ...FORMS[form](input, random, (ways) => ways[random.integer(ways.length)] as string) };
}

/** The forms in the order in which they are drawn. */
export const SHARE_FORMS: readonly ShareForm[] = ["successes", "delayed", "merchants", "peak", "scoped", "from-to"];
