// What a first view may weigh, measured on the built files (`npm run build` comes first).
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import test from "node:test";
import { gzipSync } from "node:zlib";

const folder = new URL("../dist/", import.meta.url);
const names = await readdir(folder, { recursive: true });

async function compressed(pattern) {
  let sum = 0;
  for (const name of names.filter((name) => pattern.test(name))) sum += gzipSync(await readFile(new URL(name, folder))).length;
  assert.ok(sum > 0, `no file matches ${pattern}`);
  return sum;
}

test("the style sheet stays under 25 kB", async () => {
  assert.ok((await compressed(/\.css$/)) < 25_000);
});

test("the script stays under 10 kB", async () => {
  assert.ok((await compressed(/\.js$/)) < 10_000);
});

test("the letters of a page in two weights stay under 70 kB", async () => {
  const sizes = await Promise.all(names.filter((name) => /-(400|600)-.*\.woff2$/.test(name)).map((name) => readFile(new URL(name, folder))));
  assert.equal(sizes.length, 4);
  assert.ok(sizes.reduce((sum, bytes) => sum + bytes.length, 0) < 70_000);
});

test("nothing is fetched from elsewhere", async () => {
  for (const name of names.filter((name) => /\.(css|js)$/.test(name))) {
    const text = await readFile(new URL(name, folder), "utf8");
    const addresses = [...text.matchAll(/https?:\/\/[^"')\s]+/g)].map(([address]) => address).filter((address) => !address.startsWith("http://www.w3.org/"));
    assert.deepEqual(addresses, [], name);
  }
});

test("the style sheet covers dark, high contrast, forced colours, calm movement and paper", async () => {
  const name = names.find((name) => name.endsWith(".css"));
  const text = await readFile(new URL(name, folder), "utf8");
  for (const feature of ["prefers-color-scheme:dark", "prefers-contrast:more", "forced-colors:active", "prefers-reduced-motion", "@media print", "font-display:swap"]) {
    assert.ok(text.includes(feature), feature);
  }
});
