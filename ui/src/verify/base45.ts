/** Base45 (RFC 9285): bytes in the 45 signs of a square code's alphanumeric mode, in their one spelling. */
import type { Bytes } from "./bytes";
import { Refusal } from "./refusal";
import { say } from "./words";

const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

const broken = () => new Refusal(say("có ký tự bị thiếu hoặc gõ sai.", "a sign is missing or mistyped."));

export function fromBase45(text: string): Bytes {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const signs = [...text.slice(at, at + 3)].map((sign) => SIGNS.indexOf(sign));
    if (signs.length === 1 || signs.includes(-1)) throw broken();
    const number = signs.reduceRight((sum, sign) => sum * 45 + sign, 0);
    if (number > (signs.length === 3 ? 0xffff : 0xff)) throw broken();
    if (signs.length === 3) bytes.push(number >> 8);
    bytes.push(number & 0xff);
  }
  return Uint8Array.from(bytes);
}
