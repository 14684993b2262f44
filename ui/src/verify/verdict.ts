/** What was found out, in words for people who have never heard of a checkpoint. */
import type { Audit, ChainLink } from "./audit";
import type { Finding } from "./check";
import type { Extension } from "./extend";
import type { ShortCode } from "./paper";
import { toBase64 } from "./bytes";
import { Missing, Refusal } from "./refusal";
import { choiceWords, type Vote } from "./vote";
import { claimed, count, day, joined, moment, same, say, type Words } from "./words";

export interface Verdict {
  readonly outcome: "accepted" | "refused" | "missing";
  readonly title: Words;
  readonly lead: Words;
  readonly proven: readonly Words[];
  readonly unproven: readonly Words[];
  readonly advice: Words;
  /** The entry, field by field. */
  readonly facts: readonly (readonly [Words, Words])[];
  /** Where to go on, when there is an address. */
  readonly link?: string;
}

const ACTS: Readonly<Record<string, Words>> = {
  publish: say("Công khai", "Disclosed"),
  amend: say("Đính chính, sửa đổi", "Corrected"),
  withdraw: say("Rút", "Withdrew"),
  close: say("Kết thúc", "Ended"),
  open: say("Mở", "Opened"),
  request: say("Nhận đề nghị", "Received a request"),
  answer: say("Trả lời", "Answered"),
  count: say("Kiểm đếm", "Counted"),
  box: say("Niêm tập phiếu", "Sealed the votes"),
  notify: say("Thông báo", "Announced"),
  recognise: say("Công nhận", "Recognised"),
  effect: say("Có hiệu lực", "Took effect"),
  erase: say("Xóa nội dung niêm phong", "Erased a sealed content"),
  contribute: say("Ghi đóng góp", "Recorded contributions"),
};

const ROOMS: Readonly<Record<string, Words>> = {
  disclosure: say("Công khai", "Disclosure"),
  decision: say("Bàn và quyết định", "Discussion and decision"),
  programme: say("Văn bản của thành phố", "Documents of the city"),
  units: say("Đơn vị", "Units"),
};

const CITY_ONLY = say(
  "Khóa hoặc chính sách bạn đưa không đòi bên chứng kiến. Vì vậy chưa loại trừ được việc thành phố cho mỗi người xem một sổ khác nhau, và chưa có thời điểm nào được chứng minh.",
  "The key or policy that you gave asks for no witness. So it is not excluded that the city shows each person another register, and no time is proven.",
);

export function verdictOf(finding: Finding): Verdict {
  const { entry, checkpoint } = finding;
  const index = count(finding.index);
  return {
    outcome: "accepted",
    title: checkpoint.times
      ? say("Đúng: mục này nằm trong sổ và đã được chứng kiến", "Right: the entry is in the register, and witnessed")
      : say("Đúng: mục này nằm trong sổ do thành phố ký", "Right: the entry is in the register that the city signed"),
    lead: say(`Đây là mục số ${index.vi} của sổ ${entry.register}.`, `This is entry ${index.en} of the register ${entry.register}.`),
    proven: proven(finding),
    unproven: unproven(finding),
    advice: say(
      `Giữ tệp biên nhận này. Muốn biết có mục nào mới hơn về cùng đối tượng, tìm mã ${entry.thing} trong sổ công khai.`,
      `Keep this receipt. To learn whether there is a newer entry about the same thing, look for the code ${entry.thing} in the register.`,
    ),
    facts: facts(finding),
  };
}

export function verdictOfVote(vote: Vote): Verdict {
  const { finding } = vote;
  const [line, place, votes, index] = [count(vote.line), count(vote.place), count(vote.votes), count(finding.index)];
  const said = choiceWords(vote.choice);
  return {
    outcome: "accepted",
    title: say("Đúng: phiếu này đã được kiểm đếm", "Right: this vote was counted"),
    lead: say(
      `Phiếu của hộ ở dòng ${line.vi} danh sách đã chốt, việc số ${vote.decision} (lần ${vote.round}), ghi: ${said.vi}.`,
      `The vote of the household on line ${line.en} of the fixed roll, matter ${vote.decision} (round ${vote.round}), says: ${said.en}.`,
    ),
    proven: [
      say(`Phiếu đó, đúng từng ký tự, là phiếu thứ ${place.vi} trong ${votes.vi} phiếu đã được kiểm đếm.`, `It is, letter for letter, vote ${place.en} of the ${votes.en} that were counted.`),
      say(`Tập phiếu ấy được ghi ở mục số ${index.vi} của sổ ${finding.entry.register}.`, `The box of these votes stands in entry ${index.en} of the register ${finding.entry.register}.`),
      ...proven(finding).slice(1),
    ],
    unproven: [
      ...(finding.asksForWitnesses ? [] : [CITY_ONLY]),
      say("Biên nhận không cho biết dòng nào là hộ nào; hãy so số dòng với trang biên nhận của hộ mình.", "The receipt does not say which line is which household; compare the line with the page of your household."),
      say("Biên nhận không chứng minh gì về phiếu của các hộ khác.", "The receipt proves nothing about the votes of other households."),
    ],
    advice: say("Ai cầm tệp này cũng đọc được hộ đã chọn gì. Đừng đưa cho người có thể gây sức ép.", "Whoever has this file can read what the household chose. Do not give it to who may put pressure on you."),
    facts: facts(finding),
  };
}

