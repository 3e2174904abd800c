/** Bytes that grow while they are written, up to a ceiling. */
export class BytesOut {
  bytes: Buffer;
  length = 0;

  constructor(
    private readonly most: number,
    first = 1 << 16,
  ) {
    this.bytes = Buffer.allocUnsafe(Math.min(first, most));
  }

  /** Makes room for so many more bytes. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed > this.most) throw new RangeError("unpacks to more than is taken");
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.min(this.most, Math.max(needed, 2 * this.bytes.length)));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
  }

  push(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length] = byte;
    this.length += 1;
  }

  append(part: Buffer): void {
    this.reserve(part.length);
    part.copy(this.bytes, this.length);
    this.length += part.length;
  }

  taken(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}
