"""SIGKILL at random instants of an ingest, and of the recovery behind it.

Each trial is a process forked from this one, which has everything imported and read, so a kill comes at any moment of
the storing: the lock, the vocabulary, an article, its copies and cases, a publish. This process opens no store itself:
a database must not be open across a fork.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from bench.faults.children import in_child
from bench.faults.material import Checked, articles, examine, opened, settings_in
from bench.faults.row import Row
from kg.pipeline import take_in
from kg.prepare import Prepared

MOST_SECONDS = 2.5  # of a trial: a run that is not killed stores all articles in about that
RECOVERY_SECONDS = 0.6
EACH_ROUND = 25  # trials on one store, which is then finished and compared


@dataclass
class Found:
    kills: int = 0
    in_recovery: int = 0
    finished: int = 0  # trials that were done before their kill came
    torn: int = 0
    lost: int = 0
    rounds: int = 0
    different: int = 0
    acknowledged: set[str] = field(default_factory=set)


def run(kills: int, in_recovery: int, folder: Path, tell: Callable[[str], None], limit: int = 60) -> list[Row]:
    random.seed(20161017)
    items = articles(limit, folder / "reading")
    reference = in_child(lambda: _finish(folder / "reference", items))
    found = Found()
    while found.kills < kills or found.in_recovery < in_recovery:
        place = folder / f"round-{found.rounds}"
        _round(place, items, found, min(EACH_ROUND, kills - found.kills), _share(in_recovery, kills, found))
        after = in_child(partial(_finish, place, items))
        found.different += after.digest != reference.digest
        found.rounds += 1
        shutil.rmtree(place)
        tell(f"{found.kills} kills, {found.in_recovery} of them in a recovery")
    done = (
        f"{found.kills} SIGKILLs in an ingest, {found.in_recovery} in recovery, "
        f"{found.rounds} stores of {len(items)} articles"
    )
    kept = not (found.torn or found.lost or found.different)
    result = (
        f"{found.torn} partial articles, {found.lost} acknowledged lost, {found.different} final graphs that "
        f"differ from one that was never killed; {found.finished} runs were done before their kill"
    )
    return [Row("killed at any instant", done, result, kept)]


def _share(in_recovery: int, kills: int, found: Found) -> int:
    """So many of this round's kills are followed by kills of the recovery."""
    return min(in_recovery - found.in_recovery, round(EACH_ROUND * in_recovery / max(kills, 1)) or in_recovery)


def _round(place: Path, items: list[Prepared], found: Found, kills: int, in_recovery: int) -> None:
    found.acknowledged.clear()
    for _ in range(max(kills, 0)):
        finished = _killed(
            lambda: _ingest(place, items, random.sample(items, len(items))), MOST_SECONDS, found.acknowledged
        )
        found.kills += 1
        found.finished += finished
        judge(place, items, found)
    for _ in range(max(in_recovery, 0)):
        _killed(lambda: _ingest(place, shuffled(items)), MOST_SECONDS / 2, found.acknowledged)
        _killed(lambda: opened(place).recover(), RECOVERY_SECONDS, set())
        found.in_recovery += 1
        judge(place, items, found)


def judge(place: Path, items: list[Prepared], found: Found) -> None:
    """What is served is whole at once; what was acknowledged is there when the store is recovered."""
    before = in_child(lambda: examine(opened(place), items))
    after = in_child(lambda: _recovered(place, items))
    found.torn += len(before.torn | after.torn)
    found.lost += len(found.acknowledged - after.whole)


def _recovered(place: Path, items: list[Prepared]) -> Checked:
    store = opened(place)
    store.recover()
    return examine(store, items)


def shuffled(items: list[Prepared]) -> list[Prepared]:
    return random.sample(items, len(items))


def _ingest(place: Path, items: list[Prepared]) -> Iterator[str]:
    for disposition in take_in(items, settings_in(place, publish_seconds=0.2), opened(place, publish_seconds=0.2)):
        yield disposition.content_hash


def _finish(place: Path, items: list[Prepared]) -> Checked:
    """The ingest that nobody kills, and what the store holds then."""
    list(_ingest(place, items))
    return examine(opened(place), items)


def _killed(work: Callable[[], Any], most: float, acknowledged: set[str]) -> bool:
    """Do some work in a process that is killed at a random moment; adds what it told. True when it was done before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _tell_all(work, writing)
    os.close(writing)
    time.sleep(random.uniform(0.0, most))
    finished = os.waitpid(child, os.WNOHANG)[0] != 0
    if not finished:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as told:
        acknowledged.update(line.decode() for line in told.read().split(b"\n")[:-1])
    return finished


def _tell_all(work: Callable[[], Any], pipe: int) -> NoReturn:
    try:
        result = work()
        for line in result if isinstance(result, Iterator) else ():
            os.write(pipe, line.encode() + b"\n")
    finally:
        os._exit(0)
