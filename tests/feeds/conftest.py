"""A paper to follow, and a watcher over hand-made readings: what is tested is the way from the feed to the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kg import pipeline, prepare, rdf
from kg.feeds import Told, Watcher
from kg.feeds.state import State
from kg.model import Article, Reading
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.feeds.paper import Paper, open_paper

Round = Callable[..., list[Told]]


@pytest.fixture
def paper() -> Iterator[Paper]:
    with open_paper() as opened:
        yield opened


@pytest.fixture
def read_articles(monkeypatch: pytest.MonkeyPatch) -> list[Article]:
    """The articles that reached the reader, in order."""
    seen: list[Article] = []

    def read(article: Article) -> Reading:
        seen.append(article)
        return Reading(article=article)

    monkeypatch.setattr(prepare, "read", read)
    monkeypatch.setattr(pipeline, "open_index", lambda: None)
    monkeypatch.setattr(rdf, "ontology_quads", lambda base: [])
    monkeypatch.setattr(rdf, "violations", rdf.text_violations)
    return seen


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(
        {
            "KG_DATA": str(tmp_path / "data"),
            "KG_WATCH_PRIVATE": "127.0.0.1",
            "KG_HOST_SECONDS": "0",
            "KG_FETCH_SECONDS": "2",
            "KG_MAX_FETCH_BYTES": "200000",
            "KG_CONTACT": "desk@example.org",
            "KG_READING_SECONDS": "5",
        }
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with closing(open_store(settings, "memory")) as opened:
        yield opened


@pytest.fixture
def look(settings: Settings, store: Store, read_articles: list[Article]) -> Round:
    """One round over sources by a watcher of its own, as after a new start."""

    def round_of(
        *sources: object, now: bool = True, pause: Callable[[float], None] = lambda seconds: None, **limits: float
    ) -> list[Told]:
        with closing(State(settings.data_dir)) as state:
            limited = replace(settings, limits={**settings.limits, **limits})
            watcher = Watcher(limited, store, state, pause)
            return list(watcher.round([str(source) for source in sources], now=now))

    return round_of
