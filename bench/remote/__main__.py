"""``python -m bench.remote [--articles 1000] [--round-trip 0.3]``: requests and seconds an article, over a long cable.

A real Oxigraph server holds synthetic articles with their cases. Then others come: samples of the usual length, one a
run, as `kg watch` brings them; and short ones, all in one run, as `kg ingest` takes them.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.faults.material import articles, settings_in
from bench.growth.whole import some
from bench.remote.link import Link, link
from bench.speed.processes import free_port, running
from kg.cases import Cases
from kg.duplicates import recogniser
from kg.files import samples_dir
from kg.pipeline import put_vocabulary, take_in
from kg.prepare import Prepared, prepare
from kg.settings import Settings
from kg.sources import read_source
from kg.stores import open_store

SAMPLES = ("en-mosul.txt", "fr-goma.txt", "nl-mosul.txt", "de-kharkiv.txt", "es-catatumbo.txt")
TOGETHER = 20
EVENTS = 6  # of a synthetic article


@dataclass(frozen=True, slots=True)
class Run:
    """What a run over the cable took."""

    articles: int
    paths: Counter[str]  # requests
    wall: float  # seconds
    own: float  # seconds of this process

    def __str__(self) -> str:
        requests, each = self.paths.total() / self.articles, self.wall / self.articles
        sent = ", ".join(f"{count} {path}" for path, count in sorted(self.paths.items()))
        return (
            f"{self.articles} in a run: {requests:.1f} requests and {each:.2f} s each ({sent}; {self.own:.1f} s of CPU)"
        )


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


def fill(count: int, settings: Settings) -> int:
    """Synthetic articles in bulk, with near-duplicates and cases; how many quads there are then."""
    store = open_store(settings)
    with store.writer() as writer:
        put_vocabulary(writer, settings)
        with recogniser(store, writer, settings) as duplicates:
            made = list(some(count, settings.base_iri, EVENTS))
            for item in made:
                store.archive.put_text(item.text)
                duplicates.announce(item.content_hash)
            writer.bulk(quad for item in made for quad in (*item.graphs.quads, *item.graphs.meta))
        with recogniser(store, writer, settings):
            pass  # it catches up
        Cases(writer, settings.base_iri).rebuild()
    quads = store.counts().quads
    store.close()
    return quads


def run(items: Sequence[Prepared], settings: Settings, cable: Link) -> Run:
    cable.counted()
    wall, own = time.monotonic(), time.process_time()
    store = open_store(settings)
    ended = Counter(each.outcome.value for each in take_in(items, settings, store))
    store.close()
    if ended != {"stored": len(items)}:
        raise SystemExit(f"The articles were not stored: {dict(ended)}")
    return Run(len(items), cable.counted(), time.monotonic() - wall, time.process_time() - own)


def samples(settings: Settings) -> Iterator[Prepared]:
    for name in SAMPLES:
        for item in read_source(samples_dir() / name, settings):
            made = prepare(item, settings)
            if isinstance(made, Prepared):
                yield made


def measure(count: int, round_trip: float, alone: int, together: int, folder: Path) -> Iterator[str]:
    settings = settings_in(folder / "data")
    short, longer = articles(together, folder / "reading"), list(samples(settings))[:alone]
    with far_server(folder / "server") as cable:
        settings = replace(settings, store=f"sparql+http://{cable.address}?engine=oxigraph")
        yield f"{count} articles, {fill(count, settings):,} quads, {round_trip * 1000:.0f} ms a round trip"
        cable.be(round_trip / 2)
        for item in longer:
            yield str(run([item], settings, cable))
        if short:
            yield str(run(short, settings, cable))


def main() -> None:
    parser = argparse.ArgumentParser(prog="remote", description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="in the store before")
    parser.add_argument("--round-trip", type=float, default=0.3, help="seconds")
    parser.add_argument("--alone", type=int, default=len(SAMPLES), help="articles in runs of their own")
    parser.add_argument("--together", type=int, default=TOGETHER, help="articles in one run")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="remote-") as place:
        for line in measure(chosen.articles, chosen.round_trip, chosen.alone, chosen.together, Path(place)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
