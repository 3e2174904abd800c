/** A zone by the name that people say: "Brasilia", "Central European", "Norway", "Dutch", "Stockholm". */
interface NamedZone {
  readonly zone: string;
  readonly season: "standard" | "daylight" | null;
}

/** Of a country or a name with several clocks, or of a name that the language tables lack, the one that is meant. */
const MEANT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "central european": "Europe/Berlin",
    "eastern european": "Europe/Helsinki",
    "western european": "Europe/Lisbon",
    brasilia: "America/Sao_Paulo",
    argentina: "America/Argentina/Buenos_Aires",
    "south africa": "Africa/Johannesburg",
    "east africa": "Africa/Nairobi",
    "eastern africa": "Africa/Nairobi",
    "west africa": "Africa/Lagos",
    "central africa": "Africa/Maputo",
    indian: "Asia/Kolkata",
    india: "Asia/Kolkata",
    gulf: "Asia/Dubai",
    arabian: "Asia/Riyadh",
    arabia: "Asia/Riyadh",
    "western indonesia": "Asia/Jakarta",
    indochina: "Asia/Bangkok",
    china: "Asia/Shanghai",
    beijing: "Asia/Shanghai",
    spain: "Europe/Madrid",
    spanish: "Europe/Madrid",
    peninsular: "Europe/Madrid",
    "mainland spain": "Europe/Madrid",
    portugal: "Europe/Lisbon",
    portuguese: "Europe/Lisbon",
    "new zealand": "Pacific/Auckland",
    nz: "Pacific/Auckland",
    chile: "America/Santiago",
    ecuador: "America/Guayaquil",
    germany: "Europe/Berlin",
    swiss: "Europe/Zurich",
    austrian: "Europe/Vienna",
    belgian: "Europe/Brussels",
    british: "Europe/London",
    uk: "Europe/London",
    "united kingdom": "Europe/London",
    britain: "Europe/London",
    england: "Europe/London",
    scotland: "Europe/London",
    wales: "Europe/London",
    israeli: "Asia/Jerusalem",
    philippine: "Asia/Manila",
    "south african": "Africa/Johannesburg",
    uae: "Asia/Dubai",
    kenyan: "Africa/Nairobi",
    egyptian: "Africa/Cairo",
    moroccan: "Africa/Casablanca",
    ghanaian: "Africa/Accra",
    colombian: "America/Bogota",
    peruvian: "America/Lima",
    chilean: "America/Santiago",
    argentine: "America/Argentina/Buenos_Aires",
    argentinian: "America/Argentina/Buenos_Aires",
    brazil: "America/Sao_Paulo",
    brazilian: "America/Sao_Paulo",
    mexican: "America/Mexico_City",
    mexico: "America/Mexico_City",
    malaysian: "Asia/Kuala_Lumpur",
    malaysia: "Asia/Kuala_Lumpur",
    singaporean: "Asia/Singapore",
    emirati: "Asia/Dubai",
    saudi: "Asia/Riyadh",
    pakistani: "Asia/Karachi",
    bangladeshi: "Asia/Dhaka",
    nepali: "Asia/Kathmandu",
    taiwanese: "Asia/Taipei",
    nigerian: "Africa/Lagos",
    mumbai: "Asia/Kolkata",
    delhi: "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    bengaluru: "Asia/Kolkata",
    bangalore: "Asia/Kolkata",
    frankfurt: "Europe/Berlin",
    munich: "Europe/Berlin",
    hamburg: "Europe/Berlin",
    geneva: "Europe/Zurich",
    milan: "Europe/Rome",
    barcelona: "Europe/Madrid",
    manchester: "Europe/London",
    edinburgh: "Europe/London",
    cardiff: "Europe/London",
    korea: "Asia/Seoul",
    korean: "Asia/Seoul",
    turkey: "Europe/Istanbul",
    turkish: "Europe/Istanbul",
    norwegian: "Europe/Oslo",
    danish: "Europe/Copenhagen",
    greek: "Europe/Athens",
    arizona: "America/Phoenix",
    california: "America/Los_Angeles",
    "san francisco": "America/Los_Angeles",
    seattle: "America/Los_Angeles",
    texas: "America/Chicago",
    dallas: "America/Chicago",
    hawaii: "Pacific/Honolulu",
    "hawaii-aleutian": "Pacific/Honolulu",
    boston: "America/New_York",
    washington: "America/New_York",
    queensland: "Australia/Brisbane",
    "new south wales": "Australia/Sydney",
    nsw: "Australia/Sydney",
    victoria: "Australia/Melbourne",
    canberra: "Australia/Sydney",
    tasmania: "Australia/Hobart",
    "western australia": "Australia/Perth",
    "south australia": "Australia/Adelaide",
    "northern territory": "Australia/Darwin",
    saskatchewan: "America/Regina",
    ontario: "America/Toronto",
    ottawa: "America/Toronto",
    quebec: "America/Toronto",
    montreal: "America/Toronto",
    alberta: "America/Edmonton",
    calgary: "America/Edmonton",
    "british columbia": "America/Vancouver",
    "nova scotia": "America/Halifax",
    "rio de janeiro": "America/Sao_Paulo",
    "australian eastern": "Australia/Sydney",
    "australian central": "Australia/Adelaide",
    "australian western": "Australia/Perth",
  }),
);

