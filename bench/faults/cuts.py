"""``python -m bench.faults.cuts FOLDER CUTS ARTICLES``, as root, inside ``unshare --mount``: cuts of the power.

The store lies on a file system of its own, whose power is cut; then the ingest is killed, and the file system mounted
again. Before that, files picked at random are synced now and then: a kernel writes back in any order.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import NoReturn

from bench.faults.children import in_child
from bench.faults.loopdisk import Disk
from bench.faults.material import Checked, articles, edition, examine, opened, records, settings_in
from kg.archives import engine_of, ingest_archives, load
from kg.errors import KgError
from kg.model import Disposition
from kg.pipeline import take_in
from kg.prepare import Prepared

NO_LOOP = 3  # the status when there is nothing to mount from
EACH_ROUND = {"one by one": 10, "archive": 4}  # cuts on one store, which is then finished and compared
AT_ONCE, PART_BYTES = 4, 4_000  # so that an archive of some articles has several batches, and parts
MOST_WAIT = 60.0
MOST_SECONDS = 1.5  # from the first article that is acknowledged until the cut
PUBLISH_SECONDS = (0.2, 2.0)  # between two snapshots, one or the other
WRITE_BACK_SECONDS = 0.05  # between two files that the kernel writes back by itself
PUBLISHED = "*"


@dataclass
class Found:
    cuts: int = 0
    finished: int = 0  # runs that had ended before the cut
    torn: int = 0
    lost: int = 0  # of what was acknowledged and then published
    unpublished: int = 0  # acknowledged since the last publish
    gone: int = 0  # ... of which the cut took
    texts: int = 0  # articles whose text was not what was kept
    rounds: int = 0
    different: int = 0  # final graphs
    problems: list[str] = field(default_factory=list)


@dataclass
class Told:
    """What an ingest said before its end."""

    published: set[str]
    unpublished: set[str]
    finished: bool


def main(folder: Path, cuts: int, limit: int) -> int:
    items = articles(limit, folder / "reading")
    wanted = in_child(lambda: _finished(folder / "reference", items)).digest
    archive = folder / "archive.jsonl"
    archive.write_text(records(limit), encoding="utf-8")
    found, dice = {"one by one": Found(), "archive": Found()}, random.Random(5)
    for name, seen in found.items():
        while seen.cuts < cuts:
            disk = Disk(folder / "disk.img", folder / "disk")
            try:
                disk.make()
            except subprocess.CalledProcessError:
                return NO_LOOP
            runs = _by_article(items, dice) if name == "one by one" else _by_archive(archive, dice)
            _round(disk, items, wanted, seen, islice(runs, min(EACH_ROUND[name], cuts - seen.cuts)), dice)
            sys.stderr.write(f"{name}: {seen}\n")
    sys.stdout.write(json.dumps({name: asdict(seen) for name, seen in found.items()}))
    return 0


Run = tuple[int, Callable[[Path], Iterator[Disposition]]]  # its edition, and what it does in a folder


def _by_article(items: list[Prepared], dice: random.Random) -> Iterator[Run]:
    """Each run stores an edition of its own, so all have as much to write."""
    for number in count(1):
        mine = [edition(item, number) for item in dice.sample(items, len(items))]
        yield number, partial(_ingest, mine, dice.choice(PUBLISH_SECONDS))


def _ingest(items: list[Prepared], publish: float, data: Path) -> Iterator[Disposition]:
    return take_in(items, settings_in(data, publish_seconds=publish), opened(data, publish_seconds=publish))


def _by_archive(archive: Path, dice: random.Random) -> Iterator[Run]:
    """The same run again and again: it goes on where it was."""
    while True:
        yield 0, partial(_ingest_archive, archive, dice.choice(PUBLISH_SECONDS))


def _ingest_archive(archive: Path, publish: float, data: Path) -> Iterator[Disposition]:
    load.AT_ONCE = AT_ONCE
    settings = settings_in(data, publish_seconds=publish)
    store = opened(data, publish_seconds=publish)
    return ingest_archives([str(archive)], engine_of("here"), settings, store, part_bytes=PART_BYTES)


def _round(
    disk: Disk, items: list[Prepared], wanted: str, found: Found, runs: Iterable[Run], dice: random.Random
) -> None:
    expected = dict[str, int]()
    for number, work in runs:
        found.cuts += 1
        with disk.mounted():
            told = _cut(disk, work, dice)
        expected |= dict.fromkeys(told.published, number)
        found.finished += told.finished
        with disk.mounted():
            _judge(disk.data, items, expected, dict.fromkeys(told.unpublished, number), found)
    found.rounds += 1
    with disk.mounted():
        try:
            found.different += in_child(lambda: _finished(disk.data, items)).digest != wanted
        except RuntimeError as error:
            found.problems.append(str(error)[-300:])


def _judge(
    data: Path, items: list[Prepared], published: dict[str, int], unpublished: dict[str, int], found: Found
) -> None:
    try:
        before, after, texts = in_child(lambda: _looked_at(data, items))
    except RuntimeError as error:
        found.problems.append(str(error)[-300:])
        return
    found.torn += len(before.torn | after.torn)
    found.texts += texts
    found.lost += sum(after.editions.get(name, -1) < number for name, number in published.items())
    found.unpublished += len(unpublished)
    found.gone += sum(after.editions.get(name, -1) < number for name, number in unpublished.items())


def _looked_at(data: Path, items: list[Prepared]) -> tuple[Checked, Checked, int]:
    """What is served at once, what behind a recovery, and how many of these articles lack their text."""
    before = examine(opened(data), items)
    store = opened(data)
    after = examine(store, items) if store.recover() else before
    return before, after, sum(not _has_text(data, name) for name in after.whole)


def _has_text(data: Path, name: str) -> bool:
    try:
        opened(data).archive.get_text(name)
    except KgError:
        return False
    return True


def _cut(disk: Disk, work: Callable[[Path], Iterator[Disposition]], dice: random.Random) -> Told:
    """An ingest that the power ends, or ended before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _tell_all(disk.data, work, writing)
    os.close(writing)
    over = threading.Event()
    writer_back = threading.Thread(target=_write_back, args=(disk.data, random.Random(dice.random()), over))
    writer_back.start()
    select.select([reading], [], [], MOST_WAIT)  # until it has acknowledged one
    time.sleep(dice.uniform(0.0, MOST_SECONDS))
    over.set()
    writer_back.join()
    disk.cut_power()
    finished = os.waitpid(child, os.WNOHANG)[0] != 0
    if not finished:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as told:
        lines = [line.decode() for line in told.read().split(b"\n")[:-1]]
    last = max((at for at, line in enumerate(lines) if line == PUBLISHED), default=0)
    return Told({*lines[:last]} - {PUBLISHED}, {*lines[last:]} - {PUBLISHED}, finished)


def _tell_all(data: Path, work: Callable[[Path], Iterator[Disposition]], pipe: int) -> NoReturn:
    """A line for each article that was acknowledged, and a star where all before it have been published."""
    try:
        newest = opened(data).snapshot_id()
        for each in work(data):
            if (latest := opened(data).snapshot_id()) != newest:  # by what was written for this one
                newest = latest
                os.write(pipe, f"{PUBLISHED}\n".encode())
            os.write(pipe, f"{each.content_hash}\n".encode())
        os.write(pipe, f"{PUBLISHED}\n".encode())
    finally:
        os._exit(0)


def _write_back(data: Path, dice: random.Random, over: threading.Event) -> None:
    while not over.wait(WRITE_BACK_SECONDS * dice.uniform(0.2, 2.0)):
        with suppress(OSError, IndexError):
            files = [each for each in data.rglob("*") if each.is_file() and not each.is_symlink()]
            handle = os.open(dice.choice(files), os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _finished(data: Path, items: list[Prepared]) -> Checked:
    """The ingest that nobody ends, and what the store holds then."""
    for _ in take_in(items, settings_in(data), opened(data)):
        pass
    return examine(opened(data), items)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
