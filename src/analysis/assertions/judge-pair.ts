import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { percent } from "../../wording/number.js";
import { rateOf } from "./counting.js";
import type { Evidence } from "./evidence.js";
import { type Judgement, decided, exactly, unchecked } from "./judged.js";
import { type Table, isTable, listed, place, tableOf } from "./part-table.js";

/** A band of ratios of two failure shares (no unit): within it they are one to a reader. The lower end is the inverse of the upper. */
const band = (over: number): { readonly under: number; readonly over: number } => ({ under: 1 / over, over });
/** Told apart: the whole interval of the ratio lies beyond this. 15 %: a share of 20 against 23 in a hundred is still called alike, one of 20 against 24 no more. */
const ALIKE = band(1.15);
/** Borne out: the ratio as measured lies within this. Wider than {@link ALIKE}, for the scatter of two parts. */
const NEAR_PAIR = band(1.25);
/** As much for one part against all of several: each of them scatters by itself, and the farthest of many lies farther. */
const NEAR_ALL = band(1.4);

/** "Dublin and Virginia were hit alike", "us-east three times as hard as us-west". */
export async function judgePair(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(claim, evidence, "failure share");
  if (!isTable(table)) return table;
  const { rows, readAs } = table;
  const order = [...table.named].sort((a, b) => place(claim, a) - place(claim, b));
  if (claim.kind === "alike-parts" && order.length > 2) return judgeAlike(table, evidence);
  const [one, two] = order.map((value) => rows.find((row) => row.value === value));
  if (!one || !two || order.length !== 2)
    return unchecked(readAs, "It does not name two parts to compare.", "The two parts that it means.");
  const ratio = one.rate / Math.max(1e-9, two.rate);
  const [a, b] = [rateOf(one, evidence.level), rateOf(two, evidence.level)];
  const bounds = [
    a.interval[0] / Math.max(1e-9, b.interval[1]),
    a.interval[1] / Math.max(1e-9, b.interval[0]),
  ] as const;
  const measured = { value: ratio, interval: bounds, level: evidence.level };
  const why = `${one.value} ${percent(one.rate)}, ${two.value} ${percent(two.rate)}.`;
  if (claim.kind === "alike-parts" && NO_HARDER.test(claim.quote))
    return decided(
      bounds[0] > ALIKE.over ? "contradicted" : ratio < NEAR_PAIR.over ? "supported" : "not-testable",
      readAs,
      why,
      measured,
    );
  if (claim.kind === "alike-parts") {
    const apart = bounds[0] > ALIKE.over || bounds[1] < ALIKE.under;
    return decided(
      apart ? "contradicted" : ratio > NEAR_PAIR.under && ratio < NEAR_PAIR.over ? "supported" : "not-testable",
      readAs,
      why,
      measured,
    );
  }
  const [stated] = claim.values as [number];
  const room = claim.rounding + 0.1 * stated + (claim.hedged ? 0.15 * stated : 0);
  const far = bounds[0] > stated + room || bounds[1] < stated - room;
  return decided(
    far ? "contradicted" : Math.abs(ratio - stated) <= room + 0.02 * ratio ? "supported" : "not-testable",
    readAs,
    why,
    measured,
  );
}

const NO_HARDER = /\b(?:no|not|hardly|little) (?:any )?(?:harder|worse|more)\b/i;

/** Several parts that are said to be alike: none of their shares is told apart from that of all of them. */
function judgeAlike({ rows, named, readAs }: Table, { level }: Evidence): Judgement {
  const own = rows.filter(({ value }) => named.includes(value));
  const sum = (key: "failures" | "attempts"): number => own.reduce((all, row) => all + row[key], 0);
  const all = { failures: sum("failures"), attempts: sum("attempts") };
  const rate = all.failures / Math.max(1, all.attempts);
  const apart = own.some((row) => {
    const [low, high] = rateOf(row, 1 - (1 - level) / Math.max(1, own.length)).interval;
    return low > ALIKE.over * rate || high < ALIKE.under * rate;
  });
  const near = own.every((row) => row.rate > NEAR_ALL.under * rate && row.rate < NEAR_ALL.over * rate);
  return decided(
    apart ? "contradicted" : near ? "supported" : "not-testable",
    readAs,
    `${listed(own)}.`,
    exactly(rate),
  );
}
