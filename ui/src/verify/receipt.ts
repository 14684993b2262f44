/** What a citizen keeps: `.dinh.json`, or a `.tlog-proof` with the text of the entry beside it. */
import { fromBase64, hashFrom, numberFrom, short, textOf, type Bytes } from "./bytes";
import { jsonFrom, type Value } from "./json";
import { PROOF_HEADER } from "./proof";
import { Missing, Refusal, within } from "./refusal";

const FORMAT = "dinh/receipt/1";
const FIELDS = new Set(["format", "entry", "salts", "proof", "before", "stamps", "policy"]);

export interface Receipt {
  readonly entry: string;
  /** The salt of a sealed content, by its place among all contents. */
  readonly salts: ReadonlyMap<bigint, Bytes>;
  readonly proof: string;
  readonly before?: string;
  readonly stamps: number;
}

export function receiptFrom(text: string): Receipt {
  return within("Biên nhận", () => {
    const fields = jsonFrom(text);
    if (!isObject(fields)) throw new Refusal("không phải một đối tượng JSON.");
    const strange = [...fields.keys()].find((name) => !FIELDS.has(name));
    if (strange !== undefined) throw new Refusal(`có trường lạ “${short(strange)}”.`);
    if (fields.get("format") !== FORMAT) throw new Refusal(`không theo mẫu ${FORMAT}.`);
    const before = fields.has("before") ? string(fields, "before") : undefined;
    if (fields.has("policy")) string(fields, "policy");
    return {
      entry: string(fields, "entry"),
      salts: salts(fields.get("salts") ?? new Map()),
      proof: string(fields, "proof"),
      ...(before !== undefined && { before }),
      stamps: stamps(fields.get("stamps") ?? []),
    };
  });
}

/** Puts a receipt together from the files that were chosen: one receipt, or one proof and one entry. */
export function receiptFromFiles(files: readonly Bytes[]): Receipt {
  const texts = files.map(textOf);
  const [first, second] = texts;
  if (first === undefined) throw new Missing("Chưa chọn biên nhận.", "Chọn tệp .dinh.json, hoặc tệp .tlog-proof cùng với tệp nguyên văn của mục.");
  const proof = texts.find((text) => text.startsWith(`${PROOF_HEADER}\n`));
  if (second === undefined && proof === undefined) return receiptFrom(first);
  const entry = texts.find((text) => text.startsWith("dinh/act/1\n"));
  if (texts.length === 2 && proof !== undefined && entry !== undefined) return { entry, salts: new Map(), proof, stamps: 0 };
  throw new Refusal("Các tệp đã chọn không làm thành một biên nhận.", "Chọn một tệp .dinh.json, hoặc đúng hai tệp: .tlog-proof và nguyên văn của mục. Tệp để so nội dung thì chọn ở bước 3.");
}

function isObject(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

function string(fields: ReadonlyMap<string, Value>, name: string): string {
  const value = fields.get(name);
  if (typeof value !== "string") throw new Refusal(`thiếu trường ${name}, hoặc trường này không phải chữ.`);
  return value;
}

function salts(value: Value): ReadonlyMap<bigint, Bytes> {
  if (!isObject(value)) throw new Refusal("trường salts không phải một đối tượng.");
  return new Map([...value.keys()].map((place) => [numberFrom(place), hashFrom(string(value, place))] as const));
}

function stamps(value: Value): number {
  if (!Array.isArray(value)) throw new Refusal("trường stamps không phải một danh sách.");
  for (const stamp of value) {
    if (typeof stamp !== "string" || fromBase64(stamp).length === 0) throw new Refusal("có dấu thời gian không đọc được.");
  }
  return value.length;
}
