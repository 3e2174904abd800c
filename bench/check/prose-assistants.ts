import type { Paragraph } from "./prose.js";

/** Drafts as assistants write them: fluent, balanced, with bold type and bullet lists. */
export const ASSISTANT_PROSE: readonly Paragraph[] = [
  {
    about: "any",
    text: "## Executive summary\n\nThis document describes the incident and its impact. [[onset: The incident commenced at {t}]] [[duration: and persisted for {d}]], [[share-during: with {p} of all {things} {failing} {during}]].",
  },
  {
    about: "http",
    text: "**Impact overview**\n\n- **Error rate:** [[rise-from-to: the error rate climbed from {p0} to {p}]]\n- **Latency:** [[latency-rise: median latency increased from {ms0} to {ms}]]\n- **Customers:** [[units-hit: {n} {units} experienced errors {during}]]",
  },
  {
    about: "calls",
    text: "**Key figures**\n\n- **Calls dropped:** [[count-failures: {n} calls were dropped {during}]]\n- **Share:** [[share-during: {p} of calls were dropped {during}]]\n- **Peak:** [[peak-time: drops peaked at {t}]]",
  },
  {
    about: "any",
    text: "### Root cause analysis\n\n[[cause: The investigation determined that the incident was triggered by {cause}.]] [[order-change: Notably, the first failures occurred {order} the deployment of {version} at {at}.]]",
  },
  {
    about: "any",
    text: "### Mitigation\n\nThe team responded in an orderly manner. [[action-none: {Action}, performed at {at}, did not alter the {rate}.]] [[action-ended: {Action} at {at}, by contrast, immediately restored normal operation.]]",
  },
  {
    about: "any",
    text: "[[half-life: Following {action} at {at}, the {rate} halved within {d}.]] [[trend: {Span}, the {rate} {course}.]] [[by-clock: By {t}, the {rate} had returned to its baseline.]]",
  },
  {
    about: "any",
    text: "In relative terms, [[ratio-usual: the {rate} during the incident was {times} its usual value]]. [[rise-percent: That corresponds to an increase of {x} over the {rate} before the incident.]]",
  },
  {
    about: "any",
    text: "[[rise-points: In absolute terms, the {rate} increased by {points} compared with the period before the incident.]] [[share-before: The baseline {rate} before the incident was {p}.]]",
  },
  {
    about: "any",
    text: "It is worth noting that [[majority: {amount} of {things} {failed} {during}]]. [[worst-minute: In the single worst minute, {n} {things} {failed}.]] [[retried: Encouragingly, {p} of failed attempts succeeded when retried.]]",
  },
  {
    about: "http",
    text: "### Affected components\n\n[[slice-worst: The impact {during} was most pronounced {within}.]] [[slice-spared: In contrast, {slice} showed no elevated error rate {during}.]] [[place: The {city} site remained unaffected.]]",
  },
  {
    about: "any",
    text: "### Distribution\n\n[[slice-part: {Slice} accounted for {p} of the {failures} {during}.]] [[slice-alike: The {rate} was comparable {within} and {withinOther} {during}.]]",
  },
  {
    about: "any",
    text: "[[slice-ratio: {During}, the {rate} {within} was {times} the {rate} {withinOther}.]] [[slice-share: {During}, {within}, {p} of {things} {failed}.]]",
  },
  {
    about: "any",
    text: "### Data integrity\n\n[[data-lost: No {data} lost in the course of the incident.]] [[exposed: No unauthorized access to customer data occurred.]]",
  },
  {
    about: "any",
    text: "### Detection and response\n\n[[detected: Automated alerting fired at {t}.]] [[time-to-detect: The time to detection was {d}.]] [[lag-to-action: {Action} was carried out {d} after onset.]]",
  },
  {
    about: "any",
    text: "### Financial impact\n\n[[money: The estimated revenue impact amounts to {amount}.]] [[no-units: Approximately {n} customers were impacted.]]",
  },
  {
    about: "any",
    text: "### Recurrence\n\n[[recurrence: After the first recovery, the failures {back}.]] [[other-day: For comparison, the incident of {day} lasted {d}.]]",
  },
  {
    about: "any",
    text: "### Phases\n\n[[waves-count: The failures occurred in {waves}.]] [[wave-span: The second wave commenced at {t}]] [[wave-duration: and the second wave lasted {d}]].",
  },
  {
    about: "http",
    text: "### Performance\n\n[[latency-median: The median response time {during} was {ms}]], [[latency-p95: while the p95 response time {during} reached {ms}]]. [[latency-p99: p99 {during} was {ms}.]]",
  },
  {
    about: "any",
    text: "### Traffic\n\n[[traffic-flat: The volume of incoming {things} {during} remained at its normal level.]] [[count-attempts: {During}, the platform received {n} {things}.]]",
  },
  {
    about: "any",
    text: "### Traffic\n\n[[traffic-fall: Incoming {things} per minute decreased by about {p} during the outage.]] [[traffic-from-to: In absolute numbers, {things} per minute went from {n0} to {n}.]]",
  },
  {
    about: "any",
    text: "### Key takeaways\n\n- [[ceiling: The {rate} never exceeded {p} in any minute of the day]]\n- [[share-after: After recovery, {p} of {things} {failed}]]\n- [[part-of-day: {p} of the day's {failures} occurred {span}]]",
  },
  {
    about: "any",
    text: "| Phase | Detail |\n|---|---|\n| Start | [[onset: {things} began to {fail} at {t}]] |\n| Action | [[action-ended: {action} at {at} ended the failures]] |\n| Notice | [[published: status page updated at {t}]] |",
  },
  {
    about: "any",
    text: "The day as a whole deserves a line. [[count-day: {n} {things} {failed} that day.]] [[share-of-day: That is {p} of all the day's {things}.]] [[share-between: {Span}, {p} of {things} {failed}.]]",
  },
  {
    about: "calls",
    text: "[[legs-share: At the level of call legs, {p} failed {during}.]] [[legs-count: {During}, {n} legs were attempted.]] [[slice-zero: {During}, there were no dropped calls {within}.]]",
  },
  {
    about: "any",
    text: "### Scope\n\n[[units-share: {During}, {p} of {units} were affected.]] [[units-all: In other words, all {units} were affected {during}.]] [[parts-total: Of {n} {failures} {during}, {n1} arose {within} and {n2} elsewhere.]]",
  },
];
