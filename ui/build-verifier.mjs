// Builds dist/kiem-chung.html: one file with its script and style inside, that may fetch nothing at all.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { compile } from "sass";
import { build } from "vite";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** One script of the browser from one module and all that it uses. */
export async function bundle(entry, format) {
  const [built] = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: { target: "es2022", write: false, lib: { entry: path(entry), name: "kiemChung", formats: [format] } },
  });
  return built.output[0].code.trim();
}

export async function page() {
  const script = await bundle("src/verify/page.ts", "iife");
  const style = compile(path("src/verify/kiem-chung.scss"), { style: "compressed", charset: false }).css;
  if (/<\/(script|style)|<!--/i.test(script + style)) throw new Error("a closing tag inside the script or the style");
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const parts = {
    CSP: `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`,
    STYLE: style,
    SCRIPT: script,
  };
  const template = await readFile(path("src/verify/kiem-chung.html"), "utf8");
  const spoken = template.replace(/\[\[(.*?)\|\|(.*?)\]\]/g, '<span class="vi" lang="vi">$1</span><span class="en" lang="en">$2</span>');
  return spoken.replace(/%(CSP|STYLE|SCRIPT)%/g, (_, name) => parts[name]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(path("dist/kiem-chung.html"), await page());
