import { requireAnalysis } from "../../errors/argument.js";
import { plainText } from "../../errors/plain-text.js";
import type { Analysis } from "../analysis.js";
import { warningText } from "../warnings.js";
import { brief } from "./brief.js";
import type { Tile } from "./tiles.js";
import { movedDuring, windowSignal } from "./measured.js";
import { withPlainNames } from "./plain-names.js";
import { departedGroups, type Looked, type SignalGroup, signalName } from "./signal-words.js";
import { type BriefLine, doneHeading } from "./next.js";

/** How a terminal shows a summary. */
export interface TerminalOptions {
  /** Columns; held between 60 and 200. Default 80. */
  readonly width?: number;
  /** True if the terminal shows colours. Default no. */
  readonly color?: boolean;
}

const NARROWEST = 60;
const WIDEST = 200;
/** Lines that a summary takes at most, so that the headline is still seen when it is done. */
const MOST_LINES = 25;

type Paint = (text: string, code: number) => string;

const BOLD = 1;
const QUIET = 2;
const GOOD = 32;
const BAD = 31;
const OPEN = 33;

/** Words of a text in lines of a width; what follows the first line is set in by `indent`. */
function wrapped(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  for (const word of plainText(text).replace(/\n/g, " ").split(/ +/)) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `${" ".repeat(indent)}${word}`);
  }
  return lines;
}

const NAMES: Readonly<Record<Tile["id"], string>> = {
  length: "How long",
  share: "How much",
  hit: "Who was hit",
  account: "The statement",
};

function tileLines(tiles: readonly Tile[], width: number, paint: Paint): string[] {
  const [name, value] = [15, Math.max(...tiles.map((tile) => tile.value.length)) + 2];
  return tiles.flatMap((tile) => {
    const [first = "", ...rest] = wrapped(tile.label, Math.max(20, width - name - value), 0);
    const head = `${paint(NAMES[tile.id].padEnd(name), QUIET)}${paint(tile.value, BOLD)}${" ".repeat(value - tile.value.length)}`;
    return [`${head}${first}`, ...rest.map((line) => `${" ".repeat(name + value)}${line}`)];
  });
}

/** One heading with its lines, each wrapped: what is cut from a long summary is cut by the line. */
interface List {
  readonly heading: string;
  readonly items: readonly (readonly string[])[];
}

function listOf(
  heading: string,
  lines: readonly BriefLine[],
  mark: (line: BriefLine) => readonly [string, number],
  width: number,
  paint: Paint,
): List {
  const items = lines.map((line) => {
    const [sign, code] = mark(line);
    const [first = "", ...rest] = wrapped(line.note ? `${line.text} (${line.note})` : line.text, width - 4, 4);
    return [`  ${paint(sign, code)} ${first}`, ...rest];
  });
  return { heading: paint(heading, BOLD), items };
}

/** As many whole lines of the lists as have room. */
function fitted(lists: readonly List[], room: number): string[] {
  const shown: string[] = [];
  for (const { heading, items } of lists) {
    let begun = false;
    for (const item of items) {
      const needed = item.length + (begun ? 0 : 1);
      if (shown.length + needed > room) break;
      shown.push(...(begun ? [] : [heading]), ...item);
      begun = true;
    }
  }
  return shown;
}

function helpedMark({ text }: BriefLine): readonly [string, number] {
  if (/ helped/.test(text) && !/cannot show/.test(text)) return ["✓", GOOD];
  if (/made it worse/.test(text)) return ["✗", BAD];
  return /cannot show/.test(text) ? ["?", OPEN] : ["○", OPEN];
}

/** Signals that left their usual level during the outage, beside the one that the headline is of. */
function departed(analysis: Analysis & Looked): BriefLine[] {
  const { rates } = analysis;
  const headlined = windowSignal(analysis);
  const own = ({ first: { source, measure } }: SignalGroup): boolean =>
    headlined
      ? source === headlined.source && measure === headlined.measure
      : measure === "failures" && source in rates;
  const names = departedGroups(analysis).filter((group) => !own(group) && movedDuring(analysis, group.first));
  if (names.length === 0) return [];
  const text = names.slice(0, 4).map(({ first, others }) => `${signalName(first)}${others}`);
  return [{ text: `Also off their usual level: ${text.join(", ")}`, note: null }];
}

/**
 * The findings for a terminal, headline first: what, how long, how much, the account, then what helped, what is open and what to do, in at most 25 lines.
 *
 * @param found - findings of one incident
 * @param options - width and colour
 */
export function terminalText(found: Analysis, options: TerminalOptions = {}): string {
  requireAnalysis("terminalText", found);
  const analysis = withPlainNames(found);
  const width = Math.min(WIDEST, Math.max(NARROWEST, options.width ?? 80));
  const paint: Paint = (text, code) => (options.color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const { facts, title, account, ended, tiles, next } = brief(analysis);
  const figures = tiles.map((tile) => ({ ...tile, value: plainText(tile.value) }));
  const synthetic = analysis.incident.synthetic ? ["demonstration on synthetic data"] : [];
  const warnings = (analysis.warnings ?? []).slice(0, 2).map((warning) => `! ${warningText(warning)}`);
  const head = [
    ...wrapped(title, width, 0).map((line) => paint(line, BOLD)),
    ...wrapped([...facts, ...synthetic].join(" · "), width, 0).map((line) => paint(line, QUIET)),
    ...warnings.flatMap((line) => wrapped(line, width, 2)).map((line) => paint(line, BAD)),
    ...wrapped(ended === null ? account : `${ended} ${account}`, width, 0),
    "",
    ...tileLines(figures, width, paint),
    "",
  ];
  const lists = [
    listOf(doneHeading(next.helped), [...next.helped, ...departed(analysis)], helpedMark, width, paint),
    listOf("What to do", next.todo.slice(0, 4), () => ["→", QUIET], width, paint),
    listOf("What is open", next.open, () => ["?", OPEN], width, paint),
  ];
  return [...head, ...fitted(lists, MOST_LINES - head.length)].join("\n").trimEnd();
}
