import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One aim with the figure measured for it. `met` is `null` for what is reported without an aim. */
export interface Aim {
  readonly aim: string;
  readonly asked: string;
  readonly measured: string;
  readonly met: boolean | null;
  readonly cases: string;
}

const HEADER = "| what | aim | measured | met | cases |\n|---|---|---|---|---|";

export function aimTable(aims: readonly Aim[]): string {
  const verdict = ({ met }: Aim): string => (met === null ? "–" : met ? "yes" : "**no**");
  return [
    HEADER,
    ...aims.map((one) => `| ${one.aim} | ${one.asked} | ${one.measured} | ${verdict(one)} | ${one.cases} |`),
  ].join("\n");
}

export const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`;

/** A share with its Monte Carlo error. */
export function share(hits: number, of: number): string {
  const rate = hits / of;
  return of === 0 ? "–" : `${percent(rate, 1)} ± ${(100 * Math.sqrt((rate * (1 - rate)) / of)).toFixed(1)}`;
}

export const isQuick = (): boolean => process.argv.includes("--quick");

/** Whether a bench was started itself, rather than imported by another. */
export function isStarted(url: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === realpathSync(fileURLToPath(url));
}
