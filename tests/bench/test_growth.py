"""The fill of bench.growth, tried in a process that opens no store and has no threads: it forks those that do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 300


def test_the_fill_is_the_products_own() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(HERE / "growth_alone.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parents[1], timeout=SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
