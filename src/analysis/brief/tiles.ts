import { COUNTED_WORDS, whereText } from "../../rates/slices/slice-text.js";
import { averagedNote } from "../../rates/averaged-rate.js";
import type { Estimate } from "../../stats/estimate.js";
import type { WindowFinding } from "../../window/window-finding.js";
import { clock, clockBeside, day, zoneName } from "../../wording/clock.js";
import { amount, intervalText, lengthInterval, lengthText, percent } from "../../wording/number.js";
import type { Analysis } from "../analysis.js";
import { zoneOf } from "./headline.js";
import { countsIn, partShown, ratesByReader, shownCounts, shownOutages, windowSignal } from "./measured.js";
import {
  countedWords,
  levelText,
  type Looked,
  type ShownSignal,
  signalName,
  slowestWords,
  words,
} from "./signal-words.js";

/** One of the four tiles that answer a reader's first questions. */
export interface Tile {
  readonly id: "length" | "share" | "hit" | "account";
  readonly value: string;
  readonly label: string;
}

/** From when to when an outage lasted: `15:07–16:58`, with days where they differ. */
function betweenClocks({ onset }: WindowFinding, recovery: string, zone: string): string {
  return `${clockBeside(onset, recovery, zone)}–${clockBeside(recovery, onset, zone)}`;
}

/** When the other of two outages was, or how many others there were. */
function alsoText(window: WindowFinding, windows: readonly WindowFinding[], zone: string): string {
  const [other, ...more] = windows.filter(({ onset }) => onset !== window.onset);
  if (!other) return "";
  if (more.length > 0 || other.recovery === null) return `, and ${more.length + 1} more`;
  const date = day(other.onset, zone) === day(window.onset, zone) ? "" : `${day(other.onset, zone).slice(0, -5)} `;
  return `, also ${date}${betweenClocks(other, other.recovery, zone)}`;
}

function lengthTile(analysis: Analysis): Tile {
  const { window, windows } = shownOutages(analysis);
  if (!window)
    return { id: "length", value: "No outage", label: analysis.windowReason ? "no sustained rise" : "nothing rose" };
  const zone = zoneOf(analysis);
  const { onset, recovery, minutes } = window;
  const named = zoneName(onset, zone);
  if (recovery === null)
    return {
      id: "length",
      value: `${lengthText(minutes.value)} or more`,
      label: `since ${clock(onset, zone)} ${named}`,
    };
  return {
    id: "length",
    value: lengthText(minutes.value),
    label: `${betweenClocks(window, recovery, zone)} ${named} ${lengthInterval(minutes)}${alsoText(window, windows, zone)}`,
  };
}

/** The level of a signal that is no share of failures, with its usual one. */
function signalTile(signal: ShownSignal, during: Estimate): Tile {
  const { measure, baseline } = signal;
  const text = (value: number): string => levelText(signal, value);
  const name =
    measure === "failures"
      ? `of ${countedWords(signal.source)}`
      : measure === "latency"
        ? `or longer for ${slowestWords(signal)}`
        : signalName(signal);
  const ends = Number.isFinite(during.interval[0])
    ? ` ${intervalText(during, measure === "failures" ? "share" : "")}`
    : "";
  return {
    id: "share",
    value: text(during.value),
    label: `${name}${ends}${baseline ? `, usually ${text(baseline.value)}` : ""}`,
  };
}

function shareTile(analysis: Analysis): Tile {
  const signal = windowSignal(analysis);
  if (signal?.during) return signalTile(signal, signal.during);
  const part = partShown(analysis);
  if (part) {
    const usual = part.baseline ? `, usually ${percent(part.baseline.value)}` : "";
    return {
      id: "share",
      value: percent(part.rate.value),
      label: `of ${countedWords(part.source)} with ${whereText(part.where)} ${intervalText(part.rate, "share")}${usual}`,
    };
  }
  const [first] = ratesByReader(analysis);
  if (first) {
    const averaged = averagedNote(first.finding) === "" ? "" : ", averaged over uncertain ends";
    const { rate, baseline } = first.finding;
    const usual = baseline.attempts > 0 ? `, usually ${percent(baseline.rate.value)}` : "";
    return {
      id: "share",
      value: percent(rate.value),
      label: `of ${countedWords(first.source)} ${intervalText(rate, "share")}${averaged}${usual}`,
    };
  }
  const counted = shownCounts(analysis, null);
  if (counted && counted.attempts > 0)
    return { id: "share", value: percent(counted.failures / counted.attempts), label: "failed over these data" };
  return { id: "share", value: "–", label: "no attempts to take a share of" };
}

/** Values of a column from which on their count says who was hit; fewer are kinds of traffic. */
const FEWEST_GROUPS = 5;

/** The values of a breakdown that had a failure, where nothing else counts who was hit. */
function hitValues(analysis: Analysis): string | null {
  const all = ratesByReader(analysis).flatMap(({ finding }) => finding.breakdowns);
  const widest = [...all].sort((a, b) => b.rows.length - a.rows.length)[0];
  if (!widest || widest.rows.length < FEWEST_GROUPS) return null;
  const hit = widest.rows.filter(({ failures }) => failures > 0).length;
  return `${amount(hit)} of ${amount(widest.rows.length)} ${plural(widest.dimension)}`;
}

/** The name of a column as several of what it holds: `account` gives `accounts`. */
function plural(dimension: string): string {
  const name = words(dimension).replace(/ (?:id|sid|name)$/i, "");
  return /s$/.test(name) ? name : `${name}s`;
}

/** Share of the extra failures from which on one part held nearly all of them, and from which on most. */
const NEARLY_ALL = 0.95;
const MOST = 0.5;
/** Characters of a part's values that a tile has room for. */
const LONGEST_PART = 36;

