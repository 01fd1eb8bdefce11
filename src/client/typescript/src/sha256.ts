/** The first 32 bits of the fractional parts of the square (or cube) roots of the first primes (FIPS 180-4, 4.2.2, 5.3.3). */
function fractions(root: number, count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= n; divisor++) {
      prime &&= n % divisor !== 0;
    }
    if (prime) {
      const value = n ** (1 / root);
      found.push(((value - Math.floor(value)) * 0x1_0000_0000) | 0);
    }
  }
  return found;
}

const START = fractions(2, 8);
const K = Int32Array.from(fractions(3, 64));

/** SHA-256, a piece at a time: WebCrypto hashes only what is in memory as a whole. */
export class Sha256 {
  private readonly state = Int32Array.from(START);
  private readonly block = new Uint8Array(64);
  private readonly view = new DataView(this.block.buffer);
  private readonly w = new Int32Array(64);
  private filled = 0;
  private length = 0;

  update(bytes: Uint8Array): this {
    this.length += bytes.length;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let from = 0; from < bytes.length;) {
      if (this.filled === 0 && bytes.length - from >= 64) {
        this.compress(view, from);
        from += 64;
      } else {
        from += this.fill(bytes, from);
      }
    }
    return this;
  }

  private fill(bytes: Uint8Array, from: number): number {
    const n = Math.min(64 - this.filled, bytes.length - from);
    this.block.set(bytes.subarray(from, from + n), this.filled);
    this.filled += n;
    if (this.filled === 64) {
      this.compress(this.view, 0);
      this.filled = 0;
    }
    return n;
  }

  digest(): Uint8Array<ArrayBuffer> {
    const bits = this.length * 8;
    this.block[this.filled++] = 0x80;
    if (this.filled > 56) {
      this.block.fill(0, this.filled);
      this.compress(this.view, 0);
      this.filled = 0;
    }
    this.block.fill(0, this.filled);
    this.view.setUint32(56, Math.floor(bits / 0x1_0000_0000));
    this.view.setUint32(60, bits >>> 0);
    this.compress(this.view, 0);
    const digest = new Uint8Array(32);
    this.state.forEach((word, i) => new DataView(digest.buffer).setInt32(i * 4, word));
    return digest;
  }

  private compress(view: DataView, from: number): void {
    const { w, state } = this;
    for (let i = 0; i < 16; i++) {
      w[i] = view.getInt32(from + i * 4);
    }
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15]!;
      const y = w[i - 2]!;
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0;
    }
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    let f = state[5]!;
    let g = state[6]!;
    let h = state[7]!;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const one = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + w[i]!) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
    state[5]! += f;
    state[6]! += g;
    state[7]! += h;
  }
}
