// The verifier as a module, bundled once for the tests of a file.
import { bundle } from "../build-verifier.mjs";

export async function verifier() {
  const code = await bundle("src/verify/index.ts", "es");
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}
