/** A proof file (C2SP tlog-proof): index, hashes up to the root, signed checkpoint. */
import { fromBase64, hashFrom, mustBePlain, numberFrom, type Bytes } from "./bytes";
import { Refusal } from "./refusal";

export const PROOF_HEADER = "c2sp.org/tlog-proof@v1";
const MOST_HASHES = 63;

export interface Proof {
  readonly index: bigint;
  readonly hashes: readonly Bytes[];
  readonly checkpoint: string;
}

export function proofFrom(text: string): Proof {
  mustBePlain(text);
  const end = text.indexOf("\n\n");
  if (end < 0) throw new Refusal("thiếu đầu sổ đã ký.");
  const lines = text.slice(0, end).split("\n");
  if (lines.shift() !== PROOF_HEADER) throw new Refusal(`không bắt đầu bằng ${PROOF_HEADER}.`);
  if (lines[0]?.startsWith("extra ")) fromBase64((lines.shift() ?? "").slice("extra ".length));
  const index = lines.shift() ?? "";
  if (!index.startsWith("index ")) throw new Refusal("thiếu dòng index.");
  if (lines.length > MOST_HASHES) throw new Refusal("có quá nhiều mã băm.");
  return { index: numberFrom(index.slice("index ".length)), hashes: lines.map(hashFrom), checkpoint: text.slice(end + 2) };
}
