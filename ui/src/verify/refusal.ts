/** Why something is not accepted, and what the reader can do about it. */
import { say, type Words } from "./words";

const KEEP_AND_TELL = say(
  "Tải lại tệp từ trang của sổ công khai rồi kiểm chứng lần nữa. Nếu vẫn vậy, hãy giữ tệp này và báo cho bên chứng kiến hoặc cơ quan kiểm tra.",
  "Download the file again from the page of the register and check once more. If it stays so, keep this file and tell a witness or an inspecting body.",
);

export class Refusal extends Error {
  readonly words: Words;
  readonly advice: Words;

  constructor(words: Words, advice: Words = KEEP_AND_TELL) {
    super(words.vi);
    this.name = "Refusal";
    this.words = words;
    this.advice = advice;
  }
}

/** Nothing is wrong yet: the reader has still to give something. */
export class Missing extends Refusal {}

/** Puts the part that is read before every refusal inside. */
export function within<T>(part: Words, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw named(part, error);
  }
}

export async function withinLater<T>(part: Words, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw named(part, error);
  }
}

function named(part: Words, error: unknown): unknown {
  if (!(error instanceof Refusal) || error instanceof Missing) return error;
  return new Refusal(say(`${part.vi}: ${error.words.vi}`, `${part.en}: ${error.words.en}`), error.advice);
}
