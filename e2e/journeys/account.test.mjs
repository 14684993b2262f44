// An officer adds a code application and a passkey, signs in with each, and ends a session on another machine.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { violations } from "../axe.mjs";
import { address, launch, overhang, picture, visitor } from "../lib.mjs";

const PASSWORD = "dan biet dan ban";
const LOGIN = "canbo";
/** Passkeys are bound to a name, never to a number. */
const site = address.replace("127.0.0.1", "localhost");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** What an application shows now (RFC 6238). */
function code(secret, seconds = Date.now() / 1000) {
  let bits = "";
  for (const sign of secret.replaceAll(" ", "")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac("sha1", key).update(step).digest();
  const from = mac.at(-1) & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** A code of the next step of time: the one that was just used never counts again. */
const nextCode = (secret) => code(secret, Date.now() / 1000 + 30);

/** What the server believes the time to be may run ahead, as in the demo city; its answers say it. */
async function serverAhead(page) {
  const answer = await page.request.get(`${site}/healthz`);
  const date = answer.headers()["date"];
  return date === undefined ? 0 : Date.parse(date) / 1000 - Date.now() / 1000;
}

async function look(page, name) {
  assert.equal(await overhang(page), 0, `${name} is wider than the screen`);
  assert.deepEqual(await violations(page), [], name);
  await picture(page, name);
}

async function signOut(page) {
  await Promise.all([
    page.waitForURL((url) => url.pathname === "/"),
    page.locator("form[action^='/dang-xuat'] button").first().evaluate((button) => button.click()),
  ]);
}

test("codes, a passkey and sessions of an account", async () => {
  const desk = await visitor(browser, "desktop");
  const { page } = desk;
  const faults = [];
  page.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  assert.ok(Math.abs(await serverAhead(page)) < 60, "the clocks agree");
  await signInAt(page);

  // An application: without script it is the same page.
  await page.goto(`${site}/tai-khoan/xac-thuc`);
  await look(page, "account-factors-none");
  await page.goto(`${site}/tai-khoan/xac-thuc/ung-dung`);
  await look(page, "account-application");
  const secret = await page.locator(".dinh-secret").textContent();
  await page.fill("#code", "000000");
  await page.fill("#password", PASSWORD);
  await page.locator("main form[action^='/tai-khoan/xac-thuc/ung-dung'] [type=submit]").click();
  await page.locator(".govuk-error-summary").waitFor();
  await page.fill("#code", code(secret));
  await page.fill("#password", PASSWORD);
  await page.locator("main form[action^='/tai-khoan/xac-thuc/ung-dung'] [type=submit]").click();
  await page.locator(".dinh-codes").waitFor();
  const paper = await page.locator(".dinh-codes code").allTextContents();
  assert.equal(paper.length, 10);
  await look(page, "account-codes");

  // Sign in with it, on a phone: what happened to the account is told first.
  const phone = await visitor(browser, "phone", { javascript: false });
  await signInAt(phone.page);
  await phone.page.locator("#code").waitFor();
  await look(phone.page, "account-second-step-phone");
  await phone.page.fill("#code", nextCode(secret));
  await phone.page.locator("main form:has(#code) [type=submit]").click();
  await phone.page.waitForURL((url) => url.pathname === "/tai-khoan");

  // A passkey, on a device that Chromium plays.
  const session = await desk.context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await page.goto(`${site}/tai-khoan/xac-thuc`);
  await page.fill("#name", "Máy ở văn phòng");
  await page.fill("#passkey_password", PASSWORD);
  await page.locator("#passkey [type=submit]").click();
  await page.locator(".govuk-notification-banner--success").waitFor();
  assert.match(await page.locator("main").textContent(), /Máy ở văn phòng/);
  await look(page, "account-factors");
  assert.equal((await phone.page.goto(`${site}/tai-khoan`)).url().includes("/dang-nhap"), true, "the change ended the other session");

  // Sign in with the passkey alone.
  await signOut(page);
  await page.goto(`${site}/dang-nhap`);
  await look(page, "account-sign-in");
  assert.equal(await page.locator("[data-passkey-failed]").isVisible(), false, "nothing went wrong yet");
  await page.locator("#passkey [type=submit]").click();
  await page.waitForURL((url) => url.pathname === "/tai-khoan");

  // The phone comes back with a code on paper, and is ended from the desk.
  await signInAt(phone.page);
  await phone.page.fill("#code", paper[0].toLowerCase());
  await phone.page.locator("main form:has(#code) [type=submit]").click();
  await phone.page.waitForURL((url) => url.pathname === "/tai-khoan");
  await phone.page.goto(`${site}/tai-khoan/phien`);
  await look(phone.page, "account-sessions-phone");
  await page.goto(`${site}/tai-khoan/phien`);
  await look(page, "account-sessions");
  assert.equal(await page.locator(".dinh-session").count(), 2);
  await page.locator(".dinh-session form [type=submit]").click();
  await page.locator(".govuk-notification-banner--success").waitFor();
  assert.equal(await page.locator(".dinh-session").count(), 1);
  assert.equal((await phone.page.goto(`${site}/tai-khoan`)).url().includes("/dang-nhap"), true);
  for (const path of ["/tai-khoan/xac-thuc", "/tai-khoan/ai-da-xem"]) {
    await page.goto(`${site}${path}`);
    await page.setViewportSize({ width: 320, height: 640 });
    await look(page, `account${path.slice("/tai-khoan".length).replaceAll("/", "-")}-320`);
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  // Leave the account as it was: the others who try the demo city have the password alone.
  await page.goto(`${site}/tai-khoan/xac-thuc`);
  await page.locator("form[action^='/tai-khoan/xac-thuc/bo-khoa']").evaluate((form) => (form.closest("details").open = true));
  await page.fill("#key_password", PASSWORD);
  await page.locator("form[action^='/tai-khoan/xac-thuc/bo-khoa'] [type=submit]").click();
  await page.locator(".govuk-notification-banner--success").waitFor();
  await page.locator("form[action^='/tai-khoan/xac-thuc/bo-ung-dung']").evaluate((form) => (form.closest("details").open = true));
  await page.fill("#totp_password", PASSWORD);
  await page.locator("form[action^='/tai-khoan/xac-thuc/bo-ung-dung'] [type=submit]").click();
  await page.locator(".govuk-notification-banner--success").waitFor();
  await page.goto(`${site}/tai-khoan`);
  await look(page, "account-notices");
  await page.locator("form[action^='/tai-khoan/da-doc'] [type=submit]").click();
  await page.waitForLoadState();
  assert.deepEqual(faults, []);
  await phone.close();
  await desk.close();
});

async function signInAt(page) {
  await page.goto(`${site}/dang-nhap`);
  await page.locator("[autocomplete=username]").fill(LOGIN);
  await page.locator("[type=password]").fill(PASSWORD);
  await page.locator("main form[action^='/dang-nhap'] [type=submit]").first().click();
  await page.waitForLoadState();
}
