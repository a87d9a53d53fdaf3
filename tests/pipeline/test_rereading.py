"""An article that another version reads again: what came and what went is kept, and asked for by a saved query."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import prepare
from kg.model import Article, Reading
from kg.query.saved import saved_queries
from kg.rdf import run as runs
from kg.rdf.run import Run
from kg.stores import Store
from tests.factories import make_bound, make_figure, make_reading
from tests.pipeline.test_ingest import GOOD, Ingest
from tests.solutions import solutions, text_of


def test_claims_gained_and_lost_between_versions(ingest: Ingest, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read_by(monkeypatch, "1.0", make_reading())
    ingest(GOOD)
    assert rows(store) == []
    ingest(GOOD)
    assert rows(store) == []  # the same version reads the same
    read_by(monkeypatch, "1.1", make_reading(figures=(make_figure(low=11, high=12), make_bound())))
    ingest(GOOD)
    told = rows(store)
    assert [(former, new, change) for former, new, change, _ in told] == [
        ("1.0 words", "1.1 words", "gained"),
        ("1.0 words", "1.1 words", "lost"),
    ]
    assert all("killed" in line and "Twelve villagers were killed" in line for *_, line in told)


def read_by(monkeypatch: pytest.MonkeyPatch, version: str, reading: Reading) -> None:
    def read(article: Article) -> Reading:
        return replace(reading, article=article)

    monkeypatch.setattr(prepare, "read", read)
    monkeypatch.setattr("kg.rdf.assemble.current_run", lambda: Run(version, "words"))
    assert runs.current_run().software


def rows(store: Store) -> list[tuple[str, ...]]:
    columns = ("formerVersion", "newVersion", "change", "told")
    with store.snapshot() as snapshot:
        answer = solutions(snapshot.query(saved_queries()["rereadings"].bind({})))
        return [tuple(text_of(row[column]) for column in columns) for row in answer]
