/** The whole check of a receipt: section 7 of docs/register-spec.md, step by step. */
import { same, sha256, utf8, type Bytes } from "./bytes";
import { judge, type Judged } from "./checkpoint";
import { entryFrom, type Entry } from "./entry";
import type { Policy } from "./policy";
import { proofFrom } from "./proof";
import type { Receipt } from "./receipt";
import { Refusal, within, withinLater } from "./refusal";
import { leafHash, mustInclude } from "./tree";
import { count, say } from "./words";

const SEAL = Uint8Array.of(2);

export interface NamedFile {
  readonly name: string;
  readonly bytes: Bytes;
}

/** What follows from a receipt that was accepted. */
export interface Finding {
  readonly entry: Entry;
  readonly index: bigint;
  readonly checkpoint: Judged;
  readonly asksForWitnesses: boolean;
  /** An earlier checkpoint with a quorum, that had no such entry yet. */
  readonly before?: Judged;
  /** The place among the contents of the entry that each file has. */
  readonly files: readonly (readonly [name: string, place: number])[];
  readonly stamps: number;
}

export async function check(receipt: Receipt, policy: Policy, files: readonly NamedFile[]): Promise<Finding> {
  const entry = within(say("Mục", "Entry"), () => entryFrom(receipt.entry));
  const proof = within(say("Bằng chứng", "Proof"), () => proofFrom(receipt.proof));
  const checkpoint = await withinLater(say("Đầu sổ", "Head of the register"), () => judge(proof.checkpoint, policy));
  mustBeOf(entry, checkpoint);
  const leaf = await leafHash(utf8(receipt.entry));
  await withinLater(say("Bằng chứng", "Proof"), () => mustInclude({ leaf, index: proof.index, size: checkpoint.size, proof: proof.hashes, root: checkpoint.root }));
  if (policy.quorum && !checkpoint.times) {
    throw new Refusal(
      say("Chưa đủ số bên chứng kiến mà chính sách đòi hỏi.", "There are fewer witnesses than the policy asks for."),
      say(
        "Thành phố đã ký mục này, nhưng chưa đủ bên chứng kiến độc lập. Tải lại biên nhận sau ít phút; nếu vẫn thiếu, hãy hỏi một bên chứng kiến.",
        "The city has signed this entry, but too few independent witnesses have. Download the receipt again in some minutes; if they are still missing, ask a witness.",
      ),
    );
  }
  if (entry.prev && entry.prev.index >= proof.index) throw new Refusal(say("Mục: mục trước nó lại đứng sau nó trong sổ.", "Entry: the entry before it stands behind it in the register."));
  const places = await filePlaces(entry, receipt.salts, files);
  const before = receipt.before === undefined ? undefined : await judgeBefore(receipt.before, policy, entry, proof.index);
  return {
    entry,
    index: proof.index,
    checkpoint,
    asksForWitnesses: policy.quorum !== undefined,
    ...(before?.times && { before }),
    files: places,
    stamps: receipt.stamps,
  };
}

function mustBeOf(entry: Entry, checkpoint: Judged): void {
  if (checkpoint.origin !== entry.register) throw new Refusal(say("Mục và đầu sổ thuộc hai sổ khác nhau.", "The entry and the head are of two different registers."));
}

function judgeBefore(signed: string, policy: Policy, entry: Entry, index: bigint): Promise<Judged> {
  return withinLater(say("Đầu sổ trước đó", "Earlier head of the register"), async () => {
    const before = await judge(signed, policy);
    mustBeOf(entry, before);
    if (before.size > index) throw new Refusal(say("sổ khi ấy đã có mục này.", "the register had this entry already."));
    return before;
  });
}

/** What the register keeps of a sealed content. */
export function seal(salt: Bytes, digest: Bytes): Promise<Bytes> {
  return sha256(SEAL, salt, digest);
}

async function filePlaces(entry: Entry, salts: Receipt["salts"], files: readonly NamedFile[]): Promise<Finding["files"]> {
  for (const place of salts.keys()) {
    if (entry.contents[Number(place)]?.kind === "sealed") continue;
    const { vi, en } = count(place + 1n);
    throw new Refusal(say(`Biên nhận có muối cho nội dung thứ ${vi}, nhưng đó không phải nội dung niêm phong.`, `The receipt has a salt for content ${en}, which is not a sealed one.`));
  }
  return Promise.all(files.map(async (file) => [file.name, await placeOf(entry, salts, file)] as const));
}

async function placeOf(entry: Entry, salts: Receipt["salts"], file: NamedFile): Promise<number> {
  const digest = await sha256(file.bytes);
  for (const [place, content] of entry.contents.entries()) {
    if (content.size !== BigInt(file.bytes.length)) continue;
    const salt = salts.get(BigInt(place));
    if (content.kind === "file" ? same(content.hash, digest) : salt && same(content.hash, await seal(salt, digest))) return place;
  }
  const isHidden = entry.contents.some(({ kind }, place) => kind === "sealed" && !salts.has(BigInt(place)));
  throw new Refusal(
    say(`Tệp “${file.name}” không phải nội dung mà mục này đã ghi.`, `The file “${file.name}” is not a content of this entry.`),
    isHidden
      ? say(
          "Tệp đã bị sửa, là bản khác, hoặc là nội dung niêm phong mà biên nhận này không kèm muối để so. Hãy lấy biên nhận có muối từ người giữ nội dung.",
          "The file was changed, is another version, or is a sealed content for which this receipt has no salt. Get a receipt with salts from who keeps the content.",
        )
      : say(
          "Tệp đã bị sửa, hoặc là bản khác. Tải lại tệp từ trang của mục rồi so lần nữa; nếu trang đang đăng đúng tệp này thì trang khác với sổ: hãy phản ánh.",
          "The file was changed or is another version. Download it again from the page of the entry; if the page shows this very file, the page differs from the register: tell about it.",
        ),
  );
}
