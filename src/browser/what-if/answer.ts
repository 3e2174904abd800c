import { failuresAvoided, whatIfModel, type WhatIfParameters } from "../../remediation/what-if/model.js";
import { type Part, whole } from "./words.js";

/** The fitted mechanism as the page carries it. */
export interface Fit {
  readonly parameters: WhatIfParameters;
  readonly identification: { readonly by: string | null; readonly why: string };
  readonly from: number | null;
  readonly loadCarriedBefore: boolean;
}

/** What the sliders ask for. */
export interface Moves {
  readonly earlier: number;
  readonly added: number;
  readonly collectorOff: number | null;
}

/** The course under the chosen action, a bin each; `null` where nothing was observed. */
export interface Courses {
  readonly mean: readonly (number | null)[];
  readonly band: readonly (readonly [number, number] | null)[];
}

const LOW = 0.05;
const HIGH = 0.95;

function quantile(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const low = sorted[Math.floor(place)] as number;
  return low + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] as number) - low);
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function courses({ parameters }: Fit, moves: Moves): Courses {
  const all = parameters.draws.map((draw) => whatIfModel(parameters, moves, draw));
  const at = (bin: number): number[] => all.map((course) => course[bin] as number);
  return {
    mean: parameters.share.map((share, bin) => (share === null ? null : mean(at(bin)))),
    band: parameters.share.map((share, bin) => {
      if (share === null) return null;
      const sorted = ascending(at(bin));
      return [quantile(sorted, LOW), quantile(sorted, HIGH)];
    }),
  };
}

function refusal(why: string): { courses: null; parts: Part[] } {
  return {
    courses: null,
    parts: [
      ["strong", "Not identified, so not answered: "],
      ["span", why],
    ],
  };
}

/** The answer to the sliders as they are: the course to draw beside the observed one, and the sentence under them. */
export function answer(fit: Fit, moves: Moves): { courses: Courses | null; parts: readonly Part[] } {
  const { identification, loadCarriedBefore, parameters } = fit;
  const capacity = moves.earlier !== 0 || moves.added !== 1;
  const collector = moves.collectorOff !== null;
  if (!capacity && !collector)
    return {
      courses: null,
      parts: [
        ["strong", "What happened. "],
        ["span", "Move a slider."],
      ],
    };
  if (capacity && identification.by === null)
    return refusal(
      `${identification.why}.${collector ? " Set capacity back to actual to see the collector alone." : ""}`,
    );
  if (collector && !loadCarriedBefore)
    return refusal("this much traffic had not come before, so the load itself may have caused the failures.");
  const avoided = ascending(parameters.draws.map((draw) => failuresAvoided(parameters, moves, draw)));
  const central = mean(avoided);
  const interval = `${whole(quantile(avoided, LOW))} to ${whole(quantile(avoided, HIGH))}`;
  return {
    courses: courses(fit, moves),
    parts: [
      ["strong", central < 0 ? `${whole(-central)} more failures ` : `${whole(central)} failures avoided `],
      ["span", `(90 % interval ${interval}). `],
      ["span", collector ? "By the model only: true if the stated mechanism is." : `By design: ${identification.why}.`],
    ],
  };
}
