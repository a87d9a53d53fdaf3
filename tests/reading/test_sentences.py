"""What newspapers write about violence, and numbers that count nobody: one table of sentences for each language."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.model import Article, Kind
from kg.reading import read

LANGUAGES = ("nl", "de", "en")
WANTED = 0.9
PUBLISHED = dt.date(2016, 10, 18)
# A sentence alone does not show that its article is about a conflict; each stands behind one that does.
OPENINGS = {
    "nl": "Het leger en de rebellen vochten maandag bij de stad.",
    "de": "Die Armee und die Rebellen kämpften am Montag bei der Stadt.",
    "en": "The army and the rebels fought near the town on Monday.",
}
Count = tuple[str, int | None, int | None]


@cache
def table(language: str) -> tuple[dict[str, Any], ...]:
    lines = Path(__file__).with_name(f"sentences_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def found(text: str, language: str) -> Counter[Count]:
    article = Article(identifier="test", text=f"{OPENINGS[language]}\n{text}", language=language, published=PUBLISHED)
    return Counter((figure.kind.value, figure.low, figure.high) for figure in read(article).figures)


def wanted(row: dict[str, Any]) -> Counter[Count]:
    return Counter((figure["kind"], figure["low"], figure["high"]) for figure in row["figures"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_are_varied(language: str) -> None:
    rows = table(language)
    kinds = {figure["kind"] for row in rows for figure in row["figures"]}
    negatives = sum(bool(row.get("negative")) for row in rows)
    assert kinds == set(Kind)
    assert len({row["text"] for row in rows}) == len(rows)
    assert (len(rows) - negatives >= 150, negatives >= 60) == (True, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nine_in_ten_figures_of_ordinary_sentences_are_found(language: str) -> None:
    hits = gold = told = 0
    wrong: list[str] = []
    for row in (row for row in table(language) if not row.get("negative")):
        want, got = wanted(row), found(row["text"], language)
        hits, gold, told = hits + (want & got).total(), gold + want.total(), told + got.total()
        if want != got:
            wrong.append(f"{row['text']}\n    missed {list(want - got)}, false {list(got - want)}")
    assert 2 * hits / (gold + told) >= WANTED, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_that_count_nobody_are_no_figures(language: str) -> None:
    rows = [row for row in table(language) if row.get("negative")]
    false = {row["text"]: list(counts) for row in rows if (counts := found(row["text"], language))}
    assert false == {}
