/** The page kiem-chung.html: reads what was chosen, shows the verdict. Nothing leaves the browser. */
import { chosenFolder, droppedFolder } from "./folder";
import { audit, checkExtension, policyFromPaste, Refusal, say, sha256, toHex, utf8, verdictOfAudit, verdictOfCode, verdictOfExtension, verdictOfFiles, verdictOfRefusal, type Bytes, type CopiedFile, type NamedFile, type Verdict } from "./index";
import { textsOnPhoto, watch } from "./scan";
import { element, show, shown } from "./show";
import { count, type Words } from "./words";

const MOST_RECEIPT_BYTES = 4_000_000;
const TITLES = { vi: "Kiểm chứng biên nhận của sổ công khai", en: "Check a receipt of the public register" };
const REMEMBERED = "dinh-chinh-sach";

const form = element("bieu", HTMLFormElement);
const policy = element("chinh-sach", HTMLTextAreaElement);
const remember = element("nho", HTMLInputElement);
const receipts = element("bien-nhan", HTMLInputElement);
const contents = element("tep", HTMLInputElement);
const codes = element("chu", HTMLTextAreaElement);
const folder = element("thu-muc", HTMLInputElement);
const result = element("ket-qua", HTMLElement);
const progress = element("tien-do", HTMLElement);
let copy: readonly CopiedFile[] = [];
let stopCamera: (() => void) | undefined;

async function bytesOf(file: File): Promise<Bytes> {
  return new Uint8Array(await file.arrayBuffer());
}

function kind(): string {
  return new FormData(form).get("kieu")?.toString() ?? "bien-nhan";
}

function value(id: string): string {
  return element(id, HTMLTextAreaElement).value;
}

const trust = () => policyFromPaste(policy.value);

async function verdict(): Promise<Verdict> {
  if (kind() === "hai-ban") return verdictOfExtension(await checkExtension(value("ban-cu"), value("ban-moi"), value("noi-tiep"), await trust()));
  if (kind() === "ca-so") return wholeRegister();
  const files: NamedFile[] = await Promise.all([...(contents.files ?? [])].map(async (file) => ({ name: file.name, bytes: await bytesOf(file) })));
  if (kind() === "ma") return verdictOfCode(codes.value, trust, files);
  const picked = [...(receipts.files ?? [])];
  if (picked.some((file) => file.size > MOST_RECEIPT_BYTES)) {
    throw new Refusal(say("Tệp quá lớn, không phải biên nhận.", "The file is too large to be a receipt."), say("Chọn tệp .dinh.json ở bước 2; tệp nội dung thì chọn ở bước 3.", "Choose the .dinh.json in step 2; files to compare go into step 3."));
  }
  return verdictOfFiles(await Promise.all(picked.map(bytesOf)), trust, files);
}

async function wholeRegister(): Promise<Verdict> {
  const thing = element("doi-tuong", HTMLInputElement).value.trim().toLowerCase();
  const earlier = value("ban-giu").trim();
  let told = -1n;
  return verdictOfAudit(
    await audit(copy, await trust(), {
      ...(thing && { thing }),
      ...(earlier && { earlier }),
      progress(done, of) {
        const part = (done * 20n) / of;
        if (part > told) tell(progress, say(`Đã đọc ${count(done).vi} trong ${count(of).vi} mục.`, `${count(done).en} of ${count(of).en} entries read.`));
        told = part;
      },
    }),
  );
}

function tell(where: HTMLElement, words?: Words): void {
  where.replaceChildren(...(words ? shown(words) : []));
}

async function showDigest(): Promise<void> {
  const text = policy.value.trim();
  const digest = text === "" ? "" : toHex(await sha256(utf8(`${text}\n`)));
  tell(element("ma-chinh-sach", HTMLElement), digest ? say(`Mã SHA-256 của phần đã dán: ${digest}. So với mã trên bản in, nếu có.`, `SHA-256 of what you pasted: ${digest}. Compare it with print, if you can.`) : undefined);
}

/** Puts the words of a file into a field. */
async function take(file: File | undefined, field: HTMLTextAreaElement): Promise<void> {
  if (file === undefined) return;
  field.value = await file.text();
  if (field === policy) await showDigest();
}

