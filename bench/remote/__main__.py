"""``python -m bench.remote [--articles 100] [--round-trip 0.3]``: requests and seconds an article, over a long cable.

A real Oxigraph server, whose store holds some articles with their cases. Then more come: one a run, as `kg watch`
brings them, and many in one run, as `kg ingest` does.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.faults.material import articles, settings_in
from bench.remote.link import Link, link
from bench.speed.processes import free_port, running
from kg.pipeline import take_in
from kg.prepare import Prepared
from kg.settings import Settings
from kg.stores import open_store

ALONE, TOGETHER = 5, 20  # articles of the two measurements


@contextmanager
def far_server(folder: Path) -> Iterator[Link]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        raise SystemExit("The Oxigraph server is missing: pip install oxigraph")
    folder.mkdir()
    port = free_port()
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with running(command, port, folder / "log"), link("127.0.0.1", port) as made:
        yield made


def run(items: list[Prepared], settings: Settings, cable: Link) -> tuple[Counter[str], float, float]:
    """Requests by path, seconds by the clock, and of this process."""
    cable.counted()
    wall, own = time.monotonic(), time.process_time()
    store = open_store(settings)
    for disposition in take_in(items, settings, store):
        assert disposition.outcome.value == "stored", disposition
    store.close()
    return cable.counted(), time.monotonic() - wall, time.process_time() - own


def measure(before: int, round_trip: float, folder: Path) -> Iterator[str]:
    items = articles(10_000, folder / "reading")
    settings = settings_in(folder / "data")
    with far_server(folder / "server") as cable:
        settings = replace(settings, store=f"sparql+http://{cable.address}?engine=oxigraph")
        run(items[:before], settings, cable)
        cable.be(round_trip / 2)
        rest = items[before:]
        alone = [run([item], settings, cable) for item in rest[:ALONE]]
        for paths, wall, own in alone:
            yield f"one article: {sum(paths.values())} requests, {wall:.1f} s ({own:.1f} s of CPU here)"
        paths, wall, own = run(rest[ALONE : ALONE + TOGETHER], settings, cable)
        each = sum(paths.values()) / TOGETHER
        yield f"{TOGETHER} articles: {each:.1f} requests an article, {wall / TOGETHER:.1f} s each; {dict(paths)}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="remote", description=__doc__)
    parser.add_argument("--articles", type=int, default=100, help="in the store before")
    parser.add_argument("--round-trip", type=float, default=0.3, help="seconds")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="remote-") as place:
        for line in measure(chosen.articles, chosen.round_trip, Path(place)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