export function verdictOfExtension({ old, newer }: Extension): Verdict {
  const [before, after] = [count(old.size), count(newer.size)];
  return {
    outcome: "accepted",
    title: say("Đúng: sổ chỉ được ghi thêm", "Right: the register was only added to"),
    lead: say(`Sổ ${newer.origin} từ ${before.vi} mục lên ${after.vi} mục.`, `The register ${newer.origin} went from ${before.en} to ${after.en} entries.`),
    proven: [say(`Cả ${before.vi} mục của bản cũ còn nguyên, đúng thứ tự, trong bản mới.`, `All ${before.en} entries of the older head are unchanged and in order in the newer one.`), ...seenBy(newer)],
    unproven: [
      ...(newer.times ? [] : [say("Chưa loại trừ được việc người khác được xem một sổ khác: hãy so đầu sổ với họ.", "It is not excluded that others are shown another register: compare heads with them.")]),
      say("Không nói gì về nội dung của các mục.", "Nothing is said about the contents of entries."),
    ],
    advice: say("Giữ đầu sổ mới thay cho bản cũ để so lần sau.", "Keep the newer head instead of the older one for the next time."),
    facts: [],
  };
}

export function verdictOfAudit(audit: Audit): Verdict {
  const { head, faults, faultCount, earlier } = audit;
  const [size, things] = [count(head.size), count(audit.things)];
  const isClean = faultCount === 0;
  return {
    outcome: isClean ? "accepted" : "refused",
    title: isClean ? say("Đúng: cả sổ khớp với bản đã ký", "Right: the whole register agrees with its signed head") : say("Sổ khớp bản đã ký, nhưng có mục sai quy tắc", "The register agrees with its head, but entries break its rules"),
    lead: say(`Đã đọc ${size.vi} mục về ${things.vi} đối tượng của sổ ${head.origin}.`, `${size.en} entries about ${things.en} things of the register ${head.origin} were read.`),
    proven: [
      say("Gốc tính lại từ mọi mục đúng bằng gốc mà thành phố đã ký.", "The root computed from all entries is the one that the city signed."),
      ...(earlier ? [say(`Sổ nối tiếp đầu sổ cũ ${count(earlier.size).vi} mục mà bạn giữ.`, `It continues the older head of ${count(earlier.size).en} entries that you kept.`)] : []),
      ...(isClean ? [say("Mỗi đối tượng chỉ có một lịch sử, không rẽ nhánh.", "Each thing has one history only, without forks.")] : []),
      ...chainWords(audit),
      ...seenBy(head),
    ],
    unproven: [
      ...faults,
      ...(faultCount > faults.length ? [say(`và ${count(faultCount - faults.length).vi} lỗi nữa.`, `and ${count(faultCount - faults.length).en} more.`)] : []),
      ...(head.times ? [] : [audit.asksForWitnesses ? say("Đầu sổ này chưa đủ bên chứng kiến.", "Too few witnesses have signed this head.") : CITY_ONLY]),
      say("Không chứng minh nội dung là đúng sự thật.", "It is not proven that contents are true."),
    ],
    advice: isClean
      ? say("Giữ tệp checkpoint của bản sao này. Lần sau, đưa nó vào ô đầu sổ cũ.", "Keep the file checkpoint of this copy. Next time, put it into the field for the older head.")
      : say("Giữ bản sao này và công bố số của các mục sai: mỗi mục ấy tự nó là bằng chứng.", "Keep this copy and publish the numbers of these entries: each is evidence by itself."),
    facts: audit.chain.map(chainFact),
  };
}

