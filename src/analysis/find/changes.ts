import type { Change, ChangeFinding, PlaceFit } from "../../remediation/changes/change.js";
import { gaugeSteps } from "../../remediation/changes/gauge-steps.js";
import { judgeChanges, type SeenOutage } from "../../remediation/changes/judge-changes.js";
import { type PartCounts, placeFit } from "../../remediation/changes/place-fit.js";
import type { Slices } from "../../rates/slices/slices.js";
import { type CellCount, isCounted, type SourceData } from "../../sources/incident-data.js";
import type { WindowEndTimes, WindowFinding } from "../../window/window-finding.js";
import type { AnalysisInputs } from "../inputs.js";
import { changeRows, type ChangeRow, listsCommits, mergeChanges, onlyChanges } from "./change-rows.js";
import type { RateSpans } from "./rates.js";
import { withNamedPlaces } from "./named-places.js";
import { PartOutages } from "./part-outages.js";

/** Rows of a source of changes that are read. */
const MOST_ROWS = 20_000;
/** Columns whose new values are changes by themselves. */
const VERSION_COLUMN = /(^|[_. -])(version|release|build|image|revision|deployment|deploy|tag|commit)s?$/i;
/** More values than this are no versions. */
const MOST_VERSIONS = 200;
/** Share of the data's span in which a value that first occurs is no new one. */
const BEGINNING = 0.02;
/** What a statement says was changed. */
const CHANGE_WORDS =
  /\b(deploy(ed|ment|ing)?|roll(ed)? ?out|releas(e|ed|ing)|upgrad(e|ed|ing)|migrat(e|ed|ion|ing)|config(uration)?s? (change|update|push)\w*|pushed|feature flag|flag (was )?(enabled|turned)|scal(ed|ing) (down|in|up|out)|maintenance|rotat(ed|ion)|patch(ed|ing)?)\b/i;
/** Longest time before the onset at which a statement's action, or a gauge's step, is taken for a change that may have caused it. */
const STATEMENT_HOURS = 6;

/** What changes are found from. */
export interface ChangeQuestion {
  readonly inputs: AnalysisInputs;
  readonly window: WindowFinding | null;
  /** Where the ends of the window may lie. */
  readonly ends?: WindowEndTimes | null | undefined;
  readonly windowReason: string | null;
  readonly spans: RateSpans | null;
  readonly slices: Slices;
  readonly slowerThan?: number | undefined;
  /** True if the window is one of attempts that went missing. */
  readonly missing?: boolean | undefined;
  readonly designEffect: number | null;
  readonly level: number;
}

async function declaredChanges({ inputs }: ChangeQuestion, columns: readonly string[]): Promise<readonly Change[]> {
  const rows: ChangeRow[] = [];
  const commits = new Set<string>();
  for (const config of inputs.incident.sources) {
    if (config.role !== "change") continue;
    const source = inputs.data.source(config.name);
    if (!source.range) continue;
    if (listsCommits(config, source.columns)) commits.add(config.name);
    const own = onlyChanges(changeRows(config, await source.rows(source.range, MOST_ROWS), columns));
    const named = config.on === undefined && isCounted(inputs.outcome);
    rows.push(...(named ? await withNamedPlaces(own, inputs.outcome) : own));
  }
  return mergeChanges(rows, commits);
}

/** New values of version columns in the outcome's own rows, unless a change names them already. */
async function versionChanges(source: SourceData, known: readonly Change[]): Promise<readonly Change[]> {
  if (!source.range) return [];
  const [from, to] = [Date.parse(source.range.from), Date.parse(source.range.to)];
  const found: Change[] = [];
  for (const column of source.slices.filter((name) => VERSION_COLUMN.test(name))) {
    const seen = await source.firstSeen(column);
    if (seen.length > MOST_VERSIONS) continue;
    for (const { value, at } of seen) {
      const isNew = value !== "" && Date.parse(at) > from + BEGINNING * (to - from);
      const named = known.some(
        ({ id, what, place }) => id === value || what.includes(value) || Object.values(place).includes(value),
      );
      if (isNew && !named)
        found.push({
          id: value,
          at,
          what: `${column} ${value} first seen in ${source.name}`,
          sources: [source.name],
          place: Object.fromEntries([[column, value]]),
          rollback: false,
        });
    }
  }
  return found;
}

/** Actions of the statement that may have caused the outage: changes shortly before it. */
function statementChanges({ inputs, window }: ChangeQuestion): readonly Change[] {
  if (!window) return [];
  const last = Date.parse(window.onsetInterval[1]);
  return (inputs.statement?.events ?? []).flatMap((event, index) => {
    if (event.at === null || !CHANGE_WORDS.test(event.quote)) return [];
    const at = Date.parse(event.at);
    if (at > last || at < last - STATEMENT_HOURS * 3_600_000) return [];
    return [
      {
        id: `statement-${index + 1}`,
        at: event.at,
        what: event.quote.slice(0, 160),
        sources: ["statement"],
        place: {},
        rollback: false,
      },
    ];
  });
}

/** Steps of loaded gauges shortly before the onset; what moved once the failures were under way followed them or answered them. */
function gaugeChanges({ inputs, window }: ChangeQuestion): readonly Change[] {
  if (!window) return [];
  const last = Date.parse(window.onsetInterval[1]);
  const own = inputs.incident.outcomeOf.source;
  return inputs.values
    .filter(({ source }) => source !== own && inputs.data.source(source).kind === "gauge")
    .flatMap(gaugeSteps)
    .filter(({ at }) => Date.parse(at) <= last && Date.parse(at) >= last - STATEMENT_HOURS * 3_600_000);
}

