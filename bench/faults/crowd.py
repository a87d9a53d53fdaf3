"""An ingest while eight readers ask a real server: nobody sees a part of an article, and neither starves the other.

Readers are processes of their own, each with an address of its own, so the server tells them apart.
"""

from __future__ import annotations

import itertools
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.parse import urlencode

from bench.faults.children import in_child
from bench.faults.material import articles, edition, opened, settings_in
from bench.faults.row import Row
from bench.hostile.serving import Serving
from kg.pipeline import take_in
from kg.prepare import Prepared

READERS = 8
REST_SECONDS = 0.4  # of a reader between two questions: eight people, not eight loops
COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g #%s"
ONE = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <%s> { ?s ?p ?o } } #%s"
LEAST_RATE, MOST_SLOWER = 0.8, 2.0


@dataclass
class Heard:
    """What a reader saw."""

    looks: int = 0
    torn: int = 0
    failed: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def run(folder: Path, tell: Callable[[str], None], limit: int = 95, editions: int = 4) -> list[Row]:
    first = articles(limit, folder / "reading")
    quads = {item.graphs.graph.value: len(set(item.graphs.quads)) for item in first}
    items = [*first, *(edition(item, number) for number in range(editions) for item in first)]
    tell("an ingest alone")
    alone = [in_child(lambda: _ingest(folder / "alone-before", items))]
    serving_folder = folder / "crowd"
    in_child(lambda: _ingest(serving_folder, items[:5]))
    serving = Serving(serving_folder, {})
    try:
        tell(f"{READERS} readers alone")
        idle = _read(serving.port, quads, lambda: time.sleep(15))[1]
        tell("both at once")
        (wall, cpu), beside = _read(serving.port, quads, lambda: in_child(lambda: _ingest(serving_folder, items)))
    finally:
        serving.close()
    alone.append(in_child(lambda: _ingest(folder / "alone-after", items)))
    return [_row(items, alone, (wall, cpu), idle, beside)]


def _row(
    items: list[Prepared], alone: list[tuple[float, float]], beside: tuple[float, float], idle: Heard, seen: Heard
) -> Row:
    lone = statistics.median(wall for wall, _ in alone)
    rate = lone / beside[0]
    slower = statistics.median(seen.seconds) / statistics.median(idle.seconds)
    kept = not (seen.torn or idle.torn or seen.failed) and rate >= LEAST_RATE and slower <= MOST_SLOWER
    found = (
        f"{seen.torn} torn in {seen.looks:,} looks, {len(seen.failed)} failed; the ingest ran at {rate:.0%} of its "
        f"lone rate ({len(items) / beside[0]:.1f} and {len(items) / lone:.1f} articles/s; {beside[1]:.1f} and "
        f"{statistics.median(cpu for _, cpu in alone):.1f} CPU s); questions took {slower:.1f} times as long "
        f"(median {1000 * statistics.median(seen.seconds):.0f} and {1000 * statistics.median(idle.seconds):.0f} ms)"
    )
    if seen.failed:
        found += f"; {seen.failed[0]}"
    return Row("ingest and queries at once", f"{len(items)} articles stored beside {READERS} readers", found, kept)


def _ingest(data: Path, items: list[Prepared]) -> tuple[float, float]:
    """Wall and CPU seconds of storing all of them."""
    store, started, used = opened(data), time.monotonic(), time.process_time()
    for _ in take_in(items, settings_in(data), store):
        pass
    return time.monotonic() - started, time.process_time() - used


def _read(port: int, quads: dict[str, int], meanwhile: Callable[[], Any]) -> tuple[Any, Heard]:
    """What was done meanwhile, and what all readers heard."""
    context = get_context("spawn")
    over, told = context.Event(), context.Queue()
    readers = [context.Process(target=_reader, args=(port, quads, n, over, told)) for n in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for _ in readers:
            told.get(timeout=120)  # it has asked once
        done = meanwhile()
    finally:
        over.set()
    heard = Heard()
    for _ in readers:
        try:
            one: Heard = told.get(timeout=120)
        except Empty:
            heard.failed.append("a reader did not end")
            continue
        heard.looks += one.looks
        heard.torn += one.torn
        heard.failed += one.failed
        heard.seconds += one.seconds
    for reader in readers:
        reader.join()
    return done, heard


def _reader(port: int, quads: dict[str, int], number: int, over: Event, told: Any) -> None:
    heard = Heard()
    _look(port, quads, number, -1, Heard())
    told.put(None)
    for turn in itertools.count():
        if over.is_set():
            break
        try:
            _look(port, quads, number, turn, heard)
        except (OSError, ValueError) as error:
            heard.failed.append(f"{type(error).__name__}: {error}"[:200])
        over.wait(REST_SECONDS)
    told.put(heard)


def _look(port: int, quads: dict[str, int], number: int, turn: int, heard: Heard) -> None:
    """How many statements each article has, all at once or one: they are to be all or none; an edition has one more."""
    name = list(quads)[(turn * READERS + number) % len(quads)]
    every = turn % 3 == 0
    started = time.monotonic()
    rows = _asked(port, number, COUNTS % f"{number}.{turn}" if every else ONE % (name, f"{number}.{turn}"))
    heard.seconds.append(time.monotonic() - started)
    heard.looks += 1
    counts = {row["g"]["value"] if every else name: int(row["n"]["value"]) for row in rows}
    heard.torn += sum(counts.get(graph, 0) not in (0, wanted, wanted + 1) for graph, wanted in quads.items())


def _asked(port: int, number: int, query: str) -> list[dict[str, Any]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(f"127.0.1.{number + 1}", 0))
    try:
        connection.request("GET", f"/sparql?{urlencode({'query': query})}", headers={"Accept": "application/json"})
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise ValueError(f"{answer.status}: {content[:150]!r}")
    rows: list[dict[str, Any]] = json.loads(content)["results"]["bindings"]
    return rows
