"""A server and an ingest left running under mixed load; what must not grow is measured every few seconds.

The store keeps its size (bench.faults.feeder), so whatever grows with time is a leak. At first the clients are in a
hurry, so that what may fill up is full when the measuring begins.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.faults import load
from bench.faults.row import Row
from bench.hostile.serving import Serving
from bench.speed.processes import disk_mb, family

EVERY_SECONDS = 5.0
WARM = 0.3  # of the time: caches fill, arenas of threads are made
SLOPE = {"server": 24.0, "ingest": 24.0}  # MiB an hour at most
FLAT = {
    "readers": 32.0,
    "files": 8.0,
    "mappings": 64.0,
    "snapshots": 2.0,
    "processes": 3.0,
}  # of the least, last third by first
HURRY, USUAL = 0.1, 0.5  # seconds that a client rests, in the warm-up and behind it
FAILED = 500  # an error nobody foresaw
COLUMNS = "/views/"  # in the names of their files
UNITS = {"server": "MiB", "readers": "MiB", "ingest": "MiB"}
ENVIRONMENT = {"KG_UPDATE_TOKEN": load.TOKEN, "KG_COPY_SPARE_MB": "256", "KG_ANSWER_CACHE_MB": "8"}  # soon full


@dataclass(frozen=True, slots=True)
class Sample:
    seconds: float
    server: float  # MiB that the server itself has written
    readers: float  # MiB of the nursery and all its readers, shared pages by share
    ingest: float  # MiB that the process which stores articles has written
    files: float  # descriptors of the server and its nursery, but for those of columns, which are mappings as well
    mappings: float  # of files and memory, in the server
    processes: float
    snapshots: float  # folders, those being made or removed included
    disk: float  # MB


def run(minutes: float, folder: Path, tell: Callable[[str], None]) -> list[Row]:
    samples, loaded, rounds = soak(60 * minutes, folder, tell)
    return [judged(samples, _answers(loaded), rounds, sorted(set(loaded.failed)))]


def judged(samples: Sequence[Sample], answers: str, rounds: int, failed: list[str]) -> Row:
    """What grew after the warm-up. Memory by its slope; of what comes and goes (a reader, the files of a snapshot
    that is open) the least in the first and in the last third, which a leak would raise.

    An answer that says that the server failed breaks the promise as well.
    """
    late = [each for each in samples if each.seconds >= WARM * samples[-1].seconds]
    third = max(len(late) // 3, 1)
    hours = (late[-1].seconds - late[0].seconds) / 3600 or 1.0
    found, kept = [], not failed
    for name in (*SLOPE, *FLAT):
        values = [getattr(each, name) for each in late]
        unit = UNITS.get(name, "")
        told = f"{name} {statistics.median(values):,.0f} {unit}".strip()
        if name in SLOPE:
            grown = slope([each.seconds / 3600 for each in late], values)
            kept &= grown <= SLOPE[name]
            found.append(f"{told} ({grown:+.0f} an hour)")
        else:
            first, last = min(values[:third]), min(values[-third:])
            kept &= last - first <= FLAT[name]
            found.append(f"{told} (at least {first:.0f} at first, {last:.0f} at last)")
    found.append(f"disk {late[0].disk:.0f} to {late[-1].disk:.0f} MB")
    problems = f"; **{len(failed)} requests failed**: {failed[0]}" if failed else ""
    done = (
        f"{samples[-1].seconds / 60:.0f} minutes of mixed load: {answers}, {rounds} rounds of ingest; "
        f"measured over the last {60 * hours:.0f} minutes"
    )
    return Row("left running", done, "; ".join(found) + problems, kept)


def slope(times: Sequence[float], values: Sequence[float]) -> float:
    """By Theil and Sen, the median over all pairs: a moment that is out of line does not tilt it."""
    pairs = itertools.combinations(zip(times, values, strict=True), 2)
    return statistics.median((two[1] - one[1]) / (two[0] - one[0]) for one, two in pairs)


def soak(seconds: float, folder: Path, tell: Callable[[str], None]) -> tuple[list[Sample], load.Load, int]:
    folder.mkdir(parents=True, exist_ok=True)
    told = (folder.parent / "feeder.log").open("w+")
    feeder = subprocess.Popen(
        [sys.executable, "-m", "bench.faults.feeder", str(folder)],
        stdout=told,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        _await_articles(folder, feeder)
        serving = Serving(folder, ENVIRONMENT)
        try:
            return *_watched(serving, feeder.pid, folder, seconds, tell), _rounds(told.name)
        finally:
            serving.close()
    finally:
        feeder.terminate()
        feeder.wait()
        told.close()


def _watched(
    serving: Serving, feeder: int, folder: Path, seconds: float, tell: Callable[[str], None]
) -> tuple[list[Sample], load.Load]:
    clients = load.Load(serving.address)
    clients.start(load.queries, load.queries, load.queries, load.pages, load.pages, load.articles, load.updates)
    started, samples = time.monotonic(), list[Sample]()
    while time.monotonic() - started < seconds:
        clients.rest = HURRY if time.monotonic() - started < WARM * seconds else USUAL
        time.sleep(min(EVERY_SECONDS, seconds / 20))
        samples.append(_sample(serving, feeder, folder, time.monotonic() - started))
        tell(str(samples[-1]))
    clients.stop()
    if serving.deaths():
        clients.failed.append(f"{serving.deaths()} server processes died")
    clients.failed += [f"answered with {FAILED}"] * clients.statuses[FAILED]
    return samples, clients


def _sample(serving: Serving, feeder: int, folder: Path, seconds: float) -> Sample:
    servers = {serving.pid, *serving.servers}
    rest = [pid for pid in family(serving.pid) if pid not in servers]
    return Sample(
        seconds,
        sum(map(_own_mib, servers)),
        sum(map(_pss_mib, rest)),
        _own_mib(feeder),
        sum(map(_files, [*servers, *rest[:1]])),
        sum(map(_mappings, servers)),
        len(rest),
        sum(1 for each in (folder / "snapshots").iterdir() if each.is_dir()),
        _disk(folder),
    )


def _own_mib(pid: int) -> float:
    """What a process has written. Pages of files are the system's to let go of, and the share of one process in them
    grows whenever another that maps them ends: by that a leak cannot be told."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:"))) / 1024
    return 0.0


def _pss_mib(pid: int) -> float:
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return 0.0


def _files(pid: int) -> int:
    """The pages keep one to some segments of columns, each of 36 files that are mapped."""
    found = 0
    with suppress(OSError):
        for each in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                found += COLUMNS not in str(each.readlink())
    return found


def _mappings(pid: int) -> int:
    with suppress(OSError):
        return len(Path(f"/proc/{pid}/maps").read_bytes().splitlines())
    return 0


def _disk(folder: Path) -> float:
    try:
        return disk_mb(folder)
    except OSError:  # a snapshot was removed while we looked
        return float("nan")


def _await_articles(folder: Path, feeder: subprocess.Popen[bytes]) -> None:
    while not (folder / "current").exists():
        if feeder.poll() is not None:
            raise RuntimeError("The process that ingests ended before it had begun.")
        time.sleep(0.2)


def _answers(loaded: load.Load) -> str:
    return ", ".join(f"{count:,} x {status}" for status, count in sorted(loaded.statuses.items()))


def _rounds(log: str) -> int:
    return len(Path(log).read_text(encoding="utf-8").splitlines())
