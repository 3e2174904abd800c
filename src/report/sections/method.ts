import { day, dayClock } from "../../wording/clock.js";
import { amount, percent } from "../../wording/number.js";
import type { Analysis } from "../../analysis/analysis.js";
import { html } from "../html.js";
import { methodText } from "../finding-text.js";
import { tableHtml } from "../table-html.js";
import { facts, type ReportParts, type Section } from "./section.js";

function creditAnswer({ serviceLevel }: Analysis): string {
  const due = serviceLevel.filter(({ credit }) => credit > 0);
  const most = Math.max(0, ...due.map(({ credit }) => credit));
  const by = due.find(({ claimBy }) => claimBy)?.claimBy;
  if (due.length === 0) return `no credit under any of ${serviceLevel.length} readings`;
  const file = by ? `; file by ${day(`${by}T00:00:00Z`)}` : "";
  return `${percent(most)} credit under ${due.length} of ${serviceLevel.length} readings${file}`;
}

/** Credit under every reading of the service level that can be argued for. */
export function serviceLevelSection({ analysis, figure }: ReportParts): Section {
  const { serviceLevel } = analysis;
  return {
    id: "service-level",
    title: "Service level",
    answer: creditAnswer(analysis),
    body:
      serviceLevel.length === 0
        ? null
        : html`<p>Which reading applies is a legal question; the arithmetic is not.</p>${figure("break-even")}
${tableHtml({
  label: "Service level by reading",
  stack: true,
  columns: [
    { name: "reading" },
    { name: "minutes down", numeric: true },
    { name: "availability", numeric: true },
    { name: "credit", numeric: true },
    { name: "credit begins at", numeric: true },
  ],
  rows: serviceLevel.map((row) => [
    `${row.policy}: ${row.reading}`,
    amount(row.downtimeMinutes),
    percent(row.availability, AVAILABILITY_PLACES),
    row.credit > 0 ? percent(row.credit) : "none",
    percent(row.breakEvenFailureShare),
  ]),
})}`,
  };
}

/** Decimals of an availability in per cent: agreements go by the third and fourth nine. */
const AVAILABILITY_PLACES = 4;

/** A file that serves several sources is told once. */
function byFile(
  inputs: Analysis["provenance"]["inputs"],
): readonly (Analysis["provenance"]["inputs"][number] & { readonly sources: readonly string[] })[] {
  const sources = new Map<string, string[]>();
  for (const { file, sha256, source } of inputs)
    sources.set(`${file} ${sha256}`, [...(sources.get(`${file} ${sha256}`) ?? []), source]);
  return inputs
    .filter(({ file, sha256, source }) => sources.get(`${file} ${sha256}`)?.[0] === source)
    .map((input) => ({ ...input, sources: sources.get(`${input.file} ${input.sha256}`) ?? [] }));
}

/** How the findings were made, from which bytes. */
export function methodSection({ analysis, redacted }: ReportParts): Section {
  const { provenance, window, rates } = analysis;
  const methods = new Set(
    [window?.method, ...Object.values(rates).map(({ method }) => method)].filter((method) => method !== undefined),
  );
  return {
    id: "method",
    title: "Method and provenance",
    answer: `${provenance.inputs.length} ${provenance.inputs.length === 1 ? "input" : "inputs"}, engine ${provenance.engine}, seed ${provenance.seed}`,
    body: html`${facts([
      ["Methods", [...methods].map(methodText).join(" · ")],
      ["Version", `postmortem-lab ${provenance.version}`],
      [
        "Redaction",
        redacted
          ? "identifiers, links, addresses and phone numbers are pseudonyms; groups of fewer than five are left out"
          : "none: this report may hold personal data",
      ],
      ["Seed", String(provenance.seed)],
      ["Engine", `${provenance.engine}, Node ${provenance.node}`],
      [
        "Data",
        provenance.dataSpan ? `${dayClock(provenance.dataSpan.from)} to ${dayClock(provenance.dataSpan.to)}` : "none",
      ],
    ])}
${tableHtml({
  label: "Input files",
  stack: true,
  columns: [
    { name: "source" },
    { name: "file" },
    { name: "rows", numeric: true },
    { name: "bytes", numeric: true },
    { name: "SHA-256" },
  ],
  rows: byFile(provenance.inputs).map(({ sources, file, rows, bytes, sha256 }) => [
    sources.join(", "),
    file,
    amount(rows),
    amount(bytes),
    html`<span class="hash">${sha256}</span>`,
  ]),
})}`,
  };
}

const TERMS = ["loaded", "rejected", "duplicates", "filtered", "header", "blank"] as const;

function balanceAnswer({ dataQuality }: Analysis): string {
  const off = dataQuality.filter(({ balanced }) => !balanced);
  if (off.length > 0) return `rows of ${off.map(({ source }) => source).join(", ")} are not accounted for`;
  const rejected = dataQuality.reduce((sum, row) => sum + row.rejected, 0);
  return `every row accounted for${rejected > 0 ? `, ${amount(rejected)} rejected` : ""}`;
}

/** True if every row is accounted for, and what is missing. */
export function qualitySection({ analysis, figure }: ReportParts): Section {
  const { dataQuality, warnings = [] } = analysis;
  const mends = warnings.map(({ mend }) => mend).filter((mend) => mend !== undefined);
  const terms = TERMS.filter((term) => term === "loaded" || dataQuality.some((row) => row[term] > 0));
  return {
    id: "data-quality",
    title: "Data quality",
    answer: balanceAnswer(analysis),
    body:
      dataQuality.length === 0
        ? null
        : html`${figure("coverage")}
${tableHtml({
  label: "The balance of rows",
  stack: true,
  columns: [
    { name: "source" },
    ...["seen", ...terms, "coverage"].map((name) => ({ name, numeric: true })),
    { name: "balance" },
  ],
  rows: dataQuality.map((row) => [
    row.source,
    amount(row.seen),
    ...terms.map((term) => amount(row[term])),
    row.kind === "events" ? "–" : percent(row.coverage),
    row.balanced ? "✓ holds" : "✗ fails",
  ]),
})}
<ul>${dataQuality.flatMap(({ source, notes, gaps }) => [
            ...notes.map((note) => html`<li>${source}: ${note}</li>`),
            ...(gaps.length > 0
              ? [
                  html`<li>${source}: ${amount(gaps.length)} ${gaps.length === 1 ? "gap" : "gaps"}, the first from ${dayClock(gaps[0]?.from ?? "")} to ${dayClock(gaps[0]?.to ?? "")}.</li>`,
                ]
              : []),
          ])}${mends.map((mend) => html`<li>For who runs the analysis: ${mend}.</li>`)}</ul>`,
  };
}

/** What can still be collected, and until when. */
export function evidenceSection({ analysis }: ReportParts): Section {
  const soonest = analysis.evidence
    .map(({ expires }) => expires)
    .filter((at) => at !== null)
    .sort()[0];
  return {
    id: "evidence",
    title: "Evidence to collect",
    answer: `${analysis.evidence.length} ${analysis.evidence.length === 1 ? "thing" : "things"}${soonest ? `, the first by ${day(soonest)}` : ""}`,
    body:
      analysis.evidence.length === 0
        ? null
        : html`<ul class="boxes">${analysis.evidence.map(({ what, expires, why }) => html`<li>☐ <strong>${what}</strong>${expires === null ? null : html` – until ${day(expires)}`}. ${why}</li>`)}</ul>`,
  };
}
