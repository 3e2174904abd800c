import { movedDuring, windowSignal } from "../../analysis/brief/measured.js";
import {
  departedGroups,
  levelText,
  type Looked,
  type ShownSignal,
  signalMoved,
  signalName,
} from "../../analysis/brief/signal-words.js";
import { zoneOf } from "../../analysis/brief/headline.js";
import { spanText } from "../../wording/clock.js";
import { capital } from "../../wording/number.js";
import type { Analysis } from "../../analysis/analysis.js";
import { html, type Html } from "../html.js";
import { tableHtml } from "../table-html.js";
import type { ReportParts, Section } from "./section.js";

/** Signals that left their usual level beside the one in the headline and the failures that the rates show, each with what it did; first those that did so during the outage. */
function departures(analysis: Analysis & Looked): readonly string[] {
  const headlined = windowSignal(analysis);
  const shown = ({ source, measure }: ShownSignal): boolean =>
    (measure === "failures" && source in analysis.rates) ||
    (source === headlined?.source && measure === headlined.measure);
  const during = ({ first }: { readonly first: ShownSignal }): boolean => movedDuring(analysis, first);
  const groups = departedGroups(analysis).filter(({ first }) => !shown(first));
  return [...groups.filter(during), ...groups.filter((group) => !during(group))]
    .map((group) => {
      const { first, others } = group;
      return `${signalMoved(first) ?? signalName(first)}${others}${during(group) ? "" : ", not during the outage"}`;
    })
    .map((text, i) => (i === 0 ? capital(text) : text.charAt(0).toLowerCase() + text.slice(1)));
}

function signalsTable(analysis: Analysis & Looked): Html {
  const zone = zoneOf(analysis);
  const end = analysis.provenance.dataSpan?.to ?? null;
  return tableHtml({
    label: "Signals that were looked at",
    stack: true,
    columns: [
      { name: "signal" },
      { name: "usually", numeric: true },
      { name: "away from it" },
      { name: "then", numeric: true },
    ],
    rows: (analysis.signals ?? []).map((signal) => {
      const { window, baseline, during } = signal;
      return [
        capital(signalName(signal)),
        baseline && Number.isFinite(baseline.value) ? levelText(signal, baseline.value) : "–",
        window ? spanText(window.onset, window.recovery ?? end ?? window.onset, zone) : "no",
        during ? levelText(signal, during.value) : "–",
      ];
    }),
  });
}

/** Every signal that was looked at, with a picture of those that departed beside the one in the headline. */
export function signalsSection({ analysis, figures }: ReportParts): Section {
  const { signals } = analysis as Analysis & Looked;
  const departed = departures(analysis);
  return {
    id: "signals",
    title: "Other signals",
    answer:
      departed.length === 0
        ? windowSignal(analysis)
          ? "no other left its usual level"
          : "all at their usual level"
        : departed.slice(0, 2).join("; "),
    body:
      (signals ?? []).length < 2 ? null : html`${figures(/^(?:latency|attempts|level)-of-/)}${signalsTable(analysis)}`,
  };
}
