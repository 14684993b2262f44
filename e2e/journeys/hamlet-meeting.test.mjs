// A hamlet decides in a meeting, from the proposal to the recognition: the head with a phone without scripts, and another
// one at a desktop. Everything the law forbids on the way is refused with its article, and what was typed stays.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  accepted, agree, attend, cast, choose, day, deliverPapers, desk, download, fillPlan, glance, look, moveClock, notify, open, plan, press,
  propose, recognise, refusal, sendOn, verifyReceipt, words, wordsOfDocx,
} from "../hamlet.mjs";
import { launch, visitor } from "../lib.mjs";

const PHONE = { screen: "phone", javascript: false, tag: "phone-html" };
const DESKTOP = { screen: "desktop", javascript: true, tag: "desktop-js" };

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

/** From the proposal to the opened meeting, eight days later. */
async function prepare(people, who, matter, tag) {
  const number = await propose(people, who.head, matter, tag);
  await agree(people, who.front, number, tag);
  await plan(people, who.head, number, "meeting", { starts: [day(8), "18:30"] }, tag);
  await deliverPapers(people, who.counter, number, tag);
  await notify(people, who.head, number, tag);
  await glance(await people.as(who.head, desk(number)), `desk-noticed-${tag}`);
  await moveClock(8, "18:30");
  await open(people, who.head, number, tag);
  return number;
}

/** Secretary and method by raised hands, after so many households came. */
async function begin(page, count, tag) {
  await glance(page, `meeting-empty-${tag}`);
  await attend(page, count);
  await page.fill("#secretary", "Bà Trương Thị Mẫu");
  await page.fill("#hands-secretary", String(count + 1));
  await press(page, page.locator("form:has(input[value=secretary]) [type=submit]"));
  assert.match(await refusal(page), /không được nhiều hơn số hộ đang dự/);
  assert.equal(await page.inputValue("#secretary"), "Bà Trương Thị Mẫu", "what was typed is still there");
  await page.fill("#hands-secretary", String(count - 2));
  await press(page, page.locator("form:has(input[value=secretary]) [type=submit]"));
  await accepted(page, "secretary");
  await choose(page, "method", "hands");
  await page.fill("#hands-method", String(count - 1));
  await press(page, page.locator("form:has(input[value=method]) [type=submit]"));
  await accepted(page, "method");
  await glance(page, `meeting-vote-${tag}`);
}

/** The vote: first with more hands than households came, then right; checked once more and made public. */
async function vote(page, [approve, against, other], tag) {
  await page.fill("[name='approve-0-0']", "9999");
  await page.fill("[name='against-0']", String(against));
  await page.fill("[name='other-0']", String(other));
  await press(page, page.locator("form:has([name='approve-0-0']) [type=submit]").first());
  assert.match(await refusal(page), /9\.?999|nhiều hơn|vượt/);
  assert.equal(await page.inputValue("[name='approve-0-0']"), "9999", "what was typed is still there");
  await glance(page, `vote-refused-${tag}`);
  await page.fill("[name='approve-0-0']", String(approve));
  await press(page, page.locator("form:has([name='approve-0-0']) [type=submit]").first());
  await accepted(page, "vote");
  await glance(page, `vote-check-${tag}`);
  await press(page);
  await accepted(page, "concluded");
}

/** The public page says what was decided, and its receipt is good. */
async function readByAnyone(kind, number, patterns, tag) {
  const guest = await visitor(browser, kind.screen, kind);
  const path = `/ban-va-quyet-dinh/${number}`;
  await guest.page.goto(path);
  const said = await guest.page.locator("main").innerText();
  for (const pattern of patterns) assert.match(said, pattern);
  await glance(guest.page, `decision-${tag}`);
  await verifyReceipt(guest.page, path, folder);
  assert.deepEqual(await guest.context.cookies(), [], "a reader was given a cookie");
  await guest.close();
}

/** The minutes of form 03 in both formats carry the numbers of the vote. */
async function minutes(page, number, patterns, tag) {
  const pdf = await words(await download(page, desk(number, "/tai/bien-ban.pdf"), `minutes-${tag}.pdf`));
  const docx = await wordsOfDocx(await download(page, desk(number, "/tai/bien-ban.docx"), `minutes-${tag}.docx`));
  for (const pattern of patterns) {
    assert.match(pdf, pattern);
    assert.match(docx, pattern);
  }
}

