import { alertRows, incidentUpdates } from "./alerts.js";
import { endedRows } from "./ended-rows.js";
import { onlyFailures } from "./failure.js";
import { baseOf, choice, offerOf } from "./named-survey.js";
import type { NamedSurvey, Settings } from "./named-survey.js";
import { expressionText } from "./expression-text.js";
import { yamlText } from "./proposal.js";
import type { ProposedSource } from "./proposal.js";
import { plainWords } from "./words.js";

/** A file of more rows than this tells of attempts, whatever it is called. */
export const MOST_CHANGES = 500;

/** A message with more different texts than this is prose. */
const MOST_WORDS = 30;

/** A change has a version, a commit or a deploy in its name or columns. */
const CHANGE =
  /\b(deploy|deploys|deployment|deployments|release|releases|change|changes|changelog|rollout|rollouts|commits?|migrations?|config changes?)\b/;

const CHANGE_ID =
  /^(commit ?sha|commit|sha|git ?sha|revision|hash)$|^(version|tag|release|build|deploy(ment)? ?id|change ?id|id)$/;

export function changeSettings({ survey }: NamedSurvey): Settings {
  const [file = ""] = survey.files;
  const columns = survey.columns.map(({ name }) => name);
  const sha = columns.filter((name) => CHANGE_ID.test(plainWords(name)));
  const id =
    sha.find((name) => /sha|commit|revision|hash/i.test(name)) ??
    sha.find((name) => /version|tag|release|build/i.test(name));
  const known = survey.defaults.role === "change";
  const named = CHANGE.test(plainWords(file.replace(/\.\w+$/, ""))) || (id !== undefined && /sha|commit/i.test(id));
  if (!known && !named) return [];
  return [
    ["role", choice("change", known ? `what a ${survey.format} export holds` : "changes, by its name and columns")],
    ...(id === undefined || survey.repeated.has(id) ? [] : [["id", choice(yamlText(id), "names the change")] as const]),
  ];
}

/** Logs and traces that could be read as attempts, in words. */
function couldBe({ candidates, name }: NamedSurvey): string | undefined {
  const telling = candidates.find(({ failures }) => failures > 0);
  return (
    telling &&
    `could be read as attempts: --answer ${name}.failed=${telling.column.name}:${telling.except ? "*" : telling.failing.join(",")}`
  );
}

/** Of rows for the beginnings and the ends of attempts, the latter. */
function endedSetting({ survey }: NamedSurvey): Settings {
  const ended = endedRows(survey);
  return ended === undefined ? [] : [["where", choice(expressionText(ended.where), ended.evidence)]];
}

/** Dated rows without a rate of their own, as a source. */
export function events(one: NamedSurvey, evidence: string): ProposedSource {
  const remark = couldBe(one);
  return {
    ...baseOf(one),
    name: one.name,
    kind: { value: "events", evidence: remark ? `${evidence}; ${remark}` : evidence },
    failed: null,
    settings: changeSettings(one),
    offer: offerOf(one),
    attempts: endedSetting(one),
    ...(remark !== undefined && { remark }),
  };
}

/** Rows of a log: a message and a level, and nothing else that tells what failed. */
export function logRows({ survey, candidates }: NamedSurvey): boolean {
  const message = survey.columns.find(({ name }) => /^(message|msg|log|body|text|event|line)$/i.test(name));
  const levels = candidates.some(({ role }) => role === "level");
  return (
    message !== undefined &&
    (levels || message.values.size > MOST_WORDS) &&
    candidates.every(
      ({ role, failures, column }) =>
        failures === 0 ||
        role === "level" ||
        role === "error text" ||
        /^(message|msg|log|body|text|event)$/i.test(column.name),
    )
  );
}

/** True if rows are spans of traces. */
export function traceRows({ survey }: NamedSurvey): boolean {
  const names = survey.columns.map(({ name }) => plainWords(name).replaceAll(" ", ""));
  return names.some((name) => name.endsWith("traceid")) && names.some((name) => name.endsWith("spanid"));
}

/** Rows that only tell of failures, or of alerts: notices that may mark other rows. */
export function notices({ survey, candidates }: NamedSurvey): boolean {
  return survey.defaults.kind === "events" || incidentUpdates(survey) || alertRows(survey) || onlyFailures(candidates);
}
