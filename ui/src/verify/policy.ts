/** Whom to trust (C2SP tlog-policy): keys of the register, of witnesses, groups of them and the quorum. */
import { linesOf, mustBePlain, numberFrom, same, short } from "./bytes";
import { keyFrom, type Key } from "./note";
import { Missing, Refusal, withinLater } from "./refusal";

interface Witness {
  readonly key: Key;
}
interface Group {
  readonly least: number;
  readonly members: readonly Component[];
}
type Component = Witness | Group;

export interface Policy {
  readonly logs: readonly Key[];
  readonly witnesses: readonly Key[];
  /** Absent when the policy asks for no quorum. */
  readonly quorum?: Component;
}

/** Between which times a quorum knew a checkpoint, in seconds since 1970. */
export interface Times {
  readonly earliest: bigint;
  readonly latest: bigint;
}

const ADVICE = "Dán nguyên văn chính sách mà thành phố đã in hoặc công bố, hay dòng khóa của sổ, rồi kiểm chứng lần nữa. Đừng lấy chính sách từ người đưa biên nhận.";

class Reader {
  readonly logs: Key[] = [];
  readonly witnesses: Key[] = [];
  private readonly named = new Map<string, Component>();
  private readonly grouped = new Set<string>();
  private chosen: string | undefined;

  async read(line: string): Promise<void> {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length === 0 || line.startsWith("#")) return;
    const [keyword, first = "", second = ""] = words;
    const rest = words.slice(3);
    if (keyword === "log" && (words.length === 2 || words.length === 3)) this.logs.push(await this.key(first, "log"));
    else if (keyword === "witness" && (words.length === 3 || words.length === 4)) await this.witness(first, second);
    else if (keyword === "group" && rest.length > 0) this.group(first, second, rest);
    else if (keyword === "quorum" && words.length === 2) this.quorum(first);
    else throw new Refusal(`dòng “${short(line)}” không hiểu được.`);
  }

  policy(): Policy {
    if (this.chosen === undefined) throw new Refusal("thiếu dòng quorum.");
    const quorum = this.named.get(this.chosen);
    return { logs: this.logs, witnesses: this.witnesses, ...(quorum && { quorum }) };
  }

  private async key(text: string, kind: Key["kind"]): Promise<Key> {
    const key = await keyFrom(text);
    if (key.kind !== kind) throw new Refusal(`khóa của “${short(key.name)}” không phải loại dùng ở dòng này.`);
    for (const other of [...this.logs, ...this.witnesses]) {
      const alike = same(other.bytes, key.bytes) || (other.name === key.name && same(other.id, key.id));
      if (alike) throw new Refusal(`khóa của “${short(key.name)}” có hai lần.`);
    }
    return key;
  }

  private async witness(name: string, text: string): Promise<void> {
    const key = await this.key(text, "witness");
    this.witnesses.push(key);
    this.define(name, { key });
  }

  private group(name: string, rule: string, names: readonly string[]): void {
    const members = names.map((member) => {
      const found = this.named.get(member);
      if (found === undefined) throw new Refusal(`“${short(member)}” chưa được nêu trước nhóm “${short(name)}”.`);
      if (this.grouped.has(member)) throw new Refusal(`“${short(member)}” thuộc hai nhóm.`);
      this.grouped.add(member);
      return found;
    });
    const most = BigInt(members.length);
    const least = rule === "all" ? most : rule === "any" ? 1n : numberFrom(rule);
    if (least < 1n || least > most) throw new Refusal(`nhóm “${short(name)}” đòi số thành viên không thể có.`);
    this.define(name, { least: Number(least), members });
  }

  private define(name: string, component: Component): void {
    if (name === "none" || this.named.has(name)) throw new Refusal(`tên “${short(name)}” không được dùng ở đây.`);
    this.named.set(name, component);
  }

  private quorum(name: string): void {
    if (this.chosen !== undefined) throw new Refusal("có hai dòng quorum.");
    if (name !== "none" && !this.named.has(name)) throw new Refusal(`“${short(name)}” chưa được nêu trước dòng quorum.`);
    this.chosen = name;
  }
}

export async function policyFrom(text: string): Promise<Policy> {
  try {
    return await withinLater("Chính sách", async () => {
      mustBePlain(text.replaceAll("\t", " "));
      const reader = new Reader();
      for (const line of linesOf(text)) await reader.read(line);
      return reader.policy();
    });
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.message, ADVICE) : error;
  }
}

/** What people paste: a policy, or the register's key alone, which asks for no witness. */
export function policyFromPaste(text: string): Promise<Policy> {
  const lines = text.trim();
  if (lines === "") throw new Missing("Chưa có khóa của sổ, nên chưa kiểm chứng được.", ADVICE);
  return policyFrom(/^\S+\+[0-9a-f]{8}\+\S+$/.test(lines) ? `log ${lines}\nquorum none\n` : `${lines}\n`);
}

/** The times of a checkpoint, if enough witnesses cosigned it. */
export function timesOf(component: Component, cosigned: ReadonlyMap<Key, bigint>): Times | undefined {
  if ("key" in component) {
    const time = cosigned.get(component.key);
    return time === undefined ? undefined : { earliest: time, latest: time };
  }
  const seen = component.members.map((member) => timesOf(member, cosigned)).filter((times) => times !== undefined);
  const ascending = (one: bigint, other: bigint) => (one < other ? -1 : one > other ? 1 : 0);
  const latest = seen.map((times) => times.latest).sort(ascending).at(component.least - 1);
  const earliest = seen.map((times) => times.earliest).sort(ascending).at(-component.least);
  return latest === undefined || earliest === undefined ? undefined : { earliest, latest };
}
