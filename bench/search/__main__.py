"""python -m bench.search [--quads N]: how long questions of where and of words take on a synthetic graph.

Through guard, worker and serialisation, without the cache of answers; the first table from disk, the second as readers
answer once they have copied the graph into memory.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox

from bench.speed.generate import articles
from kg.query.engine import QueryService
from kg.query.saved import saved_queries
from kg.settings import Settings
from kg.stores import open_store

POINT = {"lat": "36.34", "long": "43.13"}
SAVED = {
    "events within 100 km": ("events-near", {**POINT, "km": "100"}),
    "events within 1,000 km": ("events-near", {**POINT, "km": "1000"}),
    "events in a box of 2 x 2 degrees": ("events-in-area", {"south": "35", "north": "37", "west": "42", "east": "44"}),
    "quotes: a word that few have": ("search-quotes", {"words": "zánta"}),
    "quotes: two words that many have": ("search-quotes", {"words": "people killed"}),
    "quotes: a word that none has": ("search-quotes", {"words": "москва"}),
    "names: a part of a word": ("search-labels", {"words": "Kârem"}),
}
FREE = {
    "places within a polygon": """SELECT ?place { ?place geo:hasGeometry/geo:asWKT ?wkt
        FILTER(geof:sfWithin(?wkt, "POLYGON((42 35, 45 35, 45 38, 42 38, 42 35))"^^geo:wktLiteral)) }""",
    "words, by hand": """SELECT (COUNT(*) AS ?n) { ?e cek:quote ?quote FILTER(CONTAINS(LCASE(?quote), "zanta")) }""",
}
TIMES, COPYING_SECONDS = 15, 30.0


@click.command()
@click.option("--quads", default=1_000_000, show_default=True, help="Size of the graph.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="A store that is there, instead.")
def main(quads: int, data: Path | None) -> None:
    """Print median and worst of each question in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(data or Path(folder), "0")
        if data is None:
            _fill(settings, quads, Path(folder) / "graph.nq")
        click.echo("| question | rows | from disk, ms (worst) | from memory, ms (worst) |\n|---|---|---|---|")
        disk, memory = _measured(settings), _measured(_settings(settings.data_dir, "5000000"), COPYING_SECONDS)
        for (name, rows, slow), (_, _, quick) in zip(disk, memory, strict=True):
            click.echo(f"| {name} | {rows:,} | {slow} | {quick} |")


def _settings(data: Path, copied: str) -> Settings:
    return Settings.from_env(
        {"KG_DATA": str(data), "KG_ANSWER_CACHE_MB": "0", "KG_COPY_QUADS": copied, "KG_QUERY_SECONDS": "60"}
    )


def _fill(settings: Settings, quads: int, file: Path) -> None:
    with file.open("wb") as out:
        for graph in articles(quads):
            ox.serialize(graph, out, ox.RdfFormat.N_QUADS)
    with open_store(settings).writer() as writer:
        writer.load(file)


def _measured(settings: Settings, patience: float = 0.0) -> Iterator[tuple[str, int, str]]:
    known = saved_queries()
    texts = {name: known[saved].bind(values) for name, (saved, values) in SAVED.items()} | FREE
    with QueryService(settings, open_store(settings)) as service:
        service.warm()
        service.ask("ASK {}")
        time.sleep(patience)
        for name, text in texts.items():
            rows, taken = len(service.select(text)), list[float]()
            for _ in range(TIMES):
                began = time.perf_counter()
                service.run(text, format="json").read()
                taken.append((time.perf_counter() - began) * 1000)
            taken.sort()
            yield name, rows, f"{statistics.median(taken):,.0f} ({taken[-1]:,.0f})"


if __name__ == "__main__":
    main()
