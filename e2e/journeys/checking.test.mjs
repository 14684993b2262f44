// A citizen finds an act in the register, takes receipt, policy and verifier home and checks without network: on a desktop and a phone.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import encode from "../../ui/node_modules/qr/index.js";
import { codesOf, paperProof } from "../../ui/tests/paper-sample.mjs";
import { check, violations } from "../axe.mjs";
import { address, launch, overhang, picture, SCREENS, visitor } from "../lib.mjs";

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

/** A page of the machine itself, without any network; no request may leave it. */
async function offline(screen, file) {
  const context = await browser.newContext({ ...SCREENS[screen], locale: "vi-VN", offline: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  context.on("request", (request) => /^(file|data|blob):/.test(request.url()) || faults.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { context, page, faults };
}

async function download(page, link, name) {
  const [taken] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const file = join(folder, name);
  await taken.saveAs(file);
  return file;
}

/** Drops files on the page, as a hand with a mouse does. */
async function drop(page, selector, files) {
  const given = await Promise.all(files.map(async ({ name, file }) => ({ name, text: await readFile(file, "latin1") })));
  const transfer = await page.evaluateHandle((all) => {
    const made = new DataTransfer();
    for (const { name, text } of all) made.items.add(new File([Uint8Array.from(text, (sign) => sign.charCodeAt(0))], name));
    return made;
  }, given);
  await page.dispatchEvent(selector, "drop", { dataTransfer: transfer });
}

async function verdict(page) {
  await page.locator("form [type=submit]").click();
  await page.locator("#ket-qua:not([hidden])").waitFor();
  return page.locator("#ket-qua h2").innerText();
}

/** The newest disclosure of a unit, found with the filters; leaves the page of its entry open. */
async function found(page) {
  await page.goto("/so-cai");
  await page.selectOption("#linh-vuc", "disclosure");
  await page.locator(".dinh-filters [type=submit]").click();
  const row = page.locator("tbody tr").filter({ hasText: "Công khai một nội dung" }).first();
  const [unit, at] = await Promise.all([row.locator("td").nth(1).innerText(), row.locator("td").nth(2).innerText()]);
  const [, date, month, year] = at.match(/(\d\d)\/(\d\d)\/(\d{4})/);
  await page.fill("#don-vi", unit);
  await page.selectOption("#linh-vuc", "disclosure");
  for (const field of ["#tu", "#den"]) await page.fill(field, `${year}-${month}-${date}`);
  await page.locator(".dinh-filters [type=submit]").click();
  const rows = page.locator("tbody tr");
  assert.ok((await rows.count()) > 0, "the filters find what was there");
  for (const one of await rows.all()) {
    assert.equal(await one.locator("td").nth(1).innerText(), unit);
    assert.ok((await one.locator("td").nth(2).innerText()).includes(`${date}/${month}/${year}`));
  }
  await rows.filter({ hasText: "Công khai một nội dung" }).first().locator("th a").click();
  await page.waitForURL(/\/so-cai\/\d+/);
}

for (const screen of ["desktop", "phone"]) {
  test(`a citizen takes an act home and checks it without network (${screen})`, async () => {
    const guest = await visitor(browser, screen);
    const { page } = guest;
    await found(page);
    assert.equal(await overhang(page), 0, "the entry is wider than the screen");
    await picture(page, `entry-${screen}`);
    const receipt = await download(page, page.locator("a[href$='.dinh.json']"), `${screen}.dinh.json`);
    const policy = await download(page, page.locator("main a[href='/so-cong-khai/policy']"), `${screen}.policy`);
    await page.locator("main a[href^='/so-cai/doi-tuong/']").click();
    await page.locator(".dinh-history__step").first().waitFor();
    assert.match(await page.locator("main").innerText(), /lần ghi 1/);
    assert.equal(await overhang(page), 0, "the chain is wider than the screen");
    await picture(page, `thing-${screen}`);
    await page.goto("/so-cai");
    await page.locator("main a[href='/kiem-chung']").click();
    const verifier = await download(page, page.locator("#tren-mang a[download]"), `kiem-chung-${screen}.html`);
    assert.equal(await readFile(verifier, "utf8"), await (await fetch(`${address}/kiem-chung`)).text(), "the same bytes");
    assert.deepEqual([guest.strangers, guest.faults], [[], []]);
    await guest.close();

    const home = await offline(screen, verifier);
    await drop(home.page, "#chinh-sach", [{ name: "chinh-sach.txt", file: policy }]);
    await home.page.locator("#ma-chinh-sach", { hasText: /[0-9a-f]{64}/ }).waitFor();
    await drop(home.page, "h1", [{ name: "bien-nhan.dinh.json", file: receipt }]);
    assert.match(await verdict(home.page), /^✓ Đúng/);
    assert.equal(await overhang(home.page), 0, "the verdict is wider than the screen");
    assert.deepEqual(await violations(home.page), []);
    await picture(home.page, `verdict-${screen}`);
    await home.page.locator("#ngon-ngu").click();
    assert.match(await home.page.locator("#ket-qua h2").innerText(), /^✓ Right/);
    await home.page.locator("#ngon-ngu").click();

    const text = await readFile(receipt, "utf8");
    const entry = text.indexOf("office ");
    await writeFile(receipt, `${text.slice(0, entry)}office x${text.slice(entry + 8)}`);
    await drop(home.page, "h1", [{ name: "bien-nhan.dinh.json", file: receipt }]);
    assert.match(await verdict(home.page), /^✗ .*không chấp nhận/);
    await picture(home.page, `refused-${screen}`);

    await codes(home.page, JSON.parse(text), await readFile(policy, "utf8"), screen);
    assert.deepEqual(home.faults, []);
    await home.context.close();
  });
}

/** The square codes of the same act: pasted with a fault and without, then photographed. */
async function codes(page, receipt, policy, screen) {
  const witnesses = [...policy.matchAll(/^witness \S+ (\S+)/gm)].map(([, vkey]) => ({ vkey }));
  const index = Number(receipt.proof.match(/index (\d+)/)[1]);
  const texts = codesOf(index, receipt.entry, paperProof(receipt, witnesses), 1200);
  await page.locator("[value=ma]").check();
  await page.fill("#chu", texts.join("\n"));
  assert.match(await verdict(page), /^✓ Đúng/);
  await page.fill("#chu", texts.join("\n").replace(/:1\/\d+:./, (start) => `${start.slice(0, -1)}${start.endsWith("A") ? "B" : "A"}`));
  assert.match(await verdict(page), /^✗/);
  await page.fill("#chu", "");
  const photos = await Promise.all(texts.map((text, at) => photograph(text, join(folder, `${screen}-${at}.png`))));
  await page.setInputFiles("#anh", photos);
  await page.locator("#da-quet", { hasText: `Đã đọc ${texts.length} trong ${texts.length} mã` }).waitFor();
  assert.equal(await page.inputValue("#chu"), texts.join("\n"), "what was read from the pictures");
  assert.match(await verdict(page), /^✓ Đúng/);
  await picture(page, `codes-${screen}`);
}

async function photograph(text, path) {
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  await page.setContent(`<body style="margin:60px;background:#ddd">${encode(text, "svg", { ecc: "medium" })}`);
  await page.addStyleTag({ content: "svg{width:760px;height:760px;background:#fff;transform:rotate(2deg)}" });
  await page.screenshot({ path });
  await page.close();
  return path;
}

/** A film of one picture, as a camera gives it: brightness of each point, then two planes without colour. */
async function film(text, path) {
  const [width, height, scale] = [1280, 960, 6];
  const rows = encode(text, "raw", { ecc: "medium", border: 4 });
  const [left, top] = [Math.floor((width - rows.length * scale) / 2), Math.floor((height - rows.length * scale) / 2)];
  const frame = Buffer.alloc(width * height * 1.5, 128).fill(235, 0, width * height);
  for (const [y, row] of rows.entries()) {
    for (const [x, isDark] of row.entries()) {
      for (let line = 0; isDark && line < scale; line += 1) frame.fill(20, (top + y * scale + line) * width + left + x * scale, (top + y * scale + line) * width + left + (x + 1) * scale);
    }
  }
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\nFRAME\n`), frame, Buffer.from("FRAME\n"), frame]));
}

test("the camera reads the code of a paper", async () => {
  const position = Number((await (await fetch(`${address}/so-cong-khai/checkpoint`)).text()).split("\n")[1]) - 1;
  const receipt = await (await fetch(`${address}/so-cai/${position}.dinh.json`)).json();
  const policy = await (await fetch(`${address}/so-cong-khai/policy`)).text();
  const witnesses = [...policy.matchAll(/^witness \S+ (\S+)/gm)].map(([, vkey]) => ({ vkey }));
  const [text] = codesOf(position, receipt.entry, paperProof(receipt, witnesses), 1200);
  const path = join(folder, "camera.y4m");
  await film(text, path);
  const camera = await launch(["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path}`]);
  const guest = await visitor(camera, "phone");
  await guest.page.goto("/kiem-chung");
  await guest.page.locator("[value=ma]").check();
  await guest.page.locator("#quet").click();
  await guest.page.locator("#da-quet", { hasText: "Đã đọc 1 trong" }).waitFor();
  assert.equal(await guest.page.inputValue("#chu"), text);
  assert.equal(await guest.page.locator("#may-anh").isVisible(), !/:1\/1:/.test(text), "the camera stops when all codes are there");
  assert.deepEqual([guest.strangers, guest.faults], [[], []]);
  await guest.close();
  await camera.close();
});

