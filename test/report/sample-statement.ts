import type { EventRole, Statement, StatementEvent } from "../../src/statement/statement.js";

function event(at: string, role: EventRole, quote: string, section = "timeline", hedged = false): StatementEvent {
  return { at, precision: "minute", hedged, role, quote, section, textSpan: [0, quote.length] };
}

/** A carrier's account of an outage that never was, with the usual gaps. */
export const sampleStatement: Statement = {
  title: "Calls cut short",
  reference: "70221",
  status: "preliminary",
  zone: "UTC",
  events: [
    event("2024-06-04T09:20:00Z", "onset", "From 09:20 until 10:40 a share of calls ended early.", "summary"),
    event("2024-06-04T09:20:00Z", "onset", "First failures of the media step."),
    event("2024-06-04T09:25:00Z", "detected", "Monitors raised an alert on failed media steps."),
    event("2024-06-04T09:40:00Z", "investigating", "The on-call team began to look into it."),
    event("2024-06-04T10:10:00Z", "mitigation-start", "Capacity was being added to the proxy fleet."),
    event("2024-06-04T10:18:00Z", "communicated", "The status page was updated."),
    event("2024-06-04T10:28:00Z", "mitigation-end", "The added capacity was in service."),
    event("2024-06-04T10:35:00Z", "recovery-start", "Failures began to fall."),
    event("2024-06-04T10:35:00Z", "identified", "The cause was identified."),
    event("2024-06-04T10:50:00Z", "recovered", "Service was back to normal.", "timeline", true),
    event("2024-06-04T18:00:00Z", "prevention-start", "A fix was being deployed."),
  ],
  windows: [
    {
      start: "2024-06-04T09:20:00Z",
      end: "2024-06-04T10:40:00Z",
      section: "summary",
      statedMinutes: null,
      quote: "From 09:20 until 10:40",
    },
    {
      start: "2024-06-04T09:22:00Z",
      end: "2024-06-04T10:35:00Z",
      section: "impact",
      statedMinutes: null,
      quote: "Between 09:22 and 10:35",
    },
    {
      start: "2024-06-04T09:20:00Z",
      end: null,
      section: "timeline",
      statedMinutes: null,
      quote: "First failures of the media step.",
    },
  ],
  durations: [{ quote: "for about an hour and a quarter", minutesLow: 74.5, minutesHigh: 75.5 }],
  percentages: [
    {
      low: 0.3,
      high: 0.3,
      hedged: true,
      numerator: "media steps",
      denominator: null,
      quote: "approximately 30% of media steps failed",
    },
    {
      low: 0.15,
      high: 0.18,
      hedged: false,
      numerator: "calls",
      denominator: null,
      quote: "15-18% of calls were dropped",
    },
  ],
  actions: [
    { quote: "Capacity was added to the proxy fleet.", status: "done", at: "2024-06-04T10:28:00Z" },
    { quote: "A final account will follow.", status: "promised", at: null },
  ],
  inconsistencies: [
    {
      code: "windows-differ",
      text: "The summary counts 80 minutes, the impact section 73.",
      severity: "warning",
      evidence: ["From 09:20 until 10:40", "Between 09:22 and 10:35"],
      question: "Which window was used for the percentages?",
    },
    {
      code: "rates-conflict",
      text: "Fewer calls dropped than steps failed although every failed step is said to end its call.",
      severity: "serious",
      evidence: ["approximately 30% of media steps failed", "15-18% of calls were dropped"],
      question: "How many calls ran no media step?",
    },
  ],
};
