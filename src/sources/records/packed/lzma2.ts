import type { BytesOut } from "./bytes-out.js";

const STATES = 12;
const ENDS = 4;
const TOP = 0x1000000;
const EVEN = 1024;

function probabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(EVEN);
}

/** Lengths of matches: short ones by place, then middle, then long. */
class Lengths {
  private readonly choice = probabilities(2);
  private readonly low = Array.from({ length: 16 }, () => probabilities(8));
  private readonly middle = Array.from({ length: 16 }, () => probabilities(8));
  private readonly high = probabilities(256);

  read(range: RangeReader, place: number): number {
    if (range.bit(this.choice, 0) === 0) return 2 + range.tree(this.low[place] as Uint16Array, 3);
    if (range.bit(this.choice, 1) === 0) return 10 + range.tree(this.middle[place] as Uint16Array, 3);
    return 18 + range.tree(this.high, 8);
  }
}

/** The range coder's bits. */
class RangeReader {
  private range = 0xffffffff;
  private code: number;

  constructor(
    private readonly bytes: Buffer,
    public at: number,
    private readonly end: number,
  ) {
    if (at + 5 > end) throw new RangeError("it ends early");
    this.code = bytes.readUInt32BE(at + 1);
    this.at += 5;
  }

  private normalize(): void {
    if (this.range >= TOP) return;
    if (this.at >= this.end) throw new RangeError("it ends early");
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | (this.bytes[this.at] as number)) >>> 0;
    this.at += 1;
  }

  bit(model: Uint16Array, index: number): number {
    this.normalize();
    const chance = model[index] as number;
    const bound = (this.range >>> 11) * chance;
    if (this.code < bound) {
      this.range = bound;
      model[index] = chance + ((2048 - chance) >> 5);
      return 0;
    }
    this.range = (this.range - bound) >>> 0;
    this.code = (this.code - bound) >>> 0;
    model[index] = chance - (chance >> 5);
    return 1;
  }

  direct(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1) {
      this.normalize();
      this.range >>>= 1;
      const one = this.code >= this.range ? 1 : 0;
      if (one) this.code = (this.code - this.range) >>> 0;
      value = value * 2 + one;
    }
    return value;
  }

  tree(model: Uint16Array, count: number): number {
    let node = 1;
    for (let bit = 0; bit < count; bit += 1) node = node * 2 + this.bit(model, node);
    return node - (1 << count);
  }

  reverse(model: Uint16Array, offset: number, count: number): number {
    let node = 1;
    let value = 0;
    for (let bit = 0; bit < count; bit += 1) {
      const one = this.bit(model, offset + node);
      node = node * 2 + one;
      value |= one << bit;
    }
    return value;
  }
}

/** All that one run of LZMA learns. */
class Models {
  readonly match = probabilities(STATES << ENDS);
  readonly rep = probabilities(STATES);
  readonly rep0 = probabilities(STATES);
  readonly rep1 = probabilities(STATES);
  readonly rep2 = probabilities(STATES);
  readonly short = probabilities(STATES << ENDS);
  readonly slots = Array.from({ length: 4 }, () => probabilities(64));
  readonly places = probabilities(115);
  readonly align = probabilities(16);
  readonly lengths = new Lengths();
  readonly repLengths = new Lengths();
  readonly literals: Uint16Array;
  state = 0;
  readonly reps = [0, 0, 0, 0] as [number, number, number, number];

  constructor(
    readonly lc: number,
    readonly lp: number,
    readonly pb: number,
  ) {
    this.literals = probabilities(0x300 << (lc + lp));
  }
}

/** LZMA2: chunks of LZMA, or of bytes as they are, over what was written before. */
export class Lzma2 {
  private models: Models | undefined;
  private start: number;

  constructor(private readonly out: BytesOut) {
    this.start = out.length;
  }

  /** Reads chunks from `at` on to their end; gives the place after it. */
  read(bytes: Buffer, from: number): number {
    let at = from;
    for (;;) {
      const control = bytes[at];
      if (control === undefined) throw new RangeError("it ends early");
      if (control === 0) return at + 1;
      at = control < 0x80 ? this.stored(bytes, at, control) : this.packed(bytes, at, control);
    }
  }

  private stored(bytes: Buffer, at: number, control: number): number {
    if (control > 2) throw new RangeError("a chunk is damaged");
    if (control === 1) this.start = this.out.length;
    const size = bytes.readUInt16BE(at + 1) + 1;
    const part = bytes.subarray(at + 3, at + 3 + size);
    if (part.length < size) throw new RangeError("it ends early");
    this.out.append(part);
    return at + 3 + size;
  }

