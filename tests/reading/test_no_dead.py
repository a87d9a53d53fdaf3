"""Numbers that are no dead: ages, what was prevented, what might have been, and wars of other years."""

from __future__ import annotations

import pytest

from kg.model import Kind, Scope, Status
from tests.reading.helpers import reading


@pytest.mark.parametrize(
    ("language", "text", "dead"),
    [
        ("en", "Three children aged 7, 9 and 12 were killed by a shell in Kharkiv on Friday.", [3]),
        ("nl", "Bij een aanslag in Kaboel kwamen een man van 45 en zijn dochters van 8 en 12 om het leven.", [1]),
        ("es", "Un hombre de 62 años y su hijo de 30 fueron asesinados el viernes en Tibú por la guerrilla.", []),
        ("fr", "Deux frères de 7 et 9 ans ont été tués vendredi par un obus à Kharkiv.", [2]),
        ("ru", "При обстреле Харькова погибли 34-летний мужчина и двое детей 7 и 9 лет.", [2]),
    ],
)
def test_ages_are_no_dead(language: str, text: str, dead: list[int]) -> None:
    assert [figure.value for figure in reading(text, language).figures if figure.kind is Kind.KILLED] == dead


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Police foiled an attack in Kabul on Friday that would have killed dozens of people."),
        ("nl", "De politie verijdelde vrijdag een aanslag in Kaboel. Soldaten bewaken de stad."),
        ("de", "Die Polizei vereitelte am Freitag einen Anschlag in Kabul. Soldaten bewachen die Stadt."),
        ("fr", "La police a déjoué vendredi un attentat à Kaboul. Des soldats gardent la ville."),
        ("es", "La policía frustró el viernes un atentado en Kabul. Soldados vigilan la ciudad."),
    ],
)
def test_what_was_foiled_did_not_happen_and_who_foiled_it_did_not_do_it(language: str, text: str) -> None:
    read = reading(text, language)
    assert read.events == ()
    assert all(figure.status is Status.EXPECTED for figure in read.figures if figure.kind is Kind.KILLED)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Had the bomb exploded in Kabul on Friday, 100 people would have died."),
        ("de", "Die Bombe in Kabul hätte am Freitag hundert Menschen töten können, sagte ein Soldat."),
        ("fr", "La bombe aurait pu tuer cent personnes vendredi à Kaboul."),
        ("es", "La bomba podría haber matado a cien personas el viernes en Kabul."),
    ],
)
def test_what_might_have_been_is_no_fact(language: str, text: str) -> None:
    (figure,) = reading(text, language).figures
    assert (figure.value, figure.status) == (100, Status.EXPECTED)


def test_today_s_dead_are_not_of_the_war_they_are_dated_by() -> None:
    (figure,) = reading("Gunmen killed two guards in Goma on Friday, two years after the war of 2012.", "en").figures
    assert (figure.value, figure.event) == (2, None)


def test_police_who_speak_after_a_bombing_did_not_do_it() -> None:
    read = reading("Ten people have died, police said after the bombing in Kabul on Friday.", "en")
    assert [event.agents for event in read.events if event.type == "bombing"] == [()]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Hundert Menschen wurden am Freitag in Kabul bei Gefechten getötet, sagte ein Offizier."),
        ("nl", "Bij gevechten in Kaboel werden vrijdag honderd mensen gedood, zei een soldaat."),
        ("ru", "В пятницу в Кабуле в боях были убиты сто человек, сказал один солдат."),
        ("en", "A hundred people were killed in fighting in Kabul on Friday, said a soldier."),
    ],
)
def test_who_tells_of_the_dead_is_not_one_of_them(language: str, text: str) -> None:
    assert [figure.value for figure in reading(text, language).figures] == [100]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Police reported one dead after the shelling of Goma."),
        ("nl", "Na de beschieting van Goma meldt de politie een dode."),
        ("de", "Nach dem Beschuss von Goma meldet die Polizei einen Toten."),
    ],
)
def test_the_one_dead_that_police_report_is_one(language: str, text: str) -> None:
    assert [figure.value for figure in reading(text, language).figures] == [1]


def test_two_verbs_have_a_number_each() -> None:
    counted = reading("The shelling killed 5 and wounded 12 in Kharkiv on Friday.", "en").figures
    assert [(figure.kind, figure.value) for figure in counted] == [(Kind.KILLED, 5), (Kind.INJURED, 12)]


def test_a_span_is_of_the_number_beside_it() -> None:
    text = "The war has killed 14,000 people since 2014, the UN said after shelling killed two in Donetsk on Friday."
    assert [figure.scope for figure in reading(text, "en").figures] == [Scope.CUMULATIVE, Scope.INCIDENT]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "В результате обстрела Харькова в пятницу никто не погиб, девять человек ранены."),
        ("uk", "Унаслідок обстрілу Харкова в п'ятницю ніхто не загинув, дев'ятеро людей поранені."),
    ],
)
def test_a_shelling_in_which_nobody_died_is_not_denied(language: str, text: str) -> None:
    assert [event.status for event in reading(text, language).events] == [Status.REPORTED]
