import type { SourceData } from "../../sources/incident-data.js";
import { proportion } from "../../stats/rates/proportion.js";
import type { Span } from "../../time/span.js";
import type { AffectedFinding } from "../analysis.js";

/** Whose hits are counted, and by what. */
export interface AffectedInput {
  readonly source: SourceData;
  readonly columns: readonly string[];
  /** The window; `null` without one, when nobody was hit. */
  readonly span: Span | null;
  /** Attempts that took at least so long are slow; unset while no latency departed. */
  readonly slowerThan: number | undefined;
  readonly level: number;
}

/** Who was hit: a finding for each declared column in which somebody attempted something during the window. */
export async function findAffected({
  source,
  columns,
  span,
  slowerThan,
  level,
}: AffectedInput): Promise<readonly AffectedFinding[]> {
  if (span === null || source.kind !== "outcomes") return [];
  const found: AffectedFinding[] = [];
  for (const of of columns) {
    const { total, hit, failed, repeated } = await source.affected(of, span, slowerThan);
    if (total === 0) continue;
    const share = proportion(hit, total, { level });
    found.push({ of, hit, total, share, failed, once: hit - repeated, repeatedly: repeated });
  }
  return found;
}
