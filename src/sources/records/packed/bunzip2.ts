import { BytesOut } from "./bytes-out.js";

const BLOCK = [0x314159, 0x265359] as const;
const END = [0x177245, 0x385090] as const;
const LONGEST_CODE = 20;
const GROUP = 50;
const RUN_A = 0;
const RUN_B = 1;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_one, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** Bits of a buffer, the highest of each byte first. */
class Bits {
  private at = 0;
  private left = 0;
  private held = 0;

  constructor(private readonly bytes: Buffer) {}

  read(count: number): number {
    let value = 0;
    let wanted = count;
    while (wanted > 0) {
      if (this.left === 0) {
        if (this.at >= this.bytes.length) throw new RangeError("it ends early");
        this.held = this.bytes[this.at] as number;
        this.at += 1;
        this.left = 8;
      }
      const part = Math.min(wanted, this.left);
      value = value * 2 ** part + ((this.held >> (this.left - part)) & ((1 << part) - 1));
      this.left -= part;
      wanted -= part;
    }
    return value;
  }

  align(): void {
    this.left = 0;
  }

  get rest(): number {
    return this.bytes.length - this.at;
  }
}

interface Codes {
  readonly limit: Int32Array;
  readonly base: Int32Array;
  readonly symbols: Uint16Array;
  readonly shortest: number;
}

/** Canonical codes by their lengths. */
function codesOf(lengths: readonly number[]): Codes {
  const shortest = Math.min(...lengths);
  const longest = Math.max(...lengths);
  const symbols: number[] = [];
  const limit = new Int32Array(LONGEST_CODE + 2).fill(-1);
  const base = new Int32Array(LONGEST_CODE + 2);
  let code = 0;
  for (let length = shortest; length <= longest; length += 1) {
    base[length] = symbols.length - code;
    for (const [symbol, own] of lengths.entries())
      if (own === length) {
        symbols.push(symbol);
        code += 1;
      }
    limit[length] = code - 1;
    code <<= 1;
  }
  return { limit, base, symbols: Uint16Array.from(symbols), shortest };
}

function symbolOf(bits: Bits, { limit, base, symbols, shortest }: Codes): number {
  let length = shortest;
  let code = bits.read(length);
  while (code > (limit[length] as number)) {
    length += 1;
    if (length > LONGEST_CODE) throw new RangeError("a code is not known");
    code = code * 2 + bits.read(1);
  }
  const symbol = symbols[code + (base[length] as number)];
  if (symbol === undefined) throw new RangeError("a code is not known");
  return symbol;
}

function usedBytes(bits: Bits): number[] {
  const groups = bits.read(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group += 1) {
    if (!(groups & (0x8000 >> group))) continue;
    const some = bits.read(16);
    for (let one = 0; one < 16; one += 1) if (some & (0x8000 >> one)) used.push(16 * group + one);
  }
  return used;
}

function toFront(list: number[], at: number): number {
  const [value] = list.splice(at, 1);
  if (value === undefined) throw new RangeError("a place is not known");
  list.unshift(value);
  return value;
}

function selectorsOf(bits: Bits, tables: number): number[] {
  const count = bits.read(15);
  const order = Array.from({ length: tables }, (_one, index) => index);
  return Array.from({ length: count }, () => {
    let at = 0;
    while (bits.read(1)) at += 1;
    return toFront(order, at);
  });
}

function lengthsOf(bits: Bits, symbols: number): number[] {
  let length = bits.read(5);
  return Array.from({ length: symbols }, () => {
    while (bits.read(1)) length += bits.read(1) ? -1 : 1;
    if (length < 1 || length > LONGEST_CODE) throw new RangeError("a code is too long");
    return length;
  });
}

/** The bytes of a block in the order of the transform, as they were packed. */
function blockBytes(bits: Bits, most: number): Uint8Array {
  const used = usedBytes(bits);
  const tables = bits.read(3);
  const selectors = selectorsOf(bits, tables);
  const codes = Array.from({ length: tables }, () => codesOf(lengthsOf(bits, used.length + 2)));
  const end = used.length + 1;
  const block = new Uint8Array(most);
  let [length, run, weight, read, group] = [0, 0, 1, 0, 0];
  let code = codes[selectors[0] as number] as Codes;
  for (;;) {
    if (read === GROUP) {
      group += 1;
      read = 0;
      code = codes[selectors[group] as number] as Codes;
      if (!code) throw new RangeError("a table is missing");
    }
    read += 1;
    const symbol = symbolOf(bits, code);
    if (symbol === RUN_A || symbol === RUN_B) {
      run += weight * (symbol + 1);
      weight *= 2;
      continue;
    }
    if (run > 0) {
      if (length + run > most) throw new RangeError("a block is too long");
      block.fill(used[0] as number, length, length + run);
      length += run;
      [run, weight] = [0, 1];
    }
    if (symbol === end) return block.subarray(0, length);
    if (length >= most) throw new RangeError("a block is too long");
    block[length] = toFront(used, symbol - 1);
    length += 1;
  }
}

/** The block as it was before the transform, starting at `origin`. */
function untransformed(block: Uint8Array, origin: number): Uint8Array {
  const starts = new Uint32Array(257);
  for (const byte of block) starts[byte + 1] = (starts[byte + 1] as number) + 1;
  for (let byte = 0; byte < 256; byte += 1) starts[byte + 1] = (starts[byte + 1] as number) + (starts[byte] as number);
  const next = new Uint32Array(block.length);
  block.forEach((byte, index) => {
    const place = starts[byte] as number;
    next[place] = index;
    starts[byte] = place + 1;
  });
  const text = new Uint8Array(block.length);
  let at = next[origin] as number;
  for (let index = 0; index < block.length; index += 1) {
    text[index] = block[at] as number;
    at = next[at] as number;
  }
  return text;
}

/** Writes a block with its runs of four and more spelled out; gives its checksum. */
function spellOut(text: Uint8Array, out: BytesOut): number {
  let crc = 0xffffffff;
  let [run, last] = [0, -1];
  const write = (byte: number): void => {
    crc = ((crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] as number)) >>> 0;
    out.push(byte);
  };
  for (const byte of text) {
    if (run === 4) {
      for (let more = 0; more < byte; more += 1) write(last);
      [run, last] = [0, -1];
      continue;
    }
    run = byte === last ? run + 1 : 1;
    last = byte;
    write(byte);
  }
  return ~crc >>> 0;
}

/**
 * What a bzip2 file holds.
 *
 * @param most - bytes beyond which it is refused
 * @throws RangeError where it is cut, or its checksums do not hold
 */
export function bunzip2(packed: Buffer, most: number): Buffer {
  const out = new BytesOut(most, 8 * packed.length);
  const bits = new Bits(packed);
  while (bits.rest > 0) {
    if (bits.read(24) !== 0x425a68) throw new RangeError("bytes follow its end");
    const level = bits.read(8) - 48;
    for (;;) {
      const mark = [bits.read(24), bits.read(24)] as const;
      const crc = bits.read(32);
      if (mark[0] === END[0] && mark[1] === END[1]) break;
      if (mark[0] !== BLOCK[0] || mark[1] !== BLOCK[1]) throw new RangeError("a block is damaged");
      if (bits.read(1)) throw new RangeError("it is of a kind that is no longer written");
      const origin = bits.read(24);
      const text = untransformed(blockBytes(bits, 100_000 * level), origin);
      if (spellOut(text, out) !== crc) throw new RangeError("a checksum does not hold");
    }
    bits.align();
  }
  return out.taken();
}
