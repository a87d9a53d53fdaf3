"""Every input ends as stored, duplicate or dead; one bad article never stops the others."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kg import pipeline, prepare, rdf
from kg.model import Article, Disposition, Outcome, Reading
from kg.rdf import Iris, canonical
from kg.rdf.validate import violations
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.factories import TEXT, make_figure, make_reading

Ingest = Callable[..., list[Disposition]]
GOOD = {"id": "karem-1", "lang": "en", "published": "2024-03-06", "publisher": "The Valley Post", "text": TEXT}
OTHER = {"id": "quiet", "lang": "en", "published": "2024-03-07", "text": "Nothing happened in Karem on Wednesday."}
INPUTS: dict[str, dict[str, Any] | bytes] = {
    "good": GOOD,
    "other paper": {**GOOD, "id": "karem-2", "publisher": "The Hill Herald", "published": "2024-03-05"},
    "quiet": OTHER,
    "no date": {"id": "undated", "lang": "en", "text": "Nobody knows when the bridge of Karem fell."},
    "no json": b"{this is no JSON",
    "no text": {"id": "no-text"},
    "empty": {"id": "empty", "text": " "},
    "flood": {"id": "flood", "text": "o" + "\u0301" * 40},
    "bytes": b"\x80\x81 \x8d",
}


def outcomes(dispositions: list[Disposition]) -> list[str]:
    return [disposition.outcome.value for disposition in dispositions]


def dump(store: Store) -> bytes:
    with store.snapshot() as snapshot:
        return canonical(snapshot.quads())


def test_an_article_is_stored_once_with_its_text_and_claims(ingest: Ingest, store: Store) -> None:
    first, second = ingest(GOOD, GOOD)
    assert outcomes([first, second]) == ["stored", "duplicate"]
    assert first.counts["figures"] == 2
    assert store.archive.get_text(first.content_hash) == TEXT
    assert store.contains(Iris("https://w3id.org/cekg/", first.content_hash).graph)


def test_the_same_text_in_another_paper_is_one_article_with_two_publications(ingest: Ingest, store: Store) -> None:
    ingest(GOOD)
    (again,) = ingest(INPUTS["other paper"])
    written = dump(store).decode()
    assert written.count(f"{again.content_hash}> <https://w3id.org/cekg/ns#publication>") == 2
    assert written.count("<https://w3id.org/cekg/ns#contentHash>") == 1


def test_the_journal_and_the_dead_letters_say_what_became_of_each_input(ingest: Ingest, store: Store) -> None:
    dispositions = ingest(GOOD, INPUTS["no json"], OTHER)
    assert [entry["outcome"] for entry in store.archive.journal()] == outcomes(dispositions)
    (letter,) = store.archive.dead_letters()
    assert letter.source.endswith("wire.jsonl:2")
    assert "no JSON" in letter.reason
    assert store.archive.dead_content(letter.id).strip() == INPUTS["no json"]


@given(st.lists(st.sampled_from(sorted(INPUTS)), max_size=6))
@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_add_up(ingest: Ingest, names: list[str]) -> None:
    dispositions = ingest(*(INPUTS[name] for name in names))
    counted = Counter(outcomes(dispositions))
    assert sum(counted.values()) == len(names)
    refused = ("no json", "no text", "empty", "flood", "bytes")
    assert counted["dead"] == sum(name in refused for name in names)


def test_an_article_the_reader_chokes_on_is_a_dead_letter(ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    def poisoned(article: Article) -> Reading:
        if article.identifier == "quiet":
            raise ZeroDivisionError("a bug")
        return make_reading(article=article)

    monkeypatch.setattr(prepare, "read", poisoned)
    stored, dead = ingest(GOOD, OTHER)
    assert outcomes([stored, dead]) == ["stored", "dead"]
    assert "ZeroDivisionError: a bug" in dead.reason


def test_a_figure_whose_number_is_not_in_its_quote_is_refused_with_its_article(
    ingest: Ingest, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    invented = make_reading(figures=(make_figure(verbatim="Thirteen"),))
    monkeypatch.setattr(prepare, "read", lambda article: invented)
    monkeypatch.setattr(rdf, "violations", violations)
    (dead,) = ingest(GOOD)
    assert (dead.outcome, dead.code) == (Outcome.DEAD, "shape-violation")
    assert "number words of a figure stand in its quote" in dead.reason
    (letter,) = store.archive.dead_letters()
    assert TEXT.encode() in store.archive.dead_content(letter.id)


def test_an_article_over_its_time_limit_is_a_dead_letter_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, ingest: Ingest, settings: Settings
) -> None:
    def endless(article: Article) -> Reading:
        for _ in itertools.count() if article.identifier == "quiet" else ():
            pass
        return Reading(article=article)

    monkeypatch.setattr(prepare, "read", endless)
    monkeypatch.setitem(settings.limits, "reading_seconds", 0.5)
    dead, stored = ingest(OTHER, GOOD)
    assert outcomes([dead, stored]) == ["dead", "stored"]
    assert "longer than 0.5 seconds" in dead.reason


def test_a_dead_letter_reads_back_as_the_article_it_was(
    ingest: Ingest, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(prepare, "read", lambda article: 1 // 0)
        (dead,) = ingest(GOOD)
    (letter,) = store.archive.dead_letters()
    (again,) = ingest(store.archive.dead_content(letter.id).strip())
    assert (dead.outcome, again.outcome) == (Outcome.DEAD, Outcome.STORED)
    assert again.counts["figures"] == 2


def test_any_order_and_any_repetition_give_the_same_graph(tmp_path: Path, ingest: Ingest) -> None:
    articles = [GOOD, INPUTS["other paper"], OTHER, INPUTS["no date"]]
    dumps = []
    for number, order in enumerate((articles, articles[::-1] * 2, [*articles[1:], articles[0], *articles])):
        with closing(open_store(Settings.from_env({"KG_DATA": str(tmp_path / str(number))}), "memory")) as fresh:
            ingest(*order, into=fresh)
            dumps.append(dump(fresh))
    assert dumps[0] == dumps[1] == dumps[2]
    assert b"The Hill Herald" in dumps[0]


def test_progress_names_the_stages_and_ends_at_the_total(tmp_path: Path, settings: Settings, store: Store) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text('{"id": "1", "text": "x"}\n\n{"id": "2", "text": "y"}\n')
    seen: list[pipeline.Progress] = []
    list(pipeline.ingest([tmp_path / "a.txt", tmp_path / "b.jsonl"], settings, store, seen.append))
    assert list(dict.fromkeys(step.stage for step in seen)) == ["places", "vocabulary", "articles"]
    assert (seen[-1].done, seen[-1].total) == (3, 3)


def test_check_stores_nothing_and_tells_problems(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "lang": "en", "text": "Quiet in Karem."}\n{broken\n')
    fine, broken = pipeline.check([tmp_path / "a.jsonl"], settings)
    assert (fine.problems, fine.counts["figures"]) == ((), 0)
    assert "no JSON" in broken.problems[0]
    assert not settings.data_dir.exists()
