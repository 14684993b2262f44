// A hamlet that decides, as its officers do it in a browser: who they are, the city's clock, the forms of each step.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { violations } from "./axe.mjs";
import { SCREENS, address, binary, overhang, picture, signIn, visitor } from "./lib.mjs";

const PASSWORD = "dan biet dan ban";
const DAY = 86_400_000;
const VIETNAM = 7 * 3_600_000;
const DATA = process.env.DINH_DATA;
const OUT = fileURLToPath(new URL("out/", import.meta.url));
const run = promisify(execFile);

/** How far the city is ahead of this machine, in milliseconds; kept beside the city for the next file of journeys. */
const kept = () => join(DATA, "clock.ahead");
const ahead = () => (existsSync(kept()) ? Number(readFileSync(kept(), "utf8")) : 0);

/** The day of the city, some days later: its fields are those of Việt Nam when read as UTC. */
export function day(later = 0) {
  return new Date(Date.now() + VIETNAM + ahead() + later * DAY);
}

/** Moves the city's clock to an hour of a day that is `later` days from its today. It only goes forward. */
export async function moveClock(later, time) {
  assert.ok(DATA, "DINH_DATA names the folder of a demo city with --movable-clock");
  const words = `${day(later).toISOString().slice(0, 10)}T${time}`;
  const file = join(DATA, "clock.next");
  writeFileSync(file, words);
  for (let tries = 0; existsSync(file); tries += 1) {
    assert.ok(tries < 200, "the server did not heed clock.next");
    await wait(25);
  }
  writeFileSync(kept(), String(Date.parse(`${words}Z`) - VIETNAM - Date.now()));
}

/**
 * Everyone who acts in one journey; each signs in again when the days in between have ended the session.
 * `kind` gives the screen of a login and whether it runs scripts.
 */
export function cast(browser, kind) {
  const people = new Map();
  return {
    async as(login, path) {
      if (!people.has(login)) people.set(login, await visitor(browser, kind(login).screen, kind(login)));
      const { page } = people.get(login);
      await page.goto(path);
      if (new URL(page.url()).pathname === "/dang-nhap") {
        await signIn(page, login, PASSWORD);
        await page.goto(path);
      }
      return page;
    },
    async close() {
      for (const one of people.values()) {
        const faults = one.faults.filter((fault) => !/status of 4(22|09)/.test(fault));
        assert.deepEqual(faults, [], "the pages reported faults");
        assert.deepEqual(one.strangers, [], "something was fetched from elsewhere");
        await one.close();
      }
    },
  };
}

/**
 * The page as its reader sees it: a picture, nothing wider than the screen, no rule of WCAG broken.
 * `real` says that the page shows something that is going on, which WCAG 2.2.1 lets refresh itself.
 */
export async function glance(page, name, { real = false } = {}) {
  const { width } = page.viewportSize();
  await picture(page, `${name}-${width}`);
  assert.equal(await overhang(page), 0, `${name} is wider than ${width} px`);
  const found = await violations(page);
  assert.deepEqual(found.filter((line) => !(real && line.startsWith("meta-refresh"))), [], `${name} at ${width} px`);
}

/** The same on a phone and on a desktop. */
export async function look(page, name) {
  const before = page.viewportSize();
  for (const { viewport } of Object.values(SCREENS)) {
    await page.setViewportSize(viewport);
    await glance(page, name);
  }
  await page.setViewportSize(before);
}

/** Presses a button and waits for the page that answers. */
export async function press(page, button = page.locator("main form[method=post] [type=submit]").first()) {
  await Promise.all([page.waitForEvent("domcontentloaded"), button.click()]);
}

/** What the page says was refused. */
export async function refusal(page) {
  return (await page.locator(".govuk-error-summary").innerText()).replaceAll("\n", " ");
}

/** Fails with what was refused, when something was. */
export async function accepted(page, where) {
  if (await page.locator(".govuk-error-summary").count()) assert.fail(`${where}: ${await refusal(page)}`);
}

/** Fills a date in its three fields. */
export async function fillDate(page, name, date) {
  await page.fill(`[name="${name}-day"]`, String(date.getUTCDate()));
  await page.fill(`[name="${name}-month"]`, String(date.getUTCMonth() + 1));
  await page.fill(`[name="${name}-year"]`, String(date.getUTCFullYear()));
}

/** Chooses one of several, or ticks. */
export function choose(page, name, value) {
  return page.locator(`input[name="${name}"][value="${value}"]`).check();
}

/** The address of a decision's desk page, with the rest of the path. */
export const desk = (number, rest = "") => `/lam-viec/quyet-dinh/${number}${rest}`;

/** The head proposes; gives the number of the decision. */
export async function propose(people, head, { subject, title, content }, tag = "") {
  const page = await people.as(head, "/lam-viec/quyet-dinh/de-xuat");
  await page.selectOption("#subject", subject);
  await page.fill("#title", title);
  await page.fill("#content", content);
  await choose(page, "origin", "head");
  if (tag) await glance(page, `propose-${tag}`);
  await press(page);
  await accepted(page, "propose");
  return Number(new URL(page.url()).pathname.match(/\d+$/)[0]);
}

/** The Front work committee agrees that it is put before the people. */
export async function agree(people, front, number, tag = "") {
  const page = await people.as(front, desk(number, "/thong-nhat"));
  if (tag) await glance(page, `agree-${tag}`);
  await press(page);
  await accepted(page, "agree");
}

const TEAM = [["Tạ Thị Mẫu", "Ban công tác Mặt trận"], ["Châu Văn Mẫu", "Khu vực"], ["Quách Thị Mẫu", "Chi hội Phụ nữ"]];

