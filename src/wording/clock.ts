/** A UTC time as `16:44`, with seconds when it has some; the text itself when it is no time. */
export function clock(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const text = new Date(ms).toISOString();
  return text.slice(17, 19) === "00" ? text.slice(11, 16) : text.slice(11, 19);
}

/** A UTC time as `31 Mar 2025 16:44 UTC`. */
export function dayClock(iso: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : `${day(iso)} ${clock(iso)} UTC`;
}

/** A stretch of time with its day said once where one is enough: `4 Jun 2024, 09:21 to 10:51 UTC`. */
export function spanText(from: string, to: string): string {
  return day(from) === day(to)
    ? `${day(from)}, ${clock(from)} to ${clock(to)} UTC`
    : `${dayClock(from)} to ${dayClock(to)}`;
}

/** The UTC day of a time as `31 Mar 2025`. */
export function day(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  const date = new Date(ms);
  const month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[date.getUTCMonth()];
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}
