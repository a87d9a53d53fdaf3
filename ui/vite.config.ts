import { defineConfig } from "vite";

import { licences } from "./licences";

/** What `kg serve` answers while `npm run dev` serves the page. */
const SERVED = ["/graph", "/search", "/articles", "/overview", "/queries", "/resource", "/sparql"];

export default defineConfig({
  // Flask serves index.html at "/" and everything it names below its static folder.
  base: "/static/app/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../kg/web/static/app",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
  },
  plugins: [licences("LICENSES.txt")],
  worker: { format: "es" },
  server: { proxy: Object.fromEntries(SERVED.map((path) => [path, "http://127.0.0.1:5000"])) },
});
