// Square codes: base45 against its standard, a vector of the other program, every sign flipped.
import assert from "node:assert/strict";
import test from "node:test";
import encode from "qr";
import decode from "qr/decode.js";
import { toBase45, codesOf, paperProof } from "./paper-sample.mjs";
import { verifier } from "./verifier.mjs";
import { example, policy, receipt, witnesses } from "./verify-sample.mjs";

const verify = await verifier();
const sample = await example();
const trusted = await verify.policyFrom(sample.policy);
const refusal = (error) => error instanceof verify.Refusal;

/** The same example as the program in Rust writes it on paper. */
const VECTOR = String.raw`DINH1:2:1/1:33HAVC4/DO:5ZPCL/5JE1* C+ED7WEBJE2VC3/DIQD+%5CECAWEM2EB$CBECP9ESZCVQEJX5JECME15/DSUEAL6*96M46NF6SF63W5+/6746JE1.3E ZDAVCJQE*VD$QEZKE2E1ZPCO44Z$EXVDOQELE1:8D3/D5341A6407:A6KF6207/Q6AW5HOCNW6MB7E565W5I-CWIC-CCKOCUZC:86ZKE0.E:86V9E9$CM44-3E YCPVDV2FKS9346NF6PF6L/5Z96UE6PVDV2FB+9ZW65W58468L67L6Z96B%O2E1SUENF6TF64W5Y96QF6/SA W6IL65G7%/6D461G7D36X3ER.CKPCT44/JC+TC$9F7E1XEDDZCL-C4:6JB7G*61S6X57KOCCL6DM6A56EOC2S60ECZ57H-CWW6RF6FA7A46DM6XW6UX6207DM61R6VX6COC7UCGL6YIC9464S6C34OQ67WEBAF*:5PVDZEDKE1X CTVDRTCIL63T8 VDXPE%L5-7B 59NH9A3ES3F 599/D6Y6X3F.M8PG83U9NKD*090M5KA73PDB34%K67WEBAF*:5PVDZED-B1MB0WM0B$TS/GQOQ-8U1FUQDD:C5-02KSPS402%V6Y8Y 5T06R8VS V1KR0 IR04K*87+HH SJMMC5MY%I +O. MD-N9YAKY2WDK2EWLGJ:5GPWES%84X4P3UTVM4T7NTG295B:3.VK6SF-4JOCFTY1.Z3IZIDHUDHTE:2G.CDP9LI4 JEY9NQQ80W1XB0%U2 VHX.2ILGMAK0FIY/FFGOI1L*+2K1QA+I2.9DF4506H29 6IJV6D4JV50000000TNDQ1HW9KJL5JZK7L6HVSW130TSE-CGD2CO2/LI/W7VNL5+0JILR7KW4RLSP$:4Z:MNWU+W76IOT$EE3JYFBMALFS9D1O:YQ.DWNBM.`;

const accepted = async (text, trust = trusted) => verify.check(await verify.receiptFromCodes(text, trust), trust, []);

/** A receipt of a larger register with five witnesses, as bytes for paper. */
function large() {
  const whole = receipt({ entry: sample.entry, salt: sample.salt, index: 500, size: 1000, times: [50, 60, 70, 80, 90] });
  return { whole, bytes: paperProof(whole, witnesses) };
}

test("base45 follows its standard and has one spelling", () => {
  for (const [text, written] of [["AB", "BB8"], ["Hello!!", "%69 VD92EX0"], ["base-45", "UJCLQE7W581"], ["ietf!", "QED8WEX0"], ["", ""]]) {
    assert.equal(toBase45(Buffer.from(text)), written);
    assert.equal(Buffer.from(verify.fromBase45(written)).toString(), text);
  }
  for (let first = 0; first < 256; first += 1) {
    for (const bytes of [[first], [first, 255 - first], [255, first, first]]) assert.deepEqual([...verify.fromBase45(toBase45(Buffer.from(bytes)))], bytes);
  }
  for (const wrong of ["GGW", ":::", "A", "BB8A", "ab8", "::", "V5", "é00"]) assert.throws(() => verify.fromBase45(wrong), refusal, wrong);
});

test("the code that the other program printed is accepted, however it was pasted", async () => {
  for (const text of [VECTOR, `  ${VECTOR}\t\r\n`, `${VECTOR}\n\n${VECTOR}`]) {
    const { index, checkpoint: head, entry } = await accepted(text);
    assert.deepEqual([index, head.size, entry.act, head.times.latest], [2n, 5n, "publish", 1795000000n]);
  }
});