/** Some browsers keep nothing for files; then nothing is remembered. */
function recall(): void {
  try {
    policy.value ||= localStorage.getItem(REMEMBERED) ?? "";
    remember.checked = policy.value !== "";
  } catch {
    remember.disabled = true;
  }
}

function keep(): void {
  try {
    if (remember.checked) localStorage.setItem(REMEMBERED, policy.value);
    else localStorage.removeItem(REMEMBERED);
  } catch {
    remember.disabled = true;
  }
}

function forget(): void {
  result.hidden = true;
  result.replaceChildren();
}

function showKind(): void {
  stopCamera?.();
  for (const part of document.querySelectorAll<HTMLElement>("[data-kieu]")) part.hidden = !part.dataset.kieu?.split(" ").includes(kind());
}

/** Adds the text of a code; says whether all parts are there. */
function takeCode(text: string): boolean {
  const lines = new Set(codes.value.split("\n").filter((line) => line.trim() !== ""));
  lines.add(text);
  codes.value = [...lines].join("\n");
  forget();
  const of = Number(/^DINH1:\d+:\d+\/(\d+):/.exec(text)?.[1] ?? 1);
  tell(element("da-quet", HTMLElement), say(`Đã đọc ${lines.size} trong ${of} mã.`, `${lines.size} of ${of} codes read.`));
  return lines.size >= of;
}

async function takePhotos(photos: FileList | null): Promise<void> {
  for (const photo of photos ?? []) {
    const texts = await textsOnPhoto(photo);
    if (texts.length === 0) throw new Refusal(say("Không đọc được mã nào trên ảnh.", "No code can be read on the picture."), say("Chụp lại từng mã, đủ sáng, thẳng góc, mã chiếm gần hết ảnh.", "Photograph each code again: bright, straight, filling the picture."));
    texts.forEach(takeCode);
  }
}

function fail(error: unknown): void {
  show(result, verdictOfRefusal(error));
}

function speak(lang: "vi" | "en"): void {
  document.documentElement.lang = lang;
  document.title = TITLES[lang];
}

function takeCopy(files: readonly CopiedFile[]): void {
  copy = files;
  const number = count(files.length);
  tell(element("thu-muc-chon", HTMLElement), say(`Đã chọn ${number.vi} tệp.`, `${number.en} files chosen.`));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  stopCamera?.();
  keep();
  void verdict()
    .catch(verdictOfRefusal)
    .then((reached) => {
      tell(progress);
      show(result, reached);
    });
});
form.addEventListener("input", forget);
form.addEventListener("change", showKind);
policy.addEventListener("input", () => void showDigest());
element("tep-chinh-sach", HTMLInputElement).addEventListener("change", ({ target }) => void take((target as HTMLInputElement).files?.[0], policy));
folder.addEventListener("change", () => takeCopy(chosenFolder(folder.files)));
element("anh", HTMLInputElement).addEventListener("change", ({ target }) => void takePhotos((target as HTMLInputElement).files).catch(fail));
element("quet", HTMLButtonElement).addEventListener("click", () => {
  stopCamera?.();
  void watch(element("may-anh", HTMLVideoElement), takeCode).then((stop) => (stopCamera = stop), fail);
});
element("ngon-ngu", HTMLButtonElement).addEventListener("click", () => speak(document.documentElement.lang === "vi" ? "en" : "vi"));

// A file dropped on a field gives its words, a folder is a copy, anything else a receipt; none makes the browser leave the page.
document.addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const dropped = event.dataTransfer?.files;
  if (event.target instanceof HTMLInputElement || dropped === undefined || dropped.length === 0) return;
  event.preventDefault();
  forget();
  if (event.target instanceof HTMLTextAreaElement) {
    void take(dropped[0], event.target);
  } else if (kind() === "ca-so") {
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
    void droppedFolder(entries).then(takeCopy, fail);
  } else {
    receipts.files = dropped;
    receipts.focus();
  }
});

element("ngon-ngu", HTMLButtonElement).hidden = false;
element("quet", HTMLButtonElement).hidden = navigator.mediaDevices === undefined;
if (location.protocol.startsWith("http")) {
  for (const id of ["tren-mang", "cua-thanh-pho"]) element(id, HTMLElement).hidden = false;
}
if (new URLSearchParams(location.search).get("lang") === "en") speak("en");
recall();
showKind();
void showDigest();
