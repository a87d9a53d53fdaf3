"""``python -m bench.growth [--articles 1000 10000] [--events 6]``: what one article more costs as the store grows.

Synthetic articles (bench.speed.generate) fill a store in bulk, with their texts, near-duplicates and cases; then one
more comes, as `kg ingest` takes it, and is looked for in the answer of a running server. All steps in one run.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pyoxigraph as ox

from bench.faults.children import in_child
from bench.faults.material import articles as real_articles
from bench.faults.material import opened, settings_in
from bench.hostile.serving import Serving
from bench.speed.generate import reading
from bench.speed.processes import disk_mb
from bench.speed.world import World, make_world
from kg.cases import Cases
from kg.duplicates import recogniser
from kg.pipeline import dispose, put_vocabulary
from kg.prepare import Prepared, graphs_of

SEED = 20240305
AT_ONCE = 2_000  # articles in one bulk load
TIMES = 5  # articles added, one after the other
PAGES = (
    "/overview",
    "/articles",
    "/map/events",
    "/explore",
    "/cases",
    "/search?q=army",
    "/network",
    "/queries/latest-articles",
)


def made(number: int, world: World, dice: random.Random, base: str, events: int) -> Prepared:
    """A synthetic article as the reader would hand it over."""
    told = reading(dice, world, number, events)
    return Prepared(told.article.source, told.article.content_hash, told.article.text, graphs_of(told, base), {}, ())


def some(count: int, base: str, events: int) -> Iterator[Prepared]:
    dice = random.Random(SEED)
    world = make_world(dice)
    return (made(number, world, dice, base, events) for number in range(count))


def fill(folder: Path, count: int, events: int = 6) -> dict[str, float]:
    """The store before the article comes, with near-duplicates and cases made for all."""
    settings, store = settings_in(folder, publish_seconds=1e9), opened(folder, publish_seconds=1e9)
    clock = _Clock()
    with store.writer() as writer:
        put_vocabulary(writer, settings)
        batch: list[ox.Quad] = []
        with clock.step("load"), recogniser(store, writer, settings) as duplicates:
            for number, item in enumerate(some(count, settings.base_iri, events), 1):
                store.archive.put_text(item.text)
                duplicates.announce(item.content_hash)
                batch += [*item.graphs.quads, *item.graphs.meta]
                if number % AT_ONCE == 0 or number == count:
                    writer.bulk(batch)
                    batch.clear()
        with clock.step("duplicates"), recogniser(store, writer, settings):
            pass  # it catches up
        with clock.step("cases"):
            Cases(writer, settings.base_iri).rebuild()
    store.close()
    return clock.seconds


def add(folder: Path, items: list[Prepared]) -> list[dict[str, float]]:
    """Each article as a run of its own; CPU seconds of its steps."""
    found = []
    for item in items:
        settings, store, clock = settings_in(folder), opened(folder), _Clock()
        with clock.step("add, all of it"), store.writer() as writer:
            with clock.step("vocabulary"):
                put_vocabulary(writer, settings)
            with clock.step("article, near-duplicates"), recogniser(store, writer, settings) as duplicates:
                cases = Cases(writer, settings.base_iri)
                dispose(item, store.archive, duplicates, cases)
            with clock.step("cases, estimates"):
                cases.refresh()
            with clock.step("snapshot"):
                writer.publish()
        store.close()
        found.append(clock.seconds)
    return found


def seen(serving: Serving, item: Prepared) -> float:
    """Seconds until a question finds it."""
    started = time.monotonic()
    text = f"ASK {{ GRAPH <{item.graphs.graph.value}> {{ ?s ?p ?o }} }}"
    while b"true" not in _get(serving, f"/sparql?{urlencode({'query': text})}"):
        time.sleep(0.02)
    return time.monotonic() - started


def pages(serving: Serving) -> dict[str, float]:
    """Seconds of the first look at each page of a new snapshot."""
    took = {}
    for path in PAGES:
        started = time.monotonic()
        try:
            _get(serving, path)
            took[path] = time.monotonic() - started
        except OSError as error:
            sys.stderr.write(f"{path}: {error}\n")
            took[path] = float("nan")
    return took


def _get(serving: Serving, path: str) -> bytes:
    with urlopen(Request(serving.address + path, headers={"Accept": "application/json"}), timeout=120) as answer:
        content: bytes = answer.read()
    return content


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """CPU seconds of all threads of this process: others share the machine."""
        started, wall = time.process_time(), time.monotonic()
        yield
        self.seconds[name] = time.process_time() - started
        self.seconds[f"{name} (wall)"] = time.monotonic() - wall


def measure(count: int, folder: Path, events: int) -> dict[str, float]:
    filled = in_child(lambda: fill(folder, count, events))
    quads = in_child(lambda: opened(folder).counts().quads)
    fresh = real_articles(2 * TIMES, folder / "reading")[: 2 * TIMES]
    steps = in_child(lambda: add(folder, fresh[:TIMES]))
    row = {"quads": float(quads), "disk MB": disk_mb(folder), **{f"fill: {k}": v for k, v in filled.items()}}
    for name in steps[0]:
        row[name] = sorted(each[name] for each in steps)[len(steps) // 2]
    serving = Serving(folder, {"KG_COPY_QUADS": "0"})
    try:
        pages(serving)
        in_child(lambda: add(folder, fresh[TIMES : TIMES + 1]))
        row["in the next answer (wall)"] = seen(serving, fresh[TIMES])
        for path, took in pages(serving).items():
            row[f"{path} (wall)"] = took
    finally:
        serving.close()
    return row


def table(rows: dict[int, dict[str, float]]) -> str:
    names = list(next(iter(rows.values())))
    lines = ["| | " + " | ".join(f"{count:,} articles" for count in rows) + " |", "|---" * (len(rows) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(_shown(name, row[name]) for row in rows.values()) + " |" for name in names]
    return "\n".join(lines)


def _shown(name: str, value: float) -> str:
    return f"{value:,.0f}" if name in ("quads", "disk MB") else f"{value:.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(prog="growth", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--events", type=int, default=6, help="told by an article at the most")
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    rows = {}
    for count in chosen.articles:
        with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="growth-") as place:
            rows[count] = measure(count, Path(place) / "data", chosen.events)
        sys.stderr.write(table({count: rows[count]}) + "\n")
    sys.stdout.write(table(rows) + "\n")


if __name__ == "__main__":
    main()
