import { MINUTE_MS } from "../../time/units.js";
import type { StatedClaim } from "../../statement/assertions/stated-claim.js";
import { clock } from "../../wording/clock.js";
import { countsOf } from "./counting.js";
import type { CountedSource, Evidence } from "./evidence.js";
import { type Judgement, decided, notTestable } from "./judged.js";
import { iso, measuredAt, minutesApart, noOutageAt, share, usualRate } from "./moments.js";
import { endOf } from "./spans.js";

/** A part is hit where its share in a quarter of an hour is well above what is usual. */
const PART_MINUTES = 12;

/** That one part of the traffic was hit from a time on. */
export async function judgePartOnset(
  evidence: Evidence,
  source: CountedSource,
  part: { column: string; values: readonly string[] },
  at: string,
): Promise<Judgement> {
  const readAs = `first departure of ${source.name} (${part.column} ${part.values.join(" and ")}) from its usual level`;
  const { main, level } = evidence;
  if (!main) return noOutageAt({ span: "open" } as StatedClaim, at, readAs, evidence);
  const end = endOf(main, evidence);
  const during = await countsOf(source, { from: main.onset, to: end }, part);
  if (!during) return notTestable(readAs, "These data cannot be asked for it.", "Rows with that column.");
  // Where its failures begin, minute by minute: the first stretch whose share is at least half of what it had at its height.
  const starts: { at: string; rate: number; attempts: number; failures: number }[] = [];
  const step = Math.max(3, Math.round(minutesApart(end, main.onset) / 24));
  for (let from = Date.parse(main.onset) - 2 * step * MINUTE_MS; from < Date.parse(end); from += step * MINUTE_MS) {
    const counts = await countsOf(source, { from: iso(from), to: iso(from + step * MINUTE_MS) }, part);
    if (counts) starts.push({ at: iso(from), rate: share(counts), ...counts });
  }
  const height = [...starts].map(({ rate }) => rate).sort((a, b) => b - a)[Math.floor(starts.length / 4)] ?? 0;
  const usual = usualRate(source, evidence);
  const first = starts.find(
    ({ rate, failures }, index) =>
      failures >= 1 &&
      rate >= Math.max(0.4 * height, 2 * share(usual)) &&
      (starts[index + 1]?.rate ?? 0) >= Math.max(0.3 * height, 2 * share(usual)),
  );
  if (!first || height < 2 * share(usual))
    return decided("contradicted", readAs, "That part shows no rise of failures.", null);
  const apart = minutesApart(at, first.at);
  const room = Math.max(PART_MINUTES, 2 * step);
  const verdict = Math.abs(apart) <= room ? "supported" : Math.abs(apart) > 2 * room ? "contradicted" : "not-testable";
  return decided(
    verdict,
    readAs,
    `It was hit from about ${clock(first.at)} UTC.`,
    measuredAt(
      iso(Date.parse(first.at) + (step / 2) * MINUTE_MS),
      [first.at, iso(Date.parse(first.at) + step * MINUTE_MS)],
      level,
    ),
  );
}
