/** Whom to trust (C2SP tlog-policy): keys of the register, of witnesses, groups of them and the quorum. */
import { linesOf, mustBePlain, numberFrom, same } from "./bytes";
import { keyFrom, type Key } from "./note";
import { Missing, Refusal, withinLater } from "./refusal";
import { say, short } from "./words";

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

const ADVICE = say(
  "Dán nguyên văn chính sách mà thành phố đã in hoặc công bố, hay dòng khóa của sổ, rồi kiểm chứng lần nữa. Đừng lấy chính sách từ người đưa biên nhận.",
  "Paste the policy that the city printed or published, or the line of the register's key, and check again. Do not take a policy from who gave you the receipt.",
);

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
    else throw new Refusal(say(`dòng “${short(line)}” không hiểu được.`, `the line “${short(line)}” cannot be understood.`));
  }

  policy(): Policy {
    if (this.chosen === undefined) throw new Refusal(say("thiếu dòng quorum.", "the line quorum is missing."));
    const quorum = this.named.get(this.chosen);
    return { logs: this.logs, witnesses: this.witnesses, ...(quorum && { quorum }) };
  }

  private async key(text: string, kind: Key["kind"]): Promise<Key> {
    const key = await keyFrom(text);
    if (key.kind !== kind) throw new Refusal(say(`khóa của “${short(key.name)}” không phải loại dùng ở dòng này.`, `the key of “${short(key.name)}” is not of the type for this line.`));
    for (const other of [...this.logs, ...this.witnesses]) {
      const alike = same(other.bytes, key.bytes) || (other.name === key.name && same(other.id, key.id));
      if (alike) throw new Refusal(say(`khóa của “${short(key.name)}” có hai lần.`, `the key of “${short(key.name)}” stands twice.`));
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
      if (found === undefined) throw new Refusal(say(`“${short(member)}” chưa được nêu trước nhóm “${short(name)}”.`, `“${short(member)}” is not defined before the group “${short(name)}”.`));
      if (this.grouped.has(member)) throw new Refusal(say(`“${short(member)}” thuộc hai nhóm.`, `“${short(member)}” belongs to two groups.`));
      this.grouped.add(member);
      return found;
    });
    const most = BigInt(members.length);
    const least = rule === "all" ? most : rule === "any" ? 1n : numberFrom(rule);
    if (least < 1n || least > most) throw new Refusal(say(`nhóm “${short(name)}” đòi số thành viên không thể có.`, `the group “${short(name)}” asks for an impossible number of members.`));
    this.define(name, { least: Number(least), members });
  }

  private define(name: string, component: Component): void {
    if (name === "none" || this.named.has(name)) throw new Refusal(say(`tên “${short(name)}” không được dùng ở đây.`, `the name “${short(name)}” cannot be used here.`));
    this.named.set(name, component);
  }

  private quorum(name: string): void {
    if (this.chosen !== undefined) throw new Refusal(say("có hai dòng quorum.", "there are two lines quorum."));
    if (name !== "none" && !this.named.has(name)) throw new Refusal(say(`“${short(name)}” chưa được nêu trước dòng quorum.`, `“${short(name)}” is not defined before the line quorum.`));
    this.chosen = name;
  }
}

export async function policyFrom(text: string): Promise<Policy> {
  try {
    return await withinLater(say("Chính sách", "Policy"), async () => {
      mustBePlain(text.replaceAll("\t", " "));
      const reader = new Reader();
      for (const line of linesOf(text)) await reader.read(line);
      return reader.policy();
    });
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.words, ADVICE) : error;
  }
}

const KEY_ALONE = /^\S+\+[0-9a-f]{8}\+\S+$/;

/** What people paste: a policy, or the register's keys alone, one to a line, which ask for no witness. */
export function policyFromPaste(text: string): Promise<Policy> {
  const lines = text.trim();
  if (lines === "") throw new Missing(say("Chưa có khóa của sổ, nên chưa kiểm chứng được.", "There is no key of the register yet, so nothing can be checked."), ADVICE);
  const keys = lines.split("\n").map((line) => line.trim());
  return policyFrom(keys.every((key) => KEY_ALONE.test(key)) ? `${keys.map((key) => `log ${key}\n`).join("")}quorum none\n` : `${lines}\n`);
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
