/** The signed size and root of a register (C2SP tlog-checkpoint), judged by a policy. */
import { hashFrom, linesOf, numberFrom, same, type Bytes } from "./bytes";
import { noteFrom, signaturesOf } from "./note";
import { timesOf, type Policy, type Times } from "./policy";
import { Refusal } from "./refusal";
import { emptyRoot } from "./tree";
import { say } from "./words";

export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Bytes;
}

export interface Judged extends Checkpoint {
  /** How many witnesses of the policy cosigned it. */
  readonly witnesses: number;
  /** Present when the policy has a quorum and the checkpoint reaches it. */
  readonly times?: Times;
}

async function checkpointFrom(text: string): Promise<Checkpoint> {
  const [origin = "", size = "", root = "", ...further] = linesOf(text);
  if (origin === "" || further.includes("")) throw new Refusal(say("không đúng mẫu.", "it is badly formed."));
  const checkpoint = { origin, size: numberFrom(size), root: hashFrom(root) };
  if (checkpoint.size === 0n && !same(checkpoint.root, await emptyRoot())) throw new Refusal(say("sổ trống nhưng mã gốc không phải của sổ trống.", "the register is empty, but the root is not that of an empty one."));
  return checkpoint;
}

/** Refuses a checkpoint that no log of the policy signed, or that carries a false signature of a known key. */
export async function judge(signed: string, policy: Policy): Promise<Judged> {
  const note = noteFrom(signed);
  const checkpoint = await checkpointFrom(note.text);
  const signatures = await signaturesOf(note, [...policy.logs, ...policy.witnesses]);
  if (!signatures.logs.some(({ name }) => name === checkpoint.origin)) {
    throw new Refusal(
      say("không được ký bằng khóa bạn đã đưa vào.", "it is not signed with the key that you gave."),
      say(
        "So dòng khóa bạn dán với bản in của thành phố. Nếu khóa đúng, biên nhận này không phải của sổ đó: đừng tin nó.",
        "Compare the key that you pasted with the city's print. If the key is right, this is not of that register: do not trust it.",
      ),
    );
  }
  const times = policy.quorum && timesOf(policy.quorum, signatures.witnesses);
  return { ...checkpoint, witnesses: signatures.witnesses.size, ...(times && { times }) };
}
