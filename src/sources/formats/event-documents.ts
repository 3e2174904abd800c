import { cellOf, documentTable, inside, listIn } from "./json-document.js";
import type { DocumentRows } from "./json-document.js";
import { rowColumns, type JsonRow } from "./json-rows.js";
import { flattened } from "./json-values.js";
import type { FormatDefaults, FormatHead, VendorFormat } from "./vendor-format.js";

/** Characters of a file's beginning in which an export shows what it is. */
const FIRST = 64_000;

/** One tool's document of dated entries. */
interface EventDocument {
  readonly name: string;
  /** All of these occur in the beginning of the document. */
  readonly marks: readonly RegExp[];
  readonly defaults: FormatDefaults;
  /** The entries of one document, each as text by path. */
  entries(document: unknown): readonly JsonRow[];
  /** How many entries the document holds, counted apart from them. */
  seen(document: unknown): number;
}

function rowsOf({ entries, seen }: EventDocument, documents: readonly unknown[]): DocumentRows {
  const rows = documents.flatMap((document) => entries(document));
  const columns = rowColumns(rows);
  return {
    columns,
    rows: rows.map((row) => columns.map((column) => row.get(column) ?? "")),
    seen: documents.reduce<number>((sum, document) => sum + seen(document), 0),
  };
}

function eventFormat(one: EventDocument): VendorFormat {
  return {
    name: one.name,
    recognises: ({ text }: FormatHead) => {
      const start = text.slice(0, FIRST);
      return /^\s*[[{]/.test(start) && one.marks.every((mark) => mark.test(start));
    },
    defaults: () => ({ kind: "events", ...one.defaults }),
    table: (path, head) => documentTable(path, head, (documents) => rowsOf(one, documents)),
  };
}

/** The items of a document: the document itself, a list in it, or the document as its one item. */
function itemsOf(document: unknown, ...lists: readonly string[]): readonly unknown[] {
  if (Array.isArray(document)) return document;
  for (const list of lists) if (Array.isArray(inside(document, list))) return listIn(document, list);
  return [document];
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** A message of a bot often has its words in attachments. */
function slackText(message: unknown): string {
  const own = textOf(inside(message, "text"));
  if (own !== "") return own;
  return listIn(message, "attachments")
    .flatMap((one) => [inside(one, "title"), inside(one, "text"), inside(one, "fallback")].map(textOf))
    .filter((text, index, all) => text !== "" && all.indexOf(text) === index)
    .join(" ");
}

/** Slack's export of a channel (a file a day) or the answer of its history: `ts` is seconds since 1970 as text. */
const slack = eventFormat({
  name: "slack",
  marks: [/"ts"\s*:\s*"\d{10}\.\d{3,6}"/, /"type"\s*:\s*"message"/],
  defaults: { time: { column: "ts", format: "epoch-s" } },
  entries: (document) =>
    itemsOf(document, "messages").map((message) => new Map([...flattened(message), ["text", slackText(message)]])),
  seen: (document) => itemsOf(document, "messages").length,
});

/** PagerDuty's log entries: what was triggered, notified, acknowledged, escalated and resolved, and by whom. */
const pagerduty = eventFormat({
  name: "pagerduty",
  marks: [/"type"\s*:\s*"\w+_log_entry(_reference)?"/, /"created_at"\s*:/],
  defaults: { time: { column: "created_at" } },
  entries: (document) => itemsOf(document, "log_entries").map((entry) => flattened(entry)),
  seen: (document) => itemsOf(document, "log_entries").length,
});

/** When an event of Kubernetes began: the two interfaces write it in different fields, of which some stay empty. */
function kubernetesTime(event: unknown): string {
  const fields = [["firstTimestamp"], ["eventTime"], ["deprecatedFirstTimestamp"], ["metadata", "creationTimestamp"]];
  return fields.map((path) => textOf(inside(event, ...path))).find((text) => text !== "") ?? "";
}

/** `kubectl get events -o json`: a list of events, or one; `time` is when each first happened. */
const kubernetes = eventFormat({
  name: "kubernetes-events",
  marks: [/"kind"\s*:\s*"Event"/, /"(involvedObject|regarding)"\s*:/],
  defaults: { role: "change", time: { column: "time" } },
  entries: (document) =>
    itemsOf(document, "items").map((event) => {
      const object = inside(event, "involvedObject") ?? inside(event, "regarding");
      return new Map([
        ...flattened(event),
        ["time", kubernetesTime(event)],
        ["message", textOf(inside(event, "message")) || textOf(inside(event, "note"))],
        ["namespace", cellOf(inside(object, "namespace") ?? inside(event, "metadata", "namespace"))],
        ["object", `${textOf(inside(object, "kind")).toLowerCase()}/${textOf(inside(object, "name"))}`],
      ]);
    }),
  seen: (document) => itemsOf(document, "items").length,
});

/** Deployments as GitHub's interface answers. */
const githubDeployments = eventFormat({
  name: "github-deployments",
  marks: [/"sha"\s*:\s*"[0-9a-f]{40}"/, /"environment"\s*:/, /"created_at"\s*:/, /"(statuses_url|task)"\s*:/],
  defaults: { role: "change", time: { column: "created_at" } },
  entries: (document) => itemsOf(document, "deployments").map((deployment) => flattened(deployment)),
  seen: (document) => itemsOf(document, "deployments").length,
});

/** Applications of a document: one, or a list of them. */
const argoApplications = (document: unknown): readonly unknown[] => itemsOf(document, "items");

const argoHistory = (application: unknown): readonly unknown[] => listIn(application, "status", "history");

/** Applications of Argo CD with their history: a row a deployment, dated by its end. */
const argo = eventFormat({
  name: "argo-history",
  marks: [/"kind"\s*:\s*"(Application|ApplicationList|List)"/, /"deployedAt"\s*:/],
  defaults: { role: "change", time: { column: "deployedAt" } },
  entries: (document) =>
    argoApplications(document).flatMap((application) =>
      argoHistory(application).map(
        (entry) => new Map([...flattened(entry), ["application", textOf(inside(application, "metadata", "name"))]]),
      ),
    ),
  seen: (document) =>
    argoApplications(document).reduce<number>((sum, application) => sum + argoHistory(application).length, 0),
});

/** Documents of dated entries: chat, pager, cluster, deployments. */
export const EVENT_DOCUMENTS: readonly VendorFormat[] = [slack, pagerduty, kubernetes, githubDeployments, argo];
