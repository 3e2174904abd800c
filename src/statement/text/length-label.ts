/** The words behind which a reading such as 00:35:00 is a length, no time of day: a pattern for what stands before it. */
export const LENGTH_LABEL =
  "\\b(?:durations?|lengths?|down ?time|outage time|elapsed(?: time)?|total(?: (?:time|duration|length|down ?time|outage))?|time to \\w+|lasted|lasting|mtt[rd])(?: \\((?:hh?:mm(?::ss)?|h:m(?::s)?)\\))?(?:\\s(?:of|was|is|about|approximately|for))?[\\s:|=]{1,4}";
