/** Signed notes (C2SP signed-note) with signatures of type 1, and cosignatures of type 4 (C2SP tlog-cosignature). */
import { bigEndian, fromBase64, fromHex, mustBeNote, same, sha256, utf8, type Bytes } from "./bytes";
import { isOfSmallOrder, isReduced } from "./point";
import { Refusal, withinLater } from "./refusal";
import { say, short } from "./words";

const MOST_BYTES = 1_000_000;
const MOST_LINES = 100;
const TYPE_LOG = 1;
const TYPE_WITNESS = 4;
const NAME = /^[^\p{White_Space}\p{Cc}+]+$/u;

export interface Key {
  readonly name: string;
  readonly id: Bytes;
  readonly kind: "log" | "witness";
  readonly bytes: Bytes;
}

/** Reads `name+ID+base64(type ‖ key)`. */
export async function keyFrom(text: string): Promise<Key> {
  const [name = "", id = "", ...rest] = text.split("+");
  if (!NAME.test(name) || rest.length === 0) throw new Refusal(say(`“${short(text)}” không phải một khóa (tên+số+khóa).`, `“${short(text)}” is not a key (name+ID+key).`));
  const written = fromHex(id, 4);
  const body = fromBase64(rest.join("+"));
  const kind = body[0] === TYPE_LOG ? "log" : body[0] === TYPE_WITNESS ? "witness" : undefined;
  if (body.length !== 33 || kind === undefined) throw new Refusal(say(`khóa của “${short(name)}” thuộc loại không biết.`, `the key of “${short(name)}” is of an unknown type.`));
  if (!isReduced(body.slice(1)) || isOfSmallOrder(body.slice(1))) throw new Refusal(say(`khóa của “${short(name)}” không phải một khóa an toàn.`, `the key of “${short(name)}” is not a sound key.`));
  const digest = await sha256(utf8(`${name}\n`), body);
  if (!same(digest.slice(0, 4), written)) throw new Refusal(say(`khóa của “${short(name)}” bị viết sai: số nhận dạng không khớp.`, `the key of “${short(name)}” is badly written: its ID differs.`));
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
  mustBeNote(whole);
  if (utf8(whole).length > MOST_BYTES) throw new Refusal(say("dài quá mức.", "it is too long."));
  const end = whole.lastIndexOf("\n\n");
  if (end < 1 || !whole.endsWith("\n") || end + 2 === whole.length) throw new Refusal(say("thiếu phần chữ ký.", "the signatures are missing."));
  const lines = whole.slice(end + 2, -1).split("\n");
  if (lines.length > MOST_LINES) throw new Refusal(say("có quá nhiều chữ ký.", "there are too many signatures."));
  return { text: whole.slice(0, end + 1), lines: lines.map(lineFrom) };
}

function lineFrom(text: string): Line {
  const [dash, name = "", signature = "", ...more] = text.split(" ");
  if (dash !== "\u2014" || !NAME.test(name) || more.length > 0) throw new Refusal(say(`dòng chữ ký “${short(text)}” viết sai.`, `the signature line “${short(text)}” is badly written.`));
  const bytes = fromBase64(signature);
  if (bytes.length < 5) throw new Refusal(say(`chữ ký của “${short(name)}” quá ngắn.`, `the signature of “${short(name)}” is too short.`));
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
    if (logs.has(key) || witnesses.has(key)) throw new Refusal(say(`khóa “${short(key.name)}” ký hai lần.`, `the key “${short(key.name)}” signed twice.`));
    await withinLater(say(`chữ ký của “${short(key.name)}”`, `the signature of “${short(key.name)}”`), async () => {
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
  if (body.length !== 72) throw new Refusal(say("không đúng độ dài.", "it has a wrong length."));
  const time = bigEndian(body.slice(0, 8));
  await mustFit(key, body.slice(8), utf8(`cosignature/v1\ntime ${time}\n${text}`));
  return time;
}

async function mustFit(key: Key, signature: Bytes, message: Bytes): Promise<void> {
  if (signature.length !== 64) throw new Refusal(say("không đúng độ dài.", "it has a wrong length."));
  if (isOfSmallOrder(signature.slice(0, 32)) || !(await fits(key.bytes, signature, message))) throw new Refusal(say("không khớp với nội dung đầu sổ.", "it does not fit the head of the register."));
}

async function fits(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "NotSupportedError") throw new Refusal(say("khóa không dùng được.", "the key cannot be used."));
    throw new Refusal(
      say("trình duyệt này chưa biết chữ ký Ed25519.", "this browser does not know signatures of Ed25519 yet."),
      say(
        "Mở tệp này bằng trình duyệt mới hơn (Chrome hoặc Edge 137, Firefox 129, Safari 17 trở lên), hoặc dùng lệnh dinh verify.",
        "Open this file in a newer browser (Chrome or Edge 137, Firefox 129, Safari 17 or later), or use dinh verify.",
      ),
    );
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
}
