"""How many rows a second `kg import` takes in, and in how much memory: a process of its own for each data set.

    python -m bench.imports --rows 100000

Pinned to one core where the system can (Linux). The second run of a file is the check that it is known.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.imports.generate import MAKERS, write
from kg.datasets.formats import formats


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--datasets", nargs="*", default=sorted(MAKERS), choices=sorted(formats()))
    arguments.add_argument("--cores", type=int, default=1, help="0 is all there are")
    given = arguments.parse_args()
    print(f"{given.rows:,} rows a file, {given.cores or os.cpu_count()} core(s)")
    print(
        "| data set | file MB | rows/s | seconds | seconds of CPU | store MB | peak MB |\n|---|---|---|---|---|---|---|"
    )
    for name in given.datasets:
        measure(name, given.rows, given.cores)


def measure(name: str, rows: int, cores: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, data = write(name, rows, Path(folder)), Path(folder) / "data"
        pin = (lambda: os.sched_setaffinity(0, range(cores))) if cores and hasattr(os, "sched_setaffinity") else None
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "kg", "import", name, str(path)],
            env={**os.environ, "KG_DATA": str(data)},
            check=True,
            preexec_fn=pin,
            stdout=sys.stderr,
        )
        seconds = time.monotonic() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        peak = used.ru_maxrss / 1024  # the largest so far, of all
        work = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        stored = sum(file.stat().st_size for file in (data / "store").rglob("*") if file.is_file()) / 1e6
        size = path.stat().st_size / 1e6
        print(
            f"| {name} | {size:.0f} | {rows / seconds:,.0f} | {seconds:.1f} | {work:.1f} | {stored:.0f} | {peak:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
