// Receipts of votes, two heads of a register, and copies of whole registers: right ones hold, changed ones do not.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { verifier } from "./verifier.mjs";
import { chainEntry, consistency, copyOf, signedHead, voteReceipt } from "./whole-sample.mjs";
import { leafHash, log, policy, root, sha256 } from "./verify-sample.mjs";

const verify = await verifier();
const CITY = await verify.policyFrom(`log ${log.vkey}\nquorum none\n`);
const WITNESSED = await verify.policyFrom(policy(4));
const refusal = (part = "") => (error) => error instanceof verify.Refusal && error.message.includes(part);
const quiet = () => {};

test("a vote that was counted holds, and every flipped byte of its receipt is refused", async () => {
  const whole = Buffer.from(JSON.stringify(voteReceipt()));
  const vote = await verify.checkVote(whole.toString(), CITY);
  assert.deepEqual([vote.decision, vote.round, vote.line, vote.choice, vote.place, vote.votes], [7n, 1n, 12n, [1, 3], 6n, 9n]);
  const verdict = await verify.verdictOfFiles([new Uint8Array(whole)], async () => CITY, []);
  assert.match(verdict.title.vi, /phiếu này đã được kiểm đếm/);
  for (const mask of [0x01, 0x04, 0x20]) {
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = new Uint8Array(whole);
      flipped[at] ^= mask;
      await assert.rejects(async () => verify.checkVote(new TextDecoder("utf-8", { fatal: true }).decode(flipped), CITY), (error) => refusal()(error) || error instanceof TypeError, `byte ${at}, mask ${mask}`);
    }
  }
});

test("a vote that was not counted yet, or in another box, is told apart", async () => {
  const { entry, box, ...early } = voteReceipt();
  await assert.rejects(() => verify.checkVote(JSON.stringify(early), CITY), (error) => error instanceof verify.Missing);
  for (const other of [{ act: "box" }, { room: "disclosure" }, { decision: 8 }, { round: 2 }, { votes: 10 }]) {
    await assert.rejects(() => verify.checkVote(JSON.stringify(voteReceipt(other)), CITY), refusal("Biên nhận biểu quyết"), JSON.stringify(other));
  }
  const good = voteReceipt();
  for (const changed of [{ ...good, more: "" }, { ...good, index: "5" }, { ...good, index: 6 }, { ...good, size: 8 }, { ...good, hashes: good.hashes.slice(1) }, { ...good, line: good.line.replace("for 1 3", "against") }]) {
    await assert.rejects(() => verify.checkVote(JSON.stringify(changed), CITY), refusal());
  }
});

test("a later head that continues an earlier one holds for all sizes, and with no other head", async () => {
  const leaves = Array.from({ length: 20 }, (_, at) => leafHash(Buffer.from(`${at}`)));
  for (let size = 1; size <= leaves.length; size += 1) {
    for (let old = 0; old <= size; old += 1) {
      const claim = { oldSize: BigInt(old), oldRoot: root(leaves.slice(0, old)), size: BigInt(size), root: root(leaves.slice(0, size)), proof: consistency(old, leaves.slice(0, size)) };
      await verify.mustExtend(claim);
      const wrong = [{ ...claim, oldRoot: sha256(Buffer.of(1)) }, { ...claim, root: sha256(Buffer.of(2)) }, { ...claim, proof: [...claim.proof, leaves[0]] }];
      if (claim.proof.length > 0) wrong.push({ ...claim, proof: claim.proof.slice(1) }, { ...claim, proof: claim.proof.with(0, sha256()) });
      // Nothing is asked of the newer root when the older register was empty.
      for (const one of wrong.filter(({ root: other }) => old > 0 || other === claim.root)) await assert.rejects(() => verify.mustExtend(one), refusal(), `${old} of ${size}`);
    }
  }
});

test("two signed heads are compared with their proof, also as a witness is asked", async () => {
  const leaves = Array.from({ length: 11 }, (_, at) => leafHash(Buffer.from(`${at}`)));
  const [old, newer] = [signedHead(leaves.slice(0, 6)), signedHead(leaves, [1, 2, 3, 4])];
  const hashes = consistency(6, leaves).map((hash) => hash.toString("base64"));
  const { old: one, newer: two } = await verify.checkExtension(old.trimEnd(), newer, hashes.join("\n"), WITNESSED);
  assert.deepEqual([one.size, two.size, two.times.latest], [6n, 11n, 4n]);
  await verify.checkExtension(old, `old 6\n${hashes.join("\n")}\n\n${newer}`, "", CITY);
  await verify.checkExtension(old, old, "", CITY);
  await assert.rejects(() => verify.checkExtension(old, `old 5\n${hashes.join("\n")}\n\n${newer}`, "", CITY), refusal("một số mục khác"));
  await assert.rejects(() => verify.checkExtension(newer, old, hashes.join("\n"), CITY), refusal("ngắn hơn"));
  await assert.rejects(() => verify.checkExtension(old, newer, "", CITY), refusal("Bằng chứng nối tiếp"));
  await assert.rejects(() => verify.checkExtension("", newer, "", CITY), (error) => error instanceof verify.Missing);
  const other = signedHead([...leaves.slice(0, 5), leafHash(Buffer.from("khác"))]);
  await assert.rejects(() => verify.checkExtension(old, other, "", CITY), refusal("khác gốc"));
});

