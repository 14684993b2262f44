// The money of a decision: the head of a hamlet keeps the account on a phone without scripts from its plan to its balance,
// another at a desktop; everyone sees the sums and checks a receipt, only who watches over it opens a voucher.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { accepted, cast, choose, desk, download, glance, look, press, refusal, words } from "../hamlet.mjs";
import { launch, visitor } from "../lib.mjs";

const PHONE = { screen: "phone", javascript: false, tag: "phone-html" };
const DESKTOP = { screen: "desktop", javascript: true, tag: "desktop-js" };
const VOUCHER = Buffer.from("%PDF-1.4\n% Hoa don xi mang (mau)\n%%EOF\n");
const DIGEST = createHash("sha256").update(VOUCHER).digest("hex");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** The number of a decision of the demo, by its title on the desk of its head. */
async function find(people, head, title) {
  const page = await people.as(head, "/lam-viec/quyet-dinh");
  const href = await page.locator("main a", { hasText: title }).first().getAttribute("href");
  return Number(href.match(/\d+$/)[0]);
}

/** Opens the account; a plan of nothing is refused and what was typed stays. */
async function openAccount(people, head, number, tag) {
  const page = await people.as(head, desk(number, "/dong-gop"));
  await page.fill("#household_amount", "tám trăm nghìn");
  await press(page);
  assert.match(await refusal(page), /bằng chữ số/);
  assert.equal(await page.inputValue("#household_amount"), "tám trăm nghìn", "what was typed is still there");
  await glance(page, `contribution-open-${tag}`);
  await page.fill("#household_amount", "800.000");
  await page.fill("#sponsors", "5.000.000");
  await press(page);
  await accepted(page, "opened");
}

/** One household gives nothing, and nobody is asked why. */
async function waive(people, head, number, tag) {
  const page = await people.as(head, desk(number, "/dong-gop/muc"));
  assert.equal(await page.locator("textarea").count(), 0, "no field for a reason");
  await page.fill("#household", "7");
  await page.fill("#amount", "0");
  await glance(page, `contribution-pledge-${tag}`);
  await press(page);
  await accepted(page, "waived");
}

/** Receives something from a household or from elsewhere. */
async function receive(people, head, number, { source = "household", household = "", payer, amount = "", labour = "" }) {
  const page = await people.as(head, desk(number, "/dong-gop/thu"));
  await choose(page, "source", source);
  if (household) await page.fill("#household", household);
  await page.fill("#payer", payer);
  await page.fill("#amount", amount);
  await page.fill("#labour", labour);
  await press(page);
  return page;
}

/** Spends; gives the page that answers. */
async function spend(people, head, number, { purpose, amount, voucher }) {
  const page = await people.as(head, desk(number, "/dong-gop/chi"));
  await page.fill("#purpose", purpose);
  await page.fill("#amount", amount);
  if (voucher) await page.setInputFiles("#voucher", { name: "hoa-don-xi-mang.pdf", mimeType: "application/pdf", buffer: voucher });
  await press(page);
  return page;
}

/** Voids the newest expense, which was written twice. */
async function voidNewest(page, tag) {
  await press(page, page.locator("a[href*='loai=chi']").first());
  await page.fill("#reason", "Ghi hai lần một hóa đơn.");
  await glance(page, `contribution-void-${tag}`);
  await press(page);
  await accepted(page, "voided");
}

/** What a reader without an account sees. */
async function guest(kind, path, read) {
  const one = await visitor(browser, kind.screen, kind);
  await one.page.goto(path);
  await read(one.page, await one.page.locator("main").innerText());
  assert.deepEqual(await one.context.cookies(), [], "a reader was given a cookie");
  await one.close();
}

test("a hamlet keeps its account on a phone without scripts, from the plan to the public balance", async () => {
  const { tag } = PHONE;
  const people = cast(browser, (login) => (login === "chutich" ? DESKTOP : PHONE));
  const head = "truongkhuvuc2";
  const number = await find(people, head, "Xây cầu bê tông qua rạch");
  await openAccount(people, head, number, tag);
  await waive(people, head, number, tag);
  const wrong = await receive(people, head, number, { household: "999", payer: "Bà Kín Thị Mẫu", amount: "800.000" });
  assert.match(await refusal(wrong), /số hộ/);
  assert.equal(await wrong.inputValue("#payer"), "Bà Kín Thị Mẫu", "what was typed is still there");
  await glance(wrong, `contribution-receive-refused-${tag}`);
  for (const [household, amount, labour] of [["1", "437.000", ""], ["2", "800.000", ""], ["3", "", "4"]]) {
    await accepted(await receive(people, head, number, { household, payer: `Bà Kín Thị ${household}`, amount, labour }), household);
  }
  await accepted(await receive(people, head, number, { source: "sponsor", payer: "Công ty mẫu", amount: "5.000.000" }), "sponsor");
  const beyond = await spend(people, head, number, { purpose: "Mua xi măng, sắt thép", amount: "9.000.000" });
  assert.match(await refusal(beyond), /nhiều hơn số tiền còn lại/);
  await glance(beyond, `contribution-spend-refused-${tag}`);
  await accepted(await spend(people, head, number, { purpose: "Mua xi măng, sắt thép", amount: "2.400.000", voucher: VOUCHER }), "spent");
  const twice = await spend(people, head, number, { purpose: "Mua xi măng lần hai", amount: "2.400.000" });
  await accepted(twice, "spent twice");
  await voidNewest(twice, tag);
  await look(twice, "contribution-desk");
  const paper = await words(await download(twice, desk(number, "/dong-gop/bien-nhan/1"), "contribution-receipt.pdf"));
  for (const pattern of [/BIÊN NHẬN|Biên nhận/, /437\.000/, /bien-nhan\/1/]) assert.match(paper, pattern);
  await readSums(number);
  await openVoucher(people, number);
  await people.close();
});

