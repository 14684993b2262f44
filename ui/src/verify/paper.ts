/** Square codes on paper: a short one that leads to the register, full ones that hold entry and proof (section 5). */
import { fromBase45 } from "./base45";
import { hashFrom, join, numberFrom, textOf, toBase64, type Bytes } from "./bytes";
import type { Key } from "./note";
import type { Policy } from "./policy";
import { MOST_HASHES, PROOF_HEADER } from "./proof";
import type { Receipt } from "./receipt";
import { Refusal, within, withinLater } from "./refusal";
import { leafHash, rootOf } from "./tree";
import { say } from "./words";

const VERSION = 1;
const MOST_PARTS = 9n;
const MOST_PART_BYTES = 1200;
const SIGNATURE = 64;
/** Eight bytes of time before the signature. */
const COSIGNATURE = 72;
const PART = /^DINH1:([^:]*):([^:/]*)\/([^:/]*):(.*)\.$/s;
const SHORT = /^(https?:\/\/[^\s#]+)#([0-9]+),([A-Za-z0-9+/=]+)$/;

const PAPER = say("Mã vuông", "Square code");
const AGAIN = say(
  "Quét lại từng mã vuông trên giấy, dán đủ các đoạn rồi kiểm chứng lần nữa. Giấy nhàu hoặc mờ thì tải biên nhận từ trang của mục.",
  "Scan each square code of the paper again, paste all of their texts and check once more. If the paper is worn, download the receipt from the page of the entry.",
);

function spoiled(vi: string, en: string): Refusal {
  return new Refusal(say(vi, en), AGAIN);
}

/** Where a short code leads. It proves nothing by itself. */
export interface ShortCode {
  readonly address: string;
  readonly index: bigint;
  readonly leaf: Bytes;
}

export function isFullCode(text: string): boolean {
  return /^\s*DINH1:/.test(text);
}

export function shortCodeFrom(text: string): ShortCode | undefined {
  const [, address, index, leaf] = SHORT.exec(text.trim()) ?? [];
  if (address === undefined || index === undefined || leaf === undefined) return undefined;
  return within(PAPER, () => ({ address, index: numberFrom(index), leaf: hashFrom(leaf) }));
}

/** The receipt that full codes hold; names and keys of the signers come from the policy. */
export function receiptFromCodes(text: string, policy: Policy): Promise<Receipt> {
  return withinLater(PAPER, async () => {
    const { index, bytes } = joined(text);
    const rest = new Rest(bytes);
    const entry = rest.take(Number(rest.number()));
    const { index: proven, proof } = await proofOf(rest, policy, await leafHash(entry));
    if (proven !== index) throw spoiled("số mục trên mã khác số mục trong bằng chứng.", "the number on the code is not that of the proof.");
    return { entry: textOf(entry), salts: new Map(), proof, stamps: 0 };
  });
}

interface Part {
  readonly index: bigint;
  readonly number: bigint;
  readonly of: bigint;
  readonly bytes: Bytes;
}

function joined(text: string): { index: bigint; bytes: Bytes } {
  const lines = text.split(/[\r\n]+/).map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ""));
  const parts = [...new Set(lines.filter((line) => line !== ""))].map(partFrom).sort((one, other) => Number(one.number - other.number));
  const [first] = parts;
  if (first === undefined) throw spoiled("chưa có đoạn nào.", "there is no text yet.");
  if (parts.some(({ index, of }) => index !== first.index || of !== first.of)) throw spoiled("các mã thuộc hai biên nhận khác nhau.", "the codes are of two different receipts.");
  if (parts.some(({ number }, at) => number !== BigInt(at + 1)) || BigInt(parts.length) !== first.of) {
    throw spoiled(`cần đủ ${first.of} mã, mỗi mã một lần.`, `all ${first.of} codes are needed, each once.`);
  }
  return { index: first.index, bytes: join(...parts.map(({ bytes }) => bytes)) };
}

function partFrom(line: string): Part {
  const [, index, number, of, written] = PART.exec(line) ?? [];
  if (index === undefined || number === undefined || of === undefined || written === undefined) throw spoiled("có đoạn bị cắt hoặc không phải mã của sổ.", "a text is cut off or no code of the register.");
  const part = { index: numberFrom(index), number: numberFrom(number), of: numberFrom(of), bytes: fromBase45(written) };
  const isPlaced = part.of >= 1n && part.of <= MOST_PARTS && part.number >= 1n && part.number <= part.of;
  if (!isPlaced || part.bytes.length === 0 || part.bytes.length > MOST_PART_BYTES) throw spoiled("số thứ tự hoặc độ dài của mã sai.", "the number or the length of a code is wrong.");
  return part;
}

/** What is not read yet. */
class Rest {
  private at = 0;
  constructor(private readonly bytes: Bytes) {}

  take(length: number): Bytes {
    if (length > this.bytes.length - this.at) throw spoiled("mã bị cắt ngắn.", "the code is cut off.");
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  /** Seven bits to a byte, the lowest first, without an empty last group. */
  number(): bigint {
    let number = 0n;
    for (let shift = 0n; shift < 63n; shift += 7n) {
      const byte = this.byte();
      number |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        if (byte === 0 && shift > 0n) break;
        return number;
      }
    }
    throw spoiled("có số viết sai.", "a number is badly written.");
  }

  mustBeDone(): void {
    if (this.at !== this.bytes.length) throw spoiled("có phần thừa ở cuối mã.", "there is more after the end of the code.");
  }
}

async function proofOf(rest: Rest, policy: Policy, leaf: Bytes): Promise<{ index: bigint; proof: string }> {
  if (rest.byte() !== VERSION) throw spoiled("mã thuộc phiên bản không biết.", "the code is of an unknown version.");
  const [index, size] = [rest.number(), rest.number()];
  const length = rest.byte();
  if (length > MOST_HASHES) throw spoiled("có quá nhiều mã băm.", "there are too many hashes.");
  const hashes = Array.from({ length }, () => rest.take(32));
  const root = await rootOf({ leaf, index, size, proof: hashes });
  const log = signer(policy.logs, rest.byte());
  let note = `${log.name}\n${size}\n${toBase64(root)}\n\n${lineOf(log, rest.take(SIGNATURE))}`;
  for (let left = rest.byte(); left > 0; left -= 1) note += lineOf(signer(policy.witnesses, rest.byte()), rest.take(COSIGNATURE));
  rest.mustBeDone();
  const lines = hashes.map((hash) => `${toBase64(hash)}\n`).join("");
  return { index, proof: `${PROOF_HEADER}\nindex ${index}\n${lines}\n${note}` };
}

function signer(keys: readonly Key[], place: number): Key {
  const key = keys[place];
  if (key !== undefined) return key;
  throw new Refusal(
    say("người ký không có trong chính sách bạn đưa.", "a signer is not in the policy that you gave."),
    say("Mã trên giấy cần cả tệp chính sách, không chỉ khóa của sổ. Chọn tệp chính sách đúng thứ tự như bản in.", "Codes on paper need the whole policy file, not the key alone. Choose the policy with its lines in the order of the print."),
  );
}

function lineOf(key: Key, signature: Bytes): string {
  return `\u2014 ${key.name} ${toBase64(join(key.id, signature))}\n`;
}

