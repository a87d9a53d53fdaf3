"""One article more, as `kg ingest` takes it: what each step costs, and until when a running server shows it."""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bench.faults.children import in_child
from bench.faults.material import opened, settings_in
from bench.hostile.serving import Serving
from kg.cases import Cases
from kg.duplicates import recogniser
from kg.pipeline import dispose, put_vocabulary
from kg.prepare import Prepared

TIMES = 5  # articles added, each as a run of its own, one after the other; and as many beside a server
PAGES = (
    "/overview",
    "/articles",
    "/map/events",
    "/explore",
    "/cases",
    "/cases?contradicted=1",
    "/search?q=army",
    "/network",
    "/queries/latest-articles",
    "/sparql/vocabulary",
    "/.well-known/void",
)
_PATIENCE = 30  # seconds; a query may take 20


def added(folder: Path, items: Sequence[Prepared]) -> dict[str, float]:
    """Medians of what each step costs, in seconds: of CPU, of all threads, and elapsed."""
    rounds = [in_child(partial(add, folder, item)) for item in items]
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def add(folder: Path, item: Prepared) -> dict[str, float]:
    """An article as a run of its own."""
    clock = Clock()
    with clock.step("all of it"):
        settings, store = settings_in(folder), opened(folder)
        with clock.step("the store opened"):
            context = store.writer()
            writer = context.__enter__()
        try:
            with clock.step("the vocabulary looked at"):
                put_vocabulary(writer, settings)
            with clock.step("the article stored, near-duplicates"), recogniser(store, writer, settings) as duplicates:
                cases = Cases(writer, settings.base_iri)
                dispose(item, store.archive, duplicates, cases)
            with clock.step("its cases and estimates"):
                cases.refresh()
            with clock.step("a snapshot"):
                writer.publish()
        finally:
            with clock.step("the store closed"):
                del writer
                context.__exit__(None, None, None)
                store.close()
    return clock.seconds


def shown(folder: Path, items: Sequence[Prepared], pages: Sequence[str] = PAGES) -> dict[str, float]:
    """Elapsed seconds beside a running server: until it shows an article, and first looks at other pages.

    The last article comes between two looks; a page that gives no answer (NaN) is not asked again.
    """
    found: dict[str, list[float]] = {}
    serving = Serving(folder, {"KG_COPY_QUADS": "0"})
    try:
        for item in items[:-1]:
            _follow(folder, serving, item, found)
        found.update((f"{path}, at the start", [took(serving, path)]) for path in pages)
        _follow(folder, serving, items[-1], found)
        for path in pages:
            if not math.isnan(found[f"{path}, at the start"][0]):
                found[path] = [took(serving, path)]
        found["memory of a server (MB)"] = [serving.memory() * 1.048576]
    finally:
        serving.close()
    return {name: statistics.median(each) for name, each in found.items()}


def _follow(folder: Path, serving: Serving, item: Prepared, found: dict[str, list[float]]) -> None:
    started = time.monotonic()
    in_child(partial(add, folder, item))
    found.setdefault("added", []).append(time.monotonic() - started)
    found.setdefault("until a question finds it", []).append(seen(serving, item))
    found.setdefault("its page", []).append(took(serving, f"/articles/{item.content_hash}"))
    found.setdefault("from its text to its page", []).append(time.monotonic() - started)


def seen(serving: Serving, item: Prepared) -> float:
    """Seconds until a question finds it."""
    started = time.monotonic()
    text = f"ASK {{ GRAPH <{item.graphs.graph.value}> {{ ?s ?p ?o }} }}"
    while b"true" not in _get(serving, f"/sparql?{urlencode({'query': text})}"):
        if time.monotonic() - started > _PATIENCE:
            raise RuntimeError(f"The server does not find {item.graphs.graph.value}.")
        time.sleep(0.02)
    return time.monotonic() - started


def took(serving: Serving, path: str) -> float:
    """Seconds of one look at a page."""
    started = time.monotonic()
    try:
        _get(serving, path)
        return time.monotonic() - started
    except HTTPError as error:
        reason = error.read(300).decode("utf-8", "replace")
        sys.stderr.write(f"{path}: {error.code} after {time.monotonic() - started:.1f} s: {reason}\n")
    except OSError as error:
        sys.stderr.write(f"{path}: {error} after {time.monotonic() - started:.1f} s\n")
    return float("nan")


def _get(serving: Serving, path: str) -> bytes:
    request = Request(serving.address + path, headers={"Accept": "application/json"})
    with urlopen(request, timeout=_PATIENCE) as answer:
        content: bytes = answer.read()
    return content


class Clock:
    """``seconds`` of each step: CPU of all threads of this process under its name, and elapsed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started, wall = time.process_time(), time.monotonic()
        yield
        self.seconds[name] = time.process_time() - started
        self.seconds[f"{name} (elapsed)"] = time.monotonic() - wall
