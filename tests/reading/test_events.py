"""Events: type, sides, status, date; one record per act."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.model import EventClaim, Reading, Status
from tests.reading.helpers import reading


def names(read: Reading, keys: tuple[str, ...]) -> list[str]:
    return [read.actor_names()[key] for key in keys]


def event(text: str, language: str, kind: str) -> tuple[Reading, EventClaim]:
    read = reading(text, language)
    (found,) = [e for e in read.events if e.type == kind]
    return read, found


def test_a_passive_names_its_agent_behind_a_preposition() -> None:
    read, found = event("Twee dagen geleden werden 58 deserteurs door IS geëxecuteerd.", "nl", "execution")
    assert names(read, found.agents) == ["Islamic State"]
    assert names(read, found.targets) == ["deserters"]
    assert found.period is not None
    assert found.period.iso == "2016-10-15"


def test_hearsay_stays_unverified() -> None:
    text = "De Koerdische Peshmerga-strijders zouden de eerste dorpen ten oosten van Mosoel al ingenomen hebben."
    read, found = event(text, "nl", "capture_of_territory")
    assert found.status is Status.UNVERIFIED
    assert names(read, found.agents) == ["Peshmerga"]
    assert found.place == "gn-99072"


def test_what_has_begun_began_on_the_day_of_the_news() -> None:
    _, found = event("Het offensief om Mosoel is begonnen, zeggen de Iraakse troepen.", "nl", "offensive")
    assert found.period is not None
    assert found.period.begin == dt.date(2016, 10, 17)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The offensive of the Peshmerga against Islamic State began. The offensive goes on, soldiers said."),
        ("nl", "Het offensief van de Peshmerga tegen IS is begonnen. Het offensief gaat door, aldus de troepen."),
    ],
)
def test_an_act_told_twice_is_one_record(language: str, text: str) -> None:
    read, found = event(text, language, "offensive")
    assert names(read, found.agents) == ["Peshmerga"]
    assert names(read, found.targets) == ["Islamic State"]


def test_an_event_of_another_year_is_background() -> None:
    _, found = event("De jihadisten van IS hebben in 2014 grote delen van Irak veroverd.", "nl", "capture_of_territory")
    assert found.background


def test_a_country_in_a_comparison_or_as_a_goal_does_not_become_the_scene() -> None:
    text = "Soldaten vechten in Mosoel. Troepen vrezen 'een nieuw Aleppo' na de luchtaanvallen van IS."
    read = reading(text, "nl")
    assert {p.name: p.is_event_place for p in read.places} == {"Mosul": True, "Aleppo": False}


def test_support_is_a_relation_between_the_sides() -> None:
    text = "Voor hun offensief tegen IS krijgen de Iraakse troepen steun van de VS en Groot-Brittannië."
    read = reading(text, "nl")
    assert {(names(read, (r.source,))[0], r.type, names(read, (r.target,))[0]) for r in read.relations} == {
        ("United States", "supports", "Iraqi Armed Forces"),
        ("United Kingdom", "supports", "Iraqi Armed Forces"),
    }
