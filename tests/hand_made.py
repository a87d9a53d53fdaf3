"""An ingest over hand-made readings: what becomes of an input does not depend on what the reader finds."""

from __future__ import annotations

import pytest

from kg import pipeline, prepare, rdf
from kg.model import Article, Reading
from tests.factories import TEXT, make_reading


def fake_read(article: Article) -> Reading:
    """The hand-made reading for the hand-made text, nothing for any other."""
    return make_reading(article=article) if article.text == TEXT else Reading(article=article)


def without_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """No reader and no vocabulary: together most of the time of an ingest this small."""
    monkeypatch.setattr(prepare, "read", fake_read)
    monkeypatch.setattr(pipeline, "read", fake_read)
    monkeypatch.setattr(pipeline, "open_index", lambda: None)
    monkeypatch.setattr(rdf, "ontology_quads", lambda base: [])
