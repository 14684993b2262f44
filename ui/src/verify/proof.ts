/** A proof file (C2SP tlog-proof): index, hashes up to the root, signed checkpoint. */
import { fromBase64, hashFrom, mustBeNote, numberFrom, type Bytes } from "./bytes";
import { Refusal } from "./refusal";
import { say } from "./words";

export const PROOF_HEADER = "c2sp.org/tlog-proof@v1";
export const MOST_HASHES = 63;

export interface Proof {
  readonly index: bigint;
  readonly hashes: readonly Bytes[];
  readonly checkpoint: string;
}

export function proofFrom(text: string): Proof {
  mustBeNote(text);
  const end = text.indexOf("\n\n");
  if (end < 0) throw new Refusal(say("thiếu đầu sổ đã ký.", "the signed head of the register is missing."));
  const lines = text.slice(0, end).split("\n");
  if (lines.shift() !== PROOF_HEADER) throw new Refusal(say(`không bắt đầu bằng ${PROOF_HEADER}.`, `it does not begin with ${PROOF_HEADER}.`));
  if (lines[0]?.startsWith("extra ")) fromBase64((lines.shift() ?? "").slice("extra ".length));
  const index = lines.shift() ?? "";
  if (!index.startsWith("index ")) throw new Refusal(say("thiếu dòng index.", "the line index is missing."));
  if (lines.length > MOST_HASHES) throw new Refusal(say("có quá nhiều mã băm.", "there are too many hashes."));
  return { index: numberFrom(index.slice("index ".length)), hashes: lines.map(hashFrom), checkpoint: text.slice(end + 2) };
}
