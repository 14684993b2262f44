// A real Chromium, on a desktop and on a 320 px phone, with and without JavaScript.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** The program under test: the debug build of this tree, unless told otherwise. */
export const binary = process.env.DINH_BINARY ?? fileURLToPath(new URL("../target/debug/dinh", import.meta.url));
/** Address of the running server, without a slash at the end. */
export const address = (process.env.DINH_URL ?? "http://127.0.0.1:4000").replace(/\/$/, "");

const OUT = new URL("out/", import.meta.url);

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The screens we promise to serve. */
export const SCREENS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

/** Contexts of visitors without scripts. */
const scriptless = new WeakSet();

/**
 * The page itself, or its twin when it runs no scripts: the same HTML and styles, measured where a script may run.
 * @template T
 * @param {(page: import("playwright-core").Page) => Promise<T>} measure
 * @returns {Promise<T>}
 */
export async function measured(page, measure) {
  if (!scriptless.has(page.context())) return measure(page);
  const body = (await page.content()).replaceAll(/<script[\s\S]*?<\/script>/g, "");
  const twin = await page.context().browser().newPage({ viewport: page.viewportSize(), locale: "vi-VN", reducedMotion: "reduce" });
  try {
    await twin.route(page.url(), (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }));
    await twin.goto(page.url());
    return await measure(twin);
  } finally {
    await twin.close();
  }
}

/** Starts the browser, with more flags if a journey needs them. Close it in `after`. */
export function launch(more = []) {
  return chromium.launch({ executablePath: process.env.DINH_CHROMIUM ?? "/usr/bin/chromium", headless: true, args: [...FLAGS, ...more] });
}

/**
 * A fresh visitor: no cookies, Vietnamese, the city's own clock.
 *
 * Every request that leaves the server's address fails the journey: there are no third parties.
 * @param {import("playwright-core").Browser} browser
 * @param {"desktop" | "phone"} screen
 * @param {{ javascript?: boolean, dark?: boolean }} wishes
 */
export async function visitor(browser, screen = "desktop", { javascript = true, dark = false } = {}) {
  const context = await browser.newContext({
    ...SCREENS[screen],
    baseURL: address,
    javaScriptEnabled: javascript,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  if (!javascript) scriptless.add(context);
  const strangers = [];
  context.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("data:")) strangers.push(request.url());
  });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${message.text()} ${message.location().url ?? ""}`);
  });
  return { context, page, strangers, faults, close: () => context.close() };
}

/** Runs a journey as every kind of visitor, so that none is forgotten. */
export function kinds() {
  return Object.keys(SCREENS).flatMap((screen) => [true, false].map((javascript) => ({
    screen,
    javascript,
    name: `${screen}, JavaScript ${javascript ? "on" : "off"}`,
  })));
}

/** Signs in; the account's name and password come from the demo city. */
export async function signIn(page, name, password) {
  await page.goto("/dang-nhap");
  await page.locator("[autocomplete=username]").fill(name);
  await page.locator("[type=password]").fill(password);
  // The second button is that of passkeys.
  await page.locator("main [type=submit]").first().click();
}

/** A picture of the whole page in `e2e/out/`. */
export async function picture(page, name) {
  await mkdir(OUT, { recursive: true });
  const path = new URL(`${name}.png`, OUT).pathname;
  await page.screenshot({ path, fullPage: true, scale: "css" });
  return path;
}

/** How far the page is wider than the screen, in pixels: a phone must never scroll sideways. */
export function overhang(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Bytes over the wire of one first view, fonts and all. */
export async function weight(context, path) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
  await page.goto(path, { waitUntil: "networkidle" });
  await page.close();
  return bytes;
}
