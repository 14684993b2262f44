/** Why something is not accepted, and what the reader can do about it. */
export class Refusal extends Error {
  readonly advice: string;

  constructor(message: string, advice = "Tải lại tệp từ trang của sổ công khai rồi kiểm chứng lần nữa. Nếu vẫn vậy, hãy giữ tệp này và báo cho bên chứng kiến hoặc cơ quan kiểm tra.") {
    super(message);
    this.name = "Refusal";
    this.advice = advice;
  }
}

/** Nothing is wrong yet: the reader has still to give something. */
export class Missing extends Refusal {}

/** Puts the part that is read before every refusal inside. */
export function within<T>(part: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw named(part, error);
  }
}

export async function withinLater<T>(part: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw named(part, error);
  }
}

function named(part: string, error: unknown): unknown {
  return error instanceof Refusal ? new Refusal(`${part}: ${error.message}`, error.advice) : error;
}
