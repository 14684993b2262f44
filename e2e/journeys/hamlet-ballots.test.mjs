// Too few came to the meeting, so sixty households are asked on paper: every ballot is read twice, three are misread, all
// three are found and settled by a third person.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  accepted, agree, attend, cast, choose, day, deliverPapers, desk, download, look, moveClock, notify, open, plan, press, propose,
  refusal, sendOn, verifyReceipt, words, wordsOfDocx,
} from "../hamlet.mjs";
import { launch, visitor } from "../lib.mjs";

const HEAD = "truongkhuvuc2";
const FRONT = "mattrankhuvuc2";
const [FIRST, SECOND, THIRD] = ["kiemphieu1", "kiemphieu2", "kiemphieu3"];
const HOUSEHOLDS = 60;
const RETURNED = 56;
/** What the 56 papers that came back say: 47 for it, 6 against, 2 another opinion, 1 invalid; by serial. */
const paper = (serial) => (serial <= 47 ? "1" : serial <= 53 ? "against" : serial <= 55 ? "other" : "invalid");
/** What the second reader misreads: a yes as a no, a no as invalid, another opinion as a yes. */
const MISREAD = new Map([[9, "against"], [50, "invalid"], [54, "1"]]);

/** The second reader sits at a desktop with scripts; everyone else has a phone without. */
const kind = (login) => (login === SECOND ? { screen: "desktop", javascript: true } : { screen: "phone", javascript: false });

let browser;
let folder;
before(async () => {
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), "dinh-"));
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** A meeting to which nine households come; ballots are refused before it, and lawful after it. */
async function failedMeeting(people) {
  const number = await propose(people, HEAD, {
    subject: "public_works",
    title: "Đổ bê tông hẻm 7, mức đóng góp mỗi hộ 400.000 đồng",
    content: "Đổ bê tông hẻm 7 dài 90 m; Nhân dân đóng góp 40%, mỗi hộ 400.000 đồng (mẫu).",
  });
  await agree(people, FRONT, number);
  const early = await people.as(HEAD, desk(number, "/ke-hoach?hinh-thuc=ballots"));
  await plan(people, HEAD, number, "ballots", ballotPlan(3)).then(() => assert.fail("ballots without a meeting"), (error) => error);
  assert.match(await refusal(early), /Chưa có cuộc họp nào không đủ số hộ/);
  await look(early, "ballots-too-early");
  await plan(people, HEAD, number, "meeting", { starts: [day(8), "18:30"] });
  await deliverPapers(people, FIRST, number);
  await notify(people, HEAD, number);
  await moveClock(8, "18:40");
  await open(people, HEAD, number);
  const page = await people.as(HEAD, desk(number, "/hop"));
  await attend(page, 9);
  await look(page, "meeting-too-small");
  await press(page, page.locator("form[action$='/khong-du'] [type=submit]"));
  await accepted(page, "closed");
  await look(page, "desk-too-small");
  return number;
}

function ballotPlan(later) {
  return { starts: [day(later), "08:00"], closes: [day(later + 2), "17:00"], ground: "meeting_short" };
}

/** Printed, given, and tapped as they come back. */
async function outAndBack(people, number) {
  const page = await people.as(FIRST, desk(number, "/phieu/in"));
  await press(page);
  await look(page, "ballots-print");
  const printed = await words(await download(page, desk(number, "/phieu/phieu.pdf"), "ballots.pdf"));
  assert.match(printed, /hẻm 7/);
  for (const serial of [1, HOUSEHOLDS]) assert.match(printed, new RegExp(`\\b0*${serial}\\b`));
  await people.as(FIRST, desk(number, "/phieu/phat?xem=con"));
  await look(page, "ballots-give");
  await press(page, page.locator("button[name=tat-ca]"));
  await accepted(page, "given");
  await people.as(FIRST, desk(number, "/phieu/thu?xem=con"));
  await look(page, "ballots-collect");
  for (let back = 0; back < RETURNED; back += 1) await press(page, page.locator("button[name=nop]").first());
  await press(page, page.locator("button[name=khong]").first());
  await press(page, page.locator("button[name=vang]").first());
  assert.equal(await page.locator("button[name=nop]").count(), HOUSEHOLDS - RETURNED - 2);
}

/** One person reads all papers; nobody sees what the other one read. */
async function read(people, reader, number, mark) {
  const page = await people.as(reader, desk(number, "/phieu/nhap"));
  for (let serial = 1; serial <= RETURNED; serial += 1) {
    await page.fill("#serial", String(serial));
    await choose(page, "choice", mark(serial));
    await press(page, page.locator(".dinh-enter__send"));
    await accepted(page, `paper ${serial}`);
  }
  return page;
}

