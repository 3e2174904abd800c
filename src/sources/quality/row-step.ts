import type { Engine } from "../../engine/engine.js";

/** What one aggregated row covers, and where its bins begin. */
export interface RowStep {
  readonly stepSeconds: number;
  /** Seconds after whole steps since 1970 at which rows begin: a local midnight, say. */
  readonly phaseSeconds: number;
}

/** Fewer distances than this tell no spacing. */
const FEWEST_DISTANCES = 3;
/** So large a share of the distances must be the usual one, to within a hundredth. */
const REGULAR = { share: 0.8, within: 0.01 };
/** Rows further than this share of a step from where they should stand are not in step: a clock change moves daily rows by a twenty-fourth. */
const LARGEST_DRIFT = 0.25;
/** Up to a minute, rows are taken at their own times. */
const ALIGNED_FROM_SECONDS = 61;

/** The usual distance between the times of a table, in seconds; `undefined` where most differ. */
export async function spacing(engine: Engine, table: string): Promise<number | undefined> {
  const gaps = `(SELECT epoch_us(ts) - lag(epoch_us(ts)) OVER (ORDER BY ts) AS gap FROM (SELECT DISTINCT ts FROM ${table}))`;
  const { rows } = await engine.query(
    `SELECT middle, count(gap), count(*) FILTER (abs(gap - middle) <= ${REGULAR.within} * middle) FROM ${gaps}, (SELECT quantile_disc(gap, 0.5) AS middle FROM ${gaps}) WHERE gap IS NOT NULL GROUP BY middle`,
  );
  const [middle = 0, all = 0, usual = 0] = (rows[0] ?? []).map(Number);
  const seconds = Math.round(middle / 1e6);
  return all >= FEWEST_DISTANCES && usual >= REGULAR.share * all && seconds > 0 ? seconds : undefined;
}

/**
 * What a row of a table of counts covers: as declared, else the rows' own spacing. Rows of longer steps are moved to where their step begins.
 *
 * @param declared - seconds, from `step`
 * @returns `null` where nothing tells
 */
export async function rowStep(engine: Engine, table: string, declared: number | undefined): Promise<RowStep | null> {
  const stepSeconds = declared ?? (await spacing(engine, table));
  if (stepSeconds === undefined) return null;
  if (stepSeconds < ALIGNED_FROM_SECONDS) return { stepSeconds, phaseSeconds: 0 };
  const step = Math.round(stepSeconds * 1e6);
  const { rows } = await engine.query(`SELECT min(epoch_us(ts)) FROM ${table}`);
  const first = Number(rows[0]?.[0] ?? 0);
  const moved = `${first} + CAST(round((epoch_us(ts) - ${first}) / ${step}) AS BIGINT) * ${step}`;
  const drift = await engine.query(`SELECT coalesce(max(abs(epoch_us(ts) - (${moved}))), 0) FROM ${table}`);
  if (Number(drift.rows[0]?.[0]) > LARGEST_DRIFT * step) return { stepSeconds, phaseSeconds: 0 };
  await engine.query(`UPDATE ${table} SET ts = make_timestamptz(${moved})`);
  return { stepSeconds, phaseSeconds: Math.round((first % step) / 1e6) };
}
