// Square codes written for tests as section 5 of the specification says: nothing of src/verify is used.
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function toBase45(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = bytes.subarray(at, at + 2);
    let number = pair.reduce((sum, byte) => sum * 256 + byte, 0);
    for (let sign = 0; sign <= pair.length; sign += 1) {
      text += SIGNS[number % 45];
      number = Math.floor(number / 45);
    }
  }
  return text;
}

function number(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

/** The proof of a receipt in as few bytes as paper holds; the witnesses are named in the order of their policy. */
export function paperProof({ proof }, witnesses) {
  const [head, note] = proof.split("\n\n", 1).concat(proof.slice(proof.indexOf("\n\n") + 2));
  const [, index, ...hashes] = head.split("\n");
  const size = note.split("\n")[1];
  const lines = note.slice(note.indexOf("\n\n") + 2).trim().split("\n").map((line) => line.split(" "));
  const body = (line) => Buffer.from(line[2], "base64").subarray(4);
  const [own, ...seen] = lines;
  const place = (line) => witnesses.findIndex(({ vkey }) => vkey.startsWith(`${line[1]}+`));
  return Buffer.concat([
    Buffer.of(1),
    number(Number(index.slice("index ".length))),
    number(Number(size)),
    Buffer.of(hashes.length),
    ...hashes.map((hash) => Buffer.from(hash, "base64")),
    Buffer.of(0),
    body(own),
    Buffer.of(seen.length),
    ...seen.flatMap((line) => [Buffer.of(place(line)), body(line)]),
  ]);
}

/** Entry and proof as texts of codes, each part at most so many bytes. */
export function codesOf(index, entry, proof, most) {
  const bytes = Buffer.concat([number(Buffer.byteLength(entry)), Buffer.from(entry), proof]);
  const parts = Math.ceil(bytes.length / most);
  return Array.from({ length: parts }, (_, part) => `DINH1:${index}:${part + 1}/${parts}:${toBase45(bytes.subarray(part * most, (part + 1) * most))}.`);
}
