// The second verifier, against logs that nobody here wrote, the example of the specification, and receipts that lie.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { verifier } from "./verifier.mjs";
import { checkpoint, example, leafHash, log, ORIGIN, path, policy, receipt, root, sha256, signer, witnesses } from "./verify-sample.mjs";

const verify = await verifier();
const sample = await example();
const files = [
  { name: "ke-hoach.txt", bytes: new Uint8Array(sample.plan) },
  { name: "thu.txt", bytes: new Uint8Array(sample.letter) },
];

// Foreign vectors lie in a folder beside the project and are no part of it (Apache-2.0, transparency-dev).
const vectors = ["../../../shared/vectors", "../../../../shared/vectors"].map((name) => fileURLToPath(new URL(name, import.meta.url))).find((name) => existsSync(name));
const foreign = { skip: vectors === undefined && "../shared/vectors is absent" };

const refusal = (part) => (error) => error instanceof verify.Refusal && error.message.includes(part);

async function accepts(text, trusted, compared = files) {
  return verify.check(verify.receiptFrom(text), await verify.policyFromPaste(trusted), compared);
}

async function refuses(text, trusted, part = "", compared = files) {
  await assert.rejects(() => accepts(text, trusted, compared), refusal(part));
}

const made = (changes = {}) => receipt({ entry: sample.entry, salt: sample.salt, ...changes });
const CITY = `log ${log.vkey}\nquorum none\n`;

test("foreign inclusion proofs are judged as their authors say", foreign, async () => {
  const names = (await readdir(`${vectors}/merkle-inclusion`, { recursive: true })).filter((name) => name.endsWith(".json"));
  const counts = { true: 0, false: 0 };
  for (const name of names) {
    const text = await readFile(`${vectors}/merkle-inclusion/${name}`, "utf8");
    const field = (key) => BigInt(text.match(new RegExp(`"${key}": (\\d+)`))[1]);
    const { root, leafHash, proof, wantErr } = JSON.parse(text);
    const judged = async () => {
      const hash = (written) => verify.hashFrom(written ?? "");
      await verify.mustInclude({ leaf: hash(leafHash), index: field("leafIdx"), size: field("treeSize"), proof: (proof ?? []).map(hash), root: hash(root) });
    };
    if (wantErr) await assert.rejects(judged, refusal(""), name);
    else await assert.doesNotReject(judged, name);
    counts[wantErr] += 1;
  }
  assert.ok(counts.true > 80 && counts.false > 5, JSON.stringify(counts));
});

test("every entry of the foreign log is in every later checkpoint, and in none with another root", foreign, async () => {
  const folder = `${vectors}/tessera-log`;
  const trusted = await verify.policyFrom("log example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx\nquorum none\n");
  const bundled = await readFile(`${folder}/tile/entries/000.p/15`);
  const leaves = [];
  for (let at = 0; at < bundled.length; at += 2 + bundled.readUInt16BE(at)) leaves.push(leafHash(bundled.subarray(at + 2, at + 2 + bundled.readUInt16BE(at))));
  assert.equal(leaves.length, 15);
  for (let size = 0; size <= 15; size += 1) {
    const signed = await readFile(`${folder}/checkpoint.${size}`, "utf8");
    const judged = await verify.judge(signed, trusted);
    assert.equal(judged.size, BigInt(size));
    await assert.rejects(() => verify.judge(signed.replace(`\n${size}\n`, `\n${size + 1}\n`), trusted), refusal(""));
    for (let index = 0; index < size; index += 1) {
      const claim = { leaf: leaves[index], index: BigInt(index), size: judged.size, proof: path(index, leaves.slice(0, size)), root: judged.root };
      await verify.mustInclude(claim);
      await assert.rejects(() => verify.mustInclude({ ...claim, root: sha256() }), refusal(""));
    }
  }
});

test("the example of the specification is accepted, with its time", async () => {
  const text = JSON.stringify({ format: "dinh/receipt/1", entry: sample.entry, salts: { 1: sample.salt.toString("base64") }, proof: sample.proof });
  const finding = await accepts(text, sample.policy);
  assert.equal(verify.toBase64(await verify.leafHash(verify.utf8(sample.entry))), sample.leaf);
  assert.deepEqual([finding.index, finding.checkpoint.size, finding.checkpoint.origin], [2n, 5n, ORIGIN]);
  assert.deepEqual(finding.files, [["ke-hoach.txt", 0], ["thu.txt", 1]]);
  assert.equal(verify.moment(finding.checkpoint.times.latest).vi, "18:06:40 ngày 18/11/2026 (giờ Việt Nam)");
});

