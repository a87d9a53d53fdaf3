"""What counts as a figure, of what kind, how sure and who says so."""

from __future__ import annotations

import pytest

from kg.model import Kind, Measure, Scope, Status
from tests.reading.helpers import figure, figures, reading

KINDS = [
    ("nl", "Bij de aanval kwamen twaalf soldaten om het leven.", "killed", 12),
    ("nl", "Rebellen ontvoerden 30 soldaten, zij werden gegijzeld.", "abducted", 30),
    ("en", "Rebels killed 17 soldiers in the town.", "killed", 17),
    ("en", "Soldiers said 28 people had been taken to hospital with injuries.", "injured", 28),
    ("en", "The army arrested 51 people.", "captured", 51),
    ("fr", "Les rebelles ont tué 23 soldats.", "killed", 23),
    ("fr", "Plus de 300 personnes ont fui les combats.", "displaced", None),
    ("de", "Bei dem Angriff wurden fünf Soldaten verletzt.", "injured", 5),
    ("de", "Die Rebellen haben drei Soldaten getötet.", "killed", 3),
    ("es", "Los guerrilleros mataron a 21 soldados.", "killed", 21),
    ("es", "Unas 500 personas huyeron de los combates.", "displaced", 500),
]


@pytest.mark.parametrize(("language", "text", "kind", "value"), KINDS)
def test_a_figure_is_bound_to_what_befell_the_counted(language: str, text: str, kind: str, value: int | None) -> None:
    found = figure(text, language)
    assert found.kind is Kind(kind)
    assert value is None or found.value == value


NO_FIGURES = [
    ("nl", "In 2011 verlieten de troepen het land, in 2014 kwamen de strijders."),
    ("nl", "Het leger strooide tienduizenden pamfletten over de stad."),
    ("en", "The 5th Brigade and the M23 rebels fought 20 km from the town at 10.30 on 12 May."),
    ("en", "The commander (49) asked the rebels for 3 million dollars and 12 per cent of the oil."),
    ("de", "Die 19. Raketenbrigade stand 45 Kilometer südwestlich der Truppen."),
    ("fr", "Le soldat, 64 ans, a parcouru 300 kilomètres en 72 heures."),
    ("es", "El frente 58 de la guerrilla está a 220 kilómetros de los soldados."),
]


@pytest.mark.parametrize(("language", "text"), NO_FIGURES)
def test_years_money_distances_ages_and_units_are_no_figures(language: str, text: str) -> None:
    assert figures(text, language) == []


STATUSES = [
    ("nl", "Er zouden zich nog ongeveer 4.000 strijders bevinden in de stad.", Status.UNVERIFIED),
    ("nl", "De Verenigde Naties vrezen dat tot 9.000 mensen ontheemd zullen raken door het offensief.", Status.FEARED),
    ("en", "The rebels reportedly killed 40 soldiers.", Status.UNVERIFIED),
    ("en", "The army will send 500 soldiers to the front.", Status.PLANNED),
    ("de", "Bisher sollen 90 Soldaten gefallen sein.", Status.UNVERIFIED),
    ("fr", "Douze soldats auraient été tués dans l'attaque.", Status.UNVERIFIED),
    ("es", "Doce soldados habrían sido secuestrados por la guerrilla.", Status.UNVERIFIED),
    ("en", "Rebels killed 40 soldiers.", Status.REPORTED),
]


@pytest.mark.parametrize(("language", "text", "status"), STATUSES)
def test_the_status_is_what_the_words_commit_to(language: str, text: str, status: Status) -> None:
    assert figure(text, language).status is status


SPEAKERS = [
    ("nl", "Volgens de Verenigde Naties zijn 40 soldaten gedood.", "United Nations"),
    ("nl", "Bij de aanval zijn 40 soldaten gedood, meldt UNHCR.", "UNHCR"),
    ("en", "According to the United Nations, 40 soldiers were killed.", "United Nations"),
    ("en", "The rebels killed 40 soldiers, UNHCR said.", "UNHCR"),
    ("fr", "Selon l'ONU, 40 soldats ont été tués.", "United Nations"),
    ("de", "Nach Angaben der Vereinten Nationen wurden 40 Soldaten getötet.", "United Nations"),
    ("es", "Según la ONU, 40 soldados fueron asesinados.", "United Nations"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), SPEAKERS)
