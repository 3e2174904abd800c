import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { percent } from "../../wording/number.js";
import type { Evidence } from "./evidence.js";
import { usualLevel } from "./bound.js";
import { type Judgement, decided, exactly, notTestable, unchecked } from "./judged.js";
import { isTable, levelOf, listed, tableOf } from "./part-table.js";

/** "Only Dublin was affected." */
export async function judgeOnlyPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(claim, evidence, "failure share");
  if (!isTable(table)) return table;
  const { rows, named, readAs } = table;
  const usual = usualLevel(table, evidence);
  const levels = rows.map((row) => ({ row, level: levelOf(row, usual, evidence.level) }));
  if (rows.every(({ value }) => named.includes(value)))
    return unchecked(
      readAs,
      "It names every part, and which of them it means alone is not settled.",
      "The part that it means.",
    );
  const others = levels.filter(({ row }) => !named.includes(row.value));
  const own = levels.filter(({ row }) => named.includes(row.value));
  const why = `${listed(rows)}; usual is ${percent(usual)}.`;
  if (others.some(({ level }) => level === "raised") || own.some(({ level }) => level === "usual"))
    return decided("contradicted", readAs, why, exactly(own[0]?.row.rate ?? 0));
  return decided(
    others.every(({ level }) => level === "usual") && own.every(({ level }) => level === "raised")
      ? "supported"
      : "not-testable",
    readAs,
    why,
    exactly(own[0]?.row.rate ?? 0),
  );
}

/** "Dublin was not affected", and "Dublin was affected". */
export async function judgeSparedPart(claim: StatedClaim, evidence: Evidence): Promise<Judgement> {
  const table = await tableOf(claim, evidence, "failure share");
  const wanted = claim.kind === "spared-part" ? "usual" : "raised";
  if (!isTable(table)) return table;
  const { rows, named, readAs } = table;
  const usual = usualLevel(table, evidence);
  const own = rows.filter(({ value }) => named.includes(value));
  if (own.length === 0) return notTestable(readAs, "That part has no attempts then.", "Data of it.");
  const levels = own.map((row) => levelOf(row, usual, evidence.level));
  const why = `${listed(own)}; usual is ${percent(usual)}.`;
  const against = wanted === "usual" ? "raised" : "usual";
  const verdict = levels.includes(against)
    ? "contradicted"
    : levels.every((level) => level === wanted)
      ? "supported"
      : "not-testable";
  return decided(verdict, readAs, why, exactly(own[0]?.rate ?? 0));
}
