import { day, dayClock } from "../../wording/clock.js";
import { amount, percent } from "../../wording/number.js";
import type { Analysis } from "../../analysis/analysis.js";
import { html } from "../html.js";
import { facts, type ReportParts, type Section } from "./section.js";

/** Credit under every reading of the service level that can be argued for. */
export function serviceLevelSection({ analysis, figure }: ReportParts): Section {
  const { serviceLevel } = analysis;
  const claimBy = serviceLevel.find(({ credit, claimBy: by }) => credit > 0 && by)?.claimBy;
  const deadline = claimBy ? ` A claim must be made by ${claimBy}.` : "";
  return {
    id: "service-level",
    title: "Service level",
    body:
      serviceLevel.length === 0
        ? null
        : html`<p>Which reading applies is a legal question; the arithmetic is not.${deadline}</p>${figure("break-even")}
<div class="scroll" tabindex="0" role="region" aria-label="Service level by reading"><table><thead><tr><th scope="col">reading<th scope="col" class="n">minutes down<th scope="col" class="n">availability<th scope="col" class="n">credit<th scope="col" class="n">credit begins at<tbody>${serviceLevel.map(
            (row) =>
              html`<tr><td>${row.policy}: ${row.reading}<td class="n">${amount(row.downtimeMinutes)}<td class="n">${percent(row.availability, 4)}<td class="n">${row.credit > 0 ? percent(row.credit) : "none"}<td class="n">${percent(row.breakEvenFailureShare)}`,
          )}</table></div>`,
  };
}

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
    body: html`${facts([
      ["Methods", [...methods].join(" · ")],
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
<div class="scroll" tabindex="0" role="region" aria-label="Input files"><table><thead><tr><th scope="col">source<th scope="col">file<th scope="col" class="n">rows<th scope="col" class="n">bytes<th scope="col">SHA-256<tbody>${byFile(
      provenance.inputs,
    ).map(
      ({ sources, file, rows, bytes, sha256 }) =>
        html`<tr><td>${sources.join(", ")}<td>${file}<td class="n">${amount(rows)}<td class="n">${amount(bytes)}<td class="hash">${sha256}`,
    )}</table></div>`,
  };
}

/** Whether every row is accounted for, and what is missing. */
export function qualitySection({ analysis, figure }: ReportParts): Section {
  const { dataQuality } = analysis;
  return {
    id: "data-quality",
    title: "Data quality",
    body:
      dataQuality.length === 0
        ? null
        : html`${figure("coverage")}
<div class="scroll" tabindex="0" role="region" aria-label="The balance of rows"><table class="tight"><thead><tr><th scope="col">source${["seen", "loaded", "rejected", "duplicates", "filtered", "header", "blank"].map((head) => html`<th scope="col" class="n">${head}`)}<th scope="col" class="n">coverage<th scope="col">balance<tbody>${dataQuality.map(
            (row) =>
              html`<tr><td>${row.source}${[row.seen, row.loaded, row.rejected, row.duplicates, row.filtered, row.header, row.blank].map((n) => html`<td class="n">${amount(n)}`)}<td class="n">${percent(row.coverage)}<td>${row.balanced ? "✓ holds" : "✗ fails"}`,
          )}</table></div>
<ul>${dataQuality.flatMap(({ source, notes, gaps }) => [
            ...notes.map((note) => html`<li>${source}: ${note}</li>`),
            ...(gaps.length > 0
              ? [
                  html`<li>${source}: ${amount(gaps.length)} ${gaps.length === 1 ? "gap" : "gaps"}, the first from ${dayClock(gaps[0]?.from ?? "")} to ${dayClock(gaps[0]?.to ?? "")}.</li>`,
                ]
              : []),
          ])}</ul>`,
  };
}

/** What can still be collected, and until when. */
export function evidenceSection({ analysis }: ReportParts): Section {
  return {
    id: "evidence",
    title: "Evidence to collect",
    body:
      analysis.evidence.length === 0
        ? null
        : html`<ul class="boxes">${analysis.evidence.map(({ what, expires, why }) => html`<li>☐ <strong>${what}</strong>${expires === null ? null : html` – until ${day(expires)}`}. ${why}</li>`)}</ul>`,
  };
}
