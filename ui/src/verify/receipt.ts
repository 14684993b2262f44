/** What a citizen keeps: `.dinh.json`, or a `.tlog-proof` with the text of the entry beside it. */
import { fromBase64, hashFrom, numberFrom, type Bytes } from "./bytes";
import { jsonFrom, type Value } from "./json";
import { PROOF_HEADER } from "./proof";
import { Refusal, within } from "./refusal";
import { say, short } from "./words";

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
  return within(say("Biên nhận", "Receipt"), () => receiptOf(jsonFrom(text)));
}

/** The same from JSON that was read already. */
export function receiptOf(fields: Value): Receipt {
  if (!isObject(fields)) throw new Refusal(say("không phải một đối tượng JSON.", "it is not a JSON object."));
  const strange = [...fields.keys()].find((name) => !FIELDS.has(name));
  if (strange !== undefined) throw new Refusal(say(`có trường lạ “${short(strange)}”.`, `it has an unknown field “${short(strange)}”.`));
  if (fields.get("format") !== FORMAT) throw new Refusal(say(`không theo mẫu ${FORMAT}.`, `its format is not ${FORMAT}.`));
  const before = fields.has("before") ? string(fields, "before") : undefined;
  if (fields.has("policy")) string(fields, "policy");
  return {
    entry: string(fields, "entry"),
    salts: salts(fields.get("salts") ?? new Map()),
    proof: string(fields, "proof"),
    ...(before !== undefined && { before }),
    stamps: stamps(fields.get("stamps") ?? []),
  };
}

export function isObject(value: Value): value is ReadonlyMap<string, Value> {
  return value instanceof Map;
}

export function string(fields: ReadonlyMap<string, Value>, name: string): string {
  const value = fields.get(name);
  if (typeof value !== "string") throw new Refusal(say(`thiếu trường ${name}, hoặc trường này không phải chữ.`, `the field ${name} is missing or is no text.`));
  return value;
}

function salts(value: Value): ReadonlyMap<bigint, Bytes> {
  if (!isObject(value)) throw new Refusal(say("trường salts không phải một đối tượng.", "the field salts is not an object."));
  return new Map([...value.keys()].map((place) => [numberFrom(place), hashFrom(string(value, place))] as const));
}

function stamps(value: Value): number {
  if (!Array.isArray(value)) throw new Refusal(say("trường stamps không phải một danh sách.", "the field stamps is not a list."));
  for (const stamp of value) {
    if (typeof stamp !== "string" || fromBase64(stamp).length === 0) throw new Refusal(say("có dấu thời gian không đọc được.", "a time stamp cannot be read."));
  }
  return value.length;
}
