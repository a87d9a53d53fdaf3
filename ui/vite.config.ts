import { defineConfig } from "vite";

export default defineConfig({
  // Flask serves index.html at "/" and everything it names below its static folder.
  base: "/static/app/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { outDir: "../kg/web/static/app", emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
  worker: { format: "es" },
  server: { proxy: Object.fromEntries(["/graph", "/search", "/articles", "/overview", "/queries", "/sparql"].map((path) => [path, "http://127.0.0.1:5000"])) },
});
