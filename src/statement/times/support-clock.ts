/** Hours of a working day, minutes since midnight. */
export interface SupportHours {
  readonly from: number;
  readonly to: number;
}

const USUAL: readonly SupportHours[] = [
  { from: 600, to: 1020 },
  { from: 540, to: 1020 },
  { from: 540, to: 1050 },
  { from: 480, to: 1080 },
  { from: 540, to: 1080 },
];
const STATED =
  /\b(?:support|business|working|office)\s(?:hours|day)\b[^\n]{0,20}?(\d{1,2})(?::(\d{2}))?\s?(am|pm)?\s{0,2}(?:-|–|to)\s{0,2}(\d{1,2})(?::(\d{2}))?\s?(am|pm)?/i;

const minutes = (hour: string, minute: string | undefined, half: string | undefined): number =>
  ((Number(hour) % 12) + (half?.toLowerCase() === "pm" || (!half && Number(hour) >= 12) ? 12 : 0)) * 60 +
  Number(minute ?? 0);

/** The support hours that a text names, `null` if it names none. */
export function statedHours(text: string): SupportHours | null {
  const match = STATED.exec(text);
  if (!match) return null;
  const [from, to] = [minutes(match[1] as string, match[2], match[3]), minutes(match[4] as string, match[5], match[6])];
  return to > from ? { from, to } : null;
}

/** Minutes of a stretch that fall into the hours of working days. Both ends in local time as if it were UTC. */
function supportMinutes(fromMs: number, toMs: number, hours: SupportHours): number {
  let total = 0;
  const DAY = 86_400_000;
  for (let day = Math.floor(fromMs / DAY), steps = 0; day * DAY < toMs && steps < 400; day++, steps++) {
    const weekday = (((day + 4) % 7) + 7) % 7;
    if (weekday === 0 || weekday === 6) continue;
    const [start, end] = [
      Math.max(fromMs, day * DAY + hours.from * 60_000),
      Math.min(toMs, day * DAY + hours.to * 60_000),
    ];
    total += Math.max(0, end - start) / 60_000;
  }
  return total;
}

/** The hours, stated or usual, on whose clock a stretch has the stated length within two minutes. */
export function fittingHours(
  fromMs: number,
  toMs: number,
  statedMinutes: number,
  stated: SupportHours | null,
): SupportHours | null {
  return (
    (stated ? [stated] : USUAL).find((hours) => Math.abs(supportMinutes(fromMs, toMs, hours) - statedMinutes) <= 2) ??
    null
  );
}
