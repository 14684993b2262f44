import { defineConfig } from "vite";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Writes a gzip and a Brotli copy beside every style sheet, script and picture, so that the server never compresses at run time. */
function compressed() {
  return {
    name: "compressed",
    apply: "build",
    async closeBundle() {
      const folder = new URL("dist/", import.meta.url).pathname;
      for (const entry of await readdir(folder, { recursive: true })) {
        if (!/\.(css|js|svg)$/.test(entry)) continue;
        const bytes = await readFile(join(folder, entry));
        await writeFile(join(folder, `${entry}.gz`), gzipSync(bytes, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        await writeFile(join(folder, `${entry}.br`), brotliCompressSync(bytes, { params }));
      }
    },
  };
}

export default defineConfig({
  base: "/assets/",
  build: {
    target: "es2022",
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    rolldownOptions: {
      input: "src/app.ts",
      output: {
        hashCharacters: "hex",
        entryFileNames: "app.[hash].js",
        assetFileNames: ({ names }) => {
          const name = names[0] ?? "";
          if (name.endsWith(".woff2")) return "fonts/[name].[hash][extname]";
          if (name.endsWith(".css")) return "app.[hash][extname]";
          return "images/[name].[hash][extname]";
        },
      },
    },
  },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  plugins: [compressed()],
});
