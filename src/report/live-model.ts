import type { Analysis } from "../analysis/analysis.js";
import { whatIfFit, type WhatIfFit } from "../remediation/what-if/what-if.js";

const DRAWS_IN_PAGE = 160;

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/** The fit as it goes into the page: fewer draws, five digits each. */
export function pageFit(fit: WhatIfFit): WhatIfFit {
  const { draws } = fit.parameters;
  const stride = Math.max(1, Math.floor(draws.length / DRAWS_IN_PAGE));
  const kept = draws.filter((_, i) => i % stride === 0).slice(0, DRAWS_IN_PAGE);
  return {
    ...fit,
    parameters: {
      ...fit.parameters,
      share: fit.parameters.share.map((share) => (share === null ? null : rounded(share))),
      capacity: fit.parameters.capacity.map(rounded),
      draws: kept.map(
        (draw) =>
          Object.fromEntries(
            Object.entries(draw).map(([key, value]) => [key, rounded(Number(value))]),
          ) as unknown as typeof draw,
      ),
    },
  };
}

/** True if this incident has a collector that can be switched off. */
export function collectorApplies({ whatIf }: Analysis): boolean {
  return whatIf.some(({ id, applies }) => id === "collector-off" && applies);
}

/**
 * The mechanism fitted to the series that the findings carry. `null` where nothing can be fitted, and where no move of it could be answered: capacity not
 * identified, and no collector.
 */
export function fitOf(analysis: Analysis): WhatIfFit | null {
  const { window, series, statement, remediations, provenance } = analysis;
  const outcome = series.outcomes.find(({ source }) => source === window?.source);
  const start = Date.parse(series.times[0] ?? "");
  const remediation =
    remediations.find(
      ({ from }) =>
        window && Date.parse(from) >= Date.parse(window.onset) && (window.recovery === null || from < window.recovery),
    ) ?? null;
  if (analysis.warnings.some(({ withholds }) => withholds)) return null;
  if (!window || !outcome || Number.isNaN(start) || !remediation) return null;
  const gauge = (is: (source: string) => boolean) => {
    const found = series.values.find(({ source }) => is(source));
    return found
      ? {
          kind: "values" as const,
          source: found.source,
          startMs: start,
          stepSeconds: series.stepSeconds,
          values: found.values,
        }
      : undefined;
  };
  const fit = whatIfFit({
    series: { kind: "outcomes", startMs: start, stepSeconds: series.stepSeconds, ...outcome },
    window,
    remediation: { id: remediation.id, from: remediation.from, to: remediation.to },
    alertAt: statement?.events.find(({ role, at }) => role === "detected" && at !== null)?.at ?? null,
    capacity: gauge((source) => source === remediation.gauge),
    bufferFill: gauge((source) => /buffer/i.test(source)),
    seed: provenance.seed,
  });
  return fit && (fit.identification.by !== null || (fit.loadCarriedBefore && collectorApplies(analysis))) ? fit : null;
}