test("a proof file with the entry beside it is a receipt, in either order", async () => {
  const both = [verify.utf8(sample.proof), verify.utf8(sample.entry)];
  for (const chosen of [both, both.toReversed()]) {
    const finding = await verify.check(verify.receiptFromFiles(chosen), await verify.policyFrom(sample.policy), files.slice(0, 1));
    assert.equal(finding.index, 2n);
  }
  for (const chosen of [[], both.slice(0, 1), both.slice(1), [...both, both[0]]]) assert.throws(() => verify.receiptFromFiles(chosen), refusal(""));
});

test("receipts of registers of many sizes are accepted at every index", async () => {
  for (const size of [1, 2, 3, 7, 8, 21]) {
    for (let index = 0; index < size; index += 1) {
      const finding = await accepts(JSON.stringify(made({ index, size })), log.vkey);
      assert.deepEqual([finding.index, finding.asksForWitnesses], [BigInt(index), false]);
    }
  }
});

test("every flipped byte of a receipt is refused; one in the name of an earlier cosigner may only take the earlier time away", async () => {
  const whole = Buffer.from(JSON.stringify(made({ times: [50, 60, 70, 80], before: { size: 11, times: [10, 20, 30, 40] } })));
  const trusted = await verify.policyFrom(policy(4));
  const judged = async (bytes) => verify.check(verify.receiptFromFiles([bytes]), trusted, files);
  const { before } = await judged(new Uint8Array(whole));
  assert.equal(before.times.earliest, 10n);
  const earlier = whole.indexOf('"before"');
  for (const mask of [0x01, 0x02, 0x20, 0x80]) {
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = new Uint8Array(whole);
      flipped[at] ^= mask;
      const outcome = await judged(flipped).catch((error) => error);
      const isWeaker = at > earlier && outcome.before === undefined && outcome.checkpoint?.times.latest === 80n;
      assert.ok(outcome instanceof verify.Refusal || isWeaker, `byte ${at}, mask ${mask}: ${outcome}`);
    }
  }
});

test("every flipped byte of a receipt without an earlier checkpoint is refused", async () => {
  const whole = Buffer.from(JSON.stringify(made({ times: [50, 60, 70, 80] })));
  const trusted = await verify.policyFrom(policy(4));
  for (const mask of [0x01, 0x04, 0x08, 0x10, 0x40]) {
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = new Uint8Array(whole);
      flipped[at] ^= mask;
      await assert.rejects(async () => verify.check(verify.receiptFromFiles([flipped]), trusted, files), refusal(""), `byte ${at}, mask ${mask}`);
    }
  }
});

test("every flipped byte of a file is refused, and so is a file of another entry", async () => {
  const text = JSON.stringify(made());
  for (const { name, bytes } of files) {
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Uint8Array.from(bytes, (byte, place) => (place === at ? byte ^ 1 : byte));
      await refuses(text, CITY, name, [{ name, bytes: flipped }]);
    }
  }
  const { salts, ...unsalted } = made();
  await accepts(JSON.stringify(unsalted), CITY, files.slice(0, 1));
  await refuses(JSON.stringify(unsalted), CITY, "thu.txt");
});

test("another key, another name of the key and another register are refused", async () => {
  const text = JSON.stringify(made());
  await refuses(text, signer(ORIGIN, 8, 1).vkey, "khóa bạn đã đưa");
  await refuses(text, signer("dangky.khac.example/so", 7, 1).vkey, "khóa bạn đã đưa");
  const newer = signer(ORIGIN, 8, 1);
  await accepts(text, `${newer.vkey}\r\n${log.vkey}\n`);
  await refuses(text, "quorum none", "khóa bạn đã đưa");
  await refuses(text, " ", "Chưa có khóa");
  await refuses(text.replace("register dangky.cantho", "register dangky.hue"), CITY, "hai sổ khác nhau");
});

