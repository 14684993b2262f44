/** The receipt of an online vote: the line of a household, sealed in the tree whose root the entry of the count holds. */
import { hashFrom, numberFrom, sha256, same, toHex, utf8, type Bytes } from "./bytes";
import { check, seal, type Finding } from "./check";
import { jsonFrom, type Value } from "./json";
import type { Policy } from "./policy";
import { isObject, receiptOf, string } from "./receipt";
import { Missing, Refusal, within, withinLater } from "./refusal";
import { leafHash, mustInclude } from "./tree";
import { say, type Words } from "./words";

export const VOTE_FORMAT = "dinh/vote-receipt/1";
const FIELDS = new Set(["format", "line", "salt", "commitment", "index", "size", "hashes", "root", "box", "entry"]);
const LINE = /^dinh\/vote-line\/1\ndecision (\d+)\nround (\d+)\nline (\d+)\nchoice (against|other|invalid|for(?: [1-9]\d*)+)\n$/;
const PART = say("Biên nhận biểu quyết", "Receipt of a vote");

export interface Vote {
  readonly decision: bigint;
  readonly round: bigint;
  /** Line of the household on the fixed roll. */
  readonly line: bigint;
  /** `against`, `other`, `invalid`, or the options that were chosen, from 1. */
  readonly choice: string | readonly number[];
  /** Place among the counted votes, from 1. */
  readonly place: bigint;
  readonly votes: bigint;
  readonly finding: Finding;
}

/** Whether a text is meant to be a receipt of a vote. */
export function isVoteReceipt(text: string): boolean {
  try {
    const fields = jsonFrom(text);
    return isObject(fields) && fields.get("format") === VOTE_FORMAT;
  } catch {
    return false;
  }
}

export function checkVote(text: string, policy: Policy): Promise<Vote> {
  return withinLater(PART, async () => {
    const fields = jsonFrom(text);
    if (!isObject(fields) || fields.get("format") !== VOTE_FORMAT) throw new Refusal(say(`không theo mẫu ${VOTE_FORMAT}.`, `its format is not ${VOTE_FORMAT}.`));
    if ([...fields.keys()].some((name) => !FIELDS.has(name))) throw new Refusal(say("có trường lạ.", "it has an unknown field."));
    const line = string(fields, "line");
    const said = saidIn(line);
    const commitment = await seal(hashFrom(string(fields, "salt")), await sha256(utf8(line)));
    if (!same(commitment, hashFrom(string(fields, "commitment")))) throw new Refusal(say("dòng phiếu hoặc chuỗi muối đã bị đổi.", "the line or its salt was changed."));
    const entry = fields.get("entry");
    if (entry === undefined || !fields.has("box")) throw notCounted();
    const box = string(fields, "box");
    const path = pathOf(fields);
    await withinLater(say("Tập phiếu", "Box of votes"), async () => mustInclude({ ...path, leaf: await leafHash(commitment), proof: path.hashes }));
    mustName(box, said, path);
    const receipt = within(say("Mục kiểm đếm", "Entry of the count"), () => receiptOf(entry));
    const finding = await check(receipt, policy, [{ name: "bieu-quyet.txt", bytes: utf8(box) }]);
    if (finding.entry.room !== "decision" || finding.entry.act !== "count") throw new Refusal(say("mục kèm theo không phải mục kiểm đếm.", "the entry is not that of a count."));
    return { ...said, place: path.index + 1n, votes: path.size, finding };
  });
}

function notCounted(): Missing {
  return new Missing(
    say("Biên nhận này được tải khi phiếu chưa được kiểm đếm, nên chưa kết luận được.", "This receipt was taken before the vote was counted, so nothing can be concluded yet."),
    say("Tải lại biên nhận sau khi có kết quả rồi kiểm chứng lần nữa.", "Download the receipt again when there is a result, and check once more."),
  );
}

type Said = Pick<Vote, "decision" | "round" | "line" | "choice">;

function saidIn(text: string): Said {
  const [, decision = "", round = "", line = "", choice = ""] = LINE.exec(text) ?? [];
  if (choice === "") throw new Refusal(say("dòng phiếu không đúng cách ghi.", "the line of the vote is badly written."));
  const options = choice.split(" ").slice(1).map(Number);
  if (options.some((option, at) => option < (options[at - 1] ?? 0))) throw new Refusal(say("dòng phiếu không đúng cách ghi.", "the line of the vote is badly written."));
  return { decision: numberFrom(decision), round: numberFrom(round), line: numberFrom(line), choice: options.length > 0 ? options : choice };
}

interface Path {
  readonly index: bigint;
  readonly size: bigint;
  readonly hashes: readonly Bytes[];
  readonly root: Bytes;
}

function pathOf(fields: ReadonlyMap<string, Value>): Path {
  const [index, size, hashes] = [fields.get("index"), fields.get("size"), fields.get("hashes")];
  if (typeof index !== "bigint" || typeof size !== "bigint" || !Array.isArray(hashes)) throw new Refusal(say("thiếu đường dẫn của phiếu.", "the way of the vote is missing."));
  const read = hashes.map((hash: unknown) => {
    if (typeof hash !== "string") throw new Refusal(say("có mã băm không phải chữ.", "a hash is no text."));
    return hashFrom(hash);
  });
  return { index, size, hashes: read, root: hashFrom(string(fields, "root")) };
}

/** The text of the register is about this vote, with this root and so many votes. */
function mustName(box: string, said: Said, path: Path): void {
  const lines = box.split("\n");
  const value = (key: string) => lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1);
  const wanted: readonly (readonly [string, string])[] = [
    ["decision", said.decision.toString()],
    ["round", said.round.toString()],
    ["votes", path.size.toString()],
    ["root", toHex(path.root)],
  ];
  if (lines[0] !== "dinh/decision-votes/1" || wanted.some(([key, text]) => value(key) !== text)) {
    throw new Refusal(say("văn bản ghi trong sổ nói về một việc khác hoặc một tập phiếu khác.", "the text in the register is about another matter or another box of votes."));
  }
}

/** What the household said, in words. */
export function choiceWords(choice: Vote["choice"]): Words {
  if (typeof choice !== "string") return say(`đồng ý với phương án ${choice.join(", ")}`, `for option ${choice.join(", ")}`);
  if (choice === "against") return say("không đồng ý", "against");
  return choice === "other" ? say("ý kiến khác", "another opinion") : say("không hợp lệ", "invalid");
}
