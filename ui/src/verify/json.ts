/** The little of JSON that a receipt uses, read strictly: no field twice, no numbers, nothing after the end. */
import { short } from "./bytes";
import { Refusal } from "./refusal";

export type Value = string | readonly Value[] | ReadonlyMap<string, Value>;

const DEEPEST = 4;
const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  whole(): Value {
    const value = this.value(0);
    if (this.at !== this.text.length) throw new Refusal("có chữ thừa ở cuối tệp.");
    return value;
  }

  private value(depth: number): Value {
    this.take(SPACE);
    if (depth > DEEPEST) throw new Refusal("tệp lồng quá nhiều lớp.");
    const value = this.skip("{") ? this.fields(depth) : this.skip("[") ? this.items(depth) : this.string();
    this.take(SPACE);
    return value;
  }

  private fields(depth: number): Value {
    const fields = new Map<string, Value>();
    this.take(SPACE);
    if (this.skip("}")) return fields;
    do {
      this.take(SPACE);
      const name = this.string();
      this.take(SPACE);
      this.must(":");
      if (fields.has(name)) throw new Refusal(`trường “${short(name)}” có hai lần.`);
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

  private string(): string {
    const written = this.take(STRING);
    if (written === "") throw new Refusal(`tệp hỏng ở ký tự thứ ${this.at + 1}.`);
    return JSON.parse(written) as string;
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
    if (!this.skip(sign)) throw new Refusal(`tệp hỏng ở ký tự thứ ${this.at + 1}.`);
  }
}

export function jsonFrom(text: string): Value {
  return new Reader(text).whole();
}
