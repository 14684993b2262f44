/** Signed notes (C2SP signed-note) with signatures of type 1, and cosignatures of type 4 (C2SP tlog-cosignature). */
import { bigEndian, fromBase64, fromHex, mustBePlain, same, sha256, short, utf8, type Bytes } from "./bytes";
import { Refusal, withinLater } from "./refusal";

const MOST_BYTES = 1_000_000;
const MOST_LINES = 100;
const TYPE_LOG = 1;
const TYPE_WITNESS = 4;
const NAME = /^[^\s+]+$/u;

export interface Key {
  readonly name: string;
  readonly id: Bytes;
  readonly kind: "log" | "witness";
  readonly bytes: Bytes;
}

/** Reads `name+ID+base64(type ‖ key)`. */
export async function keyFrom(text: string): Promise<Key> {
  const [name = "", id = "", ...rest] = text.split("+");
  if (!NAME.test(name) || rest.length === 0) throw new Refusal(`“${short(text)}” không phải một khóa (tên+số+khóa).`);
  mustBePlain(name);
  const written = fromHex(id, 4);
  const body = fromBase64(rest.join("+"));
  const kind = body[0] === TYPE_LOG ? "log" : body[0] === TYPE_WITNESS ? "witness" : undefined;
  if (body.length !== 33 || kind === undefined) throw new Refusal(`khóa của “${short(name)}” thuộc loại không biết.`);
  const digest = await sha256(utf8(`${name}\n`), body);
  if (!same(digest.slice(0, 4), written)) throw new Refusal(`khóa của “${short(name)}” bị viết sai: số nhận dạng không khớp.`);
  return { name, id: written, kind, bytes: body.slice(1) };
}

interface Line {
  readonly name: string;
  readonly id: Bytes;
  readonly signature: Bytes;
}

export interface Note {
  readonly text: string;
  readonly lines: readonly Line[];
}

export function noteFrom(whole: string): Note {
  mustBePlain(whole);
  if (utf8(whole).length > MOST_BYTES) throw new Refusal("dài quá mức.");
  const end = whole.lastIndexOf("\n\n");
  if (end < 1 || !whole.endsWith("\n") || end + 2 === whole.length) throw new Refusal("thiếu phần chữ ký.");
  const lines = whole.slice(end + 2, -1).split("\n");
  if (lines.length > MOST_LINES) throw new Refusal("có quá nhiều chữ ký.");
  return { text: whole.slice(0, end + 1), lines: lines.map(lineFrom) };
}

function lineFrom(text: string): Line {
  const [dash, name = "", signature = "", ...more] = text.split(" ");
  if (dash !== "\u2014" || !NAME.test(name) || more.length > 0) throw new Refusal(`dòng chữ ký “${short(text)}” viết sai.`);
  const bytes = fromBase64(signature);
  if (bytes.length < 5) throw new Refusal(`chữ ký của “${short(name)}” quá ngắn.`);
  return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** What the known keys say about a note. */
export interface Signatures {
  readonly logs: readonly Key[];
  readonly witnesses: ReadonlyMap<Key, bigint>;
}

/** Checks every line of a known key; lines of other keys say nothing. */
export async function signaturesOf(note: Note, known: readonly Key[]): Promise<Signatures> {
  const logs = new Set<Key>();
  const witnesses = new Map<Key, bigint>();
  for (const line of note.lines) {
    const key = known.find(({ name, id }) => name === line.name && same(id, line.id));
    if (key === undefined) continue;
    if (logs.has(key) || witnesses.has(key)) throw new Refusal(`khóa “${short(key.name)}” ký hai lần.`);
    await withinLater(`chữ ký của “${short(key.name)}”`, async () => {
      if (key.kind === "log") {
        await mustFit(key, line.signature, utf8(note.text));
        logs.add(key);
      } else {
        witnesses.set(key, await cosigned(key, line.signature, note.text));
      }
    });
  }
  return { logs: [...logs], witnesses };
}

async function cosigned(key: Key, body: Bytes, text: string): Promise<bigint> {
  if (body.length !== 72) throw new Refusal("không đúng độ dài.");
  const time = bigEndian(body.slice(0, 8));
  await mustFit(key, body.slice(8), utf8(`cosignature/v1\ntime ${time}\n${text}`));
  return time;
}

async function mustFit(key: Key, signature: Bytes, message: Bytes): Promise<void> {
  if (signature.length !== 64) throw new Refusal("không đúng độ dài.");
  if (!(await fits(key.bytes, signature, message))) throw new Refusal("không khớp với nội dung đầu sổ.");
}

async function fits(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "NotSupportedError") throw new Refusal("khóa không dùng được.");
    throw new Refusal("trình duyệt này chưa biết chữ ký Ed25519.", "Mở tệp này bằng trình duyệt mới hơn (Chrome hoặc Edge 137, Firefox 129, Safari 17 trở lên), hoặc dùng lệnh dinh verify.");
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
}
