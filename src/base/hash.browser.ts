// SHA-256 (FIPS 180-4) in plain TypeScript, for pages: Web Crypto has only an asynchronous one. Held equal to Node's by a test.

const roundConstants = constants()

/** SHA-256 of some bytes: 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = Uint32Array.of(
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ) // prettier-ignore
  const padded = pad(bytes)
  const view = new DataView(padded.buffer)
  for (let at = 0; at < padded.length; at += 64) compress(state, view, at)
  const digest = new Uint8Array(32)
  state.forEach((word, i) => new DataView(digest.buffer).setUint32(4 * i, word))
  return digest
}

function pad(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(64 * Math.ceil((bytes.length + 9) / 64))
  padded.set(bytes)
  padded[bytes.length] = 0x80
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n)
  return padded
}

function compress(state: Uint32Array, view: DataView, at: number): void {
  const w = new Uint32Array(64)
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i)
  for (let i = 16; i < 64; i++) w[i] = schedule(w, i)
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + roundConstants[i]! + w[i]!) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
  }
  ;[a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = state[i]! + word))
}

function schedule(w: Uint32Array, i: number): number {
  const [x, y] = [w[i - 15]!, w[i - 2]!]
  const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
  const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
  return w[i - 16]! + s0 + w[i - 7]! + s1
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes, by exact integer arithmetic. */
function constants(): Uint32Array {
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n)
  return Uint32Array.from(primes, (p) => Number(cubeRoot(BigInt(p) << 96n) & 0xffffffffn))
}

function cubeRoot(n: bigint): bigint {
  let [low, high] = [0n, 1n << 40n]
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    if (middle ** 3n <= n) low = middle
    else high = middle - 1n
  }
  return low
}