/** The public account: sums, digests, entries of the register; no name, no household. */
async function readSums(number) {
  const path = `/ban-va-quyet-dinh/${number}/dong-gop`;
  await guest(PHONE, path, async (page, said) => {
    for (const pattern of [/47\.200\.000/, /6\.237\.000/, /2\.400\.000/, /3\.837\.000/, /Đã hủy/]) assert.match(said, pattern);
    assert.ok(said.includes(DIGEST), "the digest of the voucher");
    assert.ok(!said.includes("hoa-don-xi-mang") && !said.includes("Kín"), "no name of a file or a payer");
    assert.equal(await page.locator("a[href*='/chung-tu/']").count(), 0);
    await look(page, "contribution-public");
    const entry = await page.locator("a[href^='/so-cai/']").first().getAttribute("href");
    assert.equal((await page.goto(entry)).status(), 200);
  });
  await guest(PHONE, `${path}/bien-nhan/1`, async (page, said) => {
    assert.match(said, /Đang được tính/);
    assert.ok(!said.includes("437.000") && !said.includes("Kín"), "who gave how much is sealed");
    await look(page, "contribution-receipt");
    assert.equal((await page.goto(await page.locator("main a[href^='/so-cai/']").getAttribute("href"))).status(), 200);
  });
}

/** The chairman opens the very file that was handed in; a member of the team may not. */
async function openVoucher(people, number) {
  const page = await people.as("chutich", "/lam-viec");
  await page.goto(`/ban-va-quyet-dinh/${number}/dong-gop`);
  const link = page.locator("a[href*='/chung-tu/']").first();
  await glance(page, "contribution-public-chairman");
  const href = await link.getAttribute("href");
  const answer = await page.context().request.get(href);
  assert.equal(createHash("sha256").update(await answer.body()).digest("hex"), DIGEST);
  const team = await people.as("kiemphieu1", "/lam-viec");
  assert.equal((await team.context().request.get(href)).status(), 403);
}

test("at a desktop the account of a lane goes on, and its public page follows", async () => {
  const { tag } = DESKTOP;
  const people = cast(browser, () => DESKTOP);
  const head = "truongkhuvuc";
  const number = await find(people, head, "Nâng cấp hẻm 12");
  const before = await balance(number);
  await accepted(await receive(people, head, number, { household: "110", payer: "Bà Kín Thị 110", amount: "500.000" }), "received");
  const page = await spend(people, head, number, { purpose: "Nước uống ngày khánh thành", amount: "120.000" });
  await accepted(page, "spent");
  await glance(page, `contribution-desk-lane-${tag}`);
  assert.equal(await balance(number), before + 380_000);
  await people.close();
});

/** What is left, as the public page says it. */
async function balance(number) {
  let left;
  await guest(DESKTOP, `/ban-va-quyet-dinh/${number}/dong-gop`, async (page) => {
    const words = await page.locator(".govuk-summary-list__row", { hasText: "Còn lại" }).locator("dd").innerText();
    left = Number(words.replaceAll(/\D/g, ""));
    await glance(page, "contribution-public-lane");
  });
  return left;
}

for (const kind of [PHONE, DESKTOP]) {
  test(`a matter of the whole ward shows what each hamlet said (${kind.tag})`, async () => {
    let path;
    await guest(kind, "/ban-va-quyet-dinh?don-vi=phuong-ninh-kieu", async (page) => {
      const entry = page.locator(".dinh-entry", { hasText: "Khơi thông cống" }).filter({ hasText: "Phường Ninh Kiều" });
      path = await entry.locator("a").first().getAttribute("href");
    });
    await guest(kind, path, async (page, said) => {
      for (const pattern of [/2\/3 \(66,7 %\) thôn, tổ dân phố; cần ít nhất 2/, /97\/120/, /48\/60/, /121\/200/, /134/]) assert.match(said, pattern);
      await glance(page, `thread-${kind.tag}`);
      const parts = page.locator("#tung-noi ~ table a");
      assert.equal(await parts.count(), 3);
      await parts.last().click();
      await page.locator("h1", { hasText: "Khơi thông cống" }).waitFor();
      assert.match(await page.locator("main").innerText(), /Không được thông qua/);
      assert.ok(await page.locator(`main a[href='${path}']`).count(), "the part leads back to the matter");
      await glance(page, `thread-part-${kind.tag}`);
    });
  });
}
