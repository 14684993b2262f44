/** The tree of RFC 6962, section 2.1: hash of a leaf, hash of a node, inclusion. */
import { sha256, same, type Bytes } from "./bytes";
import { Refusal } from "./refusal";
import { say } from "./words";

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

/** The root to which the proof of a leaf leads. */
export async function rootOf({ leaf, index, size, proof }: Omit<Inclusion, "root">): Promise<Bytes> {
  if ([leaf, ...proof].some((hash) => hash.length !== 32)) throw new Refusal(say("có mã băm không dài 32 byte.", "a hash is not 32 bytes long."));
  if (index < 0n || index >= size) throw new Refusal(say("vị trí của mục nằm ngoài sổ.", "the place of the entry is beyond the register."));
  let [a, b, hash] = [index, size - 1n, leaf];
  for (const sibling of proof) {
    if (b === 0n) throw new Refusal(say("dài hơn cần thiết.", "it is longer than needed."));
    if (a % 2n === 1n || a === b) {
      hash = await nodeHash(sibling, hash);
      while (a % 2n === 0n && a !== 0n) [a, b] = [a / 2n, b / 2n];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [a, b] = [a / 2n, b / 2n];
  }
  if (b !== 0n) throw new Refusal(say("thiếu mã băm.", "hashes are missing."));
  return hash;
}

/** Refuses unless the leaf is at this index of the tree with this size and root. */
export async function mustInclude(claim: Inclusion): Promise<void> {
  if (!same(await rootOf(claim), claim.root)) {
    throw new Refusal(
      say(
        "mục này không nằm ở vị trí ấy của sổ đã ký: nội dung mục, vị trí hoặc bằng chứng đã bị đổi.",
        "the entry is not at this place of the signed register: the entry, its place or the proof was changed.",
      ),
    );
  }
}

export interface Consistency {
  readonly oldSize: bigint;
  readonly oldRoot: Bytes;
  readonly size: bigint;
  readonly root: Bytes;
  readonly proof: readonly Bytes[];
}

/** Refuses unless the larger tree begins with the smaller one. */
export async function mustExtend({ oldSize, oldRoot, size, root, proof }: Consistency): Promise<void> {
  if ([oldRoot, root, ...proof].some((hash) => hash.length !== 32)) throw new Refusal(say("có mã băm không dài 32 byte.", "a hash is not 32 bytes long."));
  if (oldSize > size) throw new Refusal(say("sổ mới ngắn hơn sổ cũ.", "the new register is shorter than the old one."));
  if (oldSize === size || oldSize === 0n) {
    if (proof.length > 0) throw new Refusal(say("dài hơn cần thiết.", "it is longer than needed."));
    if (!same(oldRoot, oldSize === 0n ? await emptyRoot() : root)) throw NOT_EXTENDED();
    return;
  }
  const [first, ...rest] = (oldSize & (oldSize - 1n)) === 0n ? [oldRoot, ...proof] : proof;
  if (first === undefined) throw new Refusal(say("thiếu mã băm.", "hashes are missing."));
  let [a, b, x, y] = [oldSize - 1n, size - 1n, first, first];
  while (a % 2n === 1n) [a, b] = [a / 2n, b / 2n];
  for (const hash of rest) {
    if (b === 0n) throw new Refusal(say("dài hơn cần thiết.", "it is longer than needed."));
    if (a % 2n === 1n || a === b) {
      [x, y] = await Promise.all([nodeHash(hash, x), nodeHash(hash, y)]);
      while (a % 2n === 0n && a !== 0n) [a, b] = [a / 2n, b / 2n];
    } else {
      y = await nodeHash(y, hash);
    }
    [a, b] = [a / 2n, b / 2n];
  }
  if (b !== 0n) throw new Refusal(say("thiếu mã băm.", "hashes are missing."));
  if (!same(x, oldRoot) || !same(y, root)) throw NOT_EXTENDED();
}

const NOT_EXTENDED = () => new Refusal(say("sổ mới không nối tiếp sổ cũ: có mục cũ đã bị sửa, bỏ hoặc chèn.", "the new register does not continue the old one: old entries were changed, dropped or inserted."));

/** A tree that grows leaf by leaf and keeps one hash for each level. */
export class Frontier {
  private readonly levels: (Bytes | undefined)[] = [];

  /** Adds a whole subtree of 2^level leaves; all smaller ones must have been joined before. */
  async add(hash: Bytes, level = 0): Promise<void> {
    let [here, carried] = [level, hash];
    for (let left = this.levels[here]; left !== undefined; left = this.levels[here]) {
      carried = await nodeHash(left, carried);
      this.levels[here] = undefined;
      here += 1;
    }
    this.levels[here] = carried;
  }

  async root(): Promise<Bytes> {
    let root: Bytes | undefined;
    for (const hash of this.levels) {
      if (hash !== undefined) root = root === undefined ? hash : await nodeHash(hash, root);
    }
    return root ?? emptyRoot();
  }
}

/** The hash over leaves whose number is a power of two. */
export async function subtree(leaves: readonly Bytes[]): Promise<Bytes> {
  let row = leaves;
  while (row.length > 1) {
    const pairs = Array.from({ length: row.length / 2 }, (_, at) => [row[2 * at], row[2 * at + 1]] as [Bytes, Bytes]);
    row = await Promise.all(pairs.map(([left, right]) => nodeHash(left, right)));
  }
  const [root] = row;
  if (root === undefined) throw new Error("no leaves");
  return root;
}
