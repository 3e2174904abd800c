import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import type { Estimate } from "../../stats/estimate.js";
import type { Span } from "../../time/span.js";
import { percent } from "../../wording/number.js";
import type { Subject } from "./bind.js";
import type { Bound } from "./bound.js";
import { rateOf, shareNearness } from "./counting.js";
import { HEDGE, type Judgement, type Nearness, bestOf, decided, decidingOf, exactly, notTestable } from "./judged.js";

/** Words for being hit in any way, a slow attempt included. */
const HIT_IN_ANY_WAY = /\b(?:affected|impacted|hit|touched|noticed|disrupted|felt)\b/i;

/** Those of a column who attempted something over a span, and how many of them were hit, in each fair meaning of it. */
async function hitOver({ source, unit }: Subject, span: Span, anyWay: boolean) {
  const column = unit as string;
  const asked = await source.affected(column, span);
  if (asked) return { hits: [asked.failed, ...(anyWay ? [asked.hit] : [])], seen: asked.total };
  const rows = await source.byValue(column, span);
  if (!rows) return null;
  return {
    hits: [rows.filter(({ failures }) => failures > 0).length],
    seen: rows.filter(({ attempts }) => attempts > 0).length,
  };
}

/** Accounts, customers: how many had a failure, or were hit. */
export async function judgeUnits(claim: StatedClaim, { subject, span }: Bound, usual: number): Promise<Judgement> {
  const column = subject.unit as string;
  const readAs = `distinct ${column} with a failure, ${span.label}`;
  const anyWay = HIT_IN_ANY_WAY.test(claim.quote);
  const found: { hit: number; seen: number }[] = [];
  for (const one of span.spans.slice(0, 4)) {
    const over = await hitOver(subject, one, anyWay);
    if (over) found.push(...over.hits.map((hit) => ({ hit, seen: over.seen })));
  }
  const whole = subject.source.range ? await hitOver(subject, subject.source.range, false) : null;
  const total = whole?.seen ?? Math.max(0, ...found.map(({ seen }) => seen));
  if (found.length === 0 || total === 0)
    return notTestable(
      readAs,
      `The data cannot be asked for ${column}.`,
      `${column} in \`affected\`, or as a dimension of ${subject.source.name}.`,
    );
  const [first] = span.spans;
  if (first && claim.kind !== "share" && total <= FEW_PARTS) {
    const parts = await fewParts(
      claim,
      `${column} with more failures than usual, ${span.label}`,
      subject,
      first,
      usual,
    );
    if (parts) return parts;
  }
  return claim.kind === "share"
    ? unitShare(claim, readAs, column, found, total)
    : unitCount(claim, readAs, column, found);
}

type Hits = readonly { readonly hit: number; readonly seen: number }[];

function unitShare(claim: StatedClaim, readAs: string, column: string, found: Hits, total: number): Judgement {
  const [stated] = claim.values as [number];
  const rates = found.flatMap(({ hit, seen }) => [...(seen > 0 ? [exactly(hit / seen)] : []), exactly(hit / total)]);
  const fared = rates.map((rate) => shareNearness({ ...claim, rounding: claim.rounding + 1 / total }, stated, rate));
  const rate = rates[fared.includes("near") ? decidingOf(fared) : 0] as Estimate;
  return decided(
    bestOf(fared),
    `share of ${readAs}`,
    `${found[0]?.hit} of ${found[0]?.seen} ${column} had a failure (${percent(rate.value)}).`,
    rate,
  );
}

/** Of few parts each must be clearly above its usual level to be hit: a failure is had by all of them on any day. */
async function fewParts(
  claim: StatedClaim,
  readAs: string,
  { source, unit }: Subject,
  span: Span,
  usual: number,
): Promise<Judgement | null> {
  const rows = (await source.byValue(unit as string, span))?.filter(({ attempts }) => attempts > 0);
  if (!rows || rows.length === 0 || rows.length > FEW_PARTS) return null;
  const levels = rows.map(({ value, failures, attempts }) => {
    const rate = rateOf({ failures: Math.round(failures), attempts: Math.round(attempts) }, 0.95);
    const raised = rate.interval[0] > Math.max(1.8 * usual, usual + 0.01);
    return { value, rate, raised, spared: !raised && rate.interval[1] <= Math.max(4 * usual, usual + 0.03) };
  });
  const each = levels.map(({ value, rate }) => `${value} ${percent(rate.value)}`).join(", ");
  const [least, spared] = [levels.filter(({ raised }) => raised).length, levels.filter((one) => one.spared).length];
  const most = rows.length - spared;
  const every = claim.kind === "all-units" || EACH.test(claim.quote);
  const stated = every ? rows.length : (claim.values[0] as number);
  const over = claim.bound === "at-least" ? stated > most : claim.bound === "at-most" ? stated < least : null;
  const out = over ?? (stated > most || stated < least);
  const verdict = out ? "contradicted" : least === most || claim.bound !== "exact" ? "supported" : "not-testable";
  return decided(verdict, readAs, `${each}; usual is ${percent(usual)}.`, {
    value: least,
    interval: [least, most],
    level: 0.95,
  });
}

/** More values than this are not compared one by one. */
const FEW_PARTS = 12;

function unitCount(claim: StatedClaim, readAs: string, column: string, found: Hits): Judgement {
  const [stated] = claim.values as [number];
  const every = claim.kind === "all-units" || EACH.test(claim.quote);
  const fared = found.map(({ hit, seen }): Nearness => {
    if (every) return hit >= seen ? "near" : hit >= WHOLE_SHARE * seen ? "unsure" : "far";
    return unitNearness(claim, stated, hit);
  });
  const at = fared.includes("near") ? decidingOf(fared) : 0;
  const { hit, seen } = found[at] as Hits[number];
  return decided(bestOf(fared), readAs, `${hit} of ${seen} ${column} had a failure.`, exactly(hit));
}

/** Share of units (0…1) from which "each of them was hit" is not denied: a few of them may have attempted next to nothing. */
const WHOLE_SHARE = 0.95;

const EACH = /\b(?:each|every|all) (?:one )?(?:of )?(?:the |our )?(?:\d|\w+ \d)/i;

/** Few units are counted exactly. */
function unitNearness(claim: StatedClaim, stated: number, hit: number): Nearness {
  const room = claim.rounding + (claim.hedged ? HEDGE * stated : 0) + Math.max(1, 0.05 * hit);
  const over = stated - hit;
  const apart =
    claim.bound === "at-most" ? Math.max(0, -over) : claim.bound === "at-least" ? Math.max(0, over) : Math.abs(over);
  return apart <= room ? "near" : apart <= 2 * room ? "unsure" : "far";
}