/** Fills the fields of a plan that are on the page. */
export async function fillPlan(page, { starts, closes, says = ["front_agrees"], ground }) {
  const moments = { starts, closes };
  for (const name of Object.keys(moments).filter((key) => moments[key])) {
    const [date, time] = moments[name];
    await fillDate(page, name, date);
    await page.fill(`#${name}-time`, time);
  }
  for (const one of says) await choose(page, "says", one);
  if (ground) await choose(page, "ground", ground);
  if (await page.locator("#place").count()) await page.fill("#place", "Nhà văn hóa Khu vực (mẫu)");
  if (closes) await fillDate(page, "reported_on", day());
  if (await page.locator("#member-name-1").count()) {
    for (const [place, [name, body]] of TEAM.entries()) {
      await page.fill(`#member-name-${place + 1}`, name);
      await page.fill(`#member-body-${place + 1}`, body);
    }
    await choose(page, "leader", "1");
    await choose(page, "front", "1");
  }
}

/** Chooses the form, fills the plan, checks it and saves it. */
export async function plan(people, head, number, form, fields, tag = "") {
  let page = await people.as(head, desk(number, "/ke-hoach"));
  if (tag) await glance(page, `plan-form-${tag}`);
  page = await people.as(head, desk(number, `/ke-hoach?hinh-thuc=${form}`));
  await fillPlan(page, fields);
  if (tag) await glance(page, `plan-${tag}`);
  await press(page);
  await accepted(page, "plan");
  if (tag) await glance(page, `plan-check-${tag}`);
  await press(page);
  await accepted(page, "plan saved");
}

/** The papers reach every household. */
export async function deliverPapers(people, counter, number, tag = "") {
  const page = await people.as(counter, desk(number, "/giao"));
  await choose(page, "kind", "papers");
  await page.fill("#way", "Tận tay từng hộ");
  if (tag) await glance(page, `deliver-${tag}`);
  await press(page, page.locator("button[name=all]"));
  await accepted(page, "deliver");
}

/** The community has been told today, and the notice hangs. */
export async function notify(people, head, number, tag = "") {
  const page = await people.as(head, desk(number, "/thong-bao"));
  await fillDate(page, "told_on", day());
  await choose(page, "ways", "truyền thanh");
  if (await page.locator("#posted_on-day").count()) await fillDate(page, "posted_on", day());
  if (tag) await glance(page, `notify-${tag}`);
  await press(page);
  await accepted(page, "notify");
}

/** Opens it with a fixed roll. */
export async function open(people, head, number, tag = "") {
  const page = await people.as(head, desk(number, "/mo"));
  if (tag) await glance(page, `open-${tag}`);
  await press(page);
  await accepted(page, "open");
}

/** Taps the next households of the list until so many are there. */
export async function attend(page, count) {
  for (let here = 0; here < count; here += 1) await press(page, page.locator("button[name=arrive]").first());
  const [present] = (await page.locator(".dinh-count__number").innerText()).split("/");
  assert.equal(present, String(count));
}

/** Sent to People's Committee and Front. */
export async function sendOn(people, head, number, tag = "") {
  const page = await people.as(head, desk(number, "/gui"));
  if (tag) await glance(page, `send-${tag}`);
  await press(page);
  await accepted(page, "send");
  if (tag) await glance(page, `send-check-${tag}`);
  await press(page);
  await accepted(page, "sent");
}

/** The chairman recognises it. */
export async function recognise(people, chairman, number, document, tag = "") {
  const page = await people.as(chairman, desk(number, "/cong-nhan"));
  await choose(page, "answer", "recognise");
  await page.fill("#document", document);
  if (tag) await glance(page, `recognise-${tag}`);
  await press(page);
  await accepted(page, "recognise");
  await press(page);
  await accepted(page, "recognised");
}

/** Downloads a paper with the rights of this page's reader and keeps it beside the pictures. */
export async function download(page, path, name) {
  const answer = await page.context().request.get(path);
  assert.equal(answer.status(), 200, path);
  await mkdir(OUT, { recursive: true });
  const file = join(OUT, name);
  await writeFile(file, await answer.body());
  return file;
}

/** The words of a PDF, in reading order and with single spaces. */
export async function words(file) {
  const { stdout } = await run("pdftotext", ["-layout", file, "-"]);
  return stdout.replaceAll(/\s+/g, " ");
}

/** The words of a DOCX. */
export async function wordsOfDocx(file) {
  const { stdout } = await run("unzip", ["-p", file, "word/document.xml"]);
  return stdout.replaceAll(/<w:tab\/>|<\/w:p>/g, " ").replaceAll(/<[^>]+>/g, "").replaceAll(/\s+/g, " ");
}

/** A reader takes the receipt of a public page once the city has signed it, and verifies it offline. */
export async function verifyReceipt(page, path, folder) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    await page.goto(path);
    const link = await page.locator(".dinh-proof a[href^='/so-cai/']").first().getAttribute("href");
    const position = Number(link.match(/\d+/)[0]);
    const answer = await fetch(`${address}/so-cai/${position}.dinh.json`);
    if (answer.ok) {
      const file = join(folder, `${position}.dinh.json`);
      await writeFile(file, await answer.text());
      const key = (await (await fetch(`${address}/so-cai/khoa`)).text()).trim().split("\n").at(-1);
      const { stdout } = await run(binary, ["verify", file, "--key", key, "--json"]);
      assert.ok(stdout.includes(String(position)), stdout);
      return;
    }
    assert.ok(Date.now() < deadline, "the entry was not signed in time");
  }
}
