/** The values that make one statement of a carrier's differ from another's. */
export interface CarrierFigures {
  readonly year: number;
  readonly zoneLabel: string;
  readonly vendor: string;
  readonly share: string;
  readonly drops: string;
  /** Local day of a clock reading; the second one is the next day. */
  readonly longDay: string;
  readonly isoDay: string;
  readonly isoNextDay: string;
  readonly clocks: readonly [
    cause: string,
    impact: string,
    alert: string,
    looked: string,
    added: string,
    told: string,
    ended: string,
    found: string,
    stated: string,
    normal: string,
    patch: string,
    patched: string,
  ];
}

/** A carrier's preliminary account with the gaps and contradictions that such accounts have. */
export function carrierText({
  vendor,
  share,
  drops,
  longDay,
  isoDay,
  isoNextDay,
  zoneLabel,
  clocks,
}: CarrierFigures): string {
  const [cause, impact, alert, looked, added, told, ended, found, stated, normal, patch, patched] = clocks;
  const at = (clock: string): string => `● [${isoDay} ${clock} ${zoneLabel}]:`;
  return `Preliminary Reason for Outage - Reference #40217 Calls cut short
Summary
On ${longDay} from ${cause}:00 ${zoneLabel} until ${stated}:00 ${zoneLabel}, a service disruption occurred at ${vendor}. The issue affected outbound voice traffic. Media fetches timed out for and menu steps. On identification of the problem, capacity was increased which relieved it.
Timeline
${at(cause)} First occurrence of the event that triggered the incident.
${at(alert)} Monitors detect high load and alert the team.
${at(looked)} Engineers begin investigating the issue.
${at(added)} Engineers start adding capacity to the proxy layer.
${at(told)} The status page is updated to alert customers that Voice and Studio are experiencing issues.
${at(ended)} The process of adding capacity ends.
${at(found)} The root cause is identified: a logging integration saturated the proxy layer.
${at(found)} Service starts to show recovery.
${at(normal)} Service functioning normally.
${at(patch)} Engineers deploy a patch to prevent recurrence of the issue.
● [${isoNextDay} ${patched} ${zoneLabel}]: The patch deployment finishes.
Customer Impact
On ${longDay} from ${impact} ${zoneLabel} until ${found} ${zoneLabel}, approximately ${share}% of menu steps failed with code 11200. This made call flows that run either of the two steps to drop. In total, approximately ${drops}% of phone calls were dropped.
Resolution
The fleet was scaled up, mitigating the incident on ${isoDay} at ${normal} ${zoneLabel}. On ${isoNextDay} at ${patched} ${zoneLabel}, we took the following actions to prevent recurrence of this issue:
● Increased the buffer capacity.
● Reduced the size of log payloads.
Further actions will be shared in the final document.
`;
}
