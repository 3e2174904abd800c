import type { Random } from "../../src/index.js";
import { between } from "./traits.js";

/** Whether what a statement says is so; "open" where one may say either. */
export type Truth = "true" | "false" | "open";

/** A statement in words, and the truth of what it claims. */
export interface Stated {
  readonly text: string;
  readonly truths: { readonly window: Truth; readonly rate: Truth; readonly effect: Truth | null };
}

/** What a statement is written about; minutes from the start of the data. */
export interface StatedFacts {
  readonly startMs: number;
  readonly bucket: number;
  readonly window: { readonly from: number; readonly to: number };
  /** Realised share of failures from one minute to another. */
  readonly rateOver: (from: number, to: number) => number;
  readonly remedy: {
    readonly from: number;
    readonly to: number;
    readonly pods: boolean;
    readonly resolved: Truth;
  } | null;
}

/** A stated share this near to the realised one is true; this far off it is false. */
const NEAR = 0.05;
const FAR = 0.2;

/** Writes a statement whose window and share are each true or false by the toss of a coin. */
export function stateIt(facts: StatedFacts, random: Random): Stated {
  const window = statedWindow(facts, random.fork("window"));
  const rate = statedRate(facts, window, random.fork("rate"));
  const summary = `${spanText(facts.startMs, window.from, window.to)}, ${rate.text} of requests failed.`;
  const effect = facts.remedy ? effectLines(facts, facts.remedy) : null;
  const text = ["# Checkout API errors", "## Summary", summary, ...(effect?.lines ?? [])].join("\n\n");
  return { text: `${text}\n`, truths: { window: window.truth, rate: rate.truth, effect: effect?.truth ?? null } };
}

function statedWindow({ window, bucket }: StatedFacts, random: Random): { from: number; to: number; truth: Truth } {
  const [from, to] = [Math.round(window.from), Math.max(Math.round(window.from) + 1, Math.round(window.to))];
  if (random.next() < 0.5) return { from, to, truth: "true" };
  const shift = Math.round(Math.max(12, 3 * bucket, between(random, 0.3, 0.6) * (to - from)));
  // An end told too late or too early; never so that nothing is left between the two.
  const moves: [number, number][] = [
    [from - shift, to],
    [from, to + shift],
    [from - shift, to + shift],
  ];
  const [begin, end] = moves[random.integer(moves.length)]!;
  return { from: begin, to: end, truth: "false" };
}

function statedRate(
  { window, rateOver }: StatedFacts,
  stated: { from: number; to: number },
  random: Random,
): { text: string; truth: Truth } {
  const rate = rateOver(window.from, window.to);
  const factor = random.next() < 0.5 ? 1 : falseFactor(rate, random);
  const share = rounded(Math.min(1, rate * factor));
  const hedge = ["approximately ", "about ", ""][random.integer(3)]!;
  // A figure may be meant over the true window or the stated one; it is true or false where both say so.
  const offs = [rate, rateOver(stated.from, stated.to)].map((value) => Math.abs(share / value - 1));
  const truth = offs.every((off) => off <= NEAR) ? "true" : offs.every((off) => off >= FAR) ? "false" : "open";
  return { text: `${hedge}${percentText(share)}`, truth };
}

/** A fifth to a third off, which is told apart with difficulty, or far off. */
function falseFactor(rate: number, random: Random): number {
  const [low, high] = random.next() < 0.4 ? [1.22, 1.35] : [1.5, 2.5];
  const factor = between(random, low!, high!);
  return rate * factor > 1 || random.next() < 0.4 ? 1 / factor : factor;
}

function rounded(share: number): number {
  return Number(percentOf(share)) / 100;
}

function percentOf(share: number): string {
  const percent = 100 * share;
  return percent.toFixed(percent >= 20 ? 0 : percent >= 2 ? 1 : 2);
}

function percentText(share: number): string {
  return `${Number(percentOf(share))}%`;
}

function effectLines(
  { startMs, window }: StatedFacts,
  remedy: NonNullable<StatedFacts["remedy"]>,
): { lines: string[]; truth: Truth } {
  const line = (minute: number, text: string): string =>
    `- ${dayText(startMs, minute)} ${clockText(startMs, minute)}: ${text}`;
  const alert = Math.min(remedy.from - 2, window.from + 9);
  const [begun, done, resolution] = remedy.pods
    ? [
        "We started adding pods to the checkout cluster.",
        "The scale-out was complete.",
        "Adding pods resolved the incident.",
      ]
    : ["We rolled back the release.", null, "Rolling back the release resolved the incident."];
  const timeline = [
    line(window.from, "Error rates began to rise."),
    line(alert, "Our monitoring alerted the on-call engineer."),
    line(remedy.from, begun),
    ...(done === null ? [] : [line(Math.max(remedy.from + 1, remedy.to), done)]),
  ];
  return { lines: ["## Timeline (UTC)", timeline.join("\n"), "## Resolution", resolution], truth: remedy.resolved };
}

const MONTHS = "January February March April May June July August September October November December".split(" ");

function spanText(startMs: number, from: number, to: number): string {
  const [first, last] = [from, to].map((minute) => new Date(startMs + Math.round(minute) * 60_000));
  const date = (day: Date): string => `${MONTHS[day.getUTCMonth()]} ${day.getUTCDate()}, ${day.getUTCFullYear()}`;
  const [begin, end] = [clockText(startMs, from), clockText(startMs, to)];
  if (date(first!) === date(last!)) return `On ${date(first!)}, between ${begin} UTC and ${end} UTC`;
  return `Between ${date(first!)} ${begin} UTC and ${date(last!)} ${end} UTC`;
}

function clockText(startMs: number, minute: number): string {
  return new Date(startMs + Math.round(minute) * 60_000).toISOString().slice(11, 16);
}

function dayText(startMs: number, minute: number): string {
  return new Date(startMs + Math.round(minute) * 60_000).toISOString().slice(0, 10);
}
