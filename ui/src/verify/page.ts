/** The page kiem-chung.html: reads what was chosen, shows the verdict. Nothing leaves the browser. */
import { check, policyFromPaste, receiptFromFiles, Refusal, sha256, toHex, utf8, verdictOf, verdictOfRefusal, type Bytes, type NamedFile, type Verdict } from "./index";

const MOST_RECEIPT_BYTES = 4_000_000;
const LOOKS = {
  accepted: { sign: "✓", name: "dung" },
  refused: { sign: "✗", name: "sai" },
  missing: { sign: "!", name: "thieu" },
} as const;

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${id}`);
  return found;
}

const form = element("bieu", HTMLFormElement);
const receipts = element("bien-nhan", HTMLInputElement);
const policy = element("chinh-sach", HTMLTextAreaElement);
const policyFile = element("tep-chinh-sach", HTMLInputElement);
const contents = element("tep", HTMLInputElement);
const result = element("ket-qua", HTMLElement);

function node(tag: string, text = "", ...children: readonly Node[]): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.append(...children);
  return made;
}

async function bytesOf(file: File): Promise<Bytes> {
  return new Uint8Array(await file.arrayBuffer());
}

async function chosen(): Promise<Verdict> {
  const picked = [...(receipts.files ?? [])];
  if (picked.some((file) => file.size > MOST_RECEIPT_BYTES)) throw new Refusal("Tệp quá lớn, không phải biên nhận.", "Chọn tệp .dinh.json ở bước 1; tệp nội dung thì chọn ở bước 3.");
  const receipt = receiptFromFiles(await Promise.all(picked.map(bytesOf)));
  const trusted = await policyFromPaste(policy.value);
  const files: NamedFile[] = await Promise.all([...(contents.files ?? [])].map(async (file) => ({ name: file.name, bytes: await bytesOf(file) })));
  return verdictOf(await check(receipt, trusted, files));
}

function list(title: string, lines: readonly string[], kind: string): HTMLElement[] {
  if (lines.length === 0) return [];
  const items = node("ul", "", ...lines.map((line) => node("li", line)));
  items.className = kind;
  return [node("h3", title), items];
}

function show(verdict: Verdict): void {
  const title = node("h2", `${LOOKS[verdict.outcome].sign} ${verdict.title}`);
  title.tabIndex = -1;
  const facts = node("dl", "", ...verdict.facts.flatMap(([name, value]) => [node("dt", name), node("dd", value)]));
  result.className = LOOKS[verdict.outcome].name;
  result.replaceChildren(
    title,
    node("p", verdict.lead),
    ...list("Đã chứng minh", verdict.proven, "co"),
    ...list("Không chứng minh", verdict.unproven, "khong"),
    node("h3", "Nên làm gì"),
    node("p", verdict.advice),
    ...(verdict.facts.length > 0 ? [node("h3", "Mục của sổ"), facts] : []),
  );
  result.hidden = false;
  title.focus();
}

async function showDigest(): Promise<void> {
  const text = policy.value.trim();
  const digest = text === "" ? "" : toHex(await sha256(utf8(`${text}\n`)));
  element("ma-chinh-sach", HTMLElement).textContent = digest && `Mã SHA-256 của phần đã dán: ${digest}. So với mã trên bản in, nếu có.`;
}

async function takePolicy(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  policy.value = await file.text();
  await showDigest();
}

function forget(): void {
  result.hidden = true;
  result.replaceChildren();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void chosen().catch(verdictOfRefusal).then(show);
});
form.addEventListener("input", forget);
policy.addEventListener("input", () => void showDigest());
policyFile.addEventListener("change", () => void takePolicy(policyFile.files?.[0]));

// A file dropped on the policy's words is a policy, one beside the fields a receipt; none makes the browser leave the page.
document.addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const dropped = event.dataTransfer?.files;
  if (event.target instanceof HTMLInputElement || dropped === undefined || dropped.length === 0) return;
  event.preventDefault();
  forget();
  if (event.target === policy) {
    void takePolicy(dropped[0]);
  } else {
    receipts.files = dropped;
    receipts.focus();
  }
});
