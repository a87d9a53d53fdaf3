"""``python -m bench.hostile [--seconds 30] [--write SECURITY.md]``: exit code 1 when a promise was broken."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.hostile.run import run
from bench.hostile.table import as_text, rows, written_into


def main() -> int:
    parser = argparse.ArgumentParser(prog="hostile", description="Hostile requests against a running server.")
    parser.add_argument("--seconds", type=float, default=30.0, help="of the crowd")
    parser.add_argument("--random", type=int, default=400, help="random queries to compare")
    parser.add_argument("--sample", type=int, default=1, help="take one in so many of the corpus")
    parser.add_argument("--write", type=Path, help="a document with marks for the figures")
    chosen = parser.parse_args()
    found = run(chosen.seconds, chosen.random, lambda what: sys.stderr.write(f"{what} ...\n"), chosen.sample)
    lines, failures = rows(found), found.failures()
    sys.stdout.write(as_text(lines) + "\n")
    for what in (found.compared.disagreements if found.compared else ())[:10]:
        sys.stderr.write(f"disagreement: {what}\n")
    for what in failures[:40]:
        sys.stderr.write(f"broken: {what}\n")
    if chosen.write and not failures:
        chosen.write.write_text(written_into(chosen.write.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
