"""Debian's Chromium, and how it is started so that it talks to nobody but the server under test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache

ARGUMENTS = (
    "--no-sandbox",  # containers seldom allow its sandbox; the only pages it sees are ours
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@cache
def chromium() -> str | None:
    """`$CHROMIUM`, else chromium on the path; None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


@cache
def lacking() -> str | None:
    """What the browser tests cannot do without and how to get it; None where they can run."""
    if chromium() is None:
        return "there is no chromium here; `apt-get install chromium` brings it."
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False)
    if driver.returncode:
        said = driver.stderr.decode(errors="replace").strip().splitlines()
        return (
            f"Playwright's driver does not start; `apt-get install libatomic1` may help. It says: {' '.join(said[-1:])}"
        )
    return None
