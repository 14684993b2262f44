// A mail server on the loopback, as small as a journey needs: it takes every letter and gives its text back.
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** The text of a letter: its body, decoded. */
function text(raw) {
  const end = raw.indexOf("\r\n\r\n");
  const head = raw.slice(0, end).toLowerCase();
  const body = raw.slice(end + 4);
  if (head.includes("content-transfer-encoding: base64")) return Buffer.from(body, "base64").toString("utf8");
  if (!head.includes("content-transfer-encoding: quoted-printable")) return body;
  const bytes = body.replaceAll("=\r\n", "").replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Listens on a port of the loopback; `letters` holds what came, `close` ends it. */
export async function mailbox(port) {
  const letters = [];
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.setEncoding("latin1");
    socket.write("220 thu.example.vn ESMTP\r\n");
    let kept = "";
    let letter = null;
    socket.on("data", (data) => {
      kept += data;
      for (let end = kept.indexOf("\r\n"); end >= 0; end = kept.indexOf("\r\n")) {
        const line = kept.slice(0, end);
        kept = kept.slice(end + 2);
        if (letter?.raw !== undefined && letter.open) {
          if (line === ".") {
            letters.push({ to: letter.to, text: text(letter.raw) });
            letter = null;
            socket.write("250 taken\r\n");
          } else {
            letter.raw += `${line.startsWith(".") ? line.slice(1) : line}\r\n`;
          }
          continue;
        }
        const command = line.slice(0, 4).toUpperCase();
        if (command === "RCPT") letter = { to: line.split("<")[1].split(">")[0], raw: "", open: false };
        if (command === "DATA") letter.open = true;
        socket.write(command === "EHLO" ? "250 thu.example.vn\r\n" : command === "DATA" ? "354 go on\r\n" : command === "QUIT" ? "221 bye\r\n" : "250 fine\r\n");
        if (command === "QUIT") socket.end();
      }
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    letters,
    /** The first letter to somebody that this is true of; fails when none comes. */
    async to(address, is = () => true) {
      for (let tries = 0; tries < 2_400; tries += 1) {
        const found = letters.find((letter) => letter.to === address && is(letter.text));
        if (found) return found.text;
        await wait(25);
      }
      throw new Error(`no letter to ${address}; there are letters to ${letters.map((letter) => letter.to).join(", ")}`);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
