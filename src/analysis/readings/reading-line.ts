import type { LoadProgress } from "../../sources/progress.js";

/** Before this long nothing is said of the rest: it would be guessed. */
const SETTLED_MS = 1500;

function size(bytes: number): string {
  const [unit, divisor] = bytes >= 1e9 ? ["GB", 1e9] : bytes >= 1e6 ? ["MB", 1e6] : ["KB", 1e3];
  return `${(bytes / divisor).toFixed(bytes >= 1e9 ? 1 : 0)} ${unit}`;
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

/**
 * What is said on a terminal while files load: what is read, how far, and about how long it still takes at the pace of the present stage.
 *
 * @param now - milliseconds of a clock that only runs forward
 */
export function readingLine(now: () => number = () => performance.now()): (progress: LoadProgress) => string {
  let stage = "";
  let begun = { at: 0, bytes: 0 };
  return (progress) => {
    const { source, file, bytesDone, bytesTotal } = progress;
    const present = `${source} ${file} ${progress.stage}`;
    if (present !== stage) [stage, begun] = [present, { at: now(), bytes: bytesDone }];
    const [elapsed, gained] = [now() - begun.at, bytesDone - begun.bytes];
    const left =
      gained > 0 && elapsed >= SETTLED_MS
        ? `, about ${duration(((bytesTotal - bytesDone) / gained) * (elapsed / 1000))} left`
        : "";
    if (progress.stage === "repeated ids")
      return `looking for repeated ids of ${source}: ${Math.floor((100 * bytesDone) / Math.max(1, bytesTotal))} %${left}`;
    const how = progress.stage === "loading" ? "" : ` (${progress.stage})`;
    return `reading ${source}${how}: ${Math.floor((100 * bytesDone) / Math.max(1, bytesTotal))} % of ${size(bytesTotal)}${left}`;
  };
}
