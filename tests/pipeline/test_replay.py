"""Dead letters come back when what was wrong with them is mended, and only then."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import NotFound, ReadingError
from kg.model import Outcome
from kg.pipeline import ingest
from kg.replay import replay
from kg.settings import Settings
from kg.stores import Store, open_store

TEXT = "GOMA, 29 January 2025 - Rebels killed 12 soldiers near Goma on Monday, the army said."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env({"KG_DATA": str(tmp_path / "data")})


@pytest.fixture
def store(settings: Settings) -> Store:
    return open_store(settings, "memory")


def letters(store: Store) -> list[tuple[str, str]]:
    return sorted((letter.code, letter.source.rpartition("/")[2]) for letter in store.archive.dead_letters())


def test_an_article_that_broke_the_reader_is_read_by_a_better_one(
    settings: Settings, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)

    def broken(article: object) -> None:
        raise ReadingError("the reader broke")

    with monkeypatch.context() as old:
        old.setattr("kg.prepare.read", broken)
        assert [each.outcome for each in ingest([path], settings, store)] == [Outcome.DEAD]
    path.unlink()  # the letter holds all that is needed
    (revived,) = replay(settings, store)
    assert (revived.outcome, revived.source) == (Outcome.STORED, str(path))
    assert letters(store) == []


def test_what_is_still_wrong_stays_with_the_reason_of_today(settings: Settings, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text("{broken\n" + json.dumps({"id": "a", "text": TEXT}) + "\n")
    assert Counter(each.outcome for each in ingest([path], settings, store)) == {Outcome.DEAD: 1, Outcome.STORED: 1}
    (again,) = replay(settings, store)
    assert again.outcome is Outcome.DEAD
    assert letters(store) == [("source-malformed", "wire.jsonl:1")]


def test_only_the_letters_that_are_asked_for_are_tried(settings: Settings, store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "b.txt").write_text(" ")
    list(ingest([tmp_path / "a.txt", tmp_path / "b.txt"], settings, store))
    assert len(list(replay(settings, store, code="source-empty"))) == 1
    (first, *_) = store.archive.dead_letters()
    assert len(list(replay(settings, store, ids=frozenset({first.id})))) == 1
    with pytest.raises(NotFound, match="ffff"):
        list(replay(settings, store, ids=frozenset({"ffffffffffffffff"})))


def test_an_input_that_was_too_large_to_keep_says_so_again(settings: Settings, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT * 100)
    small = replace(settings, limits={**settings.limits, "max_article_bytes": 1_000})
    assert [each.outcome for each in ingest([path], small, store)] == [Outcome.DEAD]
    (again,) = replay(settings, store)
    assert (again.outcome, again.code) == (Outcome.DEAD, "source-too-large")
