// An online vote: most households ask for it, each gets a card with a code, and a citizen without an account votes on a
// 320 px phone without scripts, thinks again, votes anew, and reads after the end that the vote was counted.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import {
  accepted, agree, cast, choose, day, desk, download, fillPlan, look, moveClock, notify, open, plan, press, propose, refusal, sendOn,
  verifyReceipt, words, wordsOfDocx,
} from "../hamlet.mjs";
import { verifier } from "../../ui/tests/verifier.mjs";
import { launch, visitor } from "../lib.mjs";

const HEAD = "truongkhuvuc2";
const FRONT = "mattrankhuvuc2";
const TEAM = "kiemphieu1";
const PHONE = { screen: "phone", javascript: false };
const DESKTOP = { screen: "desktop", javascript: true };
/** Households for which the team enters a paper that they handed in. */
const ENTERED = 32;

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

/** The verifier of the browser accepts the household's receipt as the program does, and no changed one. */
async function checkedAtHome(page) {
  const verify = await verifier();
  const trusted = await verify.policyFrom(await (await page.request.get("/so-cong-khai/policy")).text());
  const link = page.locator("a[href^='/bieu-quyet/bien-nhan/tep']");
  const taken = async () => (await page.request.get(await link.getAttribute("href"))).text();
  let text = await taken();
  // The register signs the entry of the count in the background.
  for (const deadline = Date.now() + 20_000; !text.includes('"entry":') && Date.now() < deadline; text = await taken()) await wait(200);
  const vote = await verify.checkVote(text, trusted);
  assert.deepEqual([vote.choice, vote.finding.entry.act], [[1], "count"]);
  for (const changed of [text.replace("choice for 1", "choice against"), text.replace(/"index":\d+/, '"index":0'), text.replace(/votes \d+/, "votes 1")]) {
    await assert.rejects(() => verify.checkVote(changed, trusted), (error) => error instanceof verify.Refusal);
  }
}

/** Without the wish of more than half of the households an online vote is refused, with 31 of 60 it is planned. */
async function planned(people) {
  const number = await propose(people, HEAD, {
    subject: "self_governing",
    title: "Ngày Chủ nhật xanh của Khu vực 2",
    content: "Mỗi hộ cử một người dọn vệ sinh chung vào Chủ nhật đầu tháng (mẫu).",
  });
  await agree(people, FRONT, number);
  const fields = { starts: [day(3), "07:00"], closes: [day(5), "20:00"], says: ["front_agrees", "devices"] };
  const early = await people.as(HEAD, desk(number, "/ke-hoach?hinh-thuc=online"));
  await fillPlan(early, fields);
  await press(early);
  assert.match(await refusal(early), /Điều/, "the article is named");
  await look(early, "online-unsupported");
  const page = await people.as(TEAM, desk(number, "/dong-thuan?loai=online"));
  await choose(page, "purpose", "online");
  for (let place = 1; place <= 31; place += 1) await page.locator(`#household-${place}`).check();
  await page.fill("#way", "Chữ ký trên giấy");
  await look(page, "online-support");
  await press(page);
  await accepted(page, "support");
  await plan(people, HEAD, number, "online", fields);
  await notify(people, HEAD, number);
  await moveClock(3, "07:05");
  await open(people, HEAD, number);
  return number;
}

/** The team prints the cards once; gives their codes in the order of the households. */
async function cards(people, number) {
  const page = await people.as(TEAM, desk(number, "/truc-tuyen"));
  await look(page, "online-desk");
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("form[action$='/the'] [type=submit]").click()]);
  const path = join(folder, "cards.pdf");
  await file.saveAs(path);
  const codes = [...new Set((await words(path)).match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g))];
  assert.equal(codes.length, 60, "one card for each household");
  return codes;
}

/** The citizen enters the code of the card. */
async function enter(page, code) {
  await page.goto("/bieu-quyet");
  await page.fill("#ma", code);
  await press(page, page.locator("main form:has(#ma) [type=submit]"));
}

/** Chooses, checks, sends; gives what the receipt says. */
async function vote(page, choice, name) {
  await choose(page, "choice", choice);
  await press(page, page.locator("main form:has([name=choice]) [type=submit]"));
  await accepted(page, "choice");
  if (name) await look(page, `${name}-check`);
  await press(page, page.locator("button[name=buoc][value=gui]"));
  await accepted(page, "vote");
  if (name) await look(page, `${name}-receipt`);
  return page.locator("main").innerText();
}

