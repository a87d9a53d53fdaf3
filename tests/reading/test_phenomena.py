"""One short sentence a phenomenon and language: sums, corrections, tolls that were overtaken, nobody, parts, plans."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.model import Article, Figure, Status
from kg.reading import read

PUBLISHED = dt.date(2016, 10, 18)
# A sentence alone does not show that its article is about a conflict; each stands behind one that does.
OPENINGS = {
    "en": "The army and the rebels fought near the town on Monday.",
    "nl": "Het leger en de rebellen vochten maandag bij de stad.",
    "fr": "L'armée et les rebelles se sont battus lundi près de la ville.",
    "de": "Die Armee und die Rebellen kämpften am Montag bei der Stadt.",
    "es": "El ejército y los rebeldes combatieron el lunes cerca de la ciudad.",
    "ru": "Армия и повстанцы вели бои у города в понедельник.",
    "uk": "Армія і повстанці вели бої біля міста в понеділок.",
    "ar": "اندلعت اشتباكات بين الجيش والمتمردين قرب المدينة يوم الاثنين.",
}
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("phenomena.jsonl").read_text(encoding="utf-8").splitlines()
]


def _article(row: dict[str, Any]) -> Article:
    text = f"{OPENINGS[row['lang']]}\n{row['text']}"
    return Article(identifier="test", text=text, language=row["lang"], published=PUBLISHED)


def figures(row: dict[str, Any]) -> tuple[Figure, ...]:
    return tuple(f for f in read(_article(row)).figures if f.evidence.start > len(OPENINGS[row["lang"]]))


def rows(key: str = "figures") -> list[Any]:
    return [pytest.param(row, id=f"{row['lang']}: {row['about']} {i}") for i, row in enumerate(ROWS) if key in row]


@pytest.mark.parametrize("row", rows())
def test_the_figures_of_a_sentence_are_those_a_reader_finds(row: dict[str, Any]) -> None:
    found = Counter((f.kind.value, f.low, f.high) for f in figures(row))
    assert found == Counter((kind, low, high) for kind, low, high in row["figures"])


@pytest.mark.parametrize("row", rows("speakers"))
def test_a_figure_has_the_source_that_gave_it_and_no_victim(row: dict[str, Any]) -> None:
    keys = {key for figure in figures(row) for key in figure.attribution}
    names = {actor.key: actor.name for actor in read(_article(row)).actors}
    assert sorted(names[key] for key in keys) == row["speakers"]


@pytest.mark.parametrize("row", rows("status"))
def test_what_is_to_come_is_not_told_as_what_happened(row: dict[str, Any]) -> None:
    assert {f.status.value for f in figures(row)} == {row["status"]}


@pytest.mark.parametrize("row", rows("denied"))
def test_the_number_that_a_correction_takes_back_is_denied(row: dict[str, Any]) -> None:
    assert [f.low for f in figures(row) if f.status is Status.DENIED] == row["denied"]


@pytest.mark.parametrize("row", rows("overtaken"))
def test_a_number_that_was_overtaken_stays_and_says_so(row: dict[str, Any]) -> None:
    told = read(_article(row)).figures
    overtaken = {f.low: told[f.superseded_by].low for f in told if f.superseded_by is not None}
    assert overtaken == dict.fromkeys(row["overtaken"], 19)


def test_a_sum_points_at_the_count_that_it_holds() -> None:
    text = f"{OPENINGS['en']}\nThe group's leader and two others were killed in the raid."
    told = read(Article(identifier="test", text=text, language="en", published=PUBLISHED)).figures
    (total,) = [f for f in told if f.derived_from]
    assert (total.value, [told[i].value for i in total.derived_from]) == (3, [2])
