import { basename } from "node:path";
import type { RateFinding } from "../rates/rate-finding.js";
import { looksLikeNames } from "./masks.js";
import { pseudonym, redactor, type Redactor } from "./pseudonym.js";

/** Groups smaller than this are left out of a redacted report. */
const SMALLEST_GROUP = 5;

// Our own words and sums, in which a mask would only do harm.
const OURS = new Set([
  "sha256",
  "schema",
  "version",
  "engine",
  "node",
  "verdict",
  "kind",
  "code",
  "role",
  "severity",
  "precision",
  "identification",
  "holds",
  "times",
  "level",
]);

/** Column → value: a part of the traffic. */
type Place = Readonly<Record<string, string>>;

/** A part of the traffic by all its names. */
interface NamedPart {
  readonly where: Place;
  readonly sameAs?: readonly Place[];
}

/** What of an analysis redaction looks at by name; everything else is walked as it is. */
export interface Redactable {
  readonly rates: Readonly<Record<string, RateFinding>>;
  readonly slices?: { readonly found: readonly NamedPart[] } | null;
  readonly changes?: readonly { readonly place: Place }[];
  readonly provenance: { readonly inputs: readonly { readonly file: string; readonly sha256: string }[] };
}

function walked(value: unknown, redact: Redactor): unknown {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value))
    return value.length > 0 && typeof value[0] === "number" ? value : value.map((part) => walked(part, redact));
  if (typeof value !== "object" || value === null) return value;
  // Null-prototype entries keep a key such as `__proto__` a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [redact(key), OURS.has(key) ? part : walked(part, redact)]),
  );
}

/** Groups of five or more. */
function sharedGroups(rates: Redactable["rates"]): Redactable["rates"] {
  const large = (finding: RateFinding): RateFinding => ({
    ...finding,
    breakdowns: finding.breakdowns.map((breakdown) => ({
      ...breakdown,
      rows: breakdown.rows.filter(
        ({ attempts, baseline }) =>
          attempts >= SMALLEST_GROUP && (baseline.attempts === 0 || baseline.attempts >= SMALLEST_GROUP),
      ),
    })),
  });
  return Object.fromEntries(Object.entries(rates).map(([source, finding]) => [source, large(finding)]));
}

/** Values of dimensions that look like names of persons, the longest first, so that none is found inside another. */
function personsIn({ rates, slices, changes }: Redactable): string[] {
  const values = new Map<string, Set<string>>();
  const add = (dimension: string, value: string): void => {
    values.set(dimension, (values.get(dimension) ?? new Set()).add(value));
  };
  for (const { breakdowns } of Object.values(rates))
    for (const { dimension, rows } of breakdowns) for (const { value } of rows) add(dimension, value);
  const parts = (slices?.found ?? []).flatMap(({ where, sameAs = [] }) => [where, ...sameAs]);
  for (const place of [...parts, ...(changes ?? []).map(({ place }) => place)])
    for (const [column, value] of Object.entries(place)) add(column, value);
  const persons = [...values.values()].map((own) => [...own]).filter((own) => looksLikeNames(own));
  return [...new Set(persons.flat())].filter((name) => name.trim() !== "").sort((a, b) => b.length - a.length);
}

/** A redactor that knows names besides what it finds by shape. */
function withPersons(redact: Redactor, persons: readonly string[], key: string): Redactor {
  if (persons.length === 0) return redact;
  const names = new Map(persons.map((name) => [name, pseudonym("person", name, key)] as const));
  return (text) => {
    let out = text;
    for (const [name, shown] of names) out = out.replaceAll(name, shown);
    return redact(out);
  };
}

/**
 * The findings without what identifies people or accounts: pseudonyms in every text and for dimensions of names, groups of fewer than five left out, file names
 * without their folders. The findings hold no raw rows to begin with.
 *
 * @param analysis - the findings; not changed
 * @param key - key of the pseudonyms
 */
export function redactAnalysis<T extends Redactable>(analysis: T, key: string): T {
  const redacted = walked(
    { ...analysis, rates: sharedGroups(analysis.rates) },
    withPersons(redactor(key), personsIn(analysis), key),
  ) as T;
  const inputs = redacted.provenance.inputs.map((input, i) => ({
    ...input,
    file: basename(input.file),
    sha256: analysis.provenance.inputs[i]?.sha256 ?? input.sha256,
  }));
  return { ...redacted, provenance: { ...redacted.provenance, inputs } };
}