/** Regions whose clocks stand for a name that several share, before others of the same name. */
const USUAL = [
  "America/New_York",
  "America/Halifax",
  "America/Chicago",
  "America/Denver",
  "America/Los_Angeles",
  "Asia/Dubai",
  "Asia/Bangkok",
  "Asia/Almaty",
  "Europe/Moscow",
  "America/Sao_Paulo",
];

const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’'.]/g, "").replace(/\s+/g, " ").trim();
const stripped = (name: string): string =>
  plain(name)
    .replace(/\b(?:standard|daylight|summer|winter|mean|local)\b/g, " ")
    .replace(/\s*\btime$/, "")
    .replace(/\s+/g, " ")
    .trim();

/** The name that the locale data give a zone, with and without a season. */
function* spokenNames(zone: string): Generator<string> {
  for (const [style, month] of [
    ["long", 0],
    ["long", 6],
    ["longGeneric", 0],
  ] as const) {
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: style }).formatToParts(
      Date.UTC(2024, month, 15, 12),
    );
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    if (/ Time$/.test(name)) yield stripped(name);
  }
}

function zonesOfRegion(region: string): readonly string[] {
  const locale = new Intl.Locale(`und-${region}`) as Intl.Locale & {
    readonly timeZones?: string[];
    getTimeZones?: () => string[];
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

const offsets = (zone: string): string =>
  [0, 6]
    .map((month) =>
      new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).format(
        Date.UTC(2024, month, 15, 12),
      ),
    )
    .join();

/** The zone of a country, where all its clocks agree. */
function zoneOfRegion(region: string | undefined): string | null {
  const zones = region ? zonesOfRegion(region) : [];
  const [first] = zones;
  return first !== undefined && zones.every((zone) => offsets(zone) === offsets(first)) ? first : null;
}

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Names of countries, and of languages for the country where most speak them. */
function* countryNames(): Generator<readonly [string, () => string | null]> {
  const [countries, languages] = (["region", "language"] as const).map(
    (type) => new Intl.DisplayNames("en", { type, fallback: "none" }),
  ) as [Intl.DisplayNames, Intl.DisplayNames];
  for (const a of LETTERS) {
    for (const b of LETTERS) {
      const country = countries.of(a + b);
      if (country) yield [plain(country), () => zoneOfRegion(a + b)];
      const tongue = (a + b).toLowerCase();
      const language = tongue === "en" ? undefined : languages.of(tongue);
      if (language) yield [plain(language), () => zoneOfRegion(new Intl.Locale(tongue).maximize().region)];
    }
  }
}

let index: ReadonlyMap<string, () => string | null> | null = null;

/** Built when a text first names a place. */
function names(): ReadonlyMap<string, () => string | null> {
  if (index) return index;
  const found = new Map<string, () => string | null>();
  const add = (name: string, zone: () => string | null): void => void (found.has(name) || found.set(name, zone));
  for (const [name, zone] of MEANT) add(name, () => zone);
  const zones = [...USUAL, ...Intl.supportedValuesOf("timeZone")];
  for (const zone of zones) for (const name of spokenNames(zone)) add(name, () => zone);
  for (const zone of zones) add(plain((zone.split("/").at(-1) as string).replace(/_/g, " ")), () => zone);
  for (const [name, zone] of countryNames()) add(name, zone);
  return (index = found);
}

/**
 * The zone of a spoken name or of a place, by the language's own tables of zones, cities, countries and languages: "Atlantic Daylight Time",
 * "Irish time", "Oslo", "Dutch local time".
 *
 * @returns `null` for a name that is none, or of a place with several clocks
 */
export function namedZone(name: string): NamedZone | null {
  const zone = names().get(stripped(name.replace(/^(?:the|in|at|us|u\.s\.)\s/i, "")))?.() ?? null;
  if (zone === null) return null;
  return {
    zone,
    season: /\b(?:daylight|summer)\b/i.test(name)
      ? "daylight"
      : /\b(?:standard|winter)\b/i.test(name)
        ? "standard"
        : null,
  };
}