function chainWords({ thing, chain }: Audit): Words[] {
  if (thing === undefined) return [];
  const last = chain.at(-1);
  if (last === undefined) return [say(`Sổ không có mục nào về đối tượng ${thing}.`, `The register has no entry about the thing ${thing}.`)];
  const [times, index] = [count(chain.length), count(last.index)];
  return [say(`Đối tượng ${thing} có ${times.vi} lần ghi; không có lần nào sau mục ${index.vi} trong sổ này.`, `The thing ${thing} has ${times.en} entries; none stands after entry ${index.en} in this register.`)];
}

/** A short code: nothing is checked, it only leads on. */
export function verdictOfShortCode({ address, index, leaf }: ShortCode): Verdict {
  return {
    outcome: "missing",
    title: say("Mã ngắn: chỉ dẫn đường, chưa chứng minh gì", "A short code: it leads on and proves nothing"),
    lead: say(`Mã này dẫn đến mục số ${count(index).vi}.`, `This code leads to entry ${count(index).en}.`),
    proven: [],
    unproven: [],
    advice: say("Mở trang, tải biên nhận ở đó rồi kiểm chứng. Mã băm của mục phải đúng như dưới đây.", "Open the page, download the receipt there and check it. The hash of the entry must be the one below."),
    facts: [
      [say("Mục số", "Entry"), count(index)],
      [say("Mã băm của mục", "Hash of the entry"), same(toBase64(leaf))],
    ],
    link: address,
  };
}

export function verdictOfRefusal(error: unknown): Verdict {
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal(say("Có lỗi khi kiểm chứng trong trình duyệt này.", "Checking failed in this browser."), say("Mở tệp này bằng trình duyệt khác, hoặc dùng lệnh dinh verify.", "Open this file in another browser, or use dinh verify."));
  const isMissing = refusal instanceof Missing;
  return {
    outcome: isMissing ? "missing" : "refused",
    title: isMissing ? say("Chưa kiểm chứng: còn thiếu", "Not checked yet: something is missing") : say("Chưa kiểm chứng được: không chấp nhận", "Refused: it does not hold"),
    lead: refusal.words,
    proven: [],
    unproven: isMissing ? [] : [say("Không có gì được chứng minh. Đừng dựa vào tệp này cho đến khi kiểm chứng được.", "Nothing is proven. Do not rely on this file until it can be checked.")],
    advice: refusal.advice,
    facts: [],
  };
}

function seenBy({ times }: Pick<Finding["checkpoint"], "times">): Words[] {
  if (!times) return [];
  const { vi, en } = moment(times.latest);
  return [say(`Đủ số bên chứng kiến đã thấy đầu sổ này, chậm nhất lúc ${vi}.`, `A quorum of witnesses had seen this head by ${en} at the latest.`)];
}

function proven(finding: Finding): Words[] {
  const { checkpoint, before, entry } = finding;
  const size = count(checkpoint.size);
  const lines = [say(`Nguyên văn của mục đúng từng chữ như trong sổ ${size.vi} mục mà thành phố đã ký.`, `The entry is letter for letter as in the register of ${size.en} entries that the city signed.`)];
  if (checkpoint.times) {
    const { vi, en } = moment(checkpoint.times.latest);
    lines.push(say(`Đủ số bên chứng kiến đã thấy mục này trong sổ, chậm nhất lúc ${vi}.`, `A quorum of witnesses had seen this entry in the register by ${en} at the latest.`));
  }
  if (before?.times) {
    const { vi, en } = moment(before.times.earliest);
    lines.push(say(`Lúc ${vi} họ còn thấy sổ chưa có mục này.`, `At ${en} they still saw the register without it.`));
  }
  if (checkpoint.times) {
    lines.push(say("Người khác dùng cùng chính sách tin cậy cũng thấy cùng một sổ, nếu các bên chứng kiến trung thực.", "Others with the same policy see the same register, if the witnesses are honest."));
  }
  for (const [name, place] of finding.files) {
    const isOpen = entry.contents[place]?.kind === "file";
    lines.push(say(`Tệp “${name}” đúng là nội dung thứ ${place + 1} (${isOpen ? "công khai" : "niêm phong"}) của mục.`, `The file “${name}” is content ${place + 1} (${isOpen ? "public" : "sealed"}) of the entry.`));
  }
  return lines;
}

