/** The whole register from a copy: every entry read in order, the root computed with one hash for each level (section 8). */
import { same, textOf, toBase64, type Bytes } from "./bytes";
import { judge, type Judged } from "./checkpoint";
import { entryFrom, type Entry } from "./entry";
import type { Policy } from "./policy";
import { Missing, Refusal, within, withinLater } from "./refusal";
import { Frontier, leafHash, subtree } from "./tree";
import { count, say, type Words } from "./words";

const WIDTH = 256;
const LEVELS_OF_BUNDLE = 8;
/** Faults that are told one by one; more are only counted. */
const TOLD = 20;

/** A file of the copy, by its path below the folder that was chosen. */
export interface CopiedFile {
  readonly path: string;
  bytes(): Promise<Bytes>;
}

export interface ChainLink {
  readonly index: bigint;
  readonly entry: Entry;
}

export interface Audit {
  readonly head: Judged;
  readonly asksForWitnesses: boolean;
  /** An earlier head that this register continues. */
  readonly earlier?: Judged;
  readonly things: number;
  /** The thing that was asked for. */
  readonly thing?: string;
  /** The entries about it. */
  readonly chain: readonly ChainLink[];
  readonly faults: readonly Words[];
  readonly faultCount: number;
}

export interface Wishes {
  /** Every entry about this thing is listed. */
  readonly thing?: string;
  /** A head that was kept from another day, as signed text. */
  readonly earlier?: string;
  progress(done: bigint, of: bigint): void;
}

export async function audit(files: readonly CopiedFile[], policy: Policy, wishes: Wishes): Promise<Audit> {
  const copy = copyIn(files);
  const signed = textOf(await copy.head.bytes());
  const head = await withinLater(say("Đầu sổ", "Head of the register"), () => judge(signed, policy));
  const earlier = wishes.earlier ? await earlierHead(wishes.earlier, policy, head) : undefined;
  const reader = new Reader(head, earlier, wishes);
  for (let bundle = 0n; bundle * BigInt(WIDTH) < head.size; bundle += 1n) {
    await reader.take(await copy.bundle(bundle, head.size));
    wishes.progress(reader.size, head.size);
  }
  return { head, asksForWitnesses: policy.quorum !== undefined, ...(earlier && { earlier }), ...(wishes.thing && { thing: wishes.thing }), ...(await reader.end()) };
}

function earlierHead(signed: string, policy: Policy, head: Judged): Promise<Judged> {
  return withinLater(say("Đầu sổ cũ", "Older head"), async () => {
    const earlier = await judge(`${signed.trim()}\n`, policy);
    if (earlier.origin !== head.origin) throw new Refusal(say("thuộc sổ khác.", "it is of another register."));
    if (earlier.size > head.size) throw new Refusal(say("sổ nay ngắn hơn khi ấy: bản sao cũ, hoặc sổ bị cắt.", "the register is shorter now: an old copy, or it was cut."));
    return earlier;
  });
}

interface Copy {
  readonly head: CopiedFile;
  bundle(number: bigint, size: bigint): Promise<Bytes[]>;
}

function copyIn(files: readonly CopiedFile[]): Copy {
  const heads = files.filter(({ path }) => /(^|\/)checkpoint$/.test(path)).sort((one, other) => one.path.length - other.path.length);
  const [head] = heads;
  if (head === undefined) {
    throw new Missing(
      say("Chưa chọn bản sao của sổ.", "No copy of the register is chosen yet."),
      say("Chọn thư mục có tệp checkpoint và thư mục tile, như lệnh dinh mirror tạo ra.", "Choose the folder with the file checkpoint and the folder tile, as dinh mirror makes it."),
    );
  }
  const base = head.path.slice(0, -"checkpoint".length);
  const known = new Map(files.map((file) => [file.path, file]));
  return { head, bundle: (number, size) => bundleOf(known, `${base}tile/entries/${placed(number)}`, number, size) };
}

/** A number in groups of three digits, as tiles are named. */
function placed(number: bigint): string {
  const digits = number.toString();
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
}

/** The entries of a bundle that the head covers; a wider bundle of a later day serves as well. */
async function bundleOf(known: ReadonlyMap<string, CopiedFile>, path: string, number: bigint, size: bigint): Promise<Bytes[]> {
  const first = number * BigInt(WIDTH);
  const needed = size - first < BigInt(WIDTH) ? Number(size - first) : WIDTH;
  const widths = [...Array.from({ length: WIDTH - needed }, (_, more) => needed + more), WIDTH];
  for (const width of widths) {
    const file = known.get(width === WIDTH ? path : `${path}.p/${width}`);
    if (file === undefined) continue;
    const bytes = await file.bytes();
    return within(say(`Tệp ${file.path}`, `File ${file.path}`), () => entriesIn(bytes, width).slice(0, needed));
  }
  const { vi, en } = count(first);
  throw new Missing(
    say(`Bản sao thiếu các mục từ số ${vi}.`, `The copy lacks the entries from ${en} on.`),
    say("Chạy lại dinh mirror cho đến khi chép xong, rồi chọn lại thư mục.", "Let dinh mirror finish, then choose the folder again."),
  );
}

