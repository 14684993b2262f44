/** Shows words in both languages, of which the style shows one, and the verdict. */
import type { Verdict } from "./verdict";
import { same, say, type Words } from "./words";

const LOOKS = {
  accepted: { sign: "✓", name: "dung" },
  refused: { sign: "✗", name: "sai" },
  missing: { sign: "!", name: "thieu" },
} as const;

export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${id}`);
  return found;
}

/** The words as they stand in the page: alike in both languages once, else twice. */
export function shown({ vi, en }: Words): Node[] {
  if (vi === en) return [document.createTextNode(vi)];
  return (["vi", "en"] as const).map((lang) => {
    const span = document.createElement("span");
    span.className = lang;
    span.lang = lang;
    span.textContent = lang === "vi" ? vi : en;
    return span;
  });
}

function node(tag: string, words: Words | undefined, ...children: readonly Node[]): HTMLElement {
  const made = document.createElement(tag);
  made.append(...(words ? shown(words) : []), ...children);
  return made;
}

function list(title: Words, lines: readonly Words[], kind: string): HTMLElement[] {
  if (lines.length === 0) return [];
  const items = node("ul", undefined, ...lines.map((line) => node("li", line)));
  items.className = kind;
  return [node("h3", title), items];
}

function way(address: string): HTMLElement {
  const link = document.createElement("a");
  link.href = address;
  link.rel = "noreferrer";
  link.append(...shown(say("Mở trang của mục", "Open the page of the entry")), ` ${address}`);
  return node("p", undefined, link);
}

export function show(result: HTMLElement, verdict: Verdict): void {
  const look = LOOKS[verdict.outcome];
  const title = node("h2", same(`${look.sign} `), ...shown(verdict.title));
  title.id = "ket-qua-ten";
  title.tabIndex = -1;
  const facts = node("dl", undefined, ...verdict.facts.flatMap(([name, value]) => [node("dt", name), node("dd", value)]));
  result.className = look.name;
  result.replaceChildren(
    title,
    node("p", verdict.lead),
    ...list(say("Đã chứng minh", "Proven"), verdict.proven, "co"),
    ...list(say("Không chứng minh", "Not proven"), verdict.unproven, "khong"),
    node("h3", say("Nên làm gì", "What to do")),
    node("p", verdict.advice),
    ...(verdict.link === undefined ? [] : [way(verdict.link)]),
    ...(verdict.facts.length > 0 ? [node("h3", say("Ghi trong sổ", "In the register")), facts] : []),
  );
  result.hidden = false;
  title.focus();
}