test("without the quorum that the policy asks for a receipt is refused", async () => {
  const text = (times) => JSON.stringify(made({ times }));
  await refuses(text([]), policy(1), "bên chứng kiến");
  await refuses(text([1, 2, 3]), policy(4), "bên chứng kiến");
  await refuses(text([1, 2, 3, 4]), policy("all"), "bên chứng kiến");
  await accepts(text([1, 2, 3, 4]), policy(4));
  await accepts(text([undefined, undefined, 3]), policy("any"));
});

test("times are bounds that hold while fewer than k witnesses lie", async () => {
  const text = JSON.stringify(made({ times: [900, 100, 500, 300], before: { size: 11, times: [90, 10, 50, 30] } }));
  const times = async (rule) => {
    const { checkpoint, before } = await accepts(text, policy(rule));
    return [checkpoint.times.latest, before.times.earliest];
  };
  assert.deepEqual(await times(1), [100n, 90n]);
  assert.deepEqual(await times(3), [500n, 30n]);
  assert.deepEqual(await times(4), [900n, 10n]);
});

test("groups of groups take their times from their members", async () => {
  const [head] = policy(1).split("group");
  const nested = `${head}group one any w0 w1\ngroup two all w2 w3\ngroup both all one two\nquorum both\n`;
  const { checkpoint } = await accepts(JSON.stringify(made({ times: [900, 100, 500, 300] })), nested);
  assert.deepEqual(checkpoint.times, { latest: 500n, earliest: 300n });
  await refuses(JSON.stringify(made({ times: [900, 100, 500] })), nested, "bên chứng kiến");
});

test("an earlier checkpoint must be of this register, signed, and without the entry", async () => {
  const leaves = Array.from({ length: 12 }, (_, at) => leafHash(Buffer.from(`${at}`)));
  const text = (before) => JSON.stringify({ ...made({ times: [1, 2, 3, 4] }), before });
  await refuses(text(checkpoint(leaves)), policy(4), "đã có mục này");
  await refuses(text(checkpoint(leaves.slice(1), [], "dangky.khac.example/so")), policy(4), "Đầu sổ trước đó");
  const { before } = await accepts(text(checkpoint(leaves.slice(1), [1, 2])), policy(4));
  assert.equal(before, undefined);
});

test("a false or repeated signature of a known key refuses the note; unknown keys say nothing", async () => {
  const leaves = [leafHash(Buffer.from("0"))];
  const [text] = checkpoint(leaves).split(/(?<=\n)\n/);
  const trusted = await verify.policyFrom(policy(1));
  const judged = (...lines) => verify.judge(`${text}\n${lines.join("")}`, trusted);
  const own = log.sign(text);
  assert.equal((await judged(own, signer("ai.example/do", 40, 4).cosign(text, 5))).witnesses, 0);
  assert.equal((await judged(own, witnesses[0].cosign(text, 5))).witnesses, 1);
  await assert.rejects(() => judged(own, own), refusal("hai lần"));
  await assert.rejects(() => judged(own, witnesses[0].cosign(text, 5), witnesses[0].cosign(text, 6)), refusal("hai lần"));
  await assert.rejects(() => judged(own, witnesses[0].cosign(`${text}x`, 5)), refusal("không khớp"));
  await assert.rejects(() => judged(own, witnesses[0].sign(text)), refusal("độ dài"));
  await assert.rejects(() => judged(own, witnesses[0].cosign(text, 2n ** 63n)), refusal("quá lớn"));
  await assert.rejects(() => judged(witnesses[0].cosign(text, 5)), refusal("khóa bạn đã đưa"));
  for (const broken of ["", own.slice(0, -1), `${own}\n`, `${own}x\n`, own.replace("\u2014", "-"), own.repeat(101)]) await assert.rejects(() => judged(broken), refusal(""));
  const empty = `${ORIGIN}\n0\n${root(leaves).toString("base64")}\n`;
  await assert.rejects(() => verify.judge(`${empty}\n${log.sign(empty)}`, trusted), refusal("trống"));
});

