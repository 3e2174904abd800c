import type { Random } from "../../stats/random/random.js";
import type { StatedScope, StatementFacts } from "../truth/statement-facts.js";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const iso = (ms: number): string => new Date(ms).toISOString();
const clock = (ms: number): string => iso(ms).slice(11, 16);
const stamp = (ms: number): string => `[${iso(ms).slice(0, 10)} ${clock(ms)} UTC]`;

function longDate(ms: number): string {
  const date = new Date(ms);
  return `${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}

function figure(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

/** One of several ways to say a thing; the first without a source of chance. */
type Pick = (ways: readonly [string, ...string[]]) => string;

/** Which directions of calls are said to have been affected. */
function scopeSentence(scope: StatedScope, pick: Pick): string {
  if (scope === "both") {
    return pick([
      "Inbound as well as outbound calls were affected.",
      "Both inbound and outbound voice traffic suffered.",
      "The problem touched inbound and outbound calls alike.",
      "Calls in either direction, inbound and outbound, were impacted.",
      "Inbound calls were affected, and so were outbound calls.",
      "Impact was seen on outbound and inbound voice calls.",
    ]);
  }
  const [hit, spared] = scope === "inbound" ? ["inbound", "outbound"] : ["outbound", "inbound"];
  return pick([
    `Only ${hit} calls were affected.`,
    `The impact was limited to ${hit} calls.`,
    `${hit === "inbound" ? "Inbound" : "Outbound"} calls were affected; ${spared} calls were not affected.`,
    `The disruption was confined to ${hit} voice traffic.`,
    `Impact was restricted to ${hit} calls, while ${spared} traffic was unaffected.`,
    `Just ${hit} calls were impacted.`,
  ]);
}

function summarySection(facts: StatementFacts, pick: Pick): string {
  const [from, to] = facts.summary;
  return [
    pick([
      `Voice service was disrupted on ${longDate(from)} from ${clock(from)}:00 UTC until ${clock(to)}:00 UTC.`,
      `On ${longDate(from)}, between ${clock(from)} UTC and ${clock(to)} UTC, voice calls were disrupted.`,
      `A disruption of voice calls lasted from ${clock(from)} UTC to ${clock(to)} UTC on ${longDate(from)}.`,
      `Customers experienced dropped voice calls on ${longDate(from)} between ${clock(from)} and ${clock(to)} UTC.`,
      `From ${clock(from)} UTC to ${clock(to)} UTC on ${longDate(from)} our voice platform was degraded.`,
      `${longDate(from)}, ${clock(from)} UTC – ${clock(to)} UTC: voice calls were ending unexpectedly.`,
      `Our voice product was impaired from ${stamp(from).slice(1, -1)} until ${stamp(to).slice(1, -1)}.`,
    ]),
    scopeSentence(facts.scope ?? "both", pick),
    "The fault lay in the caching proxy that retrieves files for playback: a subsystem for telemetry and diagnostics slowed it down, and invocations of  and  in TwiML timed out.",
    pick([
      "Upon identification of the throughput problem we increased capacity, which relieved it.",
      "Once the bottleneck had been identified, capacity was added and the problem eased.",
      "Following identification of the cause, capacity was scaled up, which helped.",
      "After the cause was identified, we scaled the fleet up, and errors subsided.",
      "Capacity was added once the cause had been found, which brought relief.",
      "On identifying the saturation, engineers added capacity and the situation improved.",
      "Having diagnosed the bottleneck, the team increased capacity to relieve it.",
    ]),
  ].join(" ");
}

/** What a vendor writes beside each time of the timeline. */
function timelineEntries(facts: StatementFacts, pick: Pick): readonly (readonly [number, string])[] {
  return [
    [
      facts.onsetMs,
      pick([
        "The event that set off the incident occurs for the first time.",
        "First occurrence of the triggering event.",
        "The triggering event first occurs.",
      ]),
    ],
    [
      facts.alertMs,
      pick([
        "Monitoring detects high load on the failing system and alerts us.",
        "Monitors detect unusual load and raise an alert.",
        "An alert for high load is detected by our monitors.",
      ]),
    ],
    [
      facts.investigationMs,
      pick([
        "The on-call engineers begin to investigate.",
        "On-call engineering begins its investigation.",
        "Investigation by the on-call team begins.",
      ]),
    ],
    [
      facts.capacity[0],
      pick([
        "As a first remediation the on-call engineers start adding capacity to the caching proxy layer, to make up for the load.",
        "The on-call team starts to add capacity to the caching proxy layer.",
        "Remediation starts: capacity is being added to the caching proxy layer.",
      ]),
    ],
    [
      facts.statusPageMs,
      pick([
        "The status page is updated: customers are told of issues with Programmable Voice and Flex.",
        "Status page updated with a notice to customers.",
        "Customers are informed on the status page.",
      ]),
    ],
    [
      facts.capacity[1],
      pick([
        "The addition of capacity to the caching proxy layer ends.",
        "Adding capacity to the caching proxy layer is completed.",
        "The capacity increase in the caching proxy layer ends.",
      ]),
    ],
    [
      facts.identifiedMs,
      "The root cause is identified: the integration with our internal logging systems saturates the caching proxy layer, which fails to serve requests.",
    ],
    [
      facts.recoveryStartMs,
      pick(["Service starts to show recovery.", "Service begins to recover.", "First signs of recovery."]),
    ],
    [
      facts.normalMs,
      pick(["Service is functioning normally.", "Service is back to normal.", "Service has fully recovered."]),
    ],
    [
      facts.patch[0],
      pick([
        "The on-call engineers start to deploy a patch that prevents a recurrence.",
        "Deployment of a patch to prevent recurrence begins.",
        "A patch to prevent a recurrence starts rolling out.",
      ]),
    ],
    [
      facts.patch[1],
      pick([
        "The patch deployment finishes.",
        "Deployment of the patch is complete.",
        "The patch has been deployed everywhere.",
      ]),
    ],
  ];
}

function timelineSection(facts: StatementFacts, pick: Pick): string {
  return [...timelineEntries(facts, pick)]
    .sort((a, b) => a[0] - b[0])
    .map(([ms, text]) => `● ${stamp(ms)}: ${text}`)
    .join("\n");
}

function impactSection(facts: StatementFacts, pick: Pick): string {
  const [from, to] = facts.impact;
  return [
    pick([
      `On ${longDate(from)} from ${clock(from)} UTC until ${clock(to)} UTC, approximately ${figure(facts.verbShare)} of  and  TwiML verbs failed with code 11200.`,
      `Between ${clock(from)} UTC and ${clock(to)} UTC on ${longDate(from)}, about ${figure(facts.verbShare)} of the TwiML verbs that fetch media failed with code 11200.`,
      `About ${figure(facts.verbShare)} of TwiML verbs that play media failed with code 11200 from ${clock(from)} UTC until ${clock(to)} UTC on ${longDate(from)}.`,
      `On ${longDate(from)} from ${clock(from)} UTC to ${clock(to)} UTC, roughly ${figure(facts.verbShare)} of TwiML verbs returned error 11200.`,
      `During the window ${stamp(from).slice(1, -1)} to ${stamp(to).slice(1, -1)}, some ${figure(facts.verbShare)} of verbs that retrieve media failed.`,
      `Approximately ${figure(facts.verbShare)} of verb executions failed with 11200 on ${longDate(from)} between ${clock(from)} and ${clock(to)} UTC.`,
      `Around ${figure(facts.verbShare)} of all media verbs timed out from ${clock(from)} UTC to ${clock(to)} UTC on ${longDate(from)}.`,
    ]),
    "Affected customer call flows that run either of the two verbs dropped as a result.",
    pick([
      `Across the customers who use this functionality, approximately ${figure(facts.callShare)} of phone calls were dropped in total during this incident.`,
      `In total about ${figure(facts.callShare)} of phone calls were dropped.`,
      `Overall, around ${figure(facts.callShare)} of all phone calls were dropped during the incident.`,
      `Roughly ${figure(facts.callShare)} of calls dropped.`,
      `We estimate that approximately ${figure(facts.callShare)} of customer calls were dropped over this period.`,
      `Some ${figure(facts.callShare)} of phone calls ended prematurely as they were dropped.`,
      `This caused about ${figure(facts.callShare)} of voice calls to be dropped.`,
    ]),
    ...(facts.further ?? []),
  ].join(" ");
}

const CAUSE =
  "More requests of a certain kind were sent to a subsystem for telemetry and diagnostics; an internal buffer overflowed and error events were generated. " +
  "The requests came from the caching proxy that fetches the media files of  and  TwiML invocations. The process that gathers these error events became saturated and took a " +
  "large part of the resources of the whole caching fleet, which led to timeouts.";

function resolutionSection(facts: StatementFacts, pick: Pick): string {
  const [, patched] = facts.patch;
  const [day, time] = [iso(patched).slice(0, 10), clock(patched)];
  return [
    pick([
      `For immediate relief the caching fleet was scaled up, which mitigated the incident on ${iso(facts.normalMs).slice(0, 10)} at ${clock(facts.normalMs)} UTC. On ${day} at ${time} UTC we took these actions to prevent a recurrence:`,
      `The incident was mitigated by scaling up the caching fleet. On ${day} at ${time} UTC we took these actions to prevent a recurrence:`,
    ]),
    "● Enlarged the buffer so that it does not overflow.",
    "● Made each log payload smaller, so that the telemetry and diagnostics system has less data to process.",
    "● Switched off the process that gathers the error events from the logging system.",
    "The final report will say which further actions we commit to.",
  ].join("\n");
}

/**
 * A carrier's statement in the shape of the published one: title, summary, dated bullets, customer impact, cause, resolution. The two verb
 * names are missing, as they are there.
 *
 * @param facts - times and figures it tells
 * @param random - chooses among phrasings; `null` gives the restatement of the published account
 */
export function statementText(facts: StatementFacts, random: Random | null): string {
  const pick: Pick = (ways) => (random ? ways[random.integer(ways.length)] : undefined) ?? ways[0];
  const mark = `Preliminary RFO: #${facts.reference} UPDATED: ${longDate(facts.updatedMs)}`;
  return [
    `Preliminary Reason for Outage - Reference #${facts.reference} ${facts.subject}`,
    "",
    "Summary",
    summarySection(facts, pick),
    "",
    "Timeline",
    timelineSection(facts, pick),
    "",
    "Customer Impact",
    impactSection(facts, pick),
    "",
    "Cause",
    CAUSE,
    "",
    "Resolution",
    resolutionSection(facts, pick),
    "",
    "We are sorry for the disruption and are applying what we learned.",
    "",
    mark,
    "",
  ].join("\n");
}