/** A serial twice by the same reader, and one that was never printed, are refused; what was marked stays. */
async function refuseBadSerials(page) {
  for (const serial of ["1", "61"]) {
    await page.fill("#serial", serial);
    await choose(page, "choice", "against");
    await press(page, page.locator(".dinh-enter__send"));
    assert.ok(await refusal(page), serial);
    assert.equal(await page.inputValue("#serial"), serial, "what was typed is still there");
    assert.ok(await page.locator("input[name=choice][value=against]").isChecked(), "what was marked is still there");
  }
  await look(page, "ballots-enter-refused");
}

test("sixty households decide on paper after a meeting that was too small", async () => {
  const people = cast(browser, kind);
  const number = await failedMeeting(people);
  await plan(people, HEAD, number, "ballots", ballotPlan(3), "ballots");
  await notify(people, HEAD, number);
  await moveClock(3, "08:10");
  await open(people, HEAD, number);
  await outAndBack(people, number);
  const early = await people.as(FIRST, desk(number, "/phieu/nhap"));
  assert.equal(await early.locator("#serial").count(), 0, "nobody reads ballots before the time is over");
  await look(early, "ballots-enter-early");
  await moveClock(2, "17:10");
  const first = await read(people, FIRST, number, paper);
  await look(first, "ballots-enter");
  await read(people, SECOND, number, (serial) => MISREAD.get(serial) ?? paper(serial));
  await refuseBadSerials(first);
  await settle(people, number);
  await conclude(people, number);
  await people.close();
});

/** Exactly the three misread papers are on the page of differences; their readers may not settle them, a third may. */
async function settle(people, number) {
  const own = await people.as(FIRST, desk(number, "/phieu/khac-nhau"));
  assert.equal(await own.locator(".dinh-differ__one").count(), MISREAD.size);
  assert.equal(await own.locator(".dinh-differ__one a").count(), 0, "a reader does not settle an own paper");
  const page = await people.as(THIRD, desk(number, "/phieu/khac-nhau"));
  const serials = await page.locator(".dinh-differ__one h2").allInnerTexts();
  assert.deepEqual(serials.map((words) => Number(words.match(/\d+/)[0])), [...MISREAD.keys()]);
  await look(page, "ballots-differ");
  const blocked = await people.as(HEAD, desk(number, "/phieu/cong-bo"));
  await blocked.fill("#witness-1", "Ông Hồ Văn Mẫu");
  await blocked.fill("#witness-2", "Bà Đỗ Thị Mẫu");
  await press(blocked);
  assert.ok(await refusal(blocked), "no result while papers are read differently");
  assert.equal(await blocked.inputValue("#witness-1"), "Ông Hồ Văn Mẫu", "what was typed is still there");
  for (const serial of MISREAD.keys()) {
    await page.goto(desk(number, "/phieu/khac-nhau"));
    await page.locator(`a[href$='/khac-nhau/${String(serial).padStart(3, "0")}'], a[href$='/khac-nhau/${serial}']`).click();
    await page.locator("#reason").waitFor();
    await choose(page, "choice", paper(serial));
    await page.fill("#reason", "Đọc lại phiếu giấy trước hai đại diện hộ.");
    if (serial === 9) await look(page, "ballots-settle");
    await press(page);
    await accepted(page, `settle ${serial}`);
  }
}

/** The exact result, checked and made public; the minutes of form 04 and the public page say the same. */
async function conclude(people, number) {
  const page = await people.as(HEAD, desk(number, "/phieu/cong-bo"));
  await page.fill("#witness-1", "Ông Hồ Văn Mẫu");
  await page.fill("#witness-2", "Bà Đỗ Thị Mẫu");
  await press(page);
  await accepted(page, "check");
  const numbers = await page.locator(".govuk-summary-list__value").allInnerTexts();
  assert.deepEqual(numbers.slice(0, 7).map(Number), [HOUSEHOLDS, RETURNED, 47, 6, 2, 1, HOUSEHOLDS - RETURNED]);
  await look(page, "ballots-conclude");
  await press(page);
  await accepted(page, "concluded");
  await look(await people.as(HEAD, desk(number, "/phieu")), "ballots-done");
  const pdf = await words(await download(page, desk(number, "/phieu/bien-ban.pdf"), "ballot-minutes.pdf"));
  const docx = await wordsOfDocx(await download(page, desk(number, "/phieu/bien-ban.docx"), "ballot-minutes.docx"));
  for (const pattern of [/Hồ Văn Mẫu/, /\b47\b/, /\b56\b/, /\b60\b/]) {
    assert.match(pdf, pattern);
    assert.match(docx, pattern);
  }
  await sendOn(people, HEAD, number);
  const guest = await visitor(browser, "phone", { javascript: false });
  await guest.page.goto(`/ban-va-quyet-dinh/${number}`);
  const said = await guest.page.locator("main").innerText();
  for (const pattern of [/Được thông qua/, /47/, /hiệu lực/]) assert.match(said, pattern);
  assert.ok(!said.includes("Hồ Văn Mẫu"), "no names of households on the public page");
  await look(guest.page, "decision-ballots");
  await verifyReceipt(guest.page, `/ban-va-quyet-dinh/${number}`, folder);
  await guest.close();
}
