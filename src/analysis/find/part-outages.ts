import { isCounted } from "../../sources/incident-data.js";
import type { Slices } from "../../rates/slices/slices.js";
import type { SeenOutage } from "../../remediation/changes/judge-changes.js";
import { windowFinding, type WindowFinding } from "../../window/window-finding.js";
import type { AnalysisInputs } from "../inputs.js";
import { overlaps, seriesOf } from "./parts.js";

/** A slice that holds less of the excess than this does not say when all of it began. */
const LEAST_OF_EXCESS = 0.5;

/** An interval in a part may be this many steps longer than that in the whole: it has fewer counts, and only those that tell. */
const STEPS_LONGER = 2;

const lengthMs = ([from, to]: WindowFinding["onsetInterval"]): number => Date.parse(to) - Date.parse(from);

/** The outage as single parts of the traffic show it: without the ordinary failures of the rest both of its ends are seen more sharply. Each part is asked for once. */
export class PartOutages {
  private readonly asked = new Map<string, Promise<SeenOutage>>();

  /**
   * @param whole - the outage as the whole shows it, which stands where a part shows nothing as sharp
   * @param canPart - whether its failures are those that parts count: no slow attempts, none that went missing
   */
  constructor(
    private readonly inputs: AnalysisInputs,
    private readonly whole: SeenOutage,
    private readonly canPart: boolean,
    private readonly level: number,
  ) {}

  /** The outage in the slice that holds most of the excess. */
  async ofSlices({ found: [slice] }: Slices): Promise<SeenOutage> {
    return slice && slice.excessShare.value >= LEAST_OF_EXCESS ? this.of(slice.where) : this.whole;
  }

  /** The outage in one part. */
  async of(where: Readonly<Record<string, string>>): Promise<SeenOutage> {
    const { incident, outcome } = this.inputs;
    const config = incident.sources.find(({ name }) => name === outcome.name);
    const columns = Object.keys(where);
    const counts = this.canPart && !this.whole.window.part && isCounted(outcome) && config?.count === "start";
    if (!counts || columns.length === 0 || !columns.every((column) => outcome.splittable.includes(column)))
      return this.whole;
    const key = JSON.stringify(Object.entries(where).sort());
    const seen = this.asked.get(key) ?? this.ask(where);
    this.asked.set(key, seen);
    return seen;
  }

  private async ask(where: Readonly<Record<string, string>>): Promise<SeenOutage> {
    const { whole, level } = this;
    const { incident, outcome, series } = this.inputs;
    const wanted = Object.entries(where).map(([column, value]) => ({ column, values: [value] }));
    const [part] = seriesOf(series, Object.keys(where), await outcome.parts(series.stepSeconds, wanted));
    if (!part) return whole;
    const { baseline } = incident;
    const { window, windows, ends } = windowFinding(part.series, { level, ...(baseline && { baseline }) });
    const own = windows.find((one) => overlaps(one, whole.window));
    const longest = lengthMs(whole.window.onsetInterval) + STEPS_LONGER * 1000 * series.stepSeconds;
    const sharp =
      own !== undefined &&
      lengthMs(own.onsetInterval) <= longest &&
      own.onsetInterval[0] <= whole.window.onsetInterval[1] &&
      own.onsetInterval[1] >= whole.window.onsetInterval[0];
    if (!sharp) return whole;
    return { window: own, onset: own === window ? (ends?.onset ?? null) : null };
  }
}
