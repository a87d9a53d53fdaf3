/** The licences of all that is bundled, beside the bundle: the wheel carries the libraries, so it carries their terms. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";

interface Locked {
  version?: string;
  license?: string;
  dev?: boolean;
}

export function licences(fileName: string): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName, source: bundled().map(section).join("\n\n") + "\n" });
    },
  };
}

/** Every package of the lock file that is no development tool, those of the worker included. */
function bundled(): [folder: string, Locked][] {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf-8")) as { packages: Record<string, Locked> };
  return Object.entries(lock.packages).filter(([folder, { dev }]) => folder !== "" && !dev && existsSync(folder));
}

function section([folder, { version, license }]: [string, Locked]): string {
  const name = folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);
  return `# ${name} ${version} (${license})\n\n${terms(folder)}`;
}

function terms(folder: string): string {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return file ? readFileSync(join(folder, file), "utf-8").trim() : "The package carries no licence text; its terms are those named above.";
}
