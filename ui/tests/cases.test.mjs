// Every odd policy and receipt of docs/register-cases.json has one answer; the program in Rust and this one both give it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { verifier } from "./verifier.mjs";

const verify = await verifier();
const cases = JSON.parse(await readFile(new URL("../../docs/register-cases.json", import.meta.url), "utf8"));

const seconds = (time) => (time === undefined ? null : Number(time));

async function answer({ policy, receipt }) {
  try {
    const trusted = await verify.policyFrom(policy);
    const { checkpoint, before } = await verify.check(verify.receiptFrom(receipt), trusted, []);
    return { verdict: "holds", notBefore: seconds(before?.times?.earliest), notAfter: seconds(checkpoint.times?.latest) };
  } catch (error) {
    if (!(error instanceof verify.Refusal)) throw error;
    return { verdict: "refused", notBefore: null, notAfter: null, why: error.message };
  }
}

test("every case of the specification has the answer that stands there", async () => {
  assert.ok(cases.length > 270);
  const wrong = [];
  for (const one of cases) {
    const { why, ...given } = await answer(one);
    const expected = { verdict: one.verdict, notBefore: one.notBefore, notAfter: one.notAfter };
    if (JSON.stringify(given) !== JSON.stringify(expected)) wrong.push(`${one.name}: ${JSON.stringify(given)} for ${JSON.stringify(expected)} ${why ?? ""}`);
  }
  assert.deepEqual(wrong, []);
});
