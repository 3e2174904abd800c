/** One cell as RFC 4180 writes it. */
export function cell(value: string | number | null, delimiter = ","): string {
  const text = value === null ? "" : String(value);
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const quoted = (value: string | number | null): string => `"${String(value ?? "").replaceAll('"', '""')}"`;

type Row = readonly (string | number | null)[];

/** A table with its header, quoted only where it must be. */
export function csv(header: readonly string[], rows: readonly Row[], delimiter = ",", end = "\n"): string {
  return [header, ...rows].map((row) => row.map((one) => cell(one, delimiter)).join(delimiter)).join(end) + end;
}

/** A table with its header, every cell in quotes. */
export function quotedCsv(header: readonly string[], rows: readonly Row[], delimiter = ","): string {
  return `${[header, ...rows].map((row) => row.map(quoted).join(delimiter)).join("\n")}\n`;
}

export const lines = (all: readonly string[]): string => `${all.join("\n")}\n`;
export const jsonLines = (all: readonly unknown[]): string => lines(all.map((one) => JSON.stringify(one)));

/** Sixteen bytes in hexadecimal that an index repeats. */
export function hex(index: number, length = 32): string {
  let text = "";
  for (let at = 0; text.length < length; at += 1)
    text += (Math.imul(index * 31 + at * 7919 + 1, 2654435761) >>> 0).toString(16).padStart(8, "0");
  return text.slice(0, length);
}

export const uuid = (index: number): string => {
  const all = hex(index);
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-4${all.slice(13, 16)}-a${all.slice(17, 20)}-${all.slice(20, 32)}`;
};

/** A private or documentation address. */
export const address = (index: number): string => `203.0.113.${1 + ((index * 37) % 200)}`;

/** One of several values, by a draw from [0, 1). */
export const pick = <T>(values: readonly T[], draw: number): T => values[Math.floor(draw * values.length)] as T;
