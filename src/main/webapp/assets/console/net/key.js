// Keys that make a repeated request harmless (Idempotency-Key).

/** 128 random bits in hexadecimal: crypto.randomUUID exists with TLS or on localhost only. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
