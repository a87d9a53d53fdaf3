"""Debian's Chromium, and how it is started so that it talks to nobody but the server under test."""

from __future__ import annotations

import os
import shutil
from functools import cache

ARGUMENTS = (
    "--no-sandbox",  # containers seldom allow its sandbox; the only pages it sees are ours
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@cache
def chromium() -> str | None:
    """`$CHROMIUM`, else chromium on the path; None where there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
