import type { Paragraph } from "./prose.js";

/** Accounts for customers: polite, in full sentences, British and American. */
export const VENDOR_PROSE: readonly Paragraph[] = [
  {
    about: "http",
    text: "We owe you an explanation, and an apology. [[share-during: {During}, {p} of the requests you sent us came back with a server error.]] [[share-before: Ordinarily that figure is tiny: before the incident it had been {p}.]]",
  },
  {
    about: "calls",
    text: "We recognise how much a dropped call costs in goodwill. [[count-failures: {During}, {n} of your callers' calls were cut off.]] [[data-lost: We can confirm that no {data} lost.]]",
  },
  {
    about: "any",
    text: "What went wrong? [[cause: Our engineers have established that {cause} was to blame.]] [[exposed: At no point were customer records accessed by anybody outside the company.]]",
  },
  {
    about: "any",
    text: "[[onset: The trouble began at {t}]], [[detected: and our network operations centre was alerted at {t}]]. [[published: We informed customers through the status page at {t}.]] We realise that this is not good enough.",
  },
  {
    about: "calls",
    text: "[[slice-worst: Customers {within} were the worst affected {during}.]] [[place: Our colleagues in {city} report that nothing was amiss there.]]",
  },
  {
    about: "http",
    text: "[[slice-only: Only traffic {within} was affected {during}]]; we are reviewing how that could happen. [[money: Service credits amounting to {amount} will appear on the next invoices.]]",
  },
  {
    about: "any",
    text: "[[duration: The disruption went on for {d} before normal service resumed.]] [[recovery: Everything was back to normal by {t}, to the minute.]] Nobody here is happy with that.",
  },
  {
    about: "any",
    text: "Several of you asked whether it is really over. [[recurrence: The failures {back}.]] [[same-fault: To those who asked: yes, this was the same fault as in {month}.]]",
  },
  {
    about: "http",
    text: "Dear valued customer,\n\n[[span: our API was impaired from {t0} until {t1}]]. [[units-hit: {During}, {n} {units} had one or more requests rejected.]] We apologise unreservedly.",
  },
  {
    about: "calls",
    text: "[[units-share: {During}, {p} of all {units} had at least one dropped call.]] [[retried: According to our partners, {p} of the callers got through when they rang again.]] We will write to each of them.",
  },
  {
    about: "any",
    text: "### Customer impact\n\n[[count-failures: A total of {n} {things} {failed} {during}]], [[part-of-day: and {p} of all the day's {failures} fell {span}]]. [[people: Support handled {n} tickets about it.]]",
  },
  {
    about: "http",
    text: "[[latency-rise: Pages that normally have a median response time of {ms0} needed {ms} instead.]] [[latency-flat: To be plain about speed: response times {during} were no different from usual.]]",
  },
  {
    about: "http",
    text: "Those of you who noticed slowness were right to complain. [[latency-p95: The 95th percentile of the response time was {ms} {during}.]] [[resource: {What} utilisation of the database cluster had reached {p}.]]",
  },
  {
    about: "any",
    text: "[[waves-count: The incident came in {waves}.]] [[wave-span: The second one set in at {t}.]] We did not expect that.",
  },
  {
    about: "any",
    text: "[[wave-compare: The second wave was {shorter} than the first.]] [[wave-duration: It, the second wave, lasted {d}.]] Our apologies for both.",
  },
  {
    about: "any",
    text: "A word about what our teams did. [[action-ended: Once {action} had been carried out at {at}, the problem went away.]] [[people: {n} engineers were involved.]]",
  },
  {
    about: "any",
    text: "[[action-none: {Action} at {at} made no difference]], and so we kept looking. [[by-clock: By {t}, {things} were going through as they should.]]",
  },
  {
    about: "calls",
    text: "[[traffic-fall: During the outage, the number of calls offered to us a minute fell by about {p}]], and we have taken that into account. [[count-attempts: {During}, {n} calls were attempted in total.]]",
  },
  {
    about: "http",
    text: "[[units-all: All {units} were affected {during}.]] [[other-product: In addition, {p} of {product} failed to go out.]]",
  },
  {
    about: "any",
    text: "For the sake of completeness: [[share-after: after recovery, {p} of {things} {failed}]], [[share-of-day: and over the full day it was {p}]]. [[other-day: Last year's outage of {day} took {d}.]]",
  },
  {
    about: "any",
    text: "[[no-outage: We can state plainly that there was no outage that day.]] [[count-day: Over the whole day, {n} {things} {failed}.]] Our thanks to everyone who wrote in.",
  },
  {
    about: "any",
    text: "[[outage-of-none: Service was unavailable {span}.]] [[share-between: {Span}, as many as {p} of {things} {failed}.]] We are deeply sorry.",
  },
  {
    about: "calls",
    text: "[[legs-share: {During}, {p} of call legs failed]], [[share-during: which left {p} of calls dropped {during}]]. [[no-latency: Setting up a call took {ms} at the median.]]",
  },
  {
    about: "any",
    text: "[[share-fraction: Around {fraction} of {things} {failed} {during}.]] [[no-units: We have identified {n} customers who were affected.]] Each will hear from us.",
  },
  {
    about: "any",
    text: "You may have read other figures elsewhere. [[bound: {During}, {bound} of {things} {failed}.]] [[other-day: The incident of {day}, which some of you remember, lasted {d}.]]",
  },
  {
    about: "any",
    text: "Was it as bad the second time? [[wave-milder: In the second wave the {rate} was about {p} lower than in the first.]] [[wave-fewer: In the second wave, {times} {things} {failed} {than} in the first.]]",
  },
  {
    about: "any",
    text: "[[attempts-lost: We reckon that about {n} {things} never reached us {during}.]] [[exposed: There is no indication that anyone gained access to your data.]]",
  },
];
