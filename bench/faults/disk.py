"""A disk that is full, and one that may not be written: a tmpfs of a few MB in a mount namespace of its own.

``python -m bench.faults.disk FOLDER`` does the work, inside ``unshare --mount``; it needs to be root.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.request import urlopen

from bench.faults.children import in_child
from bench.faults.material import Checked, articles, examine, opened, settings_in
from bench.faults.row import Row
from bench.hostile.serving import Serving
from kg.errors import KgError, StoreError
from kg.pipeline import take_in
from kg.prepare import Prepared

SIZE_MB = 160
FREE_KB = (0, 64, 256, 2_048, 4_096)  # left when an ingest begins
FIRST = 20  # articles that are stored while there is room
BUSY_SECONDS = 60.0


@dataclass
class Seen:
    """What a trial showed."""

    error: str = ""  # the message that ended the ingest
    clear: bool = True  # it was one of ours
    acknowledged: int = 0
    torn: int = 0
    lost: int = 0
    reads_failed: int = 0
    reads: int = 0
    same: bool = True  # the ingest that went on ended as one that was never stopped
    problems: list[str] = field(default_factory=list)


def run(folder: Path, tell: Callable[[str], None], limit: int = 60, free_kb: tuple[int, ...] = FREE_KB) -> list[Row]:
    folder.mkdir(parents=True)
    command = ["unshare", "--mount", "--propagation", "private", sys.executable, "-m", "bench.faults.disk"]
    command += [str(folder), str(limit), *map(str, free_kb)]
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return [Row("disk full, disk read-only", "", "mounting a small disk needs root and unshare", None)]
    tell("a small disk is filled, and made read-only")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=False, text=True)
    if done.returncode:
        return [Row("disk full, disk read-only", "", f"the small disk failed: status {done.returncode}", None)]
    found = json.loads(done.stdout)
    full = [Seen(**each) for each in found["full"]]
    return [row("disk full", full), row("disk read-only", [Seen(**each) for each in found["read-only"]])]


def row(name: str, seen: list[Seen]) -> Row:
    stopped = [each for each in seen if each.error]
    kept = bool(stopped) and all(
        each.clear and each.same and not (each.torn or each.lost or each.reads_failed) for each in seen
    )
    found = (
        f"{len(stopped)} ingests ended early, {sum(each.clear for each in stopped)} of them with a clear message; "
        f"{sum(each.torn for each in seen)} partial articles, {sum(each.lost for each in seen)} acknowledged lost; "
        f"{sum(each.reads_failed for each in seen)} of {sum(each.reads for each in seen)} questions to the running "
        f"server failed; {sum(each.same for each in seen)} of {len(seen)} ingests that went on ended in the same graph"
    )
    if stopped:
        found += f'. It says: "{stopped[0].error[:160]}"'
    return Row(name, f"{len(seen)} times on a disk of {SIZE_MB} MB", found, kept)


# inside the mount namespace


def main(folder: Path, limit: int, free_kb: list[int]) -> None:
    items = articles(limit, folder / "reading")
    wanted = in_child(lambda: _finished(folder / "reference", items))
    full = [_full(folder / f"disk-{free}", items, wanted, free) for free in free_kb]
    read_only = [_read_only(folder / "read-only", items, wanted)]
    sys.stdout.write(json.dumps({"full": [*map(asdict, full)], "read-only": [*map(asdict, read_only)]}))


def _full(place: Path, items: list[Prepared], wanted: Checked, free_kb: int) -> Seen:
    with _mounted(place):
        return _trial(place / "data", items, wanted, lambda: _fill(place, free_kb), lambda: _make_room(place))


def _read_only(place: Path, items: list[Prepared], wanted: Checked) -> Seen:
    with _mounted(place):
        return _trial(place / "data", items, wanted, lambda: _remount(place, "ro"), lambda: _remount(place, "rw"))


def _trial(
    data: Path, items: list[Prepared], wanted: Checked, spoil: Callable[[], None], mend: Callable[[], None]
) -> Seen:
    seen = Seen()
    acknowledged, error, _ = in_child(lambda: _ingest(data, items[: min(FIRST, len(items) // 2)]))
    assert not error, error
    serving = Serving(data, {"KG_ANSWER_CACHE_MB": "0"})
    try:
        spoil()
        more, seen.error, seen.clear = in_child(lambda: _ingest(data, random.sample(items, len(items))))
        acknowledged |= more
        _ask(serving, seen)
        before = in_child(lambda: examine(opened(data), items))
        mend()
        after = in_child(lambda: _recovered(data, items))
        _ask(serving, seen)
        last = in_child(lambda: _finished(data, items))
    finally:
        serving.close()
    seen.acknowledged, seen.lost = len(acknowledged), len(acknowledged - after.whole)
    seen.torn, seen.same = len(before.torn | after.torn), last.digest == wanted.digest
    sys.stderr.write(f"{data}: {seen}\n")
    return seen


def _ingest(data: Path, items: list[Prepared]) -> tuple[set[str], str, bool]:
    """What was acknowledged, the message of what stopped it, and whether that was one of ours."""
    done: set[str] = set()
    try:
        for each in take_in(items, settings_in(data, publish_seconds=0.2), opened(data, publish_seconds=0.2)):
            done.add(each.content_hash)
    except KgError as error:
        return done, str(error).replace(f"{data.parents[1]}/", ""), isinstance(error, StoreError)
    except Exception as error:  # told to nobody in words: that is what is to be found
        return done, f"{type(error).__name__}: {error}", False
    return done, "", True


def _finished(data: Path, items: list[Prepared]) -> Checked:
    _, error, _ = _ingest(data, items)
    if error:
        raise RuntimeError(error)
    return examine(opened(data), items)


def _recovered(data: Path, items: list[Prepared]) -> Checked:
    store = opened(data)
    store.recover()
    return examine(store, items)


def _ask(serving: Serving, seen: Seen) -> None:
    for path in ("/sparql?query=ASK%7B%3Fs+%3Fp+%3Fo%7D", "/articles", "/overview", "/queries/latest-articles"):
        seen.reads += 1
        try:
            with urlopen(serving.address + path, timeout=60) as answer:
                answer.read()
        except OSError as error:
            seen.reads_failed += 1
            seen.problems.append(f"{path}: {error}")


def _fill(place: Path, free_kb: int) -> None:
    free = shutil.disk_usage(place).free - free_kb * 1024
    with (place / "filler").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free, 1))


def _make_room(place: Path) -> None:
    (place / "filler").unlink()


def _remount(place: Path, how: str) -> None:
    """A server that has just started may be writing what its pages keep: a disk in use cannot be made read-only."""
    command, end = ["mount", "-o", f"remount,{how}", str(place)], time.monotonic() + BUSY_SECONDS
    while subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:
        if time.monotonic() > end:
            raise RuntimeError(f"{place} stays in use: it cannot be mounted {how}.")
        time.sleep(0.1)


@contextmanager
def _mounted(place: Path) -> Iterator[None]:
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "faults", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), [int(each) for each in sys.argv[3:]])
