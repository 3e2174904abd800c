import type { Paragraph } from "./prose.js";

/** Notes among engineers: terse, lists, tables, half sentences. */
export const ENGINEER_PROSE: readonly Paragraph[] = [
  {
    about: "http",
    text: "tl;dr [[share-during: 5xx at {p} {during}]], [[cause: {cause}]].",
  },
  {
    about: "any",
    text: "- [[onset: first errors {t}]]\n- [[detected: pager went off {t}]]\n- [[peak-time: peak {t}]]\n- [[recovery: all clear {t}]]",
  },
  {
    about: "any",
    text: "Timeline\n\n[[onset: {t} - {things} start to {fail}]]\n[[published: {t} - status page goes orange]]\n[[recovery: {t} - {rate} back at baseline]]",
  },
  {
    about: "http",
    text: "| metric | value |\n|---|---|\n| [[share-during: error rate {during} | {p}]] |\n| [[latency-median: median latency {during} | {ms}]] |\n| [[count-attempts: requests {during} | {n}]] |",
  },
  {
    about: "calls",
    text: "| what | how many |\n|---|---|\n| [[count-failures: calls dropped {during} | {n}]] |\n| [[legs-count: legs {during} | {n}]] |\n| [[money: cost | {amount}]] |",
  },
  {
    about: "any",
    text: "[[gauge-from-to: Bumped {gauge} from {v0} to {v} at {at}.]] [[half-life: {Rate} down to half within {d} of {action} at {at}.]] Should have done that sooner.",
  },
  {
    about: "any",
    text: "[[gauge-time: {Gauge} stood at {v} as of {t}.]] [[trend: {Span} the {rate} {course}.]] [[resource: {What} was pegged at {p} on the DB.]]",
  },
  {
    about: "any",
    text: "Numbers: [[rise-from-to: {rate} {p0} → {p}]]; [[worst-minute: worst minute {n} {failures}]]; [[ceiling: {rate} never over {p}]].",
  },
  {
    about: "http",
    text: "[[order-change: Errors started {order} {version} rolled out at {at}.]] [[cause: My money is on {cause}.]]",
  },
  {
    about: "http",
    text: "[[slice-part: {p} of the failed requests {during} were {within}.]] [[no-host: One box, app-09, accounts for {p} of the errors.]] Draining it now anyway.",
  },
  {
    about: "http",
    text: "[[slice-ratio: {Slice} got it {times} as bad as {other} {during} (by error rate).]] [[slice-spared: {Slice} fine {during}.]]",
  },
  {
    about: "any",
    text: "[[slice-first: First failures {within}, everything else later.]] [[slice-onset: {Slice} went bad at {t}.]] Looks like a rolling thing.",
  },
  {
    about: "any",
    text: "Tried nothing clever. [[action-none: {Action} ({at}): no effect.]] [[action-ended: {Action} ({at}): fixed it.]]",
  },
  {
    about: "any",
    text: "[[lag-to-action: Took us {d} from the first failure to {action}.]] [[time-to-detect: {d} to notice.]] Not great.",
  },
  {
    about: "any",
    text: "[[lag-to-recovery: From {action} to recovery: {d}.]] [[people: {n} people on the call.]]",
  },
  {
    about: "any",
    text: "[[per-minute: Avg {n} {failures}/min {during}.]] [[rise-points: {Rate} up {points} vs. before.]] Graphs in the channel.",
  },
  {
    about: "http",
    text: "[[latency-p99: p99 {during}: {ms}.]] [[latency-before: Median before the incident: {ms}.]] [[traffic-flat: Incoming request volume {during} was normal.]]",
  },
  {
    about: "http",
    text: "[[traffic-from-to: Throughput dropped from {n0} to {n} requests a minute.]] [[data-lost: No {data} lost.]]",
  },
  {
    about: "any",
    text: "1. [[span: Impact {t0}–{t1}.]]\n2. [[duration: Lasted {d}.]]\n3. [[waves-count: It came as {waves}.]]",
  },
  {
    about: "any",
    text: "[[count-between: {Span}: {n} {failures}.]] [[count-failures: {n} {failures} {during} all told.]] [[money: Finance says {amount}.]]",
  },
  {
    about: "any",
    text: "[[parts-total: {n} {failures} {during}, {n1} of them {within}, {n2} elsewhere.]] [[other-product: {Product} took a hit as well, {p} lost.]]",
  },
  {
    about: "calls",
    text: "[[slice-count: {n} calls dropped {within} {during}.]] [[slice-share: That's separate from the rate: {p} {within} {during}.]]",
  },
  {
    about: "any",
    text: "[[slice-zero: Zero {failures} {within} {during}.]] [[slice-alike: {Slice} and {other} equally bad {during}.]]",
  },
  {
    about: "any",
    text: "> [[no-outage: nothing to see here, no outage]]\n\n[[share-of-day: {p} of {things} {failed} over the whole day.]] [[resource: {What} at {p} on one node though.]]",
  },
];
