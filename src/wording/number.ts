import type { Estimate } from "../stats/estimate.js";

const GAP = "\u00a0";

/** A share 0…1 as per cent, three significant digits at most: `25.1 %`, `0.042 %`. Missing is a dash. */
export function percent(share: number | null, digits?: number): string {
  if (share === null || !Number.isFinite(share)) return "–";
  const value = share * 100;
  const size = Math.abs(value);
  const places = digits ?? (size === 0 || size >= 99.995 ? 0 : size >= 99 ? 2 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3);
  return `${fixed(value, places)}${GAP}%`;
}

/** A number with thousands set apart: `12,345`; one decimal under 100 unless it is whole. */
export function amount(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const places = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  const [whole = "0", part] = fixed(value, places).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** An estimate in words, interval in brackets: `25.1 % [24.6, 25.6]`. `unit` is `share` or the unit's name. */
export function estimateText({ value, interval: [low, high] }: Estimate, unit: string): string {
  if (!Number.isFinite(value)) return "–";
  if (unit !== "share") return `${amount(value)}${unit ? ` ${unit}` : ""} [${amount(low)}, ${amount(high)}]`;
  const digits = digitsFor(high - low);
  const bare = (share: number): string => percent(share, digits).replace(`${GAP}%`, "");
  return `${percent(value, digits)} [${bare(low)}, ${bare(high)}]`;
}

/** A difference of shares in percentage points: `−11.0 points [−16.0, −6.0]`. */
export function pointsText({ value, interval: [low, high] }: Estimate): string {
  if (!Number.isFinite(value)) return "–";
  const places = digitsFor(high - low);
  return `${fixed(value * 100, places)} points [${fixed(low * 100, places)}, ${fixed(high * 100, places)}]`;
}

/** A text with a capital first letter, for headlines made from names. */
export function capital(text: string): string {
  return text.replace(/^./u, (first) => first.toUpperCase());
}

/** As many decimals of per cent as the interval's width carries. */
function digitsFor(width: number): number {
  if (!(width > 0)) return 1;
  return Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(width * 100))));
}

function fixed(value: number, places: number): string {
  const text = value.toFixed(places);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace("-", "−");
}
