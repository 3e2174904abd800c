/** What a value says of an attempt: it failed, it went well, or neither (the caller's doing, or not over yet). */
export type Said = "failure" | "success" | "neither";

/** Lower case, without accents, words parted by one space: `NO_ANSWER` and `Keine Antwort` in one form. */
export function plainWords(text: string): string {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%]+/gu, " ")
    .trim();
}

function setOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s*,\s*/).map((word) => word.trim()));
}

/** English, German, French, Spanish, Portuguese, and the commonest of Italian and Dutch, without accents. */
const FAILURE = setOf(
  "fail, failed, failure, failures, failing, error, errors, errored, err, fatal, critical, crit, emergency, emerg, panic, severe, down, offline, ko, nok, not ok, unavailable, unreachable, unsuccessful, timeout, timed out, time out, congestion, chanunavail, crashed, crash, broken, lost, dropped, outage, dead, unhealthy, exception, fault, faulted, refused, no response, no reply, no route, not responding, undelivered, undeliverable, deferred, expired, connection timeout, socket timeout, unresponsive, gateway down, network out of order, destination out of order, recovery on timer expire, exchange routing error, requested chan unavail, protocol error, system shutdown, invalid gateway, normal temporary failure, switch congestion, bounced, bounce, hard bounce, soft bounce, rendering failure, servfail, unreachable destination, not delivered,  no route destination, deadline exceeded, internal, data loss, resource exhausted, " +
    "fehler, fehlgeschlagen, fehlerhaft, fehlschlag, gescheitert, gestort, storung, ausgefallen, ausfall, nicht erreichbar, nicht verfugbar, zeituberschreitung, misslungen, kritisch, " +
    "echec, echoue, echouee, en echec, erreur, en erreur, indisponible, panne, en panne, injoignable, hors ligne, hors service, critique, delai depasse, " +
    "fallo, fallido, fallida, fallada, falla, caido, fracaso, no disponible, erroneo, critico, sin servicio, tiempo agotado, " +
    "fallito, fallita, non riuscito, non riuscita, errore, in errore, scaduto, non disponibile, irraggiungibile, mislukt, mislukte, fout, gefaald, niet bereikbaar, niet beschikbaar, storing, " +
    "falha, falhou, falhada, falhado, erro, indisponivel, sem sucesso, fora do ar, tempo esgotado, inativo",
);
const SUCCESS = setOf(
  "noerror, paid, captured, settled, confirmed, processed, fulfilled, resolved, bezahlt, paye, payee, pagado, pagada, pago, paga, accept, allow, allowed, permit, permitted, granted, approved, ok, okay, success, successful, successfully, succeeded, succeed, pass, passed, up, online, alive, reachable, answered, answer, completed, complete, done, finished, delivered, available, healthy, good, normal, normal clearing, normal call clearing, connected, accepted, sent, delivery, delivers, deliver, served, hit, miss, normal unspecified, " +
    "erfolg, erfolgreich, beantwortet, angenommen, verfugbar, gesund, abgeschlossen, zugestellt, erledigt, in ordnung, erreichbar, " +
    "succes, reussi, reussie, reussite, termine, terminee, repondu, repondue, disponible, livre, en ligne, abouti, aboutie, " +
    "exito, exitoso, exitosa, correcto, correcta, completado, completada, atendida, atendido, contestada, contestado, entregado, " +
    "riuscito, riuscita, riuscite, completato, completata, consegnato, consegnata, risposto, risposta, gelukt, geslaagd, voltooid, beantwoord, bereikbaar, beschikbaar, " +
    "sucesso, concluido, concluida, respondida, respondido, disponivel, entregue, bem sucedido, bem sucedida",
);
/** Words of rules and their users as much as of failures: what they mark is asked about. */
const TURNED_AWAY = setOf(
  "reject, rejected, deny, denied, declined, decline, block, blocked, drop, discard, discarded, abandoned, incorrect, invalid, abgelehnt, verweigert, abgebrochen, refuse, rejete, rejetee, abandonne, rechazado, rechazada, denegado, denegada, abandonada, recusado, recusada, negado, negada",
);
/** Levels of a log below a failure. */
const QUIET = setOf(
  "info, information, informational, notice, debug, trace, verbose, fine, finer, finest, config, default, hinweis, informacion, informacao",
);
const NEITHER = setOf(
  "busy, user busy, no answer, noanswer, no user response, cancel, canceled, cancelled, originator cancel, ringing, queued, in progress, pending, running, started, unknown, retried, retry, retrying, warning, warn, not found, skipped, voicemail, missed, redirected, call rejected, unallocated number, subscriber absent, request terminated, busy here, attended transfer, blind transfer, lose race, no contestada, besetzt, keine antwort, nicht angenommen, abgewiesen, warnung, occupe, occupee, sans reponse, non repondu, annule, annulee, avertissement, ocupado, ocupada, sin respuesta, cancelado, cancelada, advertencia, aviso, nao atendida, sem resposta",
);
/** `no error`, `without failures`: the word says the opposite. */
const NONE =
  /\b(no|without|zero|0|keine?|ohne|sans|aucune?|sin|sem|nenhum|ningun) (error|errors|failure|failures|fault|fehler|erreur|erreurs|error|errores|fallo|erro|erros|falha)\b/;

/** What a value says, by its words; `undefined` for words that are not known. */
export function saidBy(value: string): Said | undefined {
  const words = plainWords(value);
  if (words === "") return undefined;
  if (NONE.test(words)) return "success";
  if (NEITHER.has(words)) return "neither";
  if (FAILURE.has(words) || TURNED_AWAY.has(words)) return "failure";
  if (SUCCESS.has(words) || QUIET.has(words)) return "success";
  const tokens = words.split(" ");
  if (tokens.length < 2) return undefined;
  // A longer text is read by its words: one that tells a failure outweighs those that tell none.
  const pairs = tokens.slice(1).map((token, at) => `${tokens[at]} ${token}`);
  if ([...tokens, ...pairs].some((part) => FAILURE.has(part))) return "failure";
  if (pairs.some((part) => NEITHER.has(part))) return "neither";
  return [...tokens, ...pairs].some((part) => SUCCESS.has(part)) ? "success" : undefined;
}

/** True if a word may be the doing of a rule or of a person as well as a failure. */
export function turnedAway(value: string): boolean {
  return TURNED_AWAY.has(plainWords(value));
}

const TRUE = setOf("true, t, 1, yes, y, ja, j, wahr, oui, o, vrai, si, s, verdadero, cierto, sim, verdadeiro, 1 0");
const FALSE = setOf("false, f, 0, no, n, nein, falsch, non, faux, falso, nao, 0 0");

/** What a cell of a yes/no column says; `undefined` for any other. */
export function yesOrNo(value: string): boolean | undefined {
  const words = plainWords(value);
  return TRUE.has(words) ? true : FALSE.has(words) ? false : undefined;
}

/** Cells that stand for nothing. */
const NOTHING = setOf(
  "-, –, --, null, none, nil, na, n/a, nan, undefined, \\n, (null), <null>, [], {}, (empty), nothing, keine, aucun, ninguno, nenhum",
);

/** True if a cell stands for nothing, such as `-` or `null`. */
export function saysNothing(value: string): boolean {
  const cell = value.trim().toLowerCase();
  return cell === "" || NOTHING.has(cell);
}
