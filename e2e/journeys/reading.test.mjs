// A citizen opens the city, looks for a unit without tone marks and reads: on a desktop and a phone, with and without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { check } from "../axe.mjs";
import { kinds, launch, overhang, picture, visitor, weight } from "../lib.mjs";

const PUBLIC = ["/", "/don-vi", "/tim-kiem?q=ninh+kieu", "/so-cai", "/khong-co-trang-nay"];

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

for (const kind of kinds()) {
  test(`a citizen finds a ward without tone marks (${kind.name})`, async () => {
    const guest = await visitor(browser, kind.screen, kind);
    await guest.page.goto("/");
    assert.equal(await overhang(guest.page), 0, "the page is wider than the screen");
    await picture(guest.page, `home-${kind.screen}`);
    await guest.page.locator("#q").fill("ninh kieu");
    await guest.page.locator("#q").press("Enter");
    await guest.page.waitForURL(/\/tim-kiem\?/);
    await guest.page.locator("main").getByRole("link", { name: /Ninh Kiều/ }).first().waitFor();
    assert.equal(await overhang(guest.page), 0, "the results are wider than the screen");
    assert.deepEqual(guest.strangers, [], "something was fetched from elsewhere");
    assert.deepEqual(guest.faults, [], "the page reported faults");
    assert.deepEqual(await guest.context.cookies(), [], "a reader was given a cookie");
    await guest.close();
  });
}

test("the keyboard reaches the content first", async () => {
  const guest = await visitor(browser);
  await guest.page.goto("/");
  await guest.page.keyboard.press("Tab");
  const first = await guest.page.evaluate(() => document.activeElement?.getAttribute("href"));
  assert.equal(first, "#main");
  await guest.close();
});

test("public pages break no rule of WCAG 2.2 AA", async () => {
  assert.deepEqual(await check(browser, PUBLIC), []);
});

test("the first view of the city weighs less than 150 kB over the wire", async () => {
  const guest = await visitor(browser, "phone");
  const bytes = await weight(guest.context, "/");
  assert.ok(bytes > 0 && bytes < 150_000, `${bytes} bytes`);
  await guest.close();
});