test("copies of registers of many sizes are read whole, with the chain of one thing", async () => {
  for (const size of [0, 1, 5, 255, 256, 257, 600]) {
    const entries = Array.from({ length: size }, (_, at) => chainEntry(at, at % 7));
    const linked = chainEntry.linked(entries);
    const seen = [];
    const audit = await verify.audit(copyOf(linked, { times: [1, 2, 3, 4] }), WITNESSED, { thing: chainEntry.thing(3), progress: (done) => seen.push(done) });
    assert.deepEqual([audit.head.size, audit.faultCount, audit.things], [BigInt(size), 0, Math.min(size, 7)]);
    assert.deepEqual(audit.chain.map(({ index }) => Number(index)), linked.map((_, at) => at).filter((at) => at % 7 === 3));
    assert.deepEqual(audit.chain.map(({ entry }) => Number(entry.rev)), audit.chain.map((_, at) => at + 1));
    assert.equal(seen.at(-1), size === 0 ? undefined : BigInt(size));
    assert.match(verify.verdictOfAudit(audit).title.vi, /cả sổ khớp/);
  }
});

test("a copy with a changed, dropped or swapped entry, or a wider last bundle, gets the right answer", async () => {
  const entries = chainEntry.linked(Array.from({ length: 300 }, (_, at) => chainEntry(at, at)));
  const head = signedHead(entries.map((entry) => leafHash(Buffer.from(entry))));
  const audit = (changed, options = {}) => verify.audit(copyOf(changed, { head, ...options }), CITY, { progress: quiet });
  await audit(entries);
  await audit([...entries, chainEntry(300, 300)], { size: 301 });
  await assert.rejects(() => audit(entries.with(7, entries[7].replace("publish", "publisk"))), refusal("Gốc"));
  await assert.rejects(() => audit(entries.with(298, entries[297])), refusal("Gốc"));
  await assert.rejects(() => audit(entries.slice(0, 299)), (error) => error instanceof verify.Missing);
  await assert.rejects(() => verify.audit([], CITY, { progress: quiet }), (error) => error instanceof verify.Missing);
  const cut = copyOf(entries, { head }).map((file) => ({ ...file, bytes: async () => (await file.bytes()).slice(0, file.path.includes("entries/000") ? -1 : undefined) }));
  await assert.rejects(() => verify.audit(cut, CITY, { progress: quiet }), refusal("tile/entries/000"));
});

test("a fork, a break, a foreign and an unreadable entry are blamed by their numbers", async () => {
  const entries = chainEntry.linked([chainEntry(0, 1), chainEntry(1, 1), chainEntry(2, 1), chainEntry(3, 2)]);
  const fork = entries[2];
  const broken = chainEntry(0, 9).replace("rev 1\nprev none", `rev 4\nprev 0 ${leafHash(Buffer.from("x")).toString("base64")}`);
  const wrong = [...entries, fork.replace("publish", "amend"), broken, entries[3].replace("so-mau", "so-khac"), "không phải mục\n"];
  const audit = await verify.audit(copyOf(wrong), CITY, { progress: quiet });
  assert.equal(audit.faultCount, 5);
  const told = audit.faults.map(({ vi }) => vi);
  assert.match(told[0], /^Mục 4 rẽ nhánh/);
  assert.match(told[1], /^Mục 5 không nối/);
  assert.match(told[2], /^Mục 6 thuộc sổ khác/);
  assert.equal(verify.verdictOfAudit(audit).outcome, "refused");
});

test("an older head that the copy continues is confirmed at every size, another history is evidence", async () => {
  const entries = chainEntry.linked(Array.from({ length: 520 }, (_, at) => chainEntry(at, at)));
  const leaves = entries.map((entry) => leafHash(Buffer.from(entry)));
  for (const size of [0, 1, 255, 256, 257, 511, 512, 520]) {
    const { earlier } = await verify.audit(copyOf(entries), CITY, { earlier: signedHead(leaves.slice(0, size)), progress: quiet });
    assert.equal(earlier.size, BigInt(size));
    if (size === 0) continue;
    const other = signedHead(leaves.slice(0, size).with(size - 1, sha256()));
    await assert.rejects(() => verify.audit(copyOf(entries), CITY, { earlier: other, progress: quiet }), refusal("không nối tiếp"), `${size}`);
  }
  await assert.rejects(() => verify.audit(copyOf(entries.slice(0, 100)), CITY, { earlier: signedHead(leaves), progress: quiet }), refusal("ngắn hơn"));
});

// Foreign vectors lie in a folder beside the project and are no part of it (Apache-2.0, transparency-dev).
const vectors = ["../../../shared/vectors", "../../../../shared/vectors"].map((name) => fileURLToPath(new URL(name, import.meta.url))).find((name) => existsSync(name));

test("the root of a foreign log comes out of its bundle", { skip: vectors === undefined && "../shared/vectors is absent" }, async () => {
  const trusted = await verify.policyFrom("log example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx\nquorum none\n");
  const read = async (name) => new Uint8Array(await readFile(`${vectors}/tessera-log/${name}`));
  for (let size = 1; size <= 15; size += 1) {
    const files = [{ path: "so/checkpoint", bytes: () => read(`checkpoint.${size}`) }, { path: "so/tile/entries/000.p/15", bytes: () => read("tile/entries/000.p/15") }];
    const audit = await verify.audit(files, trusted, { progress: quiet });
    assert.deepEqual([audit.head.size, audit.faultCount], [BigInt(size), size], "its entries are not ours");
  }
});
