/** Small letters that go before a capital inside a name that is two words; `eBay` stays one. */
const JOINED = /([a-z0-9]{2})([A-Z])(?=[a-z])/g;
const BEFORE_CAPITALS = /([a-z]{2})(?=[A-Z]{2})/g;

/** A name from a file as words in a sentence: `checkout_requests` and `checkoutRequests` give `checkout requests`. */
export function nameInWords(name: string): string {
  return name
    .replace(JOINED, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`)
    .replace(BEFORE_CAPITALS, "$1 ")
    .replace(/[_-]+/g, " ");
}

/** A quantile as readers know it: `median`, `p95`, and `highest` for the last one. */
export function quantileName(quantile: number): string {
  if (quantile === 0.5) return "median";
  return quantile >= 1 ? "highest" : quantile <= 0 ? "lowest" : `p${Number((100 * quantile).toFixed(3))}`;
}

/** Words of titles that say what kind of text it is, and not what happened. */
const GENERIC = new Set(
  `a an the of for on in and to at from about our your its this is was
incident outage report reports reason root cause causes analysis rca rfo pir post mortem postmortem postmortems review reviews summary statement
notice update updates status issue issues event disruption service services customer customers facing public internal external final preliminary
draft interim major minor availability timeline retrospective explanation account message information official production platform system
unplanned emergency page details full version written by team
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday utc gmt`.split(
    /\s+/,
  ),
);

/** True if a title says only what kind of text it is, or on which day: `Reason for outage`, `Incident report, 12 March 2026`. */
export function isGenericTitle(title: string): boolean {
  const words = title.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.every((word) => GENERIC.has(word) || /^(?:st|nd|rd|th|v|no|nr|s|z|t|inc|sev|id)$/.test(word));
}
