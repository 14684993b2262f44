/** What a finding means, in words for people who have never heard of a checkpoint. */
import type { Finding } from "./check";
import { Missing, Refusal } from "./refusal";

export interface Verdict {
  readonly outcome: "accepted" | "refused" | "missing";
  readonly title: string;
  readonly lead: string;
  readonly proven: readonly string[];
  readonly unproven: readonly string[];
  readonly advice: string;
  /** The entry, field by field. */
  readonly facts: readonly (readonly [string, string])[];
}

const ACTS: Readonly<Record<string, string>> = {
  publish: "Công khai",
  amend: "Đính chính",
  withdraw: "Rút",
  close: "Kết thúc",
  open: "Mở",
  answer: "Trả lời",
};

const ROOMS: Readonly<Record<string, string>> = {
  disclosure: "Công khai",
  programme: "Văn bản của thành phố",
  units: "Đơn vị",
};

export function verdictOf(finding: Finding): Verdict {
  const { entry, checkpoint } = finding;
  return {
    outcome: "accepted",
    title: checkpoint.times ? "Đúng: mục này nằm trong sổ và đã được chứng kiến" : "Đúng: mục này nằm trong sổ do thành phố ký",
    lead: `Đây là mục số ${count(finding.index)} của sổ ${entry.register}.`,
    proven: proven(finding),
    unproven: unproven(finding),
    advice: `Giữ tệp biên nhận này. Muốn biết có mục nào mới hơn về cùng đối tượng, tìm mã ${entry.thing} trong sổ công khai.`,
    facts: facts(finding),
  };
}

export function verdictOfRefusal(error: unknown): Verdict {
  const refusal = error instanceof Refusal ? error : new Refusal("Có lỗi khi kiểm chứng trong trình duyệt này.", "Mở tệp này bằng trình duyệt khác, hoặc dùng lệnh dinh verify.");
  const isMissing = refusal instanceof Missing;
  return {
    outcome: isMissing ? "missing" : "refused",
    title: isMissing ? "Chưa kiểm chứng: còn thiếu" : "Chưa kiểm chứng được: không chấp nhận",
    lead: refusal.message,
    proven: [],
    unproven: isMissing ? [] : ["Không có gì được chứng minh. Đừng dựa vào biên nhận này cho đến khi kiểm chứng được."],
    advice: refusal.advice,
    facts: [],
  };
}

function proven(finding: Finding): string[] {
  const { checkpoint, before, entry } = finding;
  const lines = [`Nguyên văn của mục đúng từng chữ như trong sổ ${count(checkpoint.size)} mục mà thành phố đã ký.`];
  if (checkpoint.times) lines.push(`Đủ số bên chứng kiến đã thấy mục này trong sổ, chậm nhất lúc ${moment(checkpoint.times.latest)}.`);
  if (before?.times) lines.push(`Lúc ${moment(before.times.earliest)} họ còn thấy sổ chưa có mục này.`);
  if (checkpoint.times) lines.push("Người khác dùng cùng chính sách tin cậy cũng thấy cùng một sổ, nếu các bên chứng kiến trung thực.");
  for (const [name, place] of finding.files) {
    const kind = entry.contents[place]?.kind === "file" ? "công khai" : "niêm phong";
    lines.push(`Tệp “${name}” đúng là nội dung thứ ${place + 1} (${kind}) của mục.`);
  }
  return lines;
}

function unproven(finding: Finding): string[] {
  const { entry, files } = finding;
  const lines: string[] = [];
  if (!finding.asksForWitnesses) {
    lines.push("Khóa hoặc chính sách bạn đưa không đòi bên chứng kiến. Vì vậy chưa loại trừ được việc thành phố cho mỗi người xem một sổ khác nhau, và chưa có thời điểm nào được chứng minh.");
  }
  lines.push(`Thời điểm ${claimed(entry.at)} do máy chủ của thành phố ghi, không có gì chứng minh.`);
  lines.push("Không chứng minh nội dung là đúng sự thật.");
  lines.push("Không cho thấy về sau có mục nào đính chính hoặc rút mục này hay không.");
  const compared = new Set(files.map(([, place]) => place));
  const left = entry.contents.map((_, place) => place).filter((place) => !compared.has(place));
  if (left.length > 0) lines.push(`Chưa so nội dung thứ ${left.map((place) => place + 1).join(", ")}: chọn tệp ấy ở bước 3 để so.`);
  if (finding.stamps > 0) lines.push("Biên nhận có kèm dấu thời gian RFC 3161; trang này không kiểm tra dấu ấy. Dùng openssl ts -verify.");
  return lines;
}

function facts({ entry, index, checkpoint }: Finding): (readonly [string, string])[] {
  const contents = entry.contents.map(({ kind, size, mediaType }, place) => {
    const words = kind === "file" ? "công khai lâu dài" : "niêm phong, chỉ lưu cam kết";
    return [`Nội dung thứ ${place + 1}`, `${mediaType}, ${count(size)} byte, ${words}`] as const;
  });
  return [
    ["Sổ", entry.register],
    ["Mục số", `${count(index)} (đếm từ 0), trong sổ ${count(checkpoint.size)} mục`],
    ["Việc", named(ACTS, entry.act)],
    ["Lĩnh vực", named(ROOMS, entry.room)],
    ["Đơn vị", unit(entry.unit)],
    ["Đối tượng", entry.thing],
    ["Lần ghi", entry.prev ? `${count(entry.rev)}, sau mục số ${count(entry.prev.index)}` : `${count(entry.rev)}, lần đầu`],
    ["Căn cứ", entry.laws.join("; ") || "không ghi"],
    ["Chức trách", entry.office],
    ["Máy chủ ghi lúc", claimed(entry.at)],
    ...contents,
  ];
}

/** A word of the register with its Vietnamese name, if it has one here. */
function named(names: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(names, word) ? `${names[word]} (${word})` : word;
}

function vietnamese(day: string): string {
  return day.split("-").reverse().join("/");
}

function unit(written: string): string {
  const [code = "", day = ""] = written.split("@");
  return `${code}, hiệu lực từ ${vietnamese(day)}`;
}

/** The time that the entry claims, in its own offset. */
function claimed(at: string): string {
  return `${at.slice(11, 19)} ngày ${vietnamese(at.slice(0, 10))} (múi giờ ${at.slice(19)})`;
}

/** Thousands with dots, as Vietnamese writes them. */
function count(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ".");
}

/** A moment in the time of Vietnam, which has no summer time. */
export function moment(seconds: bigint): string {
  const day = new Date((Number(seconds) + 7 * 3600) * 1000);
  if (Number.isNaN(day.getTime())) return `giây thứ ${count(seconds)} kể từ năm 1970`;
  const [date = "", time = ""] = day.toISOString().slice(0, -5).split("T");
  return `${time} ngày ${vietnamese(date)} (giờ Việt Nam)`;
}
