/** Words in both languages of the page, and numbers, days and moments as each writes them. */
export interface Words {
  readonly vi: string;
  readonly en: string;
}

export function say(vi: string, en: string): Words {
  return { vi, en };
}

/** The same in both: codes, names, numbers without marks. */
export function same(text: string): Words {
  return say(text, text);
}

export function joined(parts: readonly Words[], between: string): Words {
  return say(parts.map(({ vi }) => vi).join(between), parts.map(({ en }) => en).join(between));
}

/** A whole number with its marks of thousands. */
export function count(value: bigint | number): Words {
  const marked = (mark: string) => value.toString().replace(/\B(?=(\d{3})+$)/g, mark);
  return say(marked("."), marked(","));
}

/** A day as both languages write it here. */
export function day(written: string): string {
  return written.split("-").reverse().join("/");
}

/** A moment in the time of Vietnam, which has no summer time. */
export function moment(seconds: bigint): Words {
  const local = new Date((Number(seconds) + 7 * 3600) * 1000);
  if (Number.isNaN(local.getTime())) {
    const { vi, en } = count(seconds);
    return say(`giây thứ ${vi} kể từ năm 1970`, `second ${en} since 1970`);
  }
  const [date = "", time = ""] = local.toISOString().slice(0, -5).split("T");
  return say(`${time} ngày ${day(date)} (giờ Việt Nam)`, `${time} on ${day(date)} (time of Vietnam)`);
}

/** The time that an entry claims, in its own offset. */
export function claimed(at: string): Words {
  const [date, time, offset] = [day(at.slice(0, 10)), at.slice(11, 19), at.slice(19)];
  return say(`${time} ngày ${date} (múi giờ ${offset})`, `${time} on ${date} (offset ${offset})`);
}

/** What a message shows of a text that may be long or odd. */
export function short(text: string): string {
  const plain = text.replace(/\p{C}/gu, "·");
  return plain.length > 48 ? `${plain.slice(0, 45)}...` : plain;
}
