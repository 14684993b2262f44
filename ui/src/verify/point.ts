/** Points of the curve of Ed25519 that no sound key or signature has (RFC 8032, section 5.1). */
import type { Bytes } from "./bytes";

const FIELD = 2n ** 255n - 19n;
/** The y of the eight points of small order: 1, -1, 0 and two more, each for two points. */
const SMALL = new Set([
  0n,
  1n,
  FIELD - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7n,
]);

/** The y of a written point: 255 bits, smaller bytes first. */
function yOf(point: Bytes): bigint {
  const whole = point.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return whole % 2n ** 255n;
}

export function isReduced(point: Bytes): boolean {
  return yOf(point) < FIELD;
}

export function isOfSmallOrder(point: Bytes): boolean {
  return SMALL.has(yOf(point) % FIELD);
}
