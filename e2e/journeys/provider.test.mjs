// Signing in with an account of a real OpenID Connect provider: unknown, linked, signed in, signed out, the provider gone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { build, freePort, KEEPER, secret, serve } from "../house.mjs";
import { launch, overhang, picture, SCREENS } from "../lib.mjs";
import { CLIENT, startProvider } from "../provider.mjs";

let browser, house, server, provider, port;

before(async () => {
  browser = await launch();
  house = await build();
  port = await freePort();
  const [own, file] = [await freePort(), await secret(house.folder, "oidc", CLIENT.secret)];
  provider = await startProvider(port, `http://localhost:${own}`);
  server = await serve(house.folder, own, [
    "--oidc-issuer", provider.issuer, "--oidc-client", CLIENT.id, "--oidc-secret-file", file, "--oidc-label", "công chức",
  ]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await provider?.stop();
  await house?.destroy();
});

/** Somebody who comes with a browser of their own. */
async function person(screen) {
  const context = await browser.newContext({ ...SCREENS[screen], baseURL: server.address, locale: "vi-VN", reducedMotion: "reduce" });
  return { context, page: await context.newPage() };
}

/** Says at the provider who one is, and agrees to what it asks. */
async function sayWho(page, name) {
  await page.locator("[name=login]").fill(name);
  await page.locator("[name=password]").fill("gì cũng được");
  await page.locator("[type=submit]").first().click();
  await agree(page);
}

async function agree(page) {
  while (page.url().startsWith(provider.issuer)) {
    await page.locator("[type=submit]").first().click();
    await page.waitForLoadState();
  }
}

async function withPassword(page) {
  await page.goto("/dang-nhap");
  await page.locator("[autocomplete=username]").fill(KEEPER.login);
  await page.locator("[type=password]").fill(KEEPER.password);
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
}

const throughProvider = (page) => page.getByRole("button", { name: "Đăng nhập bằng tài khoản công chức" }).click();

for (const screen of Object.keys(SCREENS)) {
  test(`an account of the provider is refused until it is linked, ${screen}`, async () => {
    const who = `nv-${screen}`;
    const { context, page } = await person(screen);
    await page.goto("/dang-nhap");
    await picture(page, `provider-sign-in-${screen}`);
    await throughProvider(page);
    await sayWho(page, who);
    await page.getByRole("heading", { name: "Tài khoản này chưa được liên kết" }).waitFor();
    assert.match(await page.locator("main").innerText(), new RegExp(who));
    assert.equal(await overhang(page), 0);
    await picture(page, `provider-unknown-${screen}`);

    await withPassword(page);
    await page.goto("/tai-khoan");
    await page.getByRole("link", { name: "Tài khoản công chức" }).click();
    await page.getByRole("button", { name: "Liên kết" }).click();
    await agree(page);
    await page.getByRole("heading", { name: "Đây có phải tài khoản của bạn không?" }).waitFor();
    assert.equal(await overhang(page), 0);
    await picture(page, `provider-confirm-${screen}`);
    await page.locator("[type=password]").fill(KEEPER.password);
    await page.getByRole("button", { name: "Liên kết" }).click();
    await page.getByText("Đã liên kết từ").waitFor();
    assert.equal(await overhang(page), 0);
    await picture(page, `provider-mine-${screen}`);
    await context.close();

    const again = await person(screen);
    await again.page.goto("/dang-nhap");
    await throughProvider(again.page);
    await sayWho(again.page, who);
    await again.page.waitForURL("**/quan-tri/tai-khoan");
    await again.page.goto("/tai-khoan");
    await again.page.getByRole("button", { name: "Đăng xuất" }).first().click();
    await again.page.getByRole("heading", { name: "Đã đăng xuất" }).waitFor();
    assert.equal(await overhang(again.page), 0);
    await picture(again.page, `provider-out-${screen}`);
    await again.page.getByRole("button", { name: "Đăng xuất tài khoản công chức" }).click();
    await agree(again.page);
    await again.page.waitForURL(`${server.address}/`);

    // So that the other screen finds nothing linked.
    await withPassword(again.page);
    await again.page.goto("/tai-khoan/tai-khoan-chung");
    await again.page.getByRole("button", { name: "Gỡ liên kết" }).click();
    await again.page.getByText("Chưa liên kết").waitFor();
    await again.context.close();
  });
}

test("when the provider is gone a page says so, and the password lets people in", async () => {
  await provider.stop();
  const { context, page } = await person("desktop");
  // What it said before is still known: the browser itself finds nobody there. A new start of the house knows nothing.
  await server.stop();
  const own = Number(new URL(server.address).port);
  const file = await secret(house.folder, "oidc-lai", CLIENT.secret);
  server = await serve(house.folder, own, ["--oidc-issuer", provider.issuer, "--oidc-client", CLIENT.id, "--oidc-secret-file", file, "--oidc-label", "công chức"]);
  await page.goto("/dang-nhap");
  await throughProvider(page);
  await page.getByRole("heading", { name: "Chưa đăng nhập được bằng cách này" }).waitFor();
  await picture(page, "provider-down-desktop");
  await withPassword(page);
  // In, and at the second factor that an administrator adds before anything else.
  await page.waitForURL("**/tai-khoan/xac-thuc");
  await context.close();

  // It comes back with another key, of another kind.
  provider = await startProvider(port, server.address, "ES256");
  const back = await person("desktop");
  await back.page.goto("/dang-nhap");
  await throughProvider(back.page);
  await sayWho(back.page, "nv-khac");
  await back.page.getByRole("heading", { name: "Tài khoản này chưa được liên kết" }).waitFor();
  await back.context.close();
  assert.ok(!server.log().includes(CLIENT.secret) && !server.log().includes("nv-khac"));
});
