"""What is built: small enough for a slow line, and complete in both languages."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "kg" / "web" / "static" / "app"
MESSAGES = ROOT / "ui" / "src" / "messages"
MOST_KB = 300


def test_the_whole_page_is_smaller_than_its_budget() -> None:
    assets = [path for path in BUILT.rglob("*") if path.suffix in (".js", ".css", ".html")]
    assert {path.suffix for path in assets} == {".js", ".css", ".html"}
    assert sum(len(gzip.compress(path.read_bytes())) for path in assets) < MOST_KB * 1000


def test_the_licence_of_every_bundled_library_comes_with_the_page() -> None:
    wanted = json.loads((ROOT / "ui" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    terms = (BUILT / "LICENSES.txt").read_text(encoding="utf-8")
    assert all(f"# {name} {version} (MIT)" in terms for name, version in wanted.items())


def test_the_lock_file_names_no_registry() -> None:
    locked = json.loads((ROOT / "ui" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all("resolved" not in package for package in locked.values())
    assert all("integrity" in package for name, package in locked.items() if name)


def test_every_message_has_every_language_and_the_same_blanks() -> None:
    catalogues = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in MESSAGES.glob("*.json")}
    blanks = {
        code: {key: set(re.findall(r"{(\w+)}", text)) for key, text in found.items()}
        for code, found in catalogues.items()
    }
    assert set(blanks) >= {"en", "nl"}
    assert all(found == blanks["en"] for found in blanks.values())