test("a policy that has to be guessed is refused", async () => {
  const [key, w0, w1] = [log.vkey, witnesses[0].vkey, witnesses[1].vkey];
  await verify.policyFrom(`# chữ\n\nlog\t${key}  https://so.example/\nwitness a ${w0}\ngroup g 1 a\nquorum g\n`);
  const wrong = [
    `log ${key}\n`, `log ${key}\nquorum none`, `log ${key}\nquorum a\n`, `log ${key}\nquorum none\nquorum none\n`, `log ${w0}\nquorum none\n`, `log\nquorum none\n`,
    `log ${key}\nlog ${key}\nquorum none\n`, `witness a ${key}\nquorum none\n`, `witness none ${w0}\nquorum none\n`, `witness a ${w0}\nwitness a ${w1}\nquorum a\n`,
    `witness a ${w0}\nwitness b ${w0}\nquorum a\n`, `group g any a\nwitness a ${w0}\nquorum g\n`, `witness a ${w0}\ngroup g 0 a\nquorum g\n`, `witness a ${w0}\ngroup g 2 a\nquorum g\n`,
    `witness a ${w0}\ngroup g 01 a\nquorum g\n`, `witness a ${w0}\ngroup g any a a\nquorum g\n`, `witness a ${w0}\ngroup g any a\ngroup h any a\nquorum g\n`, `witness a ${w0}\ngroup g any\nquorum g\n`,
    `witness a ${w0} x y\nquorum a\n`, `trust ${key}\nquorum none\n`, `log ${key.replace("+213f13ca+", "+213f13cb+")}\nquorum none\n`, `log ${key.replace("+213f13ca+", "+213F13CA+")}\nquorum none\n`, `log ${key} \rx\nquorum none\n`,
  ];
  for (const text of wrong) await assert.rejects(() => verify.policyFrom(text), refusal("Chính sách"), text);
});

test("an entry with anything unexpected is refused", () => {
  verify.entryFrom(sample.entry);
  const later = sample.entry.replace("rev 1\nprev none", `rev 2\nprev 3 ${sample.leaf}`);
  assert.equal(verify.entryFrom(later).prev.index, 3n);
  const changes = [
    ["dinh/act/1", "dinh/act/2"], ["so-mau\n", "so+mau\n"], ["dangky.cantho.example/so-mau", "dangky"], ["31120@", "@"], ["2025-07-01", "2025-02-30"], ["room disclosure", "room Disclosure"],
    ["act publish", "act  publish"], ["0197c1d2", "0197C1D2"], ["rev 1", "rev 0"], ["rev 1", "rev 01"], ["rev 1", "rev 2"], ["prev none", `prev 3 ${sample.leaf}`], ["law L10-2022/11.2", "law L10-2022"],
    ["law L10-2022/11.2", `law L10-2022/${"1".repeat(90)}`], ["15:39:47", "15:39:60"], ["15:39:47+07:00", "15:39:47Z"], ["T15", " 15"], ["office ubnd-xa", "office Nguyễn"], ["office ubnd-xa\n", ""], ["f6769a", "F6769A"],
    [" 74 ", " 074 "], ["text/plain\nsealed", "text/plain;charset=utf-8\nsealed"], ["text/plain\nsealed", "text/plain\nnote x\nsealed"], ["k95k= 63", "k95l= 63"], ["dinh/act/1\n", "\ufeffdinh/act/1\n"],
    ["\nlaw L10-2022/11.2\nlaw ND59-2023/3.1.đ\nat", "\nat x\nlaw L10-2022/11.2\nat"], ["so-mau\n", "so-mau\r\n"], [/\n$/, ""], [/$/, "\n"], [/$/, `file ${"0".repeat(64)} 1 a/b\n`], [/law.*\nlaw.*\n/, "".padEnd(4000, "law A/1\n")],
    [/act publish([\s\S]*?)law.*\nlaw.*\n/, "act withdraw$1"], [/act publish([\s\S]*?)file.*\nsealed.*\n/, "act withdraw$1"],
  ];
  for (const [from, to] of changes) {
    const changed = sample.entry.replace(from, to);
    assert.notEqual(changed, sample.entry, `${from}`);
    assert.throws(() => verify.entryFrom(changed), refusal(""), `${from} -> ${to}`);
  }
});

