import type { WhatIfParameters } from "../../remediation/what-if/model.js";

/** A piece of a sentence and the element that holds it. */
export type Part = readonly [tag: "strong" | "span", text: string];

/** The wall clock of a bin, in the incident's zone, with the zone's name. */
export function clockOf(
  { startMs, stepSeconds }: WhatIfParameters,
  { zone, zoneName }: DOMStringMap,
): (bin: number) => string {
  const hands = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (bin) => `${hands.format(startMs + bin * stepSeconds * 1000)} ${zoneName ?? ""}`.trim();
}

/** A whole number as the page writes it: thousands apart, a minus that is one. */
export function whole(value: number): string {
  return String(Math.round(value))
    .replace(/\B(?=(\d{3})+$)/g, ",")
    .replace("-", "−");
}