/** A copy of the whole register, as anybody can make one. */
async function copied() {
  const root = join(folder, "ban-sao");
  const take = async (name) => {
    const answer = await fetch(`${address}/so-cong-khai/${name}`);
    assert.equal(answer.status, 200, name);
    await mkdir(dirname(join(root, name)), { recursive: true });
    const bytes = Buffer.from(await answer.arrayBuffer());
    await writeFile(join(root, name), bytes);
    return bytes;
  };
  const size = Number((await take("checkpoint")).toString().split("\n")[1]);
  for (let first = 0; first < size; first += 256) {
    const number = String(first / 256).padStart(3, "0");
    await take(`tile/entries/${number}${size - first < 256 ? `.p/${size - first}` : ""}`);
  }
  return { root, size };
}

/** Opens the verifier on the machine and gives it the copy. */
async function audited(file, root, policy) {
  const home = await offline("desktop", file);
  await home.page.fill("#chinh-sach", policy);
  await home.page.locator("[value=ca-so]").check();
  await home.page.setInputFiles("#thu-muc", root);
  await home.page.locator("#thu-muc-chon", { hasText: /Đã chọn \d+ tệp/ }).waitFor();
  return home;
}

test("whoever has a copy reads the whole register in the browser", async () => {
  const file = join(folder, "kiem-chung.html");
  await writeFile(file, await (await fetch(`${address}/kiem-chung`)).text());
  const policy = await (await fetch(`${address}/so-cong-khai/policy`)).text();
  const { root, size } = await copied();
  const home = await audited(file, root, policy);
  await home.page.fill("#ban-giu", await readFile(join(root, "checkpoint"), "utf8"));
  assert.match(await verdict(home.page), /^✓ Đúng: cả sổ khớp/);
  assert.ok((await home.page.locator("#ket-qua").innerText()).includes(`${size.toLocaleString("de-DE")} mục`), "it says how many entries it read");
  assert.deepEqual(await violations(home.page), []);
  await picture(home.page, "whole-desktop");
  await home.context.close();
  const bundle = join(root, `tile/entries/000${size < 256 ? `.p/${size}` : ""}`);
  const bytes = await readFile(bundle);
  bytes[40] ^= 1;
  await writeFile(bundle, bytes);
  const other = await audited(file, root, policy);
  assert.match(await verdict(other.page), /^✗/);
  assert.deepEqual([...home.faults, ...other.faults], []);
  await other.context.close();
});

