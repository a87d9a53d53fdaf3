"""``python -m bench.deploy [--only image|unit] [--stand-in]``: exit code 1 when something is not as it is promised."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.deploy import image, unit
from bench.deploy.row import Row, table, told


def main() -> int:
    parser = argparse.ArgumentParser(prog="deploy", description="The container image and the unit, seen to work.")
    parser.add_argument("--only", choices=("image", "unit"), help="by default both")
    parser.add_argument(
        "--stand-in", action="store_true", help="build on a Debian made here; ask no registry of images"
    )
    parser.add_argument("--folder", type=Path, help="for 2 GB of systems; by default the temporary folder")
    chosen = parser.parse_args()
    os.nice(5)
    rows: list[Row] = []
    checks = {"image": lambda folder: image.run(folder, stand_in=chosen.stand_in), "unit": unit.run}
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="deploy-") as folder:
        for name, check in checks.items():
            if chosen.only in (None, name):
                rows += _tried(name, check, Path(folder))
    sys.stdout.write(table(rows) + "\n")
    return any(row.held is False for row in rows)


def _tried(name: str, check: Callable[[Path], list[Row]], folder: Path) -> list[Row]:
    """A check that breaks down has shown nothing: that is no success."""
    try:
        return check(folder)
    except Exception as error:
        return [told(Row(name, f"the check broke down: {type(error).__name__}: {error}".replace("\n", " "), False))]


if __name__ == "__main__":
    sys.exit(main())