/** A code that was never printed; then the vote, and another one in its place. */
async function citizen(page, code) {
  await enter(page, "0000-1111-2222");
  assert.ok(await refusal(page));
  await look(page, "vote-code-refused");
  await page.goto("/bieu-quyet");
  await look(page, "vote-code");
  await enter(page, code.toLowerCase());
  await look(page, "vote-ballot");
  assert.match(await vote(page, "against", "vote"), /Đã ghi lựa chọn của hộ[\s\S]*Hộ của bạn chọn:\s+Không đồng ý/);
  await page.goto("/bieu-quyet/phieu");
  assert.ok(await page.locator("input[name=choice][value=against]").isChecked(), "the stored choice is shown");
  await look(page, "vote-again");
  assert.match(await vote(page, "for 1"), /Đã ghi lựa chọn của hộ[\s\S]*Hộ của bạn chọn:\s+Đồng ý/);
}

/** Households that answered on paper are entered by the team, with the source. */
async function onBehalf(people, number) {
  for (let household = 1; household <= ENTERED; household += 1) {
    const page = await people.as(TEAM, desk(number, "/truc-tuyen/nhap-thay"));
    await page.fill("#household", String(household));
    await page.locator("input[name=channel]").first().check();
    await choose(page, "choice", household <= 31 ? "for 1" : "against");
    await page.fill("#source", `Phiếu giấy có chữ ký của hộ ${household}`);
    if (household === 1) await look(page, "online-enter");
    await press(page);
    await accepted(page, `household ${household}`);
  }
}

/** A vote that is begun in time and sent after the closing is refused with clear words. */
async function late(code) {
  const guest = await visitor(browser, "phone", PHONE);
  await moveClock(2, "19:58");
  await enter(guest.page, code);
  await choose(guest.page, "choice", "for 1");
  await press(guest.page, guest.page.locator("main form:has([name=choice]) [type=submit]"));
  await accepted(guest.page, "choice");
  await moveClock(0, "20:00");
  await press(guest.page, guest.page.locator("button[name=buoc][value=gui]"));
  assert.match(await refusal(guest.page), /Đã hết thời gian biểu quyết lúc 20:00/, "a late vote is told so");
  await look(guest.page, "vote-late");
  await guest.close();
}

/** The minutes of form 03 hold the numbers and, as an annex, who took part; a citizen cannot open them. */
async function minutes(people, guest, number) {
  const page = await people.as(HEAD, desk(number));
  const paper = desk(number, "/tai/bien-ban");
  const pdf = await words(await download(page, `${paper}.pdf`, "online-minutes.pdf"));
  const docx = await wordsOfDocx(await download(page, `${paper}.docx`, "online-minutes.docx"));
  for (const text of [pdf, docx]) {
    assert.match(text, /tham gia biểu quyết: 33\./);
    assert.match(text, /Số hộ trả lời bằng giấy: 32 hộ/);
    assert.match(text, /Họ và tên người đại diện/);
  }
  const refused = await guest.request.get(`${paper}.pdf`);
  assert.ok(!(refused.headers()["content-type"] ?? "").includes("pdf"), "the list is not for everyone");
}

test("a hamlet votes online, and a citizen without an account changes the vote on a phone without scripts", async () => {
  const people = cast(browser, (login) => (login === FRONT ? PHONE : DESKTOP));
  const number = await planned(people);
  const codes = await cards(people, number);
  const phone = await visitor(browser, "phone", PHONE);
  await citizen(phone.page, codes[59]);
  await onBehalf(people, number);
  await late(codes[58]);
  const page = await people.as(HEAD, desk(number, "/truc-tuyen/ket-thuc"));
  await look(page, "online-end");
  await press(page);
  await accepted(page, "concluded");
  await look(page, "online-decided");
  await enter(phone.page, codes[59]);
  await phone.page.goto("/bieu-quyet/bien-nhan");
  assert.match(await phone.page.locator("main").innerText(), /Ý kiến của hộ đã được tính[\s\S]*Hộ của bạn chọn:\s+Đồng ý/);
  await look(phone.page, "vote-counted");
  await checkedAtHome(phone.page);
  await minutes(people, phone.page, number);
  await sendOn(people, HEAD, number);
  await phone.page.goto(`/ban-va-quyet-dinh/${number}`);
  assert.match(await phone.page.locator("main").innerText(), /Được thông qua[\s\S]*32/);
  await look(phone.page, "decision-online");
  await verifyReceipt(phone.page, `/ban-va-quyet-dinh/${number}`, folder);
  await phone.close();
  await people.close();
});
