"""What is built: small enough for a slow line, and complete in both languages."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "kg" / "web" / "static" / "app"
MESSAGES = ROOT / "ui" / "src" / "messages"
MOST_KB = 300  # gzip


def weight(files: Iterable[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes())) for path in files)


def chunk(name: str) -> Path:
    (found,) = BUILT.glob(f"assets/{name}-????????.js")
    return found


def test_the_first_view_is_smaller_than_its_budget() -> None:
    """The page, its style and script, and what draws a network; the other screens come when they are opened."""
    page = BUILT / "index.html"
    named = [BUILT / path for path in re.findall(r"/static/app/(assets/[^\"]+)", page.read_text(encoding="utf-8"))]
    assert {path.suffix for path in named} == {".js", ".css"}
    assert weight([page, *named, *map(chunk, ("scene", "layout", "layout.worker"))]) < MOST_KB * 1000


def test_no_later_part_is_larger_than_the_first_view_may_be() -> None:
    assert all(weight([path]) < MOST_KB * 1000 / 2 for path in BUILT.glob("assets/*.js"))


def test_the_licence_of_every_bundled_library_comes_with_the_page() -> None:
    wanted = json.loads((ROOT / "ui" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    terms = (BUILT / "LICENSES.txt").read_text(encoding="utf-8")
    said = {
        name: re.search(rf"^# {re.escape(name)} {re.escape(version)} \((.+)\)$", terms, re.M)
        for name, version in wanted.items()
    }
    assert {match and match[1] for match in said.values()} <= {"MIT", "ISC"}


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
