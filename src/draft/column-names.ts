import { plainWords } from "./words.js";

/** What a column's name says of its values, where it says anything. */
export type Role =
  | "went well"
  | "failed"
  | "error text"
  | "error code"
  | "exit code"
  | "sip"
  | "grpc"
  | "http"
  | "words"
  | "level";

const ROLES: readonly (readonly [role: Role, name: RegExp])[] = [
  [
    "sip",
    /(^| )sip( \w+)* ?(code|status|response|cause|result)?( code)?$|^(final |last )?(sip )(code|status|response)/,
  ],
  ["grpc", /(^| )grpc( \w+)* ?(code|status)/],
  [
    "exit code",
    /(^| )(exit|return|exit status|process exit) ?(code|status|value)$|^(rc|exitcode|returncode|retcode|errno)$|(^| )(ruckgabewert|code (de )?retour|codigo de salida|codigo de saida)$/,
  ],
  [
    "error code",
    /(^| )(error|err|failure|fail|hangup|disconnect|release|termination|reject|fehler|ausfall|erreur|fallo|falha|erro) ?(code|cause|number|reason|id|grund|ursache|value)s?$|^(code (d )?erreur|codigo (de )?(error|erro)|fehlercode|errorcode|errcode|hangupcause|cause( value)?|cause code|\w+ cause value|q ?850.*)$/,
  ],
  [
    "error text",
    /(^| )(error|err|failure|exception|fault|fehler|erreur|erro|fallo|falha) ?(message|msg|text|description|desc|detail|details|string|meldung|beschreibung)$|^(exception|stack ?trace|fehlermeldung|fehlertext|message d erreur|mensaje de error|mensagem de erro|error details|errormessage|failuremessage)$/,
  ],
  [
    "went well",
    /(^| )(is |was |has )?(success|successful|successfully|succeeded|ok|okay|up|passed|pass|answered|available|reachable|online|healthy|alive|delivered|completed|accepted|connected|expected response|erfolg|erfolgreich|erreichbar|verfugbar|beantwortet|angenommen|succes|reussi|reussie|repondu|disponible|exito|exitoso|exitosa|correcto|contestada|atendida|sucesso|disponivel|respondida)$|^(issuccess|isok|isup)$/,
  ],
  [
    "failed",
    /(^| )(is |was |has )?(failed|failure|fail|dropped|error|err|errored|timeout|timed out|lost|down|ko|fault|faulted|unavailable|unreachable|fehler|fehlgeschlagen|fehlerhaft|gestort|ausgefallen|echec|erreur|echoue|fallo|fallido|fallida|falla|falha|falhou|erro)s?$|^(iserror|isfailed|isfailure|haserror)$/,
  ],
  [
    "http",
    /(^| )(http|sc|response|resp|reply|elb|target|upstream|downstream|origin|backend|final|edge|return|server|client|cs|request|res|x edge)? ?(http )?(status|response|result)( ?code| status)?( value)?$|(^| )(http ?code|httpcode|statuscode|responsecode|http status|rc|code|statut|statut http|code http|codigo http|status ?code|statuskode|antwortcode|codigo de (estado|status|resposta|respuesta)|code (de )?(statut|reponse))$/,
  ],
  [
    "level",
    /(^| )(log )?(level|severity|severity text|loglevel|priority|lvl|prio|severitytext|niveau|gravite|schweregrad|stufe|prioritat|gravedad|nivel|severidad|severidade|gravidade)$/,
  ],
  [
    "words",
    /(^| )(result|outcome|status|state|disposition|cause|verdict|reason|conclusion|health|final state|end state|call state|ergebnis|zustand|resultat|etat|statut|estado|resultado|situacao|situation|desfecho|esito|stato|risultato|uitkomst|resultaat|toestand|ausgang|result code|response message|message|msg|event type)$/,
  ],
];

/** `situação do pedido`, `état de la commande`: whose state it is. */
const OF_WHAT = /^(\p{L}+) (?:of|of the|do|da|de|del|de la|du|des|der|vom|della|dello|van de|van het) \p{L}+$/u;

/** What a column's name says of its values, the surest first; several may fit. */
export function rolesOf(name: string): readonly Role[] {
  const words = plainWords(name);
  const own = ROLES.filter(([, pattern]) => pattern.test(words)).map(([role]) => role);
  const bare = own.length === 0 ? OF_WHAT.exec(words)?.[1] : undefined;
  return bare === undefined ? own : ROLES.filter(([, pattern]) => pattern.test(bare)).map(([role]) => role);
}

/** Columns of persons, addresses and identifiers: never broken down by. */
const PERSONAL =
  /(^| )(user|users|user ?name|username|login|account|customer|client|subscriber|person|name|first ?name|last ?name|surname|full ?name|display ?name|e ?mail|mail|phone|telephone|mobile|msisdn|imsi|imei|number|caller|callee|calling|called|caller id|callerid|cli|clid|ani|dnis|from|to|src|dst|source number|destination number|extension|ext|ip|ip ?address|address|addr|remote|peer|mac|host ?name|referer|referrer|agent|user ?agent|useragent|cookie|session|token|benutzer|kunde|teilnehmer|telefon|rufnummer|nummer|adresse|anrufer|nebenstelle|nom|prenom|utilisateur|client ?ip|telephone|numero|usuario|cliente|telefono|direccion|nombre|correo|nome|telefone|endereco|utilizador|ramal)( (id|no|number|name|num|uri|sid|ip|port|addr|address|nr))?$/;
const IDENTIFIER =
  /(^| )(id|ids|sid|uuid|guid|key|hash|sha|fingerprint|trace|span|serial|pid|tid|thread|cursor|line|row|index|seq|sequence|port|itemid|hostid|monitorid|probeid|ns)$|(^| )(id|uuid)( |$)/;

/** True if a column holds persons, addresses or identifiers, by its name. */
export function namesSomeone(name: string): boolean {
  const words = plainWords(name);
  return (
    PERSONAL.test(words) ||
    IDENTIFIER.test(words) ||
    /(clid|callerid|username|useragent)/.test(words.replaceAll(" ", ""))
  );
}

const SOMEONE = [
  /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  /^\d{1,3}(\.\d{1,3}){3}(:\d+)?$/,
  /^\+?\d[\d ()/-]{5,}$/,
  /^[\da-f]{8}-[\da-f]{4}-/i,
  /^[\da-f]{16,}$/i,
  /^(sip|tel|mailto):/i,
  /^[\da-f]{0,4}(:[\da-f]{0,4}){3,}$/i,
];

/** True if values look like persons, addresses or identifiers. */
export function valuesNameSomeone(values: Iterable<string>): boolean {
  for (const value of values) if (SOMEONE.some((pattern) => pattern.test(value.trim()))) return true;
  return false;
}

/** True if whole numbers are written with zeros before them, as codes and identifiers are and measurements are not. */
export function zeroPadded(values: Iterable<string>): boolean {
  const widths = new Set<number>();
  let padded = false;
  for (const value of values) {
    if (!/^\d+$/.test(value.trim())) return false;
    widths.add(value.trim().length);
    padded ||= /^0\d/.test(value.trim());
  }
  return padded && widths.size === 1;
}