/** The one part of the traffic that held most of the extra failures, with its own share: `; nearly all in eu-west-1, /checkout (45 % failed)`. */
function mostlyIn({ window, slices }: Analysis): string {
  const [first] = slices?.found ?? [];
  if (!window || !first || first.excessShare.value < MOST) return "";
  const part = Object.values(first.where).join(", ");
  if (part === "" || part.length > LONGEST_PART) return "";
  const { did } = COUNTED_WORDS[slices.counted ?? "failures"];
  const share = slices.counted === "missing" ? "" : ` (${percent(first.rate.value)} ${did})`;
  return `; ${first.excessShare.value >= NEARLY_ALL ? "nearly all" : "most"} in ${part}${share}`;
}

/** Characters of a tile's figure that keep to one line. */
const LONGEST_FIGURE = 14;

/** Failures of all attempts: `416 calls`, `of 3,353`; a long number goes without its unit, which then follows. */
function hitOf(
  { failures, attempts }: { readonly failures: number; readonly attempts: number },
  units: string,
  also: string,
): Tile {
  const whole = `${amount(failures)} ${units}`;
  return whole.length <= LONGEST_FIGURE
    ? { id: "hit", value: whole, label: `of ${amount(attempts)}${also}` }
    : { id: "hit", value: amount(failures), label: `of ${amount(attempts)} ${units}${also}` };
}

/** Who was hit where no rate was taken: the attempts while a signal was away from its usual level. */
function signalHit(analysis: Analysis & Looked, signal: ShownSignal, group: string | null): Tile {
  const { source, measure, window, baseline, during } = signal;
  const also = group === null ? "" : `; ${group}`;
  const units = countedWords(source);
  if (measure === "attempts" && window && baseline && during && during.value < baseline.value) {
    const missing = Math.round((baseline.value - during.value) * window.minutes.value);
    return { id: "hit", value: `${amount(missing)} ${units}`, label: `fewer than usual${also}` };
  }
  const counted = measure === "value" ? null : countsIn(analysis, source, window);
  if (!counted || counted.attempts === 0)
    return { id: "hit", value: group ?? "–", label: group ? "were hit" : "nobody was counted" };
  if (measure === "failures") return hitOf(counted, units, also);
  const traffic = `${amount(counted.attempts)} ${units}`;
  if (group === null) return { id: "hit", value: traffic, label: "came in that time" };
  const [hit, of] = [/^\S+ of \S+/.exec(group)?.[0] ?? group, group.replace(/^\S+ of \S+ ?/, "")];
  return { id: "hit", value: hit, label: `${of === "" ? "" : `${of} hit; `}${traffic} came in that time` };
}

function hitTile(analysis: Analysis): Tile {
  const part = partShown(analysis);
  if (part) return hitOf(part, countedWords(part.source), ` with ${whereText(part.where)}`);
  const [first] = ratesByReader(analysis);
  const groups = (analysis.affected ?? []).map(
    ({ of, hit, total }) => `${amount(hit)} of ${amount(total)} ${plural(of)}`,
  );
  const [group = hitValues(analysis)] = groups.slice(-1);
  const signal = analysis.window ? null : windowSignal(analysis);
  if (signal) return signalHit(analysis, signal, group);
  const counted = first ? { ...first.finding, source: first.source } : null;
  const shown = counted ?? shownCounts(analysis, null);
  if (!shown || shown.attempts === 0)
    return { id: "hit", value: group ?? "–", label: group ? "were hit" : "nobody was counted" };
  const counting = counted?.source ?? analysis.series.outcomes[0]?.source;
  const units = counting === undefined ? "attempts" : countedWords(counting);
  return hitOf(shown, units, `${group === null ? "" : `; ${group}`}${mostlyIn(analysis)}`);
}

/** How many points of an account hold, are contradicted, and stay open. */
export function pointsOf(analysis: Analysis & Looked): {
  readonly all: number;
  readonly hold: number;
  readonly contradicted: number;
  readonly open: number;
} {
  const listed = analysis.assertions?.filter(({ verdict }) => verdict !== "unchecked") ?? [];
  const points: readonly { readonly verdict: string }[] = listed.length > 0 ? listed : analysis.claims;
  const count = (verdict: string): number => points.filter((point) => point.verdict === verdict).length;
  return {
    all: points.length,
    hold: count("supported"),
    contradicted: count("contradicted"),
    open: count("not-testable"),
  };
}

function accountTile(analysis: Analysis): Tile {
  const { all, hold, contradicted, open } = pointsOf(analysis);
  if (!analysis.statement) return { id: "account", value: "No statement", label: "by a vendor" };
  if (all === 0) return { id: "account", value: "0 points", label: "that data could test" };
  // What there is most of comes first: nobody should read that points hold where more are contradicted, or that none does where all are open.
  const counts = [
    { count: hold, verb: all === 1 ? "holds" : "hold" },
    { count: contradicted, verb: "contradicted" },
    { count: open, verb: "open" },
  ];
  const first = contradicted > 0 && contradicted >= hold ? 1 : hold === 0 ? 2 : 0;
  const [lead] = counts.splice(first, 1);
  return {
    id: "account",
    value: `${amount(lead?.count ?? 0)} of ${amount(all)} ${lead?.verb ?? ""}`,
    label: hold === all ? "none contradicted" : counts.map(({ count, verb }) => `${amount(count)} ${verb}`).join(", "),
  };
}

/** The four tiles: how long, how much, who was hit, the account. */
export function tiles(analysis: Analysis): readonly [Tile, Tile, Tile, Tile] {
  return [lengthTile(analysis), shareTile(analysis), hitTile(analysis), accountTile(analysis)];
}
