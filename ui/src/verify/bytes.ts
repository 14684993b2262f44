/** Bytes and their written forms. Every reader here takes one spelling only and refuses all others. */
import { Refusal } from "./refusal";
import { say, short } from "./words";

export type Bytes = Uint8Array<ArrayBuffer>;

const LARGEST = 2n ** 63n - 1n;

export function utf8(text: string): Bytes {
  return new Uint8Array(new TextEncoder().encode(text));
}

/** The text of bytes that are UTF-8, with any mark at the beginning kept. */
export function textOf(bytes: Bytes): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal(say("Tệp không phải là văn bản UTF-8.", "The file is not a text in UTF-8."));
  }
}

export function join(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function same(one: Bytes, other: Bytes): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export function toHex(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(text: string, length: number): Bytes {
  if (text.length !== 2 * length || !/^[0-9a-f]*$/.test(text)) throw new Refusal(say(`“${short(text)}” không phải ${length} byte viết bằng hệ mười sáu.`, `“${short(text)}” is not ${length} bytes in hexadecimal.`));
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

export function toBase64(bytes: Bytes): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** RFC 4648 section 4 with padding; unused bits must be zero, so that bytes have one spelling only. */
export function fromBase64(text: string): Bytes {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Refusal(say(`“${short(text)}” không phải base64.`, `“${short(text)}” is not base64.`));
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  if (toBase64(bytes) !== text) throw new Refusal(say(`“${short(text)}” không phải base64 viết đúng chuẩn.`, `“${short(text)}” is not base64 in its one spelling.`));
  return bytes;
}

/** A hash as it is written nearly everywhere: 32 bytes in base64. */
export function hashFrom(text: string): Bytes {
  const bytes = fromBase64(text);
  if (bytes.length !== 32) throw new Refusal(say(`“${short(text)}” không phải mã băm 32 byte.`, `“${short(text)}” is not a hash of 32 bytes.`));
  return bytes;
}

/** ASCII decimal without sign or leading zero, at most 2^63 - 1. */
export function numberFrom(text: string): bigint {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) throw new Refusal(say(`“${short(text)}” không phải một số viết đúng.`, `“${short(text)}” is not a number in its one spelling.`));
  const value = BigInt(text);
  if (value > LARGEST) throw new Refusal(say(`Số “${text}” quá lớn.`, `The number “${text}” is too large.`));
  return value;
}

/** An unsigned number of eight bytes, larger bytes first, at most 2^63 - 1. */
export function bigEndian(bytes: Bytes): bigint {
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  if (bytes.length !== 8 || value > LARGEST) throw new Refusal(say("Thời gian trong chữ ký chứng kiến quá lớn.", "The time of a cosignature is too large."));
  return value;
}

export async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  if (!globalThis.crypto?.subtle) {
    throw new Refusal(
      say("Trình duyệt không cho trang này tính toán, vì kết nối đến trang không được bảo vệ.", "The browser lets this page compute nothing, because the connection to it is not protected."),
      say("Mở trang qua https, hoặc tải trang về rồi mở từ máy của bạn.", "Open the page through https, or download it and open it from your device."),
    );
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
}

/** The lines of a text whose every line ends with a line feed. */
export function linesOf(text: string): string[] {
  if (!text.endsWith("\n")) throw new Refusal(say("Dòng cuối của văn bản bị cắt (thiếu dấu xuống dòng).", "The last line of the text is cut off (no line end)."));
  return text.slice(0, -1).split("\n");
}

/** Refuses what has no single UTF-8 form, and control characters other than the line feed. */
export function mustBePlain(text: string): void {
  mustBeWhole(text, /[^\P{Cc}\n]/u);
}

/** The same for signed notes, which forbid only what stands before the space. */
export function mustBeNote(text: string): void {
  mustBeWhole(text, /[\u0000-\u0009\u000b-\u001f]/u);
}

/** Nearly every text is of these signs only, and then there is nothing more to look for. */
const PRINTABLE = /^[\n -~]*$/;

function mustBeWhole(text: string, forbidden: RegExp): void {
  if (PRINTABLE.test(text)) return;
  if (forbidden.test(text)) throw new Refusal(say("Văn bản có ký tự điều khiển.", "The text has a control character."));
  if (/\p{Cs}/u.test(text)) throw new Refusal(say("Văn bản có nửa ký tự, không viết được bằng UTF-8.", "The text has half a character, which UTF-8 cannot write."));
}
