"""One text in several papers: whichever comes in first, the article speaks as its smallest edition."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode

from kg import prepare
from kg.model import Article, Disposition, Reading
from kg.rdf import Iris, canonical
from kg.rdf.namespaces import DEFAULT_BASE, term
from kg.settings import Settings
from kg.stores import open_store
from tests.factories import TEXT, make_figure, make_reading

Ingest = Callable[..., list[Disposition]]
Edition = dict[str, Any]
POST = {
    "id": "post-9",
    "lang": "en",
    "published": "2024-03-06",
    "publisher": "The Valley Post",
    "title": "B",
    "text": TEXT,
}
HERALD = POST | {"id": "herald-1", "publisher": "The Hill Herald"}
EARLY = POST | {"id": "late-name", "published": "2024-03-05", "publisher": "Zenith", "url": "https://zenith.example/1"}
UNDATED = {"id": "a-first", "lang": "en", "publisher": "Aurora", "text": TEXT}
UNTITLED = POST | {"id": "a-bare", "title": ""}
TITLED = POST | {"id": "post-0", "title": "A longer title"}
TWIN = POST | {"id": "post-1", "url": "https://post.example/1"}
FAMILIES: dict[str, tuple[Edition, ...]] = {
    "by day": (POST, HERALD, EARLY),
    "by paper": (POST, HERALD, UNDATED),
    "by title": (POST, TITLED, UNTITLED),
    "by identifier": (POST, TWIN, TITLED | {"title": "C"}),
}
SMALLEST = {"by day": "late-name", "by paper": "herald-1", "by title": "post-0", "by identifier": "post-1"}


@pytest.fixture(autouse=True)
def _reader_that_looks_at_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the real one does with "two days ago": another edition is another reading."""

    def read(article: Article) -> Reading:
        notes = () if article.published else ("The article has no date.",)
        figures = (make_figure(population=f"villagers as of {article.published}"),)
        return make_reading(article=article, figures=figures, notes=notes)

    monkeypatch.setattr(prepare, "read", read)


def store_after(editions: Sequence[Edition], folder: Path, ingest: Ingest) -> tuple[bytes, set[str]]:
    """The whole store as canonical N-Quads, and what the article's own graph calls itself."""
    with closing(open_store(Settings.from_env({"KG_DATA": str(folder)}), "memory")) as store:
        (made, *_) = ingest(*editions, into=store)
        iris = Iris(DEFAULT_BASE, made.content_hash)
        with store.snapshot() as snapshot:
            named = snapshot.quads(iris.article, NamedNode(term("schema:identifier").value), None, iris.graph)
            return canonical(snapshot.quads()), {quad.object.value for quad in named}


@pytest.mark.parametrize("family", FAMILIES)
def test_editions_in_any_order_give_the_same_bytes_and_the_smallest_speaks(
    family: str, tmp_path: Path, ingest: Ingest
) -> None:
    orders = list(itertools.permutations(FAMILIES[family]))
    made = [store_after(order, tmp_path / str(number), ingest) for number, order in enumerate(orders)]
    assert {names for _, names in made for names in names} == {SMALLEST[family]}
    assert len({dump for dump, _ in made}) == 1


def test_every_edition_stays_a_publication(tmp_path: Path, ingest: Ingest) -> None:
    dump, _ = store_after((POST, HERALD, EARLY), tmp_path, ingest)
    assert dump.count(b"<https://w3id.org/cekg/ns#publication>") == 3
    assert b"villagers as of 2024-03-06" not in dump  # nothing of a larger edition's reading is left


def test_an_edition_that_comes_again_last_takes_nothing_back(tmp_path: Path, ingest: Ingest) -> None:
    once = store_after((EARLY, POST), tmp_path / "once", ingest)
    again = store_after((POST, EARLY, POST), tmp_path / "again", ingest)
    assert once == again
