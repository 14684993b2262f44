// Accessibility rules of WCAG 2.2 AA on pages of the running server.
// On the command line: node axe.mjs / /don-vi /tim-kiem?q=ninh+kieu
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { launch, measured, visitor } from "./lib.mjs";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * A choice that reveals a field says `aria-expanded`, which the standard does not list for radios and checkboxes but
 * screen readers speak; GOV.UK Frontend does so on purpose and leaves this one finding out of its own tests too.
 */
function isRevealing(rule, node) {
  return rule.id === "aria-allowed-attr" && /class="govuk-(radios|checkboxes)__input"/.test(node.html) && node.html.includes("aria-expanded");
}

/** What breaks a rule on the page that is open, one line for each place. */
export async function violations(page) {
  const found = await measured(page, async (open) => {
    // The script goes in through the debugger, so the content security policy of the page stays as it is.
    await open.evaluate(source);
    return open.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  });
  return found.violations.flatMap((rule) => rule.nodes.filter((node) => !isRevealing(rule, node)).map((node) => `${rule.id}: ${node.target.join(" ")} (${rule.help})`));
}

/** Visits each path on each screen, light and dark; gives the lines of all violations with their page. */
export async function check(browser, paths, open = (page, path) => page.goto(path)) {
  const lines = [];
  for (const [screen, dark] of [["desktop", false], ["phone", false], ["desktop", true]]) {
    const guest = await visitor(browser, screen, { dark });
    for (const path of paths) {
      await open(guest.page, path);
      const found = await violations(guest.page);
      lines.push(...found.map((line) => `${path} [${screen}${dark ? ", dark" : ""}] ${line}`));
    }
    await guest.close();
  }
  return lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const browser = await launch();
  const lines = await check(browser, process.argv.slice(2));
  await browser.close();
  console.log(lines.length === 0 ? "no violation" : lines.join("\n"));
  process.exitCode = lines.length === 0 ? 0 : 1;
}
