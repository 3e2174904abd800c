import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { percent } from "../../wording/number.js";
import type { Evidence } from "./evidence.js";
import { usualLevel } from "./bound.js";
import { type Judgement, decided, exactly, notTestable, unchecked } from "./judged.js";
import { type Table, isTable, listed, place, separate, tableOf } from "./part-table.js";

/** "Dublin was hit hardest." */
export async function judgeWorstPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(claim, evidence, "failure share");
  if (!isTable(table)) return table;
  const { rows, named, readAs } = table;
  const sorted = [...rows].sort((a, b) => b.rate - a.rate);
  const own = sorted.find(({ value }) => value === named[0]);
  const [top, next] = sorted;
  if (named.length === 2 && /\bthan\b/i.test(claim.quote)) return judgeHarder(claim, table);
  if (!own || !top || !next || named.length === table.column.values.length)
    return unchecked(readAs, "It names no single part.", "The part that it means.");
  const least = /\b(?:least|lightest|lowest|mildest)\b/i.test(claim.quote);
  if (least)
    return decided(sorted.at(-1)?.value === own.value ? "supported" : "contradicted", readAs, `${listed(rows)}.`, null);
  if (own.value === top.value)
    return decided(
      separate(top, next, evidence.level) ? "supported" : "not-testable",
      readAs,
      `${listed(rows)}.`,
      exactly(own.rate),
    );
  return decided(
    separate(top, own, evidence.level) ? "contradicted" : "not-testable",
    readAs,
    `${listed(rows)}.`,
    exactly(own.rate),
  );
}

/** "Outbound calls were hit harder than inbound ones": the two shares against each other. */
function judgeHarder(claim: StatedClaim, { rows, named, readAs }: Table): Judgement {
  const order = [...named].sort((a, b) => place(claim, a) - place(claim, b));
  const [one, two] = order.map((value) => rows.find((row) => row.value === value));
  if (!one || !two) return notTestable(readAs, "One of the two has no attempts then.", "Data of both.");
  const [worse, better] = /\b(?:less|lighter|milder|better)\b[^.;]*\bthan\b/i.test(claim.quote)
    ? [two, one]
    : [one, two];
  const verdict = separate(worse, better, 0.8)
    ? "supported"
    : separate(better, worse, 0.8)
      ? "contradicted"
      : "not-testable";
  return verdict === "not-testable"
    ? notTestable(readAs, `${listed([one, two])}: too close to say.`, "More traffic of both.", exactly(one.rate))
    : decided(verdict, readAs, `${listed([one, two])}.`, exactly(one.rate));
}

/** Minutes of the first stretch in which a part can be seen to be hit before the others. */
const FIRST_MINUTES = 12;

/** "The first failures were in Dublin." */
export async function judgeFirstPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(
    { ...claim, span: claim.span === "span" ? "span" : "outage" },
    evidence,
    "first failures",
  );
  if (!isTable(table)) return table;
  const { main } = evidence;
  const { named, source, readAs } = table;
  if (!main || named.length === 0)
    return notTestable(readAs, "The data show no outage.", "Traffic in which the outage shows.");
  const from = Date.parse(main.onset);
  const early = await source.byValue(table.column.column, {
    from: new Date(from - 120_000).toISOString(),
    to: new Date(from + FIRST_MINUTES * 60_000).toISOString(),
  });
  if (!early) return notTestable(readAs, "These data cannot be asked for it.", "Rows with that column.");
  const usual = usualLevel(table, evidence);
  const rows = early
    .filter(({ attempts }) => attempts > 0)
    .map(({ value, failures, attempts }) => ({
      value,
      failures: Math.round(failures),
      attempts: Math.round(attempts),
      rate: failures / attempts,
    }));
  const sorted = [...rows].sort((a, b) => b.rate - a.rate);
  const own = sorted.find(({ value }) => named.includes(value));
  const [top, next] = sorted;
  if (!own || !top || !next) return notTestable(readAs, "That part has no attempts then.", "Data of it.");
  const why = `In the first ${FIRST_MINUTES} minutes: ${listed(rows)}; usual is ${percent(usual)}.`;
  if (named.includes(top.value))
    return decided(separate(top, next, evidence.level) ? "supported" : "not-testable", readAs, why, null);
  return decided(separate(top, own, evidence.level) ? "contradicted" : "not-testable", readAs, why, null);
}