test("every sign of a code changed to another is refused", async () => {
  const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  for (let at = 0; at < VECTOR.length; at += 1) {
    for (const step of [1, 7, 22]) {
      const sign = signs[(signs.indexOf(VECTOR[at]) + step) % signs.length];
      const text = `${VECTOR.slice(0, at)}${sign}${VECTOR.slice(at + 1)}`;
      await assert.rejects(() => accepted(text), refusal, `sign ${at}: ${sign}`);
    }
  }
});

test("a code cut short or made longer anywhere is refused", async () => {
  for (let at = 0; at < VECTOR.length; at += 1) {
    await assert.rejects(() => accepted(VECTOR.slice(0, at)), refusal);
    await assert.rejects(() => accepted(`${VECTOR.slice(0, at)}${VECTOR.slice(at + 1)}`), refusal, `without ${at}`);
    await assert.rejects(() => accepted(`${VECTOR.slice(0, at)}0${VECTOR.slice(at)}`), refusal, `more at ${at}`);
  }
});

test("parts are joined in any order; a missing, foreign or doubled part is refused", async () => {
  const { bytes } = large();
  const trust = await verify.policyFrom(policy(4));
  const codes = codesOf(500, sample.entry, bytes, 300);
  assert.ok(codes.length > 3, `${codes.length} codes`);
  for (const order of [codes, codes.toReversed(), [...codes, codes[1]]]) {
    const { index, checkpoint: head } = await accepted(order.join("\n"), trust);
    assert.deepEqual([index, head.witnesses, head.times.latest], [500n, 5, 80n]);
  }
  for (const wrong of [codes.slice(1), codes.slice(0, -1), [...codes.slice(0, -1), codes[0].replace("DINH1:500", "DINH1:501")], codes.map((code) => code.replace(`/${codes.length}:`, `/${codes.length + 1}:`)), codes.map((code) => code.replace("DINH1:500", "DINH1:0500"))]) {
    await assert.rejects(() => accepted(wrong.join("\n"), trust), refusal);
  }
  await assert.rejects(() => accepted(codes.join("\n"), trusted), refusal, "another policy");
});

test("bytes after the proof, an empty last group of a number and signers beyond the policy are refused", async () => {
  const { bytes } = large();
  const trust = await verify.policyFrom(policy(4));
  const changed = (from, to) => codesOf(500, sample.entry, Buffer.concat([bytes.subarray(0, from), to, bytes.subarray(from + 1)]), 1200).join("\n");
  await accepted(codesOf(500, sample.entry, bytes, 1200).join("\n"), trust);
  await assert.rejects(() => accepted(codesOf(500, sample.entry, Buffer.concat([bytes, Buffer.of(0)]), 1200).join("\n"), trust), refusal);
  await assert.rejects(() => accepted(changed(0, Buffer.of(2)), trust), refusal);
  // 500 is f4 03; f4 83 00 says the same with an empty group.
  await assert.rejects(() => accepted(changed(2, Buffer.of(0x83, 0)), trust), refusal);
  const logPlace = 5 + 1 + 32 * bytes[5];
  assert.equal(bytes[logPlace], 0);
  await assert.rejects(() => accepted(changed(logPlace, Buffer.of(1)), trust), refusal);
});

test("a short code leads on and proves nothing", async () => {
  const hash = sample.leaf;
  const short = verify.shortCodeFrom(` https://dinh.cantho.example/cong-khai/7#12,${hash}\n`);
  assert.deepEqual([short.address, short.index], ["https://dinh.cantho.example/cong-khai/7", 12n]);
  for (const other of ["javascript:alert(1)#1,AAAA", `dinh.vn#1,${hash}`, VECTOR, ""]) assert.equal(verify.shortCodeFrom(other), undefined);
  assert.throws(() => verify.shortCodeFrom(`https://a.vn/#01,${hash}`), refusal);
  const verdict = await verify.verdictOfCode(`https://a.vn/x#3,${hash}`, () => assert.fail("no policy is needed"), []);
  assert.deepEqual([verdict.outcome, verdict.link, verdict.proven.length], ["missing", "https://a.vn/x", 0]);
});

test("printed codes of the largest receipts are read back from a picture", () => {
  const { bytes } = large();
  for (const text of [VECTOR, ...codesOf(500, sample.entry, bytes, 1200)]) {
    const rows = encode(text, "raw", { ecc: "medium", border: 4, encoding: "alphanumeric" });
    const scale = 5;
    const width = rows.length * scale;
    const data = new Uint8Array(width * width * 4).fill(255);
    for (let y = 0; y < width; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const dark = rows[Math.floor(y / scale)][Math.floor(x / scale)];
        data.fill(dark ? 20 + ((x * y) % 40) : 255 - ((x + y) % 50), 4 * (y * width + x), 4 * (y * width + x) + 3);
      }
    }
    assert.equal(decode({ width, height: width, data }, { timeLimit: 5000 }), text);
  }
});