test("the pages of checking break no rule of WCAG 2.2 AA and fit a phone", async () => {
  const paths = ["/kiem-chung", "/kiem-chung?lang=en", "/tu-kiem-tra", "/lam-chung", "/so-cai?don-vi=ninh", "/so-cai?linh-vuc=units", "/so-cai/0"];
  assert.deepEqual(await check(browser, paths), []);
  for (const screen of ["desktop", "phone"]) {
    const guest = await visitor(browser, screen);
    for (const path of paths) {
      await guest.page.goto(path);
      assert.equal(await overhang(guest.page), 0, `${path} is wider than the screen`);
      await picture(guest.page, `${path.replace(/[^a-z]+/g, "-").slice(1)}-${screen}`);
    }
    assert.deepEqual(guest.faults, []);
    await guest.close();
  }
});

test("every act of the demo city has words of its own", async () => {
  const guest = await visitor(browser);
  for (const room of ["disclosure", "decision", "programme", "units"]) {
    await guest.page.goto(`/so-cai?linh-vuc=${room}`);
    assert.ok((await guest.page.locator("tbody tr").count()) > 0, room);
    assert.doesNotMatch(await guest.page.locator("tbody").innerText(), /Việc “/, room);
  }
  await guest.close();
});

test("without script the page of checking says what to do", async () => {
  const guest = await visitor(browser, "phone", { javascript: false });
  await guest.page.goto("/kiem-chung");
  const words = await guest.page.locator("noscript").innerText();
  assert.match(words, /Hãy bật JavaScript/);
  assert.match(words, /dinh verify/);
  await guest.close();
});
