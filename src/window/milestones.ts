import type { EventRole, Precision, StatementEvent } from "../statement/statement.js";
import type { Milestone, WindowFinding } from "./window-finding.js";
import { requireList } from "../errors/argument.js";

const MINUTES: Readonly<Record<Precision, number>> = { second: 1 / 60, minute: 1, hour: 60, day: 1440 };

/** A time, and how far to its right the true time may lie: 15:09 to the minute means [15:09, 15:10). */
interface Dated {
  readonly at: string;
  readonly precisionMinutes: number;
}

interface Definition {
  readonly name: string;
  readonly from: EventRole;
  readonly to: EventRole;
  readonly definition: string;
}

const DEFINITIONS: readonly Definition[] = [
  { name: "timeToDetect", from: "onset", to: "detected", definition: "onset to the first alert" },
  {
    name: "timeToEngage",
    from: "detected",
    to: "investigating",
    definition: "alert to the start of the investigation",
  },
  {
    name: "timeToFirstRemediation",
    from: "onset",
    to: "mitigation-start",
    definition: "onset to the start of the first remediation",
  },
  {
    name: "silentStretch",
    from: "investigating",
    to: "mitigation-start",
    definition: "start of the investigation to the first remediation",
  },
  {
    name: "remediationDuration",
    from: "mitigation-start",
    to: "mitigation-end",
    definition: "start to end of the first remediation",
  },
  {
    name: "remediationToRecoveryStart",
    from: "mitigation-end",
    to: "recovery-start",
    definition: "end of the remediation to the start of recovery",
  },
  { name: "timeToMitigate", from: "onset", to: "recovery-start", definition: "onset to the start of recovery" },
  { name: "recoveryRamp", from: "recovery-start", to: "recovered", definition: "start of recovery to normal service" },
  { name: "timeToRecover", from: "onset", to: "recovered", definition: "onset to normal service" },
  { name: "timeToIdentify", from: "onset", to: "identified", definition: "onset to the cause being identified" },
  { name: "statusPageLag", from: "onset", to: "communicated", definition: "onset to the first public communication" },
  {
    name: "recoveredToPrevention",
    from: "recovered",
    to: "prevention-start",
    definition: "normal service to the start of the preventive change",
  },
  {
    name: "preventionDuration",
    from: "prevention-start",
    to: "prevention-end",
    definition: "start to end of the preventive change",
  },
  {
    name: "timeToPrevention",
    from: "onset",
    to: "prevention-end",
    definition: "onset to the preventive change being complete",
  },
];

/** The section that reads as the timeline: the one with the most dated entries. */
function timelineSection(events: readonly StatementEvent[]): string {
  const counts = new Map<string, number>();
  for (const { section, at } of events) if (at !== null) counts.set(section, (counts.get(section) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** The first entry of a role; one in the timeline goes before one in prose, an exact one before a hedged one. */
function firstOf(role: EventRole, events: readonly StatementEvent[], timeline: string): Dated | undefined {
  const rank = (event: StatementEvent): number => (event.section === timeline ? 0 : 2) + (event.hedged ? 1 : 0);
  const candidates = events
    .filter((event) => event.role === role && event.at !== null)
    .sort((a, b) => rank(a) - rank(b) || (a.at as string).localeCompare(b.at as string));
  const [first] = candidates;
  return first && { at: first.at as string, precisionMinutes: MINUTES[first.precision ?? "day"] };
}

/** The difference of two times that are each known to a precision only. */
function duration(from: Dated, to: Dated, definition: string): Milestone {
  const value = (Date.parse(to.at) - Date.parse(from.at)) / 60_000;
  return {
    minutes: { value, interval: [value - from.precisionMinutes, value + to.precisionMinutes], level: 1 },
    from: from.at,
    to: to.at,
    definition,
    basis: "statement",
  };
}

/** Durations between the reconstructed window and the statement's entries, the onset's uncertainty carried over. */
function measured(window: WindowFinding, events: readonly StatementEvent[], timeline: string): [string, Milestone][] {
  const detected = firstOf("detected", events, timeline);
  const published = firstOf("communicated", events, timeline);
  const [early, late] = window.onsetInterval.map(Date.parse) as [number, number];
  const since = (name: string, to: Dated | undefined, definition: string): [string, Milestone][] => {
    if (!to) return [];
    const end = Date.parse(to.at);
    const minutes = (ms: number): number => (end - ms) / 60_000;
    return [
      [
        name,
        {
          minutes: {
            value: minutes(Date.parse(window.onset)),
            interval: [minutes(late), minutes(early) + to.precisionMinutes],
            level: window.level,
          },
          from: window.onset,
          to: to.at,
          definition,
          basis: "data",
        },
      ],
    ];
  };
  const found = [
    ...since("measuredTimeToDetect", detected, "onset in the data to the stated alert"),
    ...since("measuredStatusPageLag", published, "onset in the data to the stated public communication"),
  ];
  if (window.recovery === null) return found;
  return [
    ...found,
    [
      "measuredTimeToRecover",
      {
        minutes: window.minutes,
        from: window.onset,
        to: window.recovery,
        definition: "onset to recovery, both in the data",
        basis: "data",
      },
    ],
  ];
}

/**
 * The durations of an incident, each an interval with its definition.
 *
 * A duration is the difference of two entries of the statement, each known only to its precision: 15:09 and 15:12 to the minute
 * give 3 minutes, [2, 4] (level 1: bounds, not a probability). Where an entry of a role stands both in the timeline and in prose, the
 * timeline's is taken. With a reconstructed window, durations from the measured onset are added under names that begin with `measured`.
 *
 * @param events - entries of a parsed statement; entries without a settled time are passed over
 * @param window - the reconstructed outage, or `null`
 * @returns milestones by name; a duration whose entries are missing is absent
 */
export function milestones(
  events: readonly StatementEvent[],
  window: WindowFinding | null = null,
): Readonly<Record<string, Milestone>> {
  requireList("milestones", "a list of a statement's events", events);
  const timeline = timelineSection(events);
  const found: [string, Milestone][] = [];
  for (const { name, from, to, definition } of DEFINITIONS) {
    const start = firstOf(from, events, timeline);
    const end = firstOf(to, events, timeline);
    if (start && end) found.push([name, duration(start, end, definition)]);
  }
  if (window) found.push(...measured(window, events, timeline));
  return Object.fromEntries(found);
}