function add(into: PartCounts, { before, during }: CellCount): PartCounts {
  return {
    before: { failures: into.before.failures + before.failures, attempts: into.before.attempts + before.attempts },
    during: { failures: into.during.failures + during.failures, attempts: into.during.attempts + during.attempts },
  };
}

const NOTHING: PartCounts = { before: { failures: 0, attempts: 0 }, during: { failures: 0, attempts: 0 } };

/** What people write in the place of a change that went everywhere. */
const EVERYWHERE =
  /^(all|any|every|everywhere|global(ly)?|worldwide|total|\*|-|n\/a|none|alle|tous|toutes|todos|todas|tutti)$/i;

/** Judges the places of changes, asking for the counts of each set of columns once. */
class Places {
  private readonly cells = new Map<string, Promise<readonly CellCount[]>>();

  constructor(private readonly question: ChangeQuestion) {}

  private ask(columns: readonly string[]): Promise<readonly CellCount[]> {
    const { inputs, spans, slowerThan } = this.question;
    const { baseline, window } = spans as RateSpans;
    const key = JSON.stringify(columns);
    const asked = this.cells.get(key) ?? inputs.outcome.cells(columns, [baseline, window], slowerThan);
    this.cells.set(key, asked);
    return asked;
  }

  /** The change without the columns in which it went everywhere; a value that the traffic has is a place, whatever it is called. */
  async narrowed(change: Change): Promise<Change> {
    const wide = Object.entries(change.place).filter(([, value]) => EVERYWHERE.test(value));
    if (wide.length === 0 || !this.question.spans) return change;
    const place = new Map(Object.entries(change.place));
    for (const [column, value] of wide) {
      const cells = await this.ask([column]);
      if (!cells.some(({ values }) => values[0] === value)) place.delete(column);
    }
    return { ...change, place: Object.fromEntries(place) };
  }

  /** Where a change went against where failures are, beside all changes of the same columns. */
  async of({ place }: Change, changes: readonly Change[]): Promise<PlaceFit> {
    const columns = Object.keys(place).sort();
    if (columns.length === 0 || !this.question.spans) return { fit: "unknown", share: null, why: "" };
    const cells = await this.ask(columns);
    const wanted = new Map(Object.entries(place));
    const holds = ({ values }: CellCount, of: ReadonlyMap<string, string>): boolean =>
      columns.every((column, index) => values[index] === of.get(column));
    // Names that never occur in the traffic are names of something else.
    const known = changes.some(
      (other) =>
        JSON.stringify(Object.keys(other.place).sort()) === JSON.stringify(columns) &&
        cells.some((cell) => holds(cell, new Map(Object.entries(other.place)))),
    );
    if (!known) return { fit: "unknown", share: null, why: "" };
    const touched = cells.filter((cell) => holds(cell, wanted));
    const other = cells.filter((cell) => !holds(cell, wanted));
    const { slices, designEffect, level } = this.question;
    return placeFit(
      place,
      touched.length === 0 ? null : touched.reduce(add, NOTHING),
      other.reduce(add, NOTHING),
      slices.found,
      Math.max(1, designEffect ?? 1),
      level,
    );
  }
}

/** A place without its version, which has no past in which failures could begin; by itself where it is nothing else. */
function lasting(place: Change["place"]): Change["place"] {
  const kept = Object.entries(place).filter(([column]) => !VERSION_COLUMN.test(column));
  return kept.length > 0 ? Object.fromEntries(kept) : place;
}

/** The outage that each change is held against: that of its own place, where failures are there, else that of the slice that holds most of them. */
async function seenOutages(
  { inputs, window, ends, slices, slowerThan, missing, level }: ChangeQuestion,
  changes: readonly Change[],
  places: readonly PlaceFit[],
): Promise<readonly SeenOutage[] | undefined> {
  if (!window) return undefined;
  const canPart = slowerThan === undefined && missing !== true;
  const parts = new PartOutages(inputs, { window, onset: ends?.onset ?? null }, canPart, level);
  const seen: SeenOutage[] = [];
  for (const [index, { place }] of changes.entries())
    seen.push(places[index]?.fit === "fits" ? await parts.of(lasting(place)) : await parts.ofSlices(slices));
  return seen;
}

/** Which of the known changes fits the onset of the outage; none is an answer. */
export async function findChanges(question: ChangeQuestion): Promise<readonly ChangeFinding[]> {
  const { inputs, window, windowReason } = question;
  const { outcome, series } = inputs;
  const splits = isCounted(outcome);
  const columns = splits ? outcome.splittable : [];
  const declared = await declaredChanges(question, columns);
  const listed = [
    ...declared,
    ...(splits ? await versionChanges(outcome, declared) : []),
    ...statementChanges(question),
    ...gaugeChanges(question),
  ];
  if (listed.length === 0) return [];
  const judge = new Places(question);
  const changes: Change[] = [];
  for (const change of listed) changes.push(await judge.narrowed(change));
  const places: PlaceFit[] = [];
  for (const change of changes) places.push(await judge.of(change, changes));
  const times = [...changes.map(({ at }) => at), ...(outcome.range ? [outcome.range.from, outcome.range.to] : [])].map(
    (at) => Date.parse(at),
  );
  return judgeChanges({
    changes,
    window,
    windowReason,
    onsetSeen: window !== null && outcome.range !== null && window.onset > outcome.range.from,
    stepMinutes: series.stepSeconds / 60,
    places,
    seen: await seenOutages(question, changes, places),
    history: [Math.min(...times), Math.max(...times)],
  });
}
