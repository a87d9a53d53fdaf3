"""The tests of the harness, in an interpreter of their own: it forks, and this process has had databases open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SECONDS = 300  # a fork that hangs is a failure, not a wait


def test_the_harness_of_the_faults_holds_alone() -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(HERE / "alone.py")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, cwd=HERE.parents[1], check=False)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
    assert " passed" in ran.stdout
