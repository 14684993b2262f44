/** What a reader hands in, whatever it is: a receipt, a receipt of a vote, a proof with its entry, or texts of square codes. */
import { textOf, type Bytes } from "./bytes";
import { check, type NamedFile } from "./check";
import { isFullCode, receiptFromCodes, shortCodeFrom } from "./paper";
import type { Policy } from "./policy";
import { PROOF_HEADER } from "./proof";
import { receiptFrom, type Receipt } from "./receipt";
import { Missing, Refusal } from "./refusal";
import { verdictOf, verdictOfShortCode, verdictOfVote, type Verdict } from "./verdict";
import { checkVote, isVoteReceipt } from "./vote";
import { say } from "./words";

/** `trust` is asked only when something is there to be checked. */
export async function verdictOfFiles(files: readonly Bytes[], trust: () => Promise<Policy>, contents: readonly NamedFile[]): Promise<Verdict> {
  const texts = files.map(textOf);
  const [only] = texts;
  if (only !== undefined && texts.length === 1 && isVoteReceipt(only)) return verdictOfVote(await checkVote(only, await trust()));
  const receipt = receiptFromTexts(texts);
  return verdictOf(await check(receipt, await trust(), contents));
}

export async function verdictOfCode(text: string, trust: () => Promise<Policy>, contents: readonly NamedFile[]): Promise<Verdict> {
  const short = shortCodeFrom(text);
  if (short) return verdictOfShortCode(short);
  if (text.trim() === "") throw new Missing(say("Chưa có chữ của mã vuông.", "There is no text of a square code yet."), say("Quét mã bằng máy ảnh, chọn ảnh chụp, hoặc dán chữ mà ứng dụng quét mã đọc được.", "Scan the code, choose a photograph, or paste what another scanner has read."));
  if (!isFullCode(text)) throw new Refusal(say("Chữ này không phải mã vuông của sổ công khai.", "This text is no square code of the register."), say("Mã của sổ bắt đầu bằng DINH1: hoặc bằng địa chỉ trang. Quét lại, dán nguyên văn.", "Codes of the register begin with DINH1: or with an address. Scan again and paste the whole text."));
  const policy = await trust();
  return verdictOf(await check(await receiptFromCodes(text, policy), policy, contents));
}

/** Puts a receipt together from the files that were chosen: one receipt, or one proof and one entry. */
export function receiptFromFiles(files: readonly Bytes[]): Receipt {
  return receiptFromTexts(files.map(textOf));
}

function receiptFromTexts(texts: readonly string[]): Receipt {
  const [first, second] = texts;
  if (first === undefined) throw new Missing(say("Chưa chọn biên nhận.", "No receipt is chosen yet."), say("Chọn tệp .dinh.json, hoặc tệp .tlog-proof cùng với tệp nguyên văn của mục.", "Choose the file .dinh.json, or the .tlog-proof with the text of the entry."));
  const proof = texts.find((text) => text.startsWith(`${PROOF_HEADER}\n`));
  if (second === undefined && proof === undefined) return receiptFrom(first);
  const entry = texts.find((text) => text.startsWith("dinh/act/1\n"));
  if (texts.length === 2 && proof !== undefined && entry !== undefined) return { entry, salts: new Map(), proof, stamps: 0 };
  throw new Refusal(
    say("Các tệp đã chọn không làm thành một biên nhận.", "The chosen files do not make one receipt."),
    say("Chọn một tệp .dinh.json, hoặc đúng hai tệp: .tlog-proof và nguyên văn của mục. Tệp để so nội dung thì chọn ở bước 3.", "Choose one .dinh.json, or exactly two files: the .tlog-proof and the text of the entry. Files to compare go into step 3."),
  );
}