function unproven(finding: Finding): Words[] {
  const { entry, files, checkpoint, before } = finding;
  const lines: Words[] = finding.asksForWitnesses ? [] : [CITY_ONLY];
  if (checkpoint.times && before?.times && before.times.earliest > checkpoint.times.latest) {
    lines.push(say("Hai thời điểm trên trái nhau: đồng hồ của các bên chứng kiến lệch nhau, nên đừng dựa vào khoảng thời gian ấy.", "The two times contradict each other: the clocks of the witnesses differ, so do not rely on the interval."));
  }
  const at = claimed(entry.at);
  lines.push(
    say(`Thời điểm ${at.vi} do máy chủ của thành phố ghi, không có gì chứng minh.`, `The time ${at.en} was written by the city's server; nothing proves it.`),
    say("Không chứng minh nội dung là đúng sự thật.", "It is not proven that the content is true."),
    say("Không cho thấy về sau có mục nào đính chính hoặc rút mục này hay không.", "It does not show whether a later entry corrected or withdrew this one."),
  );
  const compared = new Set(files.map(([, place]) => place));
  const left = entry.contents.map((_, place) => place).filter((place) => !compared.has(place));
  if (left.length > 0) {
    const places = left.map((place) => place + 1).join(", ");
    lines.push(say(`Chưa so nội dung thứ ${places}: chọn tệp ấy ở bước 3 để so.`, `Content ${places} was not compared: choose its file in step 3.`));
  }
  if (finding.stamps > 0) {
    lines.push(say("Biên nhận có kèm dấu thời gian RFC 3161; trang này không kiểm tra dấu ấy. Dùng openssl ts -verify.", "The receipt carries a time stamp of RFC 3161, which this page does not check. Use openssl ts -verify."));
  }
  return lines;
}

function facts({ entry, index, checkpoint }: Finding): (readonly [Words, Words])[] {
  const [place, size, rev] = [count(index), count(checkpoint.size), count(entry.rev)];
  const before = entry.prev && count(entry.prev.index);
  const contents = entry.contents.map((content, at) => {
    const bytes = count(content.size);
    const kind = content.kind === "file" ? say("công khai lâu dài", "public for good") : say("niêm phong, chỉ lưu cam kết", "sealed, only a commitment is kept");
    return [say(`Nội dung thứ ${at + 1}`, `Content ${at + 1}`), say(`${content.mediaType}, ${bytes.vi} byte, ${kind.vi}`, `${content.mediaType}, ${bytes.en} bytes, ${kind.en}`)] as const;
  });
  return [
    [say("Sổ", "Register"), same(entry.register)],
    [say("Mục số", "Entry"), say(`${place.vi} (đếm từ 0), trong sổ ${size.vi} mục`, `${place.en} (from 0), in a register of ${size.en}`)],
    [say("Việc", "Act"), named(ACTS, entry.act)],
    [say("Lĩnh vực", "Room"), named(ROOMS, entry.room)],
    [say("Đơn vị", "Unit"), unit(entry.unit)],
    [say("Đối tượng", "Thing"), same(entry.thing)],
    [say("Lần ghi", "Revision"), before ? say(`${rev.vi}, sau mục số ${before.vi}`, `${rev.en}, after entry ${before.en}`) : say(`${rev.vi}, lần đầu`, `${rev.en}, the first`)],
    [say("Căn cứ", "Law"), entry.laws.length > 0 ? same(entry.laws.join("; ")) : say("không ghi", "none named")],
    [say("Chức trách", "Office"), same(entry.office)],
    [say("Máy chủ ghi lúc", "Time of the server"), claimed(entry.at)],
    ...contents,
  ];
}

function chainFact({ index, entry }: ChainLink): readonly [Words, Words] {
  const [place, rev] = [count(index), count(entry.rev)];
  return [say(`Mục ${place.vi}, lần ghi ${rev.vi}`, `Entry ${place.en}, revision ${rev.en}`), joined([named(ACTS, entry.act), claimed(entry.at), same(entry.office)], " · ")];
}

/** A word of the register with its name, if it has one here. */
function named(names: Readonly<Record<string, Words>>, word: string): Words {
  const known = Object.hasOwn(names, word) ? names[word] : undefined;
  return known ? say(`${known.vi} (${word})`, `${known.en} (${word})`) : same(word);
}

/** The day of a unit whose beginning nobody knows is the first day of the calendar. */
function unit(written: string): Words {
  const [code = "", from = ""] = written.split("@");
  if (from <= "0001-01-01") return same(code);
  return say(`${code}, hiệu lực từ ${day(from)}`, `${code}, valid from ${day(from)}`);
}
