import type { StatementChange, StatementChanges } from "./compare-statements.js";
import { requireFields } from "../../errors/argument.js";

const MARK: Readonly<Record<StatementChange["kind"], string>> = {
  added: "+",
  withdrawn: "-",
  moved: "~",
  changed: "~",
};

function line({ part, kind, before, after, minutes, quotes }: StatementChange): string {
  const moved =
    minutes === null || minutes === 0 ? "" : ` (${Math.abs(minutes)} min ${minutes > 0 ? "later" : "earlier"})`;
  const what = before !== null && after !== null ? `${before} → ${after}${moved}` : (before ?? after ?? "");
  return [
    `${MARK[kind]} ${part} ${kind}: ${what}`,
    ...quotes.filter((quote) => !what.includes(quote)).map((quote) => `    "${quote}"`),
  ].join("\n");
}

/** The changes between two versions as lines for people; one sentence if there are none. */
export function changesText(compared: StatementChanges): string {
  requireFields("changesText", "changes as compareStatements gives them", compared, ["changes"]);
  const { from, to, changes } = compared;
  if (changes.length === 0)
    return "The two versions say the same: no time, window, share, duration, action or cause differs.";
  return [
    `From ${from ?? "the first version"} to ${to ?? "the second"}: ${changes.length} ${changes.length === 1 ? "change" : "changes"}.`,
    ...changes.map(line),
  ].join("\n");
}
