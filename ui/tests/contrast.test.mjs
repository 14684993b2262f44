// Every pair of colours that meets on a page: 4.5:1 for words, 3:1 for edges of controls (WCAG 2.2, 1.4.3 and 1.4.11).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";

const source = await readFile(new URL("../src/styles/_palette.scss", import.meta.url), "utf8");

function palette(name) {
  const body = source.match(new RegExp(`\\$${name}: \\(([^)]*)\\)`))?.[1] ?? "";
  return Object.fromEntries([...body.matchAll(/"([\w-]+)": (#[0-9a-f]{6})/g)].map(([, key, value]) => [key, value]));
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ["ground", "paper", "shade"];
const WORDS = [
  ...["ink", "quiet", "brick", "pine", "pine-deep", "visited", "amber", "red"].flatMap((word) => GROUNDS.map((ground) => [word, ground])),
  ["on-brick", "brick"],
  ["on-brick", "brick-deep"],
  ["on-brick", "pine"],
  ["on-brick", "ink"],
  ["on-focus", "focus"],
  ["pine", "pine-tint"],
  ["amber", "amber-tint"],
  ["red", "red-tint"],
  ["visited", "plum-tint"],
  ["quiet", "slate-tint"],
  ["ink", "pine-tint"],
  ["ink", "amber-tint"],
];
const EDGES = [...["edge", "red", "brick"].flatMap((edge) => GROUNDS.map((ground) => [edge, ground]))];

const light = palette("light");
const dark = palette("dark");
const themes = {
  light,
  dark,
  "light, more contrast": { ...light, ...palette("light-strong") },
  "dark, more contrast": { ...dark, ...palette("dark-strong") },
};

test("the formula gives the values of the standard", () => {
  assert.equal(contrast("#000000", "#ffffff").toFixed(1), "21.0");
  assert.equal(contrast("#777777", "#ffffff").toFixed(2), "4.48");
});

for (const [name, colours] of Object.entries(themes)) {
  test(`words can be read in the theme: ${name}`, () => {
    for (const [word, ground] of WORDS) {
      const ratio = contrast(colours[word], colours[ground]);
      assert.ok(ratio >= 4.5, `${word} on ${ground}: ${ratio.toFixed(2)}`);
    }
  });

  test(`edges of controls can be seen in the theme: ${name}`, () => {
    for (const [edge, ground] of EDGES) {
      const ratio = contrast(colours[edge], colours[ground]);
      assert.ok(ratio >= 3, `${edge} on ${ground}: ${ratio.toFixed(2)}`);
    }
  });
}
