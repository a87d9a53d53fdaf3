"""What our stack adds to the engine it is built on: loading the same quads, and answers of many rows.

``python -m bench.speed.engine_alone load QUADS FOLDER`` and ``rows SNAPSHOT COUNT`` print seconds:
each in a process of its own, which only the engine is in.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox

from bench.speed.peers import ROOT, Data, Served
from bench.speed.processes import memory_mb

MOST = 100_000  # rows
TIMES = 10


@dataclass(frozen=True)
class Beside:
    """Seconds, and MiB that the server and its readers grew by while they gave the answer again and again."""

    engine_load: float
    our_load: float
    engine_rows: float
    our_rows: float
    growth: float
    rows: int

    def lines(self, quads: int) -> list[str]:
        return [
            f"Beside the engine alone (pyoxigraph {ox.__version__}, in a process of its own), which makes no union: it",
            f"loads the same quads in bulk at {quads / self.engine_load:,.0f} a second, ours is "
            f"{self.engine_load / self.our_load:.2f} times as fast. {self.rows:,} rows as CSV take it",
            f"{self.engine_rows * 1000:,.0f} ms; ours takes {self.our_rows / self.engine_rows:.2f} times as long over "
            f"HTTP, and server and readers grew by {self.growth:,.0f} MiB over {TIMES} of these answers.",
            "",
        ]


def measured(data: Data, ours: Path, our_load: float, served: Served) -> Beside:
    """``ours`` is the folder of our store; its server runs, and others are idle."""
    folder = ours.parent.parent / "engine-alone"
    shutil.rmtree(folder, ignore_errors=True)
    load = _seconds("load", data.quads, folder)
    shutil.rmtree(folder)
    rows = min(MOST, data.count // 2)
    alone = _seconds("rows", (ours / "current").resolve(), rows)
    _ask(served.url, rows)
    before, took = memory_mb(served.pid), []
    for _ in range(TIMES):
        started = time.perf_counter()
        _ask(served.url, rows)
        took.append(time.perf_counter() - started)
    return Beside(load, our_load, alone, sorted(took)[TIMES // 2], memory_mb(served.pid) - before, rows)


def _seconds(*words: object) -> float:
    command = [sys.executable, "-m", "bench.speed.engine_alone", *map(str, words)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


def _query(rows: int) -> str:
    return f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {rows}"


def _ask(url: str, rows: int) -> None:
    with urlopen(Request(f"{url}?{urlencode({'query': _query(rows)})}", headers={"Accept": "text/csv"})) as answer:
        lines = answer.read().count(b"\n")
    assert lines > rows, f"{lines:,} lines"


def _load(quads: Path, folder: Path) -> float:
    started = time.perf_counter()
    store = ox.Store(str(folder))
    store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
    store.flush()
    return time.perf_counter() - started


def _rows(snapshot: str, rows: int) -> float:
    store, took = ox.Store.read_only(snapshot), []
    for _ in range(TIMES):
        started = time.perf_counter()
        answer = store.query(_query(rows))
        assert isinstance(answer, ox.QuerySolutions)
        answer.serialize(format=ox.QueryResultsFormat.CSV)
        took.append(time.perf_counter() - started)
    return sorted(took)[TIMES // 2]


if __name__ == "__main__":
    what, first, second = sys.argv[1:]
    took = _load(Path(first), Path(second)) if what == "load" else _rows(first, int(second))
    sys.stdout.write(str(took))
