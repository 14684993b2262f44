/** The little of JSON that receipts use, read strictly: no field twice, whole numbers only, nothing after the end. */
import { numberFrom } from "./bytes";
import { Refusal } from "./refusal";
import { say, short } from "./words";

export type Value = string | bigint | readonly Value[] | ReadonlyMap<string, Value>;

const DEEPEST = 4;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /(?:0|[1-9][0-9]{0,18})(?![0-9.eE])/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  whole(): Value {
    const value = this.value(0);
    if (this.at !== this.text.length) throw new Refusal(say("có chữ thừa ở cuối tệp.", "there is more after the end of the file."));
    return value;
  }

  private value(depth: number): Value {
    this.take(SPACE);
    if (depth > DEEPEST) throw new Refusal(say("tệp lồng quá nhiều lớp.", "the file is nested too deeply."));
    const value = this.skip("{") ? this.fields(depth) : this.skip("[") ? this.items(depth) : this.string() ?? this.number();
    this.take(SPACE);
    return value;
  }

  private fields(depth: number): Value {
    const fields = new Map<string, Value>();
    this.take(SPACE);
    if (this.skip("}")) return fields;
    do {
      this.take(SPACE);
      const name = this.string() ?? this.broken();
      this.take(SPACE);
      this.must(":");
      if (fields.has(name)) throw new Refusal(say(`trường “${short(name)}” có hai lần.`, `the field “${short(name)}” stands twice.`));
      fields.set(name, this.value(depth + 1));
    } while (this.skip(","));
    this.must("}");
    return fields;
  }

  private items(depth: number): Value {
    const items: Value[] = [];
    this.take(SPACE);
    if (this.skip("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.skip(","));
    this.must("]");
    return items;
  }

  private string(): string | undefined {
    const written = this.take(STRING);
    return written === "" ? undefined : (JSON.parse(written) as string);
  }

  private number(): bigint {
    const written = this.take(NUMBER);
    return written === "" ? this.broken() : numberFrom(written);
  }

  private broken(): never {
    throw new Refusal(say(`tệp hỏng ở ký tự thứ ${this.at + 1}.`, `the file is broken at character ${this.at + 1}.`));
  }

  private take(form: RegExp): string {
    form.lastIndex = this.at;
    const found = form.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private skip(sign: string): boolean {
    const found = this.text.startsWith(sign, this.at);
    if (found) this.at += sign.length;
    return found;
  }

  private must(sign: string): void {
    if (!this.skip(sign)) this.broken();
  }
}

export function jsonFrom(text: string): Value {
  return new Reader(text).whole();
}
