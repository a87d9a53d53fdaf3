"""SIGKILL at random instants of an ingest, and of the recovery behind it.

Each trial is a process forked from this one, which has everything imported and read, so a kill comes at any moment of
the storing: the lock, the vocabulary, an article, its copies and cases, a publish. This process opens no store itself:
a database must not be open across a fork.
"""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from bench.faults.children import begin, in_child
from bench.faults.material import Checked, articles, edition, examine, opened, settings_in
from bench.faults.row import Row
from kg.pipeline import take_in
from kg.prepare import Prepared

MOST_SECONDS = 1.2  # of a trial: a run that is not killed stores all articles in about that
STORING_SECONDS = 0.9  # ... of which the articles take so long, behind the vocabulary
IN_STORING = 0.6  # of the kills of an ingest come while articles are stored
RECOVERY_SECONDS = 0.25
EACH_ROUND = 25  # trials on one store, which is then finished and compared


@dataclass
class Found:
    kills: int = 0
    trials: int = 0
    in_recovery: int = 0
    finished: int = 0  # trials that were done before their kill came
    torn: int = 0
    lost: int = 0
    rounds: int = 0
    different: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)  # content hash -> edition

    def add(self, other: Found) -> None:
        for name in ("kills", "trials", "in_recovery", "finished", "torn", "lost", "rounds", "different"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def run(kills: int, in_recovery: int, folder: Path, tell: Callable[[str], None], limit: int = 24) -> list[Row]:
    """Trials on several stores side by side, one process each core."""
    items = articles(limit, folder / "reading")
    reference = in_child(lambda: _finish(folder / "reference", items))
    jobs = max(min(os.cpu_count() or 1, kills), 1)
    shares = [(_part(kills, job, jobs), _part(in_recovery, job, jobs)) for job in range(jobs)]
    begun = [
        begin(partial(_rounds, *share, folder / f"job-{job}", items, reference.digest, tell))
        for job, share in enumerate(shares)
    ]
    found = Found()
    for each in begun:
        found.add(each.result())
    return [_row(found, len(items))]


def _part(of: int, job: int, jobs: int) -> int:
    return of // jobs + (job < of % jobs)


def _rounds(
    kills: int, in_recovery: int, folder: Path, items: list[Prepared], wanted: str, tell: Callable[[str], None]
) -> Found:
    random.seed(str(folder.name))
    found = Found()
    while found.kills < kills or found.in_recovery < in_recovery:
        place = folder / f"round-{found.rounds}"
        _round(place, items, found, min(EACH_ROUND, kills - found.kills), _share(in_recovery, kills, found))
        after = in_child(partial(_finish, place, items))
        found.different += after.digest != wanted
        found.rounds += 1
        shutil.rmtree(place)
        tell(
            f"{folder.name}: {found.kills} kills, {found.in_recovery} in a recovery, "
            f"{found.torn} torn, {found.lost} lost"
        )
    return found


def _row(found: Found, articles_each: int) -> Row:
    done = (
        f"{found.kills} SIGKILLs in an ingest, {found.in_recovery} in recovery, "
        f"{found.rounds} stores of {articles_each} articles"
    )
    kept = not (found.torn or found.lost or found.different)
    result = (
        f"{found.torn} partial articles, {found.lost} acknowledged lost, {found.different} final graphs that "
        f"differ from one that was never killed; {found.finished} runs were done before their kill"
    )
    return Row("killed at any instant", done, result, kept)


def _share(in_recovery: int, kills: int, found: Found) -> int:
    """So many of this round's kills are followed by kills of the recovery."""
    return min(in_recovery - found.in_recovery, round(EACH_ROUND * in_recovery / max(kills, 1)) or in_recovery)


def _round(place: Path, items: list[Prepared], found: Found, kills: int, in_recovery: int) -> None:
    found.acknowledged.clear()
    for _ in range(max(kills, 0)):
        finished = _killed_ingest(place, items, found, random.random() < IN_STORING)
        found.kills += 1
        found.finished += finished
        judge(place, items, found)
    for _ in range(max(in_recovery, 0)):
        _killed_ingest(place, items, found, storing=True)
        _killed(lambda: opened(place).recover(), RECOVERY_SECONDS)
        found.in_recovery += 1
        judge(place, items, found)


def _killed_ingest(place: Path, items: list[Prepared], found: Found, storing: bool) -> bool:
    """Each trial stores an edition of its own, so all have as much to write."""
    found.trials += 1
    mine = [edition(item, found.trials) for item in random.sample(items, len(items))]
    finished, told = _killed(lambda: _ingest(place, mine), MOST_SECONDS, storing)
    found.acknowledged.update(dict.fromkeys(told, found.trials))
    return finished


def judge(place: Path, items: list[Prepared], found: Found) -> None:
    """What is served is whole at once; what was acknowledged is there when the store is recovered."""
    before, after = in_child(lambda: _looked_at(place, items))
    found.torn += len(before.torn | after.torn)
    found.lost += sum(after.editions.get(name, -1) < number for name, number in found.acknowledged.items())


def _looked_at(place: Path, items: list[Prepared]) -> tuple[Checked, Checked]:
    before = examine(opened(place), items)
    store = opened(place)
    return before, examine(store, items) if store.recover() else before


def _ingest(place: Path, items: list[Prepared]) -> Iterator[str]:
    for disposition in take_in(items, settings_in(place, publish_seconds=0.2), opened(place, publish_seconds=0.2)):
        yield disposition.content_hash


def _finish(place: Path, items: list[Prepared]) -> Checked:
    """The ingest that nobody kills, and what the store holds then."""
    list(_ingest(place, items))
    return examine(opened(place), items)


def _killed(work: Callable[[], Any], most: float, storing: bool = False) -> tuple[bool, list[str]]:
    """Do some work in a process that is killed at a random moment: whether it was done before, and what it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _tell_all(work, writing)
    os.close(writing)
    if storing:
        select.select([reading], [], [], MOST_SECONDS)  # until it has acknowledged one
    time.sleep(random.uniform(0.0, STORING_SECONDS if storing else most))
    finished = os.waitpid(child, os.WNOHANG)[0] != 0
    if not finished:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as told:
        return finished, [line.decode() for line in told.read().split(b"\n")[:-1]]


def _tell_all(work: Callable[[], Any], pipe: int) -> NoReturn:
    try:
        result = work()
        for line in result if isinstance(result, Iterator) else ():
            os.write(pipe, line.encode() + b"\n")
    finally:
        os._exit(0)
