// Registers, copies and votes made for tests as the specification defines them: nothing of src/verify is used.
import { checkpoint, leafHash, ORIGIN, path, root, sha256 } from "./verify-sample.mjs";

export const signedHead = checkpoint;

/** Hashes that show how a tree of `old` leaves grew into these (RFC 6962, section 2.1.2). */
export function consistency(old, leaves) {
  if (old === 0 || old === leaves.length) return [];
  return part(old, leaves, true);
}

function part(old, leaves, isWhole) {
  if (old === leaves.length) return isWhole ? [] : [root(leaves)];
  let split = 1;
  while (2 * split < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return old <= split ? [...part(old, left, isWhole), root(right)] : [...part(old - split, right, false), root(left)];
}

/** An entry about a thing with this number; its place in the register stands in its time. */
export function chainEntry(at, thing) {
  const second = `${Math.floor(at / 60) % 60}`.padStart(2, "0");
  return `dinh/act/1\nregister ${ORIGIN}\nunit 31120@2025-07-01\nroom disclosure\nact publish\nthing ${chainEntry.thing(thing)}\nrev 1\nprev none\nat 2026-11-23T15:${second}:${`${at % 60}`.padStart(2, "0")}+07:00\noffice ubnd-xa\n`;
}

chainEntry.thing = (number) => `0197c1d2-7a43-7c55-9d0e-${number.toString(16).padStart(12, "0")}`;

/** The same entries, each naming the one before it about the same thing. */
chainEntry.linked = (entries) => {
  const last = new Map();
  return entries.map((entry, index) => {
    const thing = entry.match(/thing (\S+)/)[1];
    const before = last.get(thing);
    const text = before === undefined ? entry : entry.replace("rev 1\nprev none", `rev ${before.rev + 1}\nprev ${before.index} ${before.leaf}`);
    last.set(thing, { rev: (before?.rev ?? 0) + 1, index, leaf: leafHash(Buffer.from(text)).toString("base64") });
    return text;
  });
};

/** The files of a copy; `size` entries are written, the head may be of fewer. */
export function copyOf(entries, { times = [], head = checkpoint(entries.map((entry) => leafHash(Buffer.from(entry))), times), base = "ban-sao/" } = {}) {
  const file = (name, bytes) => ({ path: `${base}${name}`, bytes: async () => new Uint8Array(bytes) });
  const files = [file("checkpoint", Buffer.from(head))];
  for (let first = 0; first < entries.length; first += 256) {
    const bundle = entries.slice(first, first + 256);
    const framed = bundle.map((entry) => {
      const bytes = Buffer.from(entry);
      return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]);
    });
    const number = `${first / 256}`.padStart(3, "0");
    files.push(file(`tile/entries/${number}${bundle.length < 256 ? `.p/${bundle.length}` : ""}`, Buffer.concat(framed)));
  }
  return files;
}

/** A household's vote among nine, sealed in the tree whose root the entry of the count holds. */
export function voteReceipt({ act = "count", room = "decision", decision = 7, round = 1, votes = 9 } = {}) {
  const line = (number) => `dinh/vote-line/1\ndecision 7\nround 1\nline ${number}\nchoice ${number === 12 ? "for 1 3" : "against"}\n`;
  const salt = (number) => Buffer.alloc(32, number);
  const seal = (number) => sha256(Buffer.of(2), salt(number), sha256(Buffer.from(line(number))));
  const leaves = Array.from({ length: 9 }, (_, at) => leafHash(seal(at + 7)));
  const box = `dinh/decision-votes/1\ndecision ${decision}\nround ${round}\nvotes ${votes}\nonline 9\non_behalf 0\npaper 0\nconflicts 0\nroot ${root(leaves).toString("hex")}\n`;
  const entry = chainEntry(3, 5).replace("room disclosure", `room ${room}`).replace("act publish", `act ${act}`) + `file ${sha256(Buffer.from(box)).toString("hex")} ${box.length} text/plain\n`;
  const register = ["a", "b", entry, "d"].map((one) => leafHash(Buffer.from(one)));
  const hashes = path(2, register).map((hash) => `${hash.toString("base64")}\n`);
  return {
    format: "dinh/vote-receipt/1",
    line: line(12),
    salt: salt(12).toString("base64"),
    commitment: seal(12).toString("base64"),
    index: 5,
    size: 9,
    hashes: path(5, leaves).map((hash) => hash.toString("base64")),
    root: root(leaves).toString("base64"),
    box,
    entry: { format: "dinh/receipt/1", entry, proof: `c2sp.org/tlog-proof@v1\nindex 2\n${hashes.join("")}\n${checkpoint(register)}` },
  };
}
