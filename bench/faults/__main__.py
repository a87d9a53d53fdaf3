"""``python -m bench.faults [--only NAME ...] [--write docs/faults.md]``: exit code 1 when a promise was broken."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.faults import bombs, clock, crowd, disk, kills, network, poison, power, second, soak
from bench.faults.row import Row, table, written_into

Fault = Callable[[Path], list[Row]]


def main() -> int:
    chosen = _arguments()
    faults = _faults(chosen)
    rows: list[Row] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="faults-") as place:
        for name in chosen.only or faults:
            sys.stderr.write(f"== {name}\n")
            rows += _tried(name, faults[name], Path(place) / name)
            sys.stderr.write(table(rows[-1:]) + "\n")
    sys.stdout.write(table(rows) + "\n")
    if chosen.write:
        took = (
            f"{(time.monotonic() - started) / 60:.0f} minutes on {os.cpu_count()} cores with a load of "
            f"{os.getloadavg()[2]:.0f}, Python {platform.python_version()}"
        )
        document = chosen.write.read_text(encoding="utf-8")
        chosen.write.write_text(written_into(document, rows, took), encoding="utf-8")
    return any(row.kept is False for row in rows)


def _tried(name: str, fault: Fault, folder: Path) -> list[Row]:
    """A harness that breaks down is told in the table: it says nothing of the promise."""
    try:
        return fault(folder)
    except Exception as error:
        return [
            Row(name, "", f"the harness broke down: {type(error).__name__}: {error}".replace("\n", " ")[-300:], False)
        ]


def _faults(chosen: argparse.Namespace) -> dict[str, Fault]:
    def tell(what: str) -> None:
        sys.stderr.write(f"{what} ...\n")

    return {
        "kills": lambda folder: kills.run(chosen.kills, chosen.recoveries, folder, tell),
        "disk": lambda folder: disk.run(folder, tell),
        "poison": lambda folder: poison.run(folder, tell),
        "bombs": lambda folder: bombs.run(folder, tell),
        "crowd": lambda folder: crowd.run(folder, tell),
        "clock": lambda folder: clock.run(folder, tell),
        "second": lambda folder: second.run(folder, tell),
        "network": lambda folder: network.run(folder, tell),
        "power": lambda folder: power.run(chosen.cuts, folder, tell),
        "soak": lambda folder: soak.run(chosen.soak_minutes, folder, lambda _: None),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description="Faults, and what became of the store.")
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--recoveries", type=int, default=200)
    parser.add_argument("--cuts", type=int, default=100, help="of the power, for each way to store")
    parser.add_argument("--soak-minutes", type=float, default=20.0)
    parser.add_argument("--only", nargs="+", default=[], choices=_NAMES, help="by default all")
    parser.add_argument("--folder", type=Path, help="where the stores are made; by default the temporary folder")
    parser.add_argument("--write", type=Path, help="a document with marks for the table")
    return parser.parse_args()


_NAMES = ("kills", "disk", "poison", "bombs", "crowd", "clock", "second", "network", "power", "soak")


if __name__ == "__main__":
    sys.exit(main())
