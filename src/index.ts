// The public door: named exports grouped by room, nothing else.
export type * from "./stats/estimate.js";
export * from "./incident/errors.js";
export type * from "./incident/span.js";
export type * from "./incident/series.js";
export type * from "./incident/incident.js";
export type * from "./statement/statement.js";
export type * from "./sources/incident-data.js";
export * from "./window/window-finding.js";
export type * from "./rates/rate-finding.js";
export type * from "./remediation/remediation-finding.js";
export type * from "./audit/audit-finding.js";
export type * from "./analysis/analysis.js";