test("a receipt with anything unexpected is refused", async () => {
  const good = made();
  await accepts(JSON.stringify({ ...good, stamps: ["AAAA"], policy: "để biết" }, null, 2), CITY);
  const text = JSON.stringify(good);
  const salt = sample.salt.toString("base64");
  const wrong = [
    { ...good, note: "" }, { ...good, format: "dinh/receipt/2" }, { ...good, entry: 1 }, { ...good, entry: undefined }, { ...good, proof: [good.proof] }, { ...good, salts: { 0: salt } }, { ...good, salts: { 2: salt } },
    { ...good, salts: { "01": salt } }, { ...good, salts: { 1: "AAAA" } }, { ...good, salts: [] }, { ...good, stamps: {} }, { ...good, stamps: ["x"] }, { ...good, before: null }, { ...good, entry: `${good.entry.slice(0, -1)}\ud800\n` }, [], "x",
  ];
  for (const value of wrong) await refuses(JSON.stringify(value), CITY, "");
  for (const broken of ["", "{", `${text}x`, `\ufeff${text}`, text.replace("{", '{"format":"dinh/receipt/1",'), text.replace(/}$/, ",}"), "[".repeat(100000)]) await refuses(broken, CITY, "");
});

test("a proof with anything unexpected is refused", () => {
  const extra = sample.proof.replace("@v1\n", "@v1\nextra AAAA\n");
  assert.equal(verify.proofFrom(extra).index, 2n);
  const changes = [["@v1", "@v2"], ["index 2", "index 02"], ["index 2", "index -1"], ["index 2", `index ${2n ** 63n}`], ["@v1\n", "@v1\nextra AAA\n"], ["@v1\n", "@v1\nextra AAAA\nextra AAAA\n"], ["index 2\n", ""], ["index 2\n", `index 2\n${`${sample.leaf}\n`.repeat(61)}`], ["2uvs=", "2uvt="]];
  for (const [from, to] of changes) assert.throws(() => verify.proofFrom(sample.proof.replace(from, to)), refusal(""), to);
});

test("the verdict says what is proven, what is not and what to do", async () => {
  const seen = verify.verdictOf(await accepts(JSON.stringify(made({ times: [1, 2, 3, 4] })), policy(4), []));
  const vi = (words) => words.map((one) => one.vi).join(" ");
  assert.match(seen.title.vi, /đã được chứng kiến/);
  assert.match(vi(seen.unproven), /Chưa so nội dung thứ 1, 2/);
  const city = verify.verdictOf(await accepts(JSON.stringify(made()), log.vkey));
  assert.match(city.title.vi, /do thành phố ký/);
  assert.match(vi(city.unproven), /không đòi bên chứng kiến/);
  const refused = verify.verdictOfRefusal(new verify.Refusal(verify.say("hỏng", "broken")));
  assert.ok(refused.outcome === "refused" && refused.advice.vi !== "" && refused.proven.length === 0);
  assert.throws(() => verify.receiptFromFiles([]), (error) => verify.verdictOfRefusal(error).outcome === "missing");
});

test("the built page is one small file that may fetch nothing and runs only its own script and style", async () => {
  const page = await readFile(new URL("../dist/kiem-chung.html", import.meta.url), "utf8");
  const rules = page.match(/Content-Security-Policy" content="([^"]*)"/)[1];
  assert.ok(rules.startsWith("default-src 'none'; script-src 'sha256-"));
  for (const tag of ["script", "style"]) {
    const [, inside] = page.match(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`));
    assert.ok(rules.includes(`${tag}-src 'sha256-${createHash("sha256").update(inside).digest("base64")}'`), tag);
  }
  assert.doesNotMatch(page, /https?:\/\/[a-z]|\bsrc=|@import|url\(|fetch\(|XMLHttpRequest|WebSocket|sendBeacon/);
  const ways = [...page.matchAll(/\bhref="([^"]*)"/g)].map(([, address]) => address);
  assert.deepEqual([...new Set(ways)].sort(), ["/kiem-chung", "/so-cai", "/so-cong-khai/policy", "/tu-kiem-tra"], "pages of the city, for its readers");
  assert.doesNotMatch(page.slice(0, page.lastIndexOf("<script>")), /\[\[|\]\]/, "every text is there in both languages");
  assert.ok(Buffer.byteLength(page) < 130_000, `${Buffer.byteLength(page)} bytes`);
});
