"""Tolls of years, fears beside facts, and names that stand between the dead and their verb."""

from __future__ import annotations

import pytest

from kg.model import Kind, Measure, Scope, Status
from tests.reading.helpers import reading

MINE = [
    ("en", "Two soldiers were wounded in a bombing in Gao on Sunday. The mission has lost 175 men since 2013."),
    ("nl", "In Gao raakten zondag twee soldaten gewond bij een bomaanslag. Sinds 2013 verloor de missie 175 man."),
    (
        "fr",
        "À Gao, deux soldats ont été blessés par une explosion dimanche. La mission a perdu 175 hommes depuis 2013.",
    ),
    ("ru", "В Гао в воскресенье два солдата были ранены при взрыве мины. С 2013 года миссия потеряла 175 человек."),
]


@pytest.mark.parametrize(("language", "text"), MINE)
def test_a_toll_since_years_ago_is_neither_of_the_event_nor_of_the_town_of_the_day(language: str, text: str) -> None:
    wounded, lost = sorted(reading(text, language).figures, key=lambda figure: figure.value or 0)
    assert (wounded.value, wounded.event, lost.value, lost.event) == (2, 0, 175, None)
    assert lost.scope is Scope.CUMULATIVE
    assert wounded.place is not None
    assert lost.place != wounded.place


def test_a_toll_since_years_ago_is_set_in_the_country_of_the_article() -> None:
    text = "In Kharkiv sind 18 Menschen gestorben. Seit Februar 2014 wurden in der Ukraine Menschen getötet. " + (
        "Seit 2014 haben die Vereinten Nationen 10 900 getötete Zivilisten gezählt."
    )
    read = reading(text, "de")
    (toll,) = [figure for figure in read.figures if figure.value == 10900]
    assert toll.place is not None
    assert read.place_names()[toll.place] == "Ukraine"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Red Cross said that five of its volunteers had died and feared that the number would rise."),
        ("nl", "De burgemeester vreest dat het dodental oploopt: zestien mensen worden nog vermist."),
        ("fr", "La Croix-Rouge a dit que cinq volontaires étaient morts et craint que le bilan ne s'alourdisse."),
    ],
)
def test_a_fear_that_follows_a_count_does_not_make_it_feared(language: str, text: str) -> None:
    counted = [figure for figure in reading(text, language).figures if figure.kind in (Kind.KILLED, Kind.MISSING)]
    assert [figure.status for figure in counted] == [Status.REPORTED]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Some 65 fighters of the Lord's Resistance Army (LRA) were killed in Garamba on Friday."),
        ("fr", "À Bartella, 65 combattants du groupe État islamique (EI) y ont été tués."),
        ("de", "Am Freitag sind 65 Kämpfer der Widerstandsarmee des Herrn (LRA) getötet worden."),
    ],
)
def test_an_acronym_in_brackets_does_not_part_the_dead_from_their_verb(language: str, text: str) -> None:
    (counted,) = reading(text, language).figures
    assert (counted.kind, counted.value) == (Kind.KILLED, 65)


def test_an_undated_act_takes_no_toll_of_years_and_an_arrest_told_before_no_dead() -> None:
    text = "Gunmen abducted 20 people in Bankass. Police arrested one man. The mission has lost 175 men since 2013."
    taken, _, lost = sorted(reading(text, "en").figures, key=lambda figure: figure.evidence.start)
    assert (taken.event, lost.event) == (0, None)
    later = "Police arrested one man in Kabul. The Red Cross said that five of its volunteers had died."
    assert [figure.event for figure in reading(later, "en").figures if figure.kind is Kind.KILLED] == [None]


def test_what_was_counted_in_one_town_is_not_of_an_attack_on_another() -> None:
    text = "Shells hit a market in Kupiansk on Sunday. In Vovchansk 32 people are missing."
    read = reading(text, "en")
    (figure,) = read.figures
    assert [event.type for event in read.events] == ["shelling"]
    assert figure.event is None


def test_unidentified_bodies_are_a_part_of_the_dead() -> None:
    text = "A bomb exploded in Mogadishu. An ambulance service counted 165 unidentified bodies."
    assert [figure.scope for figure in reading(text, "en").figures] == [Scope.PART]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le pays comptait déjà 6,4 millions de déplacés internes. Des combats ont éclaté à Goma."),
        ("en", "Fighting broke out in Goma. The country already had 6.4 million displaced people."),
    ],
)
def test_the_displaced_a_country_has_are_a_stock(language: str, text: str) -> None:
    (counted,) = reading(text, language).figures
    assert (counted.kind, counted.measure) == (Kind.DISPLACED, Measure.STOCK)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Fighting broke out in Kirkuk on Friday. 85 people have died, police said. A doctor spoke of 113 dead."),
        ("de", "Am Freitag gab es in Kirkuk Gefechte. 85 Menschen kamen ums Leben. Ein Arzt sprach von 113 Toten."),
    ],
)
def test_the_dead_of_the_next_sentences_are_of_the_fighting_before_them(language: str, text: str) -> None:
    assert [figure.event for figure in reading(text, language).figures] == [0, 0]
