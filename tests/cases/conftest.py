"""Articles made by hand and stored as the pipeline stores them, without a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.cases import Cases
from kg.model import Reading
from kg.prepare import graphs_of
from kg.settings import Settings
from kg.stores import Store, Writer, open_store
from tests.cases.told import BASE

Put = Callable[..., None]


def put(writer: Writer, cases: Cases, *readings: Reading) -> None:
    for reading in readings:
        made = graphs_of(reading, BASE)
        with cases.change(made.graph):
            writer.put(made)


def merged(writer: Writer) -> list[str]:
    from kg.cases.writing import merged_graph

    return sorted(map(str, writer.find(graph=merged_graph(BASE))))


def all_quads(writer: Writer) -> list[Quad]:
    return list(writer.find())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings.from_env({"KG_DATA": str(tmp_path / "data")}), "memory")
    yield opened
    opened.close()
