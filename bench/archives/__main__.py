"""``python -m bench.archives [--articles 3000]``: seconds and core-hours a million articles, by each engine.

The articles are made of paragraphs of the samples, so that no two are copies; each engine stores the same archive in a
store of its own, with near-duplicates, cases and estimates, as users do.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kg.evaluation.markdown import as_table
from kg.files import samples_dir

SEED = 20240305
PARAGRAPHS = 8  # of an article, as in the samples
DAYS = 3_650
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Cost:
    wall: float  # seconds
    cpu: float  # seconds of all processes of the run
    stored: int
    quads: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="archives", description=__doc__)
    parser.add_argument("--articles", type=int, default=3_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="archives-") as place:
        archive = Path(place) / "archive.jsonl"
        archive.write_text("\n".join(made(chosen.articles)) + "\n", encoding="utf-8")
        found = {"one process": run(archive, Path(place) / "here", "here")}
        found["all cores"] = run(archive, Path(place) / "processes", "processes")
        with cluster(Path(place)) as address:
            found["Dask on all cores"] = run(archive, Path(place) / "dask", f"dask://{address}")
    sys.stdout.write("\n".join(table(found)) + "\n")


def made(count: int) -> Iterator[str]:
    """Lines of JSON: articles of shuffled paragraphs of one language."""
    dice = random.Random(SEED)
    paragraphs: dict[str, list[str]] = {}
    for path in sorted(samples_dir().glob("*.txt")):
        body = path.read_text(encoding="utf-8").split("\n\n", 1)[1]
        paragraphs.setdefault(path.name[:2], []).extend(part for part in body.split("\n\n") if len(part) > 80)
    languages = sorted(paragraphs)
    for number in range(count):
        language = languages[number % len(languages)]
        told = dice.sample(paragraphs[language], min(PARAGRAPHS, len(paragraphs[language])))
        day = date(2012, 1, 1) + timedelta(days=dice.randrange(DAYS))
        fields = {"id": f"made-{number}", "lang": language, "published": day.isoformat(), "title": f"Report {number}"}
        yield json.dumps({**fields, "publisher": f"Paper {number % 40}", "text": "\n\n".join(told)})


def run(archive: Path, folder: Path, engine: str) -> Cost:
    """``kg ingest`` as its own process: with the children that it waits for, and the workers of a cluster."""
    environment = {**os.environ, "KG_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    before, workers, started = resource.getrusage(resource.RUSAGE_CHILDREN), _cpu_of_workers(), time.perf_counter()
    command = [sys.executable, "-m", "kg", "ingest", str(archive), "--engine", engine, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime + _cpu_of_workers() - workers
    told = [json.loads(line) for line in done.stdout.splitlines()]
    kept = [each["counts"]["quads"] for each in told if each["outcome"] == "stored"]
    sys.stderr.write(f"{engine}: {wall:.0f} s\n")
    return Cost(wall, cpu, len(kept), sum(kept))


_workers: list[subprocess.Popen[bytes]] = []


def _cpu_of_workers() -> float:
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(sum(map(int, Path(f"/proc/{each.pid}/stat").read_text().split()[13:15])) / ticks for each in _workers)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and a worker a core, on loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", f"tcp://{address}", "--no-nanny", "--nthreads", "1"]
    for command in [[*scheduler, "--no-dashboard"], *[[*worker, "--no-dashboard"]] * (os.cpu_count() or 1)]:
        _workers.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=folder, env=environment))
    try:
        time.sleep(5)
        yield address
    finally:
        for each in _workers:
            each.terminate()
            each.wait()
        _workers.clear()


def table(found: dict[str, Cost]) -> list[str]:
    heads = ["engine", "stored", "quads an article", "articles a second", "CPU ms an article", "core-hours a million"]
    rows = []
    for name, cost in found.items():
        each = cost.cpu / cost.stored
        rows.append([
            name, f"{cost.stored:,}", f"{cost.quads / cost.stored:,.0f}", f"{cost.stored / cost.wall:.1f}",
            f"{each * 1000:.0f}", f"{each * 1e6 / 3600:.1f}",
        ])  # fmt: skip
    return list(as_table(heads, rows))


if __name__ == "__main__":
    main()
