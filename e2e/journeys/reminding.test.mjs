// An officer sees what is due, gives an address, confirms it by the link in the letter and is reminded; the administrator sees how the
// mail goes and whom it does not reach: on a desktop and a phone, with and without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "../axe.mjs";
import { day, moveClock } from "../hamlet.mjs";
import { kinds, launch, overhang, picture, signIn, visitor } from "../lib.mjs";
import { mailbox } from "../mailbox.mjs";

const PASSWORD = "dan biet dan ban";
const PORT = Number(process.env.DINH_SMTP_PORT);

let browser;
let mail;
before(async () => {
  assert.ok(PORT, "DINH_SMTP_PORT is the port to which the demo city sends its mail (dinh demo --smtp smtp://localhost:PORT)");
  browser = await launch();
  mail = await mailbox(PORT);
  // Letters go out on working days from seven on.
  let later = 1;
  while ([0, 6].includes(day(later).getUTCDay())) later += 1;
  await moveClock(later, "09:00");
});
after(async () => {
  await browser.close();
  await mail.close();
});

/** Nothing sideways, no rule broken, and a picture to look at. */
async function looked(page, name) {
  assert.equal(await overhang(page), 0, `${name} is wider than the screen`);
  assert.deepEqual(await violations(page), [], name);
  await picture(page, name);
}

/** The link of a letter, as a path of this server. */
function link(text) {
  const found = /\/tai-khoan\/thu\/xac-nhan\?ma=\S+/.exec(text);
  assert.ok(found, text);
  return found[0];
}

for (const kind of kinds()) {
  test(`from what is due to a confirmed address and a letter (${kind.name})`, async () => {
    const tag = `${kind.screen}-${kind.javascript ? "js" : "html"}`;
    const address = `can-bo-${tag}@cantho.gov.vn`;
    const officer = await visitor(browser, kind.screen, kind);
    const { page } = officer;
    await signIn(page, "canbo", PASSWORD);
    await page.goto("/lam-viec");
    assert.match(await page.locator("main").innerText(), /Quá hạn|Còn \d+ ngày|Hạn là hôm nay/, "the desk reminds of what is due");
    await page.goto("/tai-khoan");
    await page.fill("#address", "can bo@cantho");
    await page.locator("form[action^='/tai-khoan/thu'] [type=submit]").click();
    await page.locator(".govuk-error-summary").waitFor();
    assert.equal(await page.inputValue("#address"), "can bo@cantho", "what was typed is still there");
    await page.fill("#address", address);
    await page.locator("input[name=choice][value=each]").check();
    await page.locator("form[action^='/tai-khoan/thu'] [type=submit]").click();
    await page.waitForURL(/xong=thu/);
    await page.getByText(`${address} chưa được xác nhận`).waitFor();
    await looked(page, `address-waits-${tag}`);

    const path = link(await mail.to(address));
    const reader = await visitor(browser, kind.screen, kind);
    await reader.page.goto(path);
    await looked(reader.page, `address-confirm-${tag}`);
    await reader.page.goto(path);
    await reader.page.locator("main form [type=submit]").click();
    await reader.page.getByRole("heading", { name: "Đã xác nhận địa chỉ" }).waitFor();
    await looked(reader.page, `address-confirmed-${tag}`);
    const again = await reader.page.goto(path);
    assert.equal(again.status(), 404, "a link is used once");
    await looked(reader.page, `address-link-gone-${tag}`);
    await page.goto("/tai-khoan");
    await page.getByText(`Thư đang đến ${address}, đã xác nhận.`).waitFor();

    const administrator = await visitor(browser, kind.screen, kind);
    await signIn(administrator.page, "quantri", PASSWORD);
    await administrator.page.goto("/quan-tri/thu");
    const state = await administrator.page.locator("main").innerText();
    assert.match(state, /localhost:\d+/, "the server is named");
    assert.match(state, /Đã gửi hôm nay\s+[1-9]/, "letters were sent");
    await looked(administrator.page, `mail-state-${tag}`);
    await administrator.page.goto("/lam-viec/thu-chua-den");
    const unreached = await administrator.page.locator("main").innerText();
    assert.match(unreached, /Chưa có địa chỉ thư đã xác nhận|Chưa ai giữ nhiệm vụ này/, "who cannot be reached, and why");
    assert.ok(!unreached.includes(address), "addresses are not shown");
    await looked(administrator.page, `unreached-${tag}`);
    for (const visitors of [officer, reader, administrator]) {
      assert.deepEqual(visitors.strangers, [], "something was fetched from elsewhere");
      await visitors.close();
    }
  });
}

test("whoever confirmed an address is reminded of what is due", async () => {
  const due = mail.letters.filter((letter) => letter.text.includes("/lam-viec/muc/"));
  assert.ok(due.length > 0, "reminders came");
  assert.ok(due.every((letter) => letter.text.includes("Căn cứ của hạn") || letter.text.includes("Hạn ")), "with the day");
  assert.ok(due.every((letter) => letter.to.startsWith("can-bo-")), "to confirmed addresses only");
});