  private packed(bytes: Buffer, at: number, control: number): number {
    const size = ((control & 0x1f) << 16) + bytes.readUInt16BE(at + 1) + 1;
    const packedSize = bytes.readUInt16BE(at + 3) + 1;
    const reset = (control >> 5) & 3;
    let begin = at + 5;
    if (reset === 3) this.start = this.out.length;
    if (reset >= 2) {
      const given = bytes[begin] as number;
      begin += 1;
      if (given >= 225) throw new RangeError("a chunk is damaged");
      this.models = new Models(given % 9, Math.floor(given / 9) % 5, Math.floor(given / 45));
    } else if (reset === 1 && this.models) this.models = new Models(this.models.lc, this.models.lp, this.models.pb);
    if (!this.models) throw new RangeError("a chunk is damaged");
    if (begin + packedSize > bytes.length) throw new RangeError("it ends early");
    this.decode(this.models, new RangeReader(bytes, begin, begin + packedSize), size);
    return begin + packedSize;
  }

  private decode(models: Models, range: RangeReader, size: number): void {
    const { out } = this;
    out.reserve(size);
    const end = out.length + size;
    const mask = (1 << models.pb) - 1;
    while (out.length < end) {
      const place = (out.length - this.start) & mask;
      const { state } = models;
      if (range.bit(models.match, (state << ENDS) + place) === 0) this.literal(models, range);
      else if (range.bit(models.rep, state) === 0) this.copyMatch(models, range, place, end);
      else this.copyRepeated(models, range, place, end);
    }
  }

  private literal(models: Models, range: RangeReader): void {
    const { out } = this;
    const before = out.length > this.start ? (out.bytes[out.length - 1] as number) : 0;
    const low = ((out.length - this.start) & ((1 << models.lp) - 1)) << models.lc;
    const offset = 0x300 * (low + (before >> (8 - models.lc)));
    let symbol = 1;
    if (models.state >= 7) {
      let match = this.byteAt(models.reps[0]);
      while (symbol < 0x100) {
        const bit = (match >> 7) & 1;
        match <<= 1;
        const own = range.bit(models.literals, offset + ((1 + bit) << 8) + symbol);
        symbol = symbol * 2 + own;
        if (own !== bit) break;
      }
    }
    while (symbol < 0x100) symbol = symbol * 2 + range.bit(models.literals, offset + symbol);
    out.push(symbol & 0xff);
    models.state = models.state < 4 ? 0 : models.state < 10 ? models.state - 3 : models.state - 6;
  }

  private byteAt(distance: number): number {
    const at = this.out.length - distance - 1;
    if (at < this.start) throw new RangeError("a distance is too long");
    return this.out.bytes[at] as number;
  }

  private copy(distance: number, length: number, end: number): void {
    const { out } = this;
    if (out.length + length > end) throw new RangeError("a match is too long");
    if (out.length - distance - 1 < this.start) throw new RangeError("a distance is too long");
    for (let left = length; left > 0; left -= 1) out.push(out.bytes[out.length - distance - 1] as number);
  }

  private copyMatch(models: Models, range: RangeReader, place: number, end: number): void {
    const length = models.lengths.read(range, place);
    const slot = range.tree(models.slots[Math.min(length - 2, 3)] as Uint16Array, 6);
    let distance = slot;
    if (slot >= 4) {
      const bits = (slot >> 1) - 1;
      distance = (2 | (slot & 1)) * 2 ** bits;
      if (slot < 14) distance += range.reverse(models.places, distance - slot, bits);
      else distance += range.direct(bits - 4) * 16 + range.reverse(models.align, 0, 4);
    }
    const { reps } = models;
    [reps[3], reps[2], reps[1], reps[0]] = [reps[2], reps[1], reps[0], distance];
    models.state = models.state < 7 ? 7 : 10;
    this.copy(distance, length, end);
  }

  private copyRepeated(models: Models, range: RangeReader, place: number, end: number): void {
    const { reps, state } = models;
    if (range.bit(models.rep0, state) === 0) {
      if (range.bit(models.short, (state << ENDS) + place) === 0) {
        models.state = state < 7 ? 9 : 11;
        this.copy(reps[0], 1, end);
        return;
      }
    } else if (range.bit(models.rep1, state) === 0) [reps[1], reps[0]] = [reps[0], reps[1]];
    else if (range.bit(models.rep2, state) === 0) [reps[2], reps[1], reps[0]] = [reps[1], reps[0], reps[2]];
    else [reps[3], reps[2], reps[1], reps[0]] = [reps[2], reps[1], reps[0], reps[3]];
    const length = models.repLengths.read(range, place);
    models.state = state < 7 ? 8 : 11;
    this.copy(reps[0], length, end);
  }
}
