import { requireString } from "../errors/argument.js";
import { PostmortemError } from "../errors/errors.js";
import { withSystemFailures } from "../errors/system-failure.js";
import { DEFAULT_LEVEL } from "../stats/estimate.js";
import { parseStatement } from "../statement/parse.js";
import type { Statement } from "../statement/statement.js";
import type { Analysis } from "./analysis.js";
import { DEFAULT_SEED } from "./analyze.js";
import { findRates, rateSpans } from "./find/rates.js";
import { findRatesAndCauses } from "./find/rates-and-causes.js";
import { withRates } from "./find/usual-levels.js";
import { findRemediations } from "./find/remediations.js";
import { findWindow } from "./find/window.js";
import type { Assertion } from "./assertions/assertion.js";
import { assertionsOf } from "./assertions/assertions-of.js";
import { evidenceOf } from "./assertions/evidence-of-incident.js";
import { evidenceOfAnalysis } from "./assertions/evidence-of-analysis.js";
import { type AnalyzeOptions, openInputs } from "./inputs.js";
import { openIncident } from "../incident/yaml/open.js";

/** The assertions of a text, checked against an incident's data. */
export interface Checked {
  readonly assertions: readonly Assertion[];
  /** Sentences that assert something and ended in no assertion. */
  readonly unread: number;
  /** What must be known before the assertions are read: a language that is not read. */
  readonly warnings: readonly string[];
}

/** Options of {@link check}: those of an analysis, and how the text is read. */
export interface CheckOptions extends AnalyzeOptions {
  /** Zone of the text's times that carry none. Default: that of `incident.yaml`. */
  readonly zone?: string | undefined;
}

/** No sentence of a text asserts anything that data could show. */
const NOTHING_READ =
  "no sentence of it asserts a figure, a time, an order, a comparison or a cause, so nothing was checked; give the report's own words, in English";

function checked(statement: Statement, assertions: readonly Assertion[]): Checked {
  const unread = statement.unread ?? 0;
  const warnings = statement.warnings ?? [];
  const nothing = assertions.length === 0 && unread === 0 && warnings.length === 0;
  return { assertions, unread, warnings: nothing ? [NOTHING_READ] : warnings };
}

async function checkedInFolder(text: string, folder: string, options: CheckOptions): Promise<Checked> {
  const { zone, date } = await openIncident(folder);
  const statement = parseStatement(text, { zone: options.zone ?? zone, date });
  const inputs = await openInputs(folder, { ...options, statement });
  try {
    const level = options.level ?? DEFAULT_LEVEL;
    const { chosen, found, inputs: followed, slowerThan } = await findWindow(inputs, level, options.look);
    const credits = (statement.claims ?? []).some(({ kind }) => kind === "effect");
    const remedies = credits ? findRemediations(followed, chosen.window, options.seed ?? DEFAULT_SEED, level) : [];
    const blames = (statement.claims ?? []).some(({ kind }) => kind === "cause");
    const levelChanges = found.failures.get(followed.outcome.name)?.levelChanges ?? [];
    const looked = { chosen, found, inputs: followed, levelChanges };
    const causes = blames ? (await findRatesAndCauses(inputs, looked, chosen.windowReason, level)).changes : [];
    const spans = rateSpans(followed, { ...chosen, levelChanges });
    const shares = (statement.claims ?? []).some(({ kind }) => kind === "share");
    const rates = shares ? await findRates(followed, spans, level) : {};
    const signals = withRates(found.signals, rates);
    const given = { ...chosen, signals, remedies, slowerThan, causes, baseline: spans?.baseline ?? null, rates };
    return checked(statement, await assertionsOf(statement.claims ?? [], await evidenceOf(followed, given, level)));
  } finally {
    await inputs.data.close();
  }
}

/**
 * Any report in words against an incident's data: the vendor's, one's own, an assistant's.
 *
 * Every sentence that asserts a figure, a time, an order, a comparison, a cause, an absence or a place is bound to a measurement, or listed as
 * `unchecked` with what would check it. The text is read once and never rewritten.
 *
 * @param text - plain text, Markdown, HTML or Statuspage JSON, in English
 * @param folder - an incident folder, or an analysis of one (which holds the hours around the outage only)
 * @returns assertions in the text's order with their places, and how many sentences assert something that was not read
 * @throws PostmortemError as `analyze` does
 */
export async function check(text: string, folder: string | Analysis, options: CheckOptions = {}): Promise<Checked> {
  requireString("check", "a report as text", text);
  if (typeof folder === "string") return withSystemFailures(() => checkedInFolder(text, folder, options));
  if (typeof folder !== "object" || folder === null || !("windows" in folder))
    throw new PostmortemError("usage", "check requires the path of an incident folder, or an analysis of one.");
  const statement = parseStatement(text, {
    zone: options.zone ?? folder.statement?.zone ?? "UTC",
    date: folder.windows[0]?.onset.slice(0, 10) ?? folder.provenance.dataSpan?.from.slice(0, 10),
  });
  const evidence = evidenceOfAnalysis(folder);
  return checked(statement, await assertionsOf(statement.claims ?? [], evidence));
}
