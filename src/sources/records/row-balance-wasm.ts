// A counter of line ends and quotes, 64 bytes at a step, written out as WebAssembly: the same loop in JavaScript takes ten times as long.

type Code = readonly number[];

const [I32, I64, V128] = [0x7f, 0x7e, 0x7b];
const GET = (local: number): Code => [0x20, local];
const SET = (local: number): Code => [0x21, local];
const GLOBAL = (global: number): Code => [0x23, global];
const SET_GLOBAL = (global: number): Code => [0x24, global];
const AND: Code = [0x83];
const OR: Code = [0x84];
const XOR: Code = [0x85];
const ADD: Code = [0x7c];
const POPCOUNT: Code = [0x7b];

function signed(value: number): Code {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const done = rest >> 6 === 0 || rest >> 6 === -1;
    bytes.push((rest & 0x7f) | (done ? 0 : 0x80));
    if (done) return bytes;
  }
}

function unsigned(value: number): Code {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    bytes.push((rest & 0x7f) | (rest < 0x80 ? 0 : 0x80));
    if (rest < 0x80) return bytes;
  }
}

const LONG = (value: number): Code => [0x42, ...signed(value)];
const SHIFT_LEFT = (bits: number): Code => [...LONG(bits), 0x86];
const NOT: Code = [...LONG(-1), ...XOR];

/** Locals: 0 end (parameter), 1 quote byte (parameter), 2 place, 3–5 splats, 6–9 masks. */
const [END, QUOTE, AT, LF_SPLAT, CR_SPLAT, QUOTE_SPLAT, LF, CR, INSIDE, OUTER] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
] as const;
/** Globals: sums, then what carries over to the next step. */
const SUMS = ["lines", "records", "blank", "quotes", "returns"] as const;
const [LINES, RECORDS, BLANK, QUOTES, RETURNS, OPEN, LAST_LF, LAST_CR] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** One bit for each of the 64 bytes that equal a splat. */
function mask(splat: number): Code {
  return [0, 16, 32, 48].flatMap((offset) => [
    ...GET(AT),
    0xfd,
    0x00,
    0,
    ...unsigned(offset),
    ...GET(splat),
    0xfd,
    0x23,
    0xfd,
    0x64,
    0xad,
    ...(offset === 0 ? [] : [...SHIFT_LEFT(offset), ...OR]),
  ]);
}

function addTo(global: number, bits: Code): Code {
  return [...GLOBAL(global), ...bits, ...POPCOUNT, ...ADD, ...SET_GLOBAL(global)];
}

/** Each bit becomes the parity of the quotes up to it: inside or outside. */
const PARITY: Code = [1, 2, 4, 8, 16, 32].flatMap((bits) => [
  ...GET(INSIDE),
  ...GET(INSIDE),
  ...SHIFT_LEFT(bits),
  ...XOR,
  ...SET(INSIDE),
]);

const STEP: Code = [
  ...mask(LF_SPLAT),
  ...SET(LF),
  ...mask(CR_SPLAT),
  ...SET(CR),
  ...mask(QUOTE_SPLAT),
  ...SET(INSIDE),
  ...addTo(LINES, GET(LF)),
  ...addTo(RETURNS, GET(CR)),
  ...addTo(QUOTES, GET(INSIDE)),
  ...PARITY,
  ...GET(INSIDE),
  ...GLOBAL(OPEN),
  ...XOR,
  ...SET(INSIDE),
  // The sign bit, spread, is the state in which the next step begins.
  ...GET(INSIDE),
  ...LONG(63),
  0x87,
  ...SET_GLOBAL(OPEN),
  ...GET(LF),
  ...GET(INSIDE),
  ...NOT,
  ...AND,
  ...SET(OUTER),
  ...addTo(RECORDS, GET(OUTER)),
  // Blank: a line end right after another, or after another and a carriage return.
  ...addTo(BLANK, [
    ...GET(OUTER),
    ...GET(LF),
    ...SHIFT_LEFT(1),
    ...GLOBAL(LAST_LF),
    ...LONG(63),
    0x88,
    ...OR,
    ...GET(CR),
    ...SHIFT_LEFT(1),
    ...GLOBAL(LAST_CR),
    ...LONG(63),
    0x88,
    ...OR,
    ...GET(LF),
    ...SHIFT_LEFT(2),
    ...GLOBAL(LAST_LF),
    ...LONG(62),
    0x88,
    ...OR,
    ...AND,
    ...OR,
    ...AND,
  ]),
  ...GET(LF),
  ...SET_GLOBAL(LAST_LF),
  ...GET(CR),
  ...SET_GLOBAL(LAST_CR),
];

const splat = (byte: Code, local: number): Code => [...byte, 0xfd, 0x0f, ...SET(local)];

const BODY: Code = [
  // Locals: one i32, three v128, four i64.
  3,
  1,
  I32,
  3,
  V128,
  4,
  I64,
  ...splat([0x41, 10], LF_SPLAT),
  ...splat([0x41, 13], CR_SPLAT),
  ...splat(GET(QUOTE), QUOTE_SPLAT),
  0x03,
  0x40,
  ...STEP,
  ...GET(AT),
  0x41,
  ...signed(64),
  0x6a,
  ...SET(AT),
  ...GET(AT),
  ...GET(END),
  0x49,
  0x0d,
  0,
  0x0b,
  0x0b,
];

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function named(name: string, kind: number, index: number): Code {
  return [name.length, ...new TextEncoder().encode(name), kind, index];
}

/** Mutable sums and carries, all from 0. The caller sets `lastLf` to its sign bit, so that an empty first line is blank. */
const GLOBALS: Code = [LINES, RECORDS, BLANK, QUOTES, RETURNS, OPEN, LAST_LF, LAST_CR].flatMap(() => [
  I64,
  1,
  ...LONG(0),
  0x0b,
]);

/**
 * The module: `count(end, quote)` adds the bytes `[0, end)` of its memory, `end` a multiple of 64, to the exported sums
 * `lines, records, blank, quotes, returns`; `open` is −1 while a quote is open.
 *
 * @param pages - memory in pages of 64 KB
 */
export function rowBalanceModule(pages: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    0x00,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, [1, 0x60, 2, I32, I32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(6, [8, ...GLOBALS]),
    ...section(7, [
      SUMS.length + 4,
      ...SUMS.flatMap((name, index) => named(name, 3, index)),
      ...named("open", 3, OPEN),
      ...named("lastLf", 3, LAST_LF),
      ...named("count", 0, 0),
      ...named("memory", 2, 0),
    ]),
    ...section(10, [1, ...unsigned(BODY.length), ...BODY]),
  ]);
}
