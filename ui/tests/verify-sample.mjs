// A register made for tests with Node's own crypto and a tree written out as RFC 6962 defines it: nothing of src/verify is used.
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { readFile } from "node:fs/promises";

export const sha256 = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
export const leafHash = (entry) => sha256(Buffer.of(0), entry);

/** Section 10 of the specification: the block that follows each heading. */
export async function example() {
  const text = await readFile(new URL("../../docs/register-spec.md", import.meta.url), "utf8");
  const blocks = [...text.slice(text.indexOf("## 10.")).matchAll(/```\n([^`]*\n)```/g)].map(([, block]) => block);
  const [entry, leaf, policy, proof, plan, letter] = blocks;
  return { entry, leaf: leaf.trim(), policy, proof, plan: Buffer.from(plan), letter: Buffer.from(letter), salt: Buffer.alloc(32, 9) };
}

export function signer(name, seed, type) {
  const header = Buffer.from("302e020100300506032b657004220420", "hex");
  const secret = createPrivateKey({ key: Buffer.concat([header, Buffer.alloc(32, seed)]), format: "der", type: "pkcs8" });
  const open = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  const body = Buffer.concat([Buffer.of(type), open]);
  const id = sha256(Buffer.from(`${name}\n`), body).subarray(0, 4);
  const line = (bytes) => `\u2014 ${name} ${Buffer.concat([id, bytes]).toString("base64")}\n`;
  return {
    vkey: `${name}+${id.toString("hex")}+${body.toString("base64")}`,
    sign: (text) => line(sign(null, Buffer.from(text), secret)),
    cosign(text, time) {
      const stamp = Buffer.alloc(8);
      stamp.writeBigUInt64BE(BigInt(time));
      return line(Buffer.concat([stamp, sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), secret)]));
    },
  };
}

export const ORIGIN = "dangky.cantho.example/so-mau";
export const log = signer(ORIGIN, 7, 1);
export const witnesses = ["a", "b", "c", "d", "e"].map((name, at) => signer(`chung-kien.example/${name}`, 20 + at, 4));

export function root(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0];
  const split = splitOf(leaves.length);
  return sha256(Buffer.of(1), root(leaves.slice(0, split)), root(leaves.slice(split)));
}

export function path(index, leaves) {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split ? [...path(index, left), root(right)] : [...path(index - split, right), root(left)];
}

function splitOf(length) {
  let split = 1;
  while (2 * split < length) split *= 2;
  return split;
}

/** A checkpoint text, signed by the register and cosigned at the given times by the first witnesses. */
export function checkpoint(leaves, times = [], origin = ORIGIN) {
  const text = `${origin}\n${leaves.length}\n${root(leaves).toString("base64")}\n`;
  return `${text}\n${log.sign(text)}${times.map((time, at) => (time === undefined ? "" : witnesses[at].cosign(text, time))).join("")}`;
}

export const policy = (rule) =>
  [`log ${log.vkey}`, ...witnesses.map(({ vkey }, at) => `witness w${at} ${vkey} https://w${at}.example/`), `group g ${rule} w0 w1 w2 w3 w4`, "quorum g", ""].join("\n");

/** A receipt for an entry at `index` of a register of `size` entries; the others are plain numbers. */
export function receipt({ entry, salt, index = 11, size = 21, times = [], before }) {
  const leaves = Array.from({ length: size }, (_, at) => leafHash(Buffer.from(at === index ? entry : `${at}`)));
  const hashes = path(index, leaves).map((hash) => `${hash.toString("base64")}\n`);
  return {
    format: "dinh/receipt/1",
    entry,
    salts: { 1: salt.toString("base64") },
    proof: `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.join("")}\n${checkpoint(leaves, times)}`,
    ...(before && { before: checkpoint(leaves.slice(0, before.size), before.times) }),
  };
}
