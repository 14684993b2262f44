/** Two signed heads of one register: does the newer one continue the older one? */
import { hashFrom, mustBePlain, numberFrom } from "./bytes";
import { judge, type Judged } from "./checkpoint";
import type { Policy } from "./policy";
import { MOST_HASHES } from "./proof";
import { Missing, Refusal, withinLater } from "./refusal";
import { mustExtend } from "./tree";
import { say } from "./words";

export interface Extension {
  readonly old: Judged;
  readonly newer: Judged;
}

/** `proof` is one hash to a line; it may stand before the newer head, as in a request to a witness (section 9). */
export async function checkExtension(old: string, newer: string, proof: string, policy: Policy): Promise<Extension> {
  if (old.trim() === "" || newer.trim() === "") {
    throw new Missing(
      say("Cần cả đầu sổ cũ và đầu sổ mới.", "Both the older and the newer signed head are needed."),
      say("Bản cũ là bản bạn đã giữ; bản mới tải ở /so-cong-khai/checkpoint.", "The older one is what you kept; the newer one is at /so-cong-khai/checkpoint."),
    );
  }
  const asked = partsOf(newer, proof);
  const one = await withinLater(say("Đầu sổ cũ", "Older head"), () => judge(ended(old), policy));
  const two = await withinLater(say("Đầu sổ mới", "Newer head"), () => judge(asked.note, policy));
  if (one.origin !== two.origin) throw new Refusal(say("Hai đầu sổ thuộc hai sổ khác nhau.", "The two heads are of two different registers."));
  if (asked.old !== undefined && asked.old !== one.size) throw new Refusal(say("Bằng chứng bắt đầu từ một số mục khác với đầu sổ cũ.", "The proof begins at another size than the older head."));
  await withinLater(say("Bằng chứng nối tiếp", "Proof of consistency"), async () => {
    if (one.size === two.size && asked.hashes.length === 0) return mustBeSame(one, two);
    await mustExtend({ oldSize: one.size, oldRoot: one.root, size: two.size, root: two.root, proof: asked.hashes.map(hashFrom) });
  });
  return { old: one, newer: two };
}

const TWO_REGISTERS = say(
  "Giữ cả hai đầu sổ: hai chữ ký của cùng một khóa dưới hai lịch sử khác nhau là bằng chứng. Báo cho các bên chứng kiến và công chúng.",
  "Keep both heads: two signatures of one key under two histories are evidence. Tell the witnesses and the public.",
);

function mustBeSame(one: Judged, two: Judged): void {
  if (one.root.some((byte, at) => byte !== two.root[at])) throw new Refusal(say("hai đầu sổ cùng số mục nhưng khác gốc.", "both heads have the same size but different roots."), TWO_REGISTERS);
}

function partsOf(newer: string, proof: string): { note: string; hashes: string[]; old?: bigint } {
  const lines = proof.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (!newer.startsWith("old ")) return { note: ended(newer), hashes: limited(lines) };
  const end = newer.indexOf("\n\n");
  const [first = "", ...hashes] = newer.slice(0, Math.max(end, 0)).split("\n");
  if (end < 0 || lines.length > 0) throw new Refusal(say("Đầu sổ mới không đúng mẫu.", "The newer head is badly formed."));
  return { note: ended(newer.slice(end + 2)), hashes: limited(hashes), old: numberFrom(first.slice("old ".length)) };
}

function limited(hashes: string[]): string[] {
  mustBePlain(hashes.join("\n"));
  if (hashes.length > MOST_HASHES) throw new Refusal(say("Bằng chứng có quá nhiều mã băm.", "The proof has too many hashes."));
  return hashes;
}

/** Pasted text often loses its last line end. */
function ended(text: string): string {
  return `${text.trim()}\n`;
}
