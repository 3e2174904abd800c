/** The names of the two sides of a reconciliation: the attempts (such as verbs or requests) and the units that they belong to (calls, checkouts). */
export interface UnitNames {
  readonly verbs: string;
  readonly calls: string;
}

/** A name for one of what a source holds: `requests` gives `request`, `entries` gives `entry`; a name that is no plural stays. */
export function singular(name: string): string {
  if (/(?:ss|us|is)$/i.test(name)) return name;
  if (/ies$/i.test(name)) return name.replace(/ies$/i, "y");
  return name.replace(/(?<=x|ch|sh|ss)es$|s$/i, "");
}

/** Both names, and one of each. */
export function wordsOf({ verbs, calls }: UnitNames): UnitNames & { readonly verb: string; readonly call: string } {
  return { verbs, calls, verb: singular(verbs), call: singular(calls) };
}
