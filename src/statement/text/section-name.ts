const NAMES: readonly (readonly [string, RegExp])[] = [
  [
    "timeline",
    /\btime ?line\b|\bkey events\b|\bchronolog|\bsequence of events\b|\bevent log\b|\btimes?tamps?\b|\bevents\b|\bincident log\b|\bcontext\b/i,
  ],
  ["impact", /\bimpact|\baffected\b|\bwho was\b|\bcustomer experience\b|\bsymptoms?\b/i],
  ["cause", /\bcause|\bwhy\b|\bwhat went wrong\b|\btrigger\b|\broot\b|\bexplanation\b|\bidentified\b/i],
  [
    "prevention",
    /\bprevent|\baction|\bnext steps\b|\bfollow[- ]?up|\bless likely\b|\bimprove|\blessons?\b|\bfuture\b|\bgoing forward\b|\bremediation items\b|\bwhat (?:are we|we are) doing\b|\bcommitments?\b/i,
  ],
  ["communication", /\bcommunication/i],
  ["detection", /\bdetect|\bhow did we find\b/i],
  ["resolution", /\bresol|\bmitigat|\brecovery\b|\bremed|\brespond|\bresponse\b|\brestor|\bfix\b|\brepair\b/i],
  [
    "summary",
    /\bsummary\b|\boverview\b|\bwhat happened\b|\bdescription\b|\babout\b|\bbackground\b|\bintroduction\b|\bdetails\b|\bincident report\b|\breason for outage\b/i,
  ],
];

/**
 * The name under which a section is known, lower case: `summary`, `impact`, `cause`, `timeline`, `resolution`, `prevention`, `detection`,
 * `communication`; another heading keeps its own words.
 */
export function sectionName(heading: string): string {
  const text = heading
    .replace(/[#*_:|`]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return NAMES.find(([, pattern]) => pattern.test(text))?.[0] ?? text.toLowerCase().slice(0, 60);
}

/** True if a name is one of those that sections are known by, not a heading's own words. */
export function isKnownSection(name: string): boolean {
  return NAMES.some(([known]) => known === name);
}
