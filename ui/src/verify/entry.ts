/** One entry of the register: what was done, by which office, under which law, with which contents. */
import { fromHex, hashFrom, linesOf, mustBePlain, numberFrom, utf8, type Bytes } from "./bytes";
import { Refusal } from "./refusal";
import { say, short } from "./words";

const MOST_BYTES = 4096;
const MOST_LAW = 96;
const CODE = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
// The names of RFC 6838, section 4.2, in lower case.
const MEDIA = "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}";
const WORD = /^[a-z][a-z0-9_-]{0,63}$/;
const REGISTER = /^[!-*,-.0-~]+\/[!-*,-~]+$/;
const UNIT = new RegExp(`^${CODE}@(\\d{4}-\\d{2}-\\d{2})$`);
const THING = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LAW = new RegExp(`^${CODE}/[A-Za-z0-9._đĐ-]+$`);
const AT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?!-00:00)[+-]([01]\d|2[0-3]):[0-5]\d$/;
const MEDIA_TYPE = new RegExp(`^${MEDIA}/${MEDIA}$`);

export interface Content {
  readonly kind: "file" | "sealed";
  /** The digest of a file, the commitment to a sealed content. */
  readonly hash: Bytes;
  readonly size: bigint;
  readonly mediaType: string;
}

export interface Entry {
  readonly register: string;
  readonly unit: string;
  readonly room: string;
  readonly act: string;
  readonly thing: string;
  readonly rev: bigint;
  readonly prev?: { readonly index: bigint; readonly leaf: Bytes };
  readonly laws: readonly string[];
  readonly at: string;
  readonly office: string;
  readonly contents: readonly Content[];
}

/** Lines taken one after the other by their key. */
class Lines {
  private at = 0;
  constructor(private readonly lines: readonly string[]) {}

  one(key: string, isRight: (value: string) => boolean): string {
    const value = this.next(key);
    if (value === undefined) throw new Refusal(say(`thiếu dòng ${key}, hoặc dòng này đứng sai chỗ.`, `the line ${key} is missing or stands at a wrong place.`));
    if (!isRight(value)) throw new Refusal(say(`dòng ${key} viết sai: “${short(value)}”.`, `the line ${key} is badly written: “${short(value)}”.`));
    return value;
  }

  many(key: string): string[] {
    const values: string[] = [];
    for (let value = this.next(key); value !== undefined; value = this.next(key)) values.push(value);
    return values;
  }

  mustBeDone(): void {
    const line = this.lines[this.at];
    if (line !== undefined) throw new Refusal(say(`có dòng lạ hoặc đứng sai chỗ: “${short(line)}”.`, `a line is unknown or stands at a wrong place: “${short(line)}”.`));
  }

  private next(key: string): string | undefined {
    const line = this.lines[this.at];
    if (line === undefined || !line.startsWith(`${key} `)) return undefined;
    this.at += 1;
    return line.slice(key.length + 1);
  }
}

export function entryFrom(text: string): Entry {
  mustBePlain(text);
  if (utf8(text).length > MOST_BYTES) throw new Refusal(say("dài quá 4.096 byte.", "it is longer than 4,096 bytes."));
  if (text.normalize("NFC") !== text) throw new Refusal(say("không ở dạng chuẩn NFC của Unicode.", "it is not in normal form C of Unicode."));
  const [header, ...rest] = linesOf(text);
  if (header !== "dinh/act/1") throw new Refusal(say("không bắt đầu bằng dinh/act/1.", "it does not begin with dinh/act/1."));
  const lines = new Lines(rest);
  const like = (form: RegExp) => (value: string) => form.test(value);
  const head = {
    register: lines.one("register", (value) => REGISTER.test(value) && value.length <= 128),
    unit: lines.one("unit", (value) => isDay(UNIT.exec(value)?.[1])),
    room: lines.one("room", like(WORD)),
    act: lines.one("act", like(WORD)),
    thing: lines.one("thing", like(THING)),
  };
  const rev = numberFrom(lines.one("rev", () => true));
  const prev = previous(rev, lines.one("prev", () => true));
  const laws = lines.many("law");
  const wrong = laws.find((law) => !LAW.test(law) || law.length > MOST_LAW);
  if (wrong !== undefined) throw new Refusal(say(`dòng law viết sai: “${short(wrong)}”.`, `a line law is badly written: “${short(wrong)}”.`));
  const at = lines.one("at", (value) => isDay(AT.exec(value)?.[1]));
  const office = lines.one("office", like(WORD));
  const contents = (["file", "sealed"] as const).flatMap((kind) => lines.many(kind).map((value) => contentFrom(kind, value)));
  lines.mustBeDone();
  if (head.act === "withdraw" && (laws.length === 0 || contents.length === 0)) throw new Refusal(say("việc gỡ phải nêu căn cứ và lý do.", "a removal must name its law and its reason."));
  return { ...head, rev, ...(prev && { prev }), laws, at, office, contents };
}

function previous(rev: bigint, value: string): Entry["prev"] {
  if (rev === 0n) throw new Refusal(say("số lần sửa phải từ 1.", "revisions count from 1."));
  if ((rev === 1n) !== (value === "none")) throw new Refusal(say("dòng prev không hợp với dòng rev.", "the line prev does not fit the line rev."));
  if (value === "none") return undefined;
  const [index = "", leaf = "", ...more] = value.split(" ");
  if (more.length > 0) throw new Refusal(say("dòng prev có chữ thừa.", "the line prev has a word too many."));
  return { index: numberFrom(index), leaf: hashFrom(leaf) };
}

function contentFrom(kind: Content["kind"], value: string): Content {
  const [hash = "", size = "", mediaType = "", ...more] = value.split(" ");
  if (more.length > 0 || !MEDIA_TYPE.test(mediaType)) throw new Refusal(say(`dòng ${kind} viết sai: “${short(value)}”.`, `a line ${kind} is badly written: “${short(value)}”.`));
  return { kind, hash: kind === "file" ? fromHex(hash, 32) : hashFrom(hash), size: numberFrom(size), mediaType };
}

const LONG_MONTHS = new Set([1, 3, 5, 7, 8, 10, 12]);

/** Whether a written day exists in the calendar. */
function isDay(text: string | undefined): boolean {
  const [year = 0, month = 0, day = 0] = (text ?? "").split("-").map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 ? (isLeap ? 29 : 28) : LONG_MONTHS.has(month) ? 31 : 30;
  return month >= 1 && month <= 12 && day >= 1 && day <= last;
}