test("a convention is decided in a meeting on a phone without scripts, and the chairman recognises it", async () => {
  const people = cast(browser, () => PHONE);
  const who = { head: "truongkhuvuc", front: "mattrankhuvuc", counter: "tophieu1" };
  const matter = {
    subject: "convention",
    title: "Quy ước giữ gìn vệ sinh, an ninh Khu vực 1",
    content: "Các hộ phân loại rác, không đốt rác; nhắc nhở lẫn nhau, ghi nhận ở cuộc họp cuối năm (mẫu).",
  };
  const number = await prepare(people, who, matter, PHONE.tag);
  const page = await people.as(who.head, desk(number, "/hop"));
  await begin(page, 84, PHONE.tag);
  await glance(await people.as(who.front, desk(number, "/man-hinh")), `screen-${PHONE.tag}`, { real: true });
  await vote(page, [80, 3, 1], PHONE.tag);
  await glance(await people.as(who.head, desk(number)), `desk-decided-${PHONE.tag}`);
  await minutes(page, number, [/120/, /84/, /80/], PHONE.tag);
  await sendOn(people, who.head, number, PHONE.tag);
  await recognise(people, "chutich", number, `QĐ-${number}/QĐ-UBND`, PHONE.tag);
  await readByAnyone(PHONE, number, [/Được thông qua/, /80/, /công nhận|có hiệu lực/i], PHONE.tag);
  await people.close();
});

test("a self-governing matter is decided in a meeting at a desktop and takes effect", async () => {
  const people = cast(browser, () => DESKTOP);
  const who = { head: "truongkhuvuc2", front: "mattrankhuvuc2", counter: "kiemphieu1" };
  const matter = {
    subject: "self_governing",
    title: "Giờ mở loa của Khu vực 2",
    content: "Không mở loa kéo sau 22 giờ; tổ tự quản nhắc nhở trước khi ghi nhận (mẫu).",
  };
  const number = await prepare(people, who, matter, DESKTOP.tag);
  const page = await people.as(who.head, desk(number, "/hop"));
  await begin(page, 33, DESKTOP.tag);
  await vote(page, [31, 1, 1], DESKTOP.tag);
  await refuseFrozenRoll(people, who, number);
  await minutes(page, number, [/60/, /33/, /31/], DESKTOP.tag);
  await sendOn(people, who.head, number, DESKTOP.tag);
  await readByAnyone(DESKTOP, number, [/Được thông qua/, /31/, /hiệu lực/], DESKTOP.tag);
  await people.close();
});

/** After the result the roll of the decision stands; the reason that was typed is kept. */
async function refuseFrozenRoll(people, who, number) {
  const page = await people.as(who.head, desk(number, "/dinh-chinh"));
  await page.fill("#household", "7");
  await choose(page, "change", "remove");
  await page.fill("#reason", "Hộ này ghi hai lần trong danh sách.");
  await press(page);
  assert.match(await refusal(page), /không/);
  assert.equal(await page.inputValue("#reason"), "Hộ này ghi hai lần trong danh sách.");
  await look(page, "frozen-roll-refused");
}

test("contributions are not decided online, and a meeting is not told of a day before: refused with article and way", async () => {
  const people = cast(browser, () => DESKTOP);
  const [head, front] = ["truongkhuvuc", "mattrankhuvuc"];
  const matter = { subject: "peoples_contributions", title: "Thu quỹ đèn đường", content: "Mỗi hộ 10.000 đồng mỗi tháng (mẫu)." };
  const number = await propose(people, head, matter);
  await agree(people, front, number);
  const page = await people.as(head, desk(number, "/ke-hoach?hinh-thuc=online"));
  await fillPlan(page, { starts: [day(4), "07:00"], closes: [day(9), "17:00"], says: ["front_agrees", "devices"] });
  await press(page);
  assert.match(await page.locator("main").innerText(), /Điều 1[579]/, "the article is named");
  assert.equal(await page.inputValue("#starts-time"), "07:00", "what was typed is still there");
  assert.equal(await page.inputValue("#member-name-2"), "Châu Văn Mẫu", "what was typed is still there");
  await look(page, "online-refused");
  await plan(people, head, number, "meeting", { starts: [day(1), "18:30"] });
  const notice = await people.as(head, desk(number, "/thong-bao"));
  await notify(people, head, number).then(() => assert.fail("a late notice was accepted"), (error) => error);
  assert.match(await notice.locator("main").innerText(), /quá muộn/);
  assert.match(await notice.locator("main").innerText(), /Hãy lập lại kế hoạch/);
  await look(notice, "late-notice-refused");
  await people.close();
});