def test_a_figure_is_attributed_to_its_speaker(language: str, text: str, speaker: str) -> None:
    read = reading(text, language)
    (found,) = read.figures
    assert read.actor_names()[found.attribution[0]] == speaker


def test_an_unnamed_speaker_is_still_not_the_paper() -> None:
    read = reading("Rebels killed 40 soldiers, according to the local health directorate.", "en")
    assert [read.actor_names()[key] for key in read.figures[0].attribution] == ["local health directorate"]


def test_that_is_what_somebody_said_gives_the_sentence_before_its_source() -> None:
    text = "Bij gevechten zijn 40 soldaten gedood. Dat heeft de Iraakse premier Haider al-Abadi gemeld."
    read = reading(text, "nl")
    assert [read.actor_names()[key] for key in read.figures[0].attribution] == ["Haider al-Abadi"]


def test_a_list_behind_a_colon_takes_the_kind_of_its_sum_and_is_part_of_it() -> None:
    found = figures("De generaal telde 194 doden: 41 agenten, twee militairen en 47 burgers.", "nl")
    assert [(f.kind, f.value, f.scope) for f in found] == [
        (Kind.KILLED, 194, Scope.INCIDENT),
        (Kind.KILLED, 41, Scope.PART),
        (Kind.KILLED, 2, Scope.PART),
        (Kind.KILLED, 47, Scope.PART),
    ]


def test_killed_and_injured_in_one_sentence_are_two_figures() -> None:
    found = figures("In the attack by rebels 23 soldiers were killed and 40 wounded.", "en")
    assert [(f.kind, f.value) for f in found] == [(Kind.KILLED, 23), (Kind.INJURED, 40)]


def test_nobody_killed_is_zero_and_not_nothing() -> None:
    found = figure("De rebellen vielen de kazerne aan, er vielen geen doden.", "nl")
    assert (found.kind, found.low, found.high) == (Kind.KILLED, 0, 0)


def test_room_for_people_is_a_capacity_and_never_a_flow() -> None:
    found = figure("Na de gevechten is er in het kamp plaats voor 1.200 mensen.", "nl")
    assert (found.kind, found.measure) == (Kind.DISPLACED, Measure.CAPACITY)


def test_an_attacker_who_kills_is_not_among_the_dead() -> None:
    found = figures("Four gunmen killed 12 people.", "en")
    assert [(f.kind, f.value) for f in found] == [(Kind.STRENGTH, 4), (Kind.KILLED, 12)]


def test_a_number_of_an_older_event_is_background_with_its_own_date() -> None:
    found = figures("Rebels killed 67 people at the market in 2013.", "en")
    assert [(f.scope, f.period.iso if f.period else None) for f in found] == [(Scope.BACKGROUND, "2013")]


@pytest.mark.parametrize(
    ("language", "text", "population"),
    [
        ("en", "Rebels killed 16 Americans on the road.", "people from the United States"),
        ("en", "Rebels killed 16 Kenyans on the road.", "people from Kenya"),
        ("nl", "Rebellen doodden 16 Tsjetsjenen langs de weg.", "people from Chechnya"),
    ],
)
def test_people_counted_by_where_they_are_from_are_named_in_english(language: str, text: str, population: str) -> None:
    assert figure(text, language).population == population


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "GOMA - Soldaten schoten in Goma. Zeker honderd mensen zijn gedood; de regering in Kinshasa zwijgt."),
        ("en", "GOMA - Soldiers fired in Goma. At least 100 people were killed; the government in Kinshasa is silent."),
        ("fr", "GOMA - Des soldats ont tiré à Goma. Cent personnes ont été tuées; le gouvernement à Kinshasa se tait."),
    ],
)
def test_a_government_in_its_capital_does_not_move_the_dead_there(language: str, text: str) -> None:
    found = reading(text, language)
    labels = {place.key: place.name for place in found.places}
    assert [labels.get(figure.place or "") for figure in found.figures] == ["Goma"]
