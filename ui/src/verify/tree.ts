/** The tree of RFC 6962, section 2.1: hash of a leaf, hash of a node, inclusion. */
import { sha256, same, type Bytes } from "./bytes";
import { Refusal } from "./refusal";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(entry: Bytes): Promise<Bytes> {
  return sha256(LEAF, entry);
}

export function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(NODE, left, right);
}

/** The root of the tree without leaves. */
export function emptyRoot(): Promise<Bytes> {
  return sha256();
}

export interface Inclusion {
  readonly leaf: Bytes;
  readonly index: bigint;
  readonly size: bigint;
  readonly proof: readonly Bytes[];
  readonly root: Bytes;
}

/** Refuses unless the leaf is at this index of the tree with this size and root. */
export async function mustInclude({ leaf, index, size, proof, root }: Inclusion): Promise<void> {
  if ([leaf, root, ...proof].some((hash) => hash.length !== 32)) throw new Refusal("có mã băm không dài 32 byte.");
  if (index < 0n || index >= size) throw new Refusal("vị trí của mục nằm ngoài sổ.");
  let [a, b, hash] = [index, size - 1n, leaf];
  for (const sibling of proof) {
    if (b === 0n) throw new Refusal("dài hơn cần thiết.");
    if (a % 2n === 1n || a === b) {
      hash = await nodeHash(sibling, hash);
      while (a % 2n === 0n && a !== 0n) [a, b] = [a / 2n, b / 2n];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [a, b] = [a / 2n, b / 2n];
  }
  if (b !== 0n) throw new Refusal("thiếu mã băm.");
  if (!same(hash, root)) throw new Refusal("mục này không nằm ở vị trí ấy của sổ đã ký: nội dung mục, vị trí hoặc bằng chứng đã bị đổi.");
}
