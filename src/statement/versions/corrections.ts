import type { Statement } from "../statement.js";
import { requireFields } from "../../errors/argument.js";

/** One entry that a person changed in a parsed statement. */
export interface Correction {
  /** Where: `events[3].at`. */
  readonly path: string;
  /** As it was parsed, `null` if a person added it; JSON text. */
  readonly parsed: string | null;
  /** As the person has it, `null` if they removed it; JSON text. */
  readonly corrected: string | null;
}

const PARTS = [
  "events",
  "windows",
  "durations",
  "percentages",
  "actions",
  "causes",
  "inconsistencies",
  "claims",
] as const;
type Entry = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => JSON.stringify(value);

/** Entries that stand for each other: equal ones first, then those with one quote, then those with one place in the text. */
function partners(before: readonly Entry[], after: readonly Entry[]): Map<number, number> {
  const found = new Map<number, number>();
  const taken = new Set<number>();
  const keys: ((entry: Entry) => string)[] = [
    text,
    (entry) => `${text(entry["quote"] ?? entry["text"])}${text(entry["role"])}`,
    (entry) => text(entry["quote"] ?? entry["text"]),
  ];
  for (const key of keys) {
    before.forEach((entry, index) => {
      if (found.has(index)) return;
      const match = after.findIndex((other, place) => !taken.has(place) && key(other) === key(entry));
      if (match < 0) return;
      found.set(index, match);
      taken.add(match);
    });
  }
  return found;
}

function entryCorrections(part: string, before: readonly Entry[], after: readonly Entry[]): Correction[] {
  const pairs = partners(before, after);
  const kept = new Set(pairs.values());
  const changed = before.flatMap((entry, index): Correction[] => {
    const place = pairs.get(index);
    const other = place === undefined ? undefined : after[place];
    if (!other) return [{ path: `${part}[${index}]`, parsed: text(entry), corrected: null }];
    const fields = [...new Set([...Object.keys(entry), ...Object.keys(other)])].filter(
      (field) => text(entry[field]) !== text(other[field]),
    );
    return fields.map((field) => ({
      path: `${part}[${index}].${field}`,
      parsed: text(entry[field]) ?? null,
      corrected: text(other[field]) ?? null,
    }));
  });
  const added = after.flatMap((entry, place) =>
    kept.has(place) ? [] : [{ path: `${part}[${place}]`, parsed: null, corrected: text(entry) }],
  );
  return [...changed, ...added];
}

/**
 * The corrections that a person made in a statement's YAML, entry by entry and field by field.
 *
 * @param parsed - the statement as it was parsed
 * @param corrected - the same after a person's edits
 */
export function statementCorrections(parsed: Statement, corrected: Statement): readonly Correction[] {
  for (const one of [parsed, corrected])
    requireFields("statementCorrections", "two statements as parseStatement gives them", one, ["events", "windows"]);
  const heads = (["title", "reference", "status", "zone"] as const).filter(
    (field) => parsed[field] !== corrected[field],
  );
  return [
    ...heads.map((field) => ({ path: field, parsed: text(parsed[field]), corrected: text(corrected[field]) })),
    ...PARTS.flatMap((part) =>
      entryCorrections(
        part,
        (parsed[part] ?? []) as unknown as readonly Entry[],
        (corrected[part] ?? []) as unknown as readonly Entry[],
      ),
    ),
  ];
}
