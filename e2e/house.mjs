// A city of its own for one journey: a new folder, one administrator, and the settings that the journey is about.
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary } from "./lib.mjs";

/** From the start of the process to its first healthy answer. */
const PATIENCE = 60_000;

/** Name and password of the administrator. */
export const KEEPER = { login: "quantri", password: "đò qua sông Hậu" };

/** A port that nobody uses. */
export async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Makes the folder with its administrator. */
export async function build() {
  const folder = await mkdtemp(join(tmpdir(), "dinh-nha-"));
  const password = await secret(folder, "mat-khau", KEEPER.password);
  const made = spawnSync(binary, [
    "admin", "create", "--data", join(folder, "data"), "--login", KEEPER.login, "--name", "Nguyễn Văn Mẫu", "--password-file", password,
  ], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`dinh admin create: ${made.error ?? made.stderr} (DINH_BINARY)`);
  return { folder, destroy: () => rm(folder, { recursive: true, force: true }) };
}

/** Writes a secret that only its owner can read. */
export async function secret(folder, name, text) {
  const path = join(folder, name);
  await writeFile(path, `${text}\n`, { mode: 0o600 });
  return path;
}

/** Serves the folder until it is stopped. */
export async function serve(folder, port, settings) {
  const arguments_ = ["serve", "--data", join(folder, "data"), "--listen", `127.0.0.1:${port}`, "--base-url", `http://localhost:${port}`, ...settings];
  const process_ = spawn(binary, arguments_, { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  process_.stderr.on("data", (bytes) => (log += bytes));
  const ended = new Promise((done) => process_.once("exit", done));
  const address = `http://localhost:${port}`;
  const until = Date.now() + PATIENCE;
  while (!(await fetch(`${address}/healthz`).then((answer) => answer.ok, () => false))) {
    if (process_.exitCode !== null || Date.now() > until) throw new Error(`dinh serve: ${log}`);
    await new Promise((again) => setTimeout(again, 50));
  }
  return { address, log: () => log, stop: () => (process_.kill("SIGTERM"), ended) };
}
