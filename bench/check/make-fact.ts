import type { Random } from "../../src/index.js";
import type { Fact, Kind, Truth } from "./fact.js";
import { COMPARISONS } from "./kinds-comparisons.js";
import { COURSE } from "./kinds-course.js";
import { FIGURES } from "./kinds-figures.js";
import { OPEN } from "./kinds-open.js";
import { OTHERS } from "./kinds-other.js";
import { SLICES } from "./kinds-slices.js";
import { TIMES } from "./kinds-times.js";
import type { Style } from "./style.js";
import { duringWords, outageWords, subjectWords } from "./words.js";
import type { World } from "./world.js";

export const KINDS: Readonly<Record<string, Kind>> = {
  ...FIGURES,
  ...COMPARISONS,
  ...TIMES,
  ...COURSE,
  ...SLICES,
  ...OTHERS,
  ...OPEN,
};

/** What a report is written under: the incident, its way of writing, and whether it has the window wrong. */
export interface Setting {
  readonly world: World;
  readonly style: Style;
  readonly random: Random;
  readonly wrongWindow: boolean;
}

const ANCHORED = /\{(during|span|t|at|t0)\}/i;
const NAMES_OUTAGE = /\{outage\}/i;
const OF_WAVES = /^(wave|recurrence)/;
/** Said of the second wave, whose time the report may have wrong. */
const OF_SECOND = /^wave-(duration|compare|milder|fewer)$/;

const fades = ({ plan }: World): boolean => plan.waves.some(({ halfLife }) => halfLife > 0);

/**
 * Returns whether a wording means one span only. In a report that has the window wrong, where there were two waves and where
 * the failures faded, "the outage" has several fair readings, so the span has to be in the words.
 */
export function isPlain(name: string, wording: string, { world, wrongWindow }: Setting): boolean {
  const kind = KINDS[name] as Kind;
  const twoWaves = world.windows.length > 1;
  if (kind.needs === "none" || (!wrongWindow && !twoWaves && !fades(world))) return true;
  if (kind.implicit) return false;
  if (twoWaves && kind.window) return OF_WAVES.test(name) || NAMES_OUTAGE.test(wording);
  return kind.window === true || OF_WAVES.test(name) || ANCHORED.test(wording);
}

/** Returns a fact of a kind with the truth asked for, or null where this report cannot have it. */
export function makeFact(name: string, truth: Truth, setting: Setting): Fact | null {
  const { world, style, random, wrongWindow } = setting;
  const kind = KINDS[name];
  if (!kind) throw new Error(`no kind of assertion is called ${name}`);
  const [wave] = world.windows;
  if (!kind.truths.includes(truth) || (kind.needs === "wave" && !wave)) return null;
  if (kind.window && (truth === "false") !== wrongWindow) return null;
  if (wrongWindow && OF_SECOND.test(name)) return null;
  const making = { world, style, random, truth, wave: wave ?? { from: 600, to: 660 } };
  const made = kind.make(making);
  if (!made) return null;
  const common = {
    ...subjectWords(world),
    during: duringWords(making, wrongWindow || fades(world)),
    outage: outageWords(world, random),
  };
  return {
    kind: name,
    truth,
    implicit: kind.implicit ?? false,
    quantity: made.quantity,
    slots: { ...common, ...made.slots },
  };
}

/** Names of hosts, endpoints and regions keep their letters at the head of a sentence. */
const NAMES = /^(slice|other)$/i;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Returns a wording with its slots filled; `{During}` is `{during}` with a capital. */
export function fill(wording: string, slots: Readonly<Record<string, string>>): string {
  const text = wording.replace(/\{(\w+)\}/g, (_, name: string) => {
    const lower = name.charAt(0).toLowerCase() + name.slice(1);
    const value = slots[name] ?? slots[lower];
    if (value === undefined) throw new Error(`the wording "${wording}" asks for ${name}, which its kind does not give`);
    const isName = NAMES.test(name) && /[-/]/.test(value);
    return name === lower || isName ? value : capital(value);
  });
  return text.replace(/([ap]\.m\.)\.(\s|$)/g, "$1$2");
}
