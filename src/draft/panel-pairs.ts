import { countedBy } from "./counts.js";
import type { Counted } from "./counts.js";
import { isOpen } from "./proposal.js";
import type { ProposedSource } from "./proposal.js";

function valueOf({ settings }: ProposedSource): string | undefined {
  const [only, ...more] = settings;
  return only && more.length === 0 && only[0] === "value" && !isOpen(only[1]) ? only[1].value : undefined;
}

/** What a gauge counts, by its column or by its file. */
function counts(source: ProposedSource): Counted | undefined {
  const column = valueOf(source)?.replace(/^"|"$/g, "");
  if (column === undefined) return undefined;
  const stem =
    (source.files[0] as string)
      .split("/")
      .at(-1)
      ?.replace(/(\.\w+)+$/, "")
      .replace(/[-_. ]?\d[\d-_.:TZ]*$/, "") ?? "";
  return countedBy(column) ?? (/^(value|count|sum|total|mean)$/i.test(column) ? countedBy(stem) : undefined);
}

/**
 * Two files of which one counts failures and one attempts, as one source of counts.
 *
 * Only where the folder holds one of each and nothing else that counts.
 */
export function withPanelPairs(sources: readonly ProposedSource[]): readonly ProposedSource[] {
  if (sources.some(({ kind }) => kind.value === "counts" || kind.value === "outcomes")) return sources;
  const gauges = sources.filter(({ kind }) => kind.value === "gauge" || kind.value === "counter");
  const [failures, attempts] = (["failures", "attempts"] as const).map((side) =>
    gauges.filter((source) => counts(source) === side),
  ) as [ProposedSource[], ProposedSource[]];
  const [failed, tried] = [failures[0], attempts[0]];
  if (!failed || !tried || failures.length > 1 || attempts.length > 1 || failed.files[0] === tried.files[0])
    return sources;
  if (failed.time.columns.value.join() !== tried.time.columns.value.join()) return sources;
  const side = (source: ProposedSource): string => `{ file: ${source.file.value}, value: ${valueOf(source)} }`;
  const cumulative = failed.kind.value === "counter" && tried.kind.value === "counter";
  const pair: ProposedSource = {
    ...tried,
    files: [...failed.files, ...tried.files],
    kind: { value: "counts", evidence: "one file counts failures, one attempts" },
    settings: [
      ["failures", { value: side(failed), evidence: failed.file.evidence }],
      ["attempts", { value: side(tried), evidence: tried.file.evidence }],
      ...(cumulative
        ? ([["cumulative", { value: "true", evidence: "their names are running totals'" }]] as const)
        : []),
    ],
  };
  return sources.flatMap((source) => (source === failed ? [] : source === tried ? [pair] : [source]));
}
