import type { ZoneLabel } from "../../time/zone-label.js";

interface Meaning {
  readonly zone: string;
  readonly places: RegExp;
}

const INDIA =
  /\b(?:India|Indian|Mumbai|(?:New )?Delhi|Bengaluru|Bangalore|Chennai|Hyderabad|Pune|Kolkata|Kerala|Gujarat|Noida|Gurgaon|lakhs?|crores?|UPI)\b|\+91\b|₹/g;
const IRELAND =
  /\b(?:Ireland|Irish|Dublin|Cork|Galway|Limerick|Waterford|Sligo|Kilkenny|Athlone|Leinster|Munster|Connacht|HSE|Garda[ií]?|ComReg|Eircom|Oireachtas|Aoife|Niamh|Siobh[aá]n|Ciar[aá]n|Saoirse|Eoghan|Oisín)\b|\+353\b/g;
const ISRAEL = /\b(?:Israel|Israeli|Tel[- ]Aviv|Jerusalem|Haifa|Beer ?Sheva)\b|\+972\b|₪/g;
const CHINA = /\b(?:China|Chinese|Beijing|Shanghai|Shenzhen|Guangzhou|Hangzhou|Chengdu|Taipei|Taiwan)\b/g;
const ARIZONA = /\b(?:Arizona|Phoenix|Tucson|Flagstaff|Scottsdale|Tempe|Yuma|Mesa, AZ|AZ)\b/g;
const QUEENSLAND =
  /\b(?:Queensland|QLD|Qld|Brisbane|Cairns|Townsville|Gold Coast|Sunshine Coast|Toowoomba|Rockhampton|Mackay|Bundaberg|Gladstone)\b/g;
const NO_MATCH = /(?!)/g;

/** What labels with several meanings stand for, by the places that a text names; the first where none is named. */
const MEANINGS: ReadonlyMap<string, readonly Meaning[]> = new Map<string, readonly Meaning[]>([
  [
    "IST",
    [
      { zone: "Asia/Kolkata", places: INDIA },
      { zone: "Europe/Dublin", places: IRELAND },
      { zone: "Asia/Jerusalem", places: ISRAEL },
    ],
  ],
  [
    "BST",
    [
      { zone: "Europe/London", places: /\b(?:UK|Britain|British|England|London|Scotland|Wales)\b/g },
      { zone: "Asia/Dhaka", places: /\b(?:Bangladesh|Dhaka|Chittagong|Chattogram|Sylhet)\b/g },
    ],
  ],
  [
    "CST",
    [
      {
        zone: "America/Chicago",
        places:
          /\b(?:Texas|Chicago|Dallas|Houston|Minnesota|Minneapolis|Iowa|Missouri|Louisiana|Tennessee|Oklahoma|Kansas|Illinois|Winnipeg|Manitoba|CDT)\b/g,
      },
      { zone: "Asia/Shanghai", places: CHINA },
      { zone: "America/Mexico_City", places: /\b(?:Mexico|Mexican|CDMX|Guadalajara|Monterrey|Puebla)\b/g },
      { zone: "America/Regina", places: /\b(?:Saskatchewan|Saskatoon|Regina)\b/g },
      { zone: "America/Costa_Rica", places: /\b(?:Costa Rica|San Jos[eé], Costa)\b/g },
    ],
  ],
  [
    "MST",
    [
      {
        zone: "America/Denver",
        places: /\b(?:Denver|Colorado|Utah|Montana|Wyoming|Idaho|New Mexico|Alberta|Calgary|Edmonton|MDT)\b/g,
      },
      { zone: "America/Phoenix", places: ARIZONA },
    ],
  ],
  [
    "AEST",
    [
      {
        zone: "Australia/Sydney",
        places:
          /\b(?:Sydney|Melbourne|NSW|New South Wales|Victorian?|Canberra|Hobart|Tasmania|Newcastle|Geelong|Wollongong|AEDT)\b/g,
      },
      { zone: "Australia/Brisbane", places: QUEENSLAND },
    ],
  ],
  [
    "ACST",
    [
      { zone: "Australia/Adelaide", places: /\b(?:Adelaide|South Australia|ACDT)\b/g },
      { zone: "Australia/Darwin", places: /\b(?:Darwin|Northern Territory|Alice Springs|NT)\b/g },
    ],
  ],
  [
    "AST",
    [
      { zone: "America/Halifax", places: /\b(?:Nova Scotia|Halifax|New Brunswick|Moncton|Bermuda|ADT)\b/g },
      { zone: "Asia/Riyadh", places: /\b(?:Saudi|Riyadh|Jeddah|Kuwait|Qatar|Doha|Bahrain|Arabia\w*)\b/g },
      {
        zone: "America/Puerto_Rico",
        places: /\b(?:Puerto Rico|San Juan|Virgin Islands|Barbados|Trinidad|Martinique|Guadeloupe|Dominican)\b/g,
      },
    ],
  ],
  [
    "EST",
    [
      { zone: "America/New_York", places: /\b(?:EDT|New York|Ohio|Florida|Toronto|Boston)\b/g },
      { zone: "America/Jamaica", places: /\b(?:Jamaica|Kingston|Montego)\b/g },
      { zone: "America/Panama", places: /\b(?:Panama|Cayman)\b/g },
    ],
  ],
  [
    "PST",
    [
      { zone: "America/Los_Angeles", places: /\b(?:PDT|California|Oregon|Seattle|Washington|Vancouver)\b/g },
      { zone: "Asia/Manila", places: /\b(?:Philippine\w*|Manila|Cebu|Davao|Luzon|Mindanao|Visayas|barangays?)\b/g },
    ],
  ],
  [
    "ICT",
    [
      { zone: "ICT", places: NO_MATCH },
      {
        zone: "Asia/Bangkok",
        places: /\b(?:Thai\w*|Bangkok|Vietnam\w*|Hanoi|Ho Chi Minh|Saigon|Cambodia\w*|Laos|Indochina)\b/g,
      },
    ],
  ],
]);

/** Reads labels with several meanings as the places that a text names suggest. */
export class ZonePlaces {
  private readonly settled = new Map<string, string | null>();

  constructor(private readonly text: string) {}

  /** The zone of a label as this text means it; `null` where the label is no zone here. */
  zone(written: string, read: ZoneLabel): ZoneLabel | null {
    const label = /^(?:US )?mountain\b/i.test(written) ? "MST" : written;
    if (!MEANINGS.has(label)) return read;
    const known = this.settled.get(label) ?? this.settle(label);
    if (known === null) return null;
    return known === read.zone
      ? read
      : { zone: known, season: known === "Europe/Dublin" && label === "IST" ? "daylight" : null };
  }

  private settle(label: string): string | null {
    const meanings = MEANINGS.get(label) as readonly Meaning[];
    const counted = meanings.map(({ zone, places }) => ({ zone, count: [...this.text.matchAll(places)].length }));
    const best = counted.reduce((most, one) => (one.count > most.count ? one : most));
    const zone = best.zone === label ? null : best.zone;
    this.settled.set(label, zone);
    return zone;
  }
}