/** Entries after their lengths: two bytes, the larger first. */
export function entriesIn(bytes: Bytes, width: number): Bytes[] {
  const entries: Bytes[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    if (at + 2 + length > bytes.length) throw new Refusal(say("bị cắt.", "it is cut off."));
    entries.push(bytes.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (entries.length !== width) throw new Refusal(say("có số mục sai.", "it has a wrong number of entries."));
  return entries;
}

interface Last {
  readonly rev: bigint;
  readonly index: bigint;
  readonly leaf: string;
}

class Reader {
  size = 0n;
  private readonly frontier = new Frontier();
  private readonly things = new Map<string, Last>();
  private readonly chain: ChainLink[] = [];
  private readonly faults: Words[] = [];
  private faultCount = 0;

  constructor(
    private readonly head: Judged,
    private readonly earlier: Judged | undefined,
    private readonly wishes: Wishes,
  ) {}

  async take(entries: readonly Bytes[]): Promise<void> {
    const leaves = await Promise.all(entries.map(leafHash));
    for (const [at, bytes] of entries.entries()) this.read(bytes, this.size + BigInt(at), leaves[at] as Bytes);
    const end = this.size + BigInt(leaves.length);
    const isCrossed = this.earlier !== undefined && this.earlier.size >= this.size && this.earlier.size < end;
    if (leaves.length === WIDTH && !isCrossed) {
      await this.frontier.add(await subtree(leaves), LEVELS_OF_BUNDLE);
      this.size = end;
      return;
    }
    for (const leaf of leaves) {
      await this.compare();
      await this.frontier.add(leaf);
      this.size += 1n;
    }
  }

  async end(): Promise<Omit<Audit, "head" | "earlier" | "thing" | "asksForWitnesses">> {
    await this.compare();
    if (!same(await this.frontier.root(), this.head.root)) {
      throw new Refusal(say("Gốc tính từ các mục khác với gốc đã ký: bản sao không phải của sổ này, hoặc có mục bị đổi.", "The root of the entries is not the signed one: the copy is not of this register, or an entry was changed."));
    }
    return { things: this.things.size, chain: this.chain, faults: this.faults, faultCount: this.faultCount };
  }

  /** At the size of the earlier head its root must come out. */
  private async compare(): Promise<void> {
    if (this.earlier === undefined || this.earlier.size !== this.size || same(await this.frontier.root(), this.earlier.root)) return;
    throw new Refusal(
      say("Sổ này không nối tiếp đầu sổ cũ của bạn: có mục cũ đã bị sửa, bỏ hoặc chèn.", "This register does not continue your older head: old entries were changed, dropped or inserted."),
      say("Giữ đầu sổ cũ và cả bản sao này: hai chữ ký dưới hai lịch sử là bằng chứng. Báo cho các bên chứng kiến và công chúng.", "Keep the older head and this copy: two signatures under two histories are evidence. Tell the witnesses and the public."),
    );
  }

  private read(bytes: Bytes, index: bigint, leaf: Bytes): void {
    const place = say(`Mục ${count(index).vi}`, `Entry ${count(index).en}`);
    try {
      const entry = within(place, () => entryFrom(textOf(bytes)));
      if (entry.register !== this.head.origin) this.blame(place, say("thuộc sổ khác.", "is of another register."));
      this.follow(entry, index, toBase64(leaf), place);
      if (entry.thing === this.wishes.thing) this.chain.push({ index, entry });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.blame(error.words);
    }
  }

  /** Each revision of a thing names the one before it; whoever names another makes a fork. */
  private follow(entry: Entry, index: bigint, leaf: string, place: Words): void {
    const last = this.things.get(entry.thing);
    const named = entry.prev && { index: entry.prev.index, leaf: toBase64(entry.prev.leaf) };
    const fits = last === undefined ? entry.rev === 1n : entry.rev === last.rev + 1n && named?.index === last.index && named.leaf === last.leaf;
    if (fits) {
      this.things.set(entry.thing, { rev: entry.rev, index, leaf });
    } else if (last !== undefined && entry.rev <= last.rev) {
      this.blame(place, say(`rẽ nhánh: đối tượng ${entry.thing} có hai lịch sử.`, `is a fork: the thing ${entry.thing} has two histories.`));
    } else {
      this.blame(place, say(`không nối sau mục trước của đối tượng ${entry.thing}.`, `does not follow the entry before it about ${entry.thing}.`));
    }
  }

  private blame(place: Words, what?: Words): void {
    this.faultCount += 1;
    if (this.faults.length < TOLD) this.faults.push(what ? say(`${place.vi} ${what.vi}`, `${place.en} ${what.en}`) : place);
  }
}
