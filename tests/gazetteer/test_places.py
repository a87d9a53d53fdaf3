"""Which words of a text are places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.gazetteer import Gazetteer, find_places, resolve
from kg.model import Place, Precision


def places(index: Gazetteer, language: str, text: str, taken: tuple[tuple[int, int], ...] = ()) -> dict[str, Place]:
    found = resolve(find_places(text, language, taken=taken, index=index), text, language, index=index)
    return {place.key: place for place in found}


def names(index: Gazetteer, language: str, text: str) -> list[str]:
    return [place.name for place in places(index, language, text).values()]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "NAIROBI, Jan 16 - The siege of a hotel is over.", "Nairobi"),
        ("es", "CÚCUTA. – Miles de personas huyeron.", "Cúcuta"),
        ("nl", "ASSEN - De bussen kwamen om acht uur.", "Assen"),
        ("de", "Kiew (dpa) - In der Nacht gab es Luftalarm.", "Kyiv"),
        ("en", "KYIV. Rescuers are at work.", "Kyiv"),
        ("fr", "BAMAKO - Une attaque a fait dix morts.", "Bamako"),
        (
            "nl",
            "Van onze correspondent\n\nFoto: archief\n\nVandaag\n\nMeer nieuws\n\nGOMA - Er wordt gevochten.",
            "Goma",
        ),
    ],
)
def test_a_dateline_is_a_place(index: Gazetteer, language: str, text: str, name: str) -> None:
    assert name in names(index, language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Van de zestig man is niets vernomen. Best vreemd. Of het waar is, blijft onduidelijk. Bron: Belga"),
        ("en", "Reading the report took a day. Nice work, they said. Best wishes."),
        ("de", "Das Essen war knapp. Man wartete. Die Lage blieb ernst."),
        ("nl", "Er kwam een Man binnen."),
    ],
)
def test_words_that_are_towns_too_are_words(index: Gazetteer, language: str, text: str) -> None:
    assert names(index, language, text) == []


def test_a_small_town_far_from_the_story_needs_a_word_that_says_it_is_a_place(index: Gazetteer) -> None:
    assert names(index, "nl", "De brand in Goma trof Assen.") == ["Goma"]
    assert names(index, "nl", "Na de brand in Goma was er een wake in Assen.") == ["Goma", "Assen"]


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("nl", "Het Mosul-offensief begon maandag in Irak.", "Mosul"),
        ("en", "Nairobi's police said the siege was over.", "Nairobi"),
        ("nl", "In de Gazastrook is geen water.", "Gazastrook"),
        ("de", "Moskaus Armee rückte vor.", "Moskaus"),
        ("ru", "Бои за Мосулом идут в Ираке.", "Мосулом"),
        ("ar", "القتال بالموصل", "بالموصل"),
        ("fr", "Les habitants d'Afrin ont fui la Syrie.", "Afrin"),
    ],
)
def test_compounds_possessives_and_elisions_hold_places(index: Gazetteer, language: str, text: str, quote: str) -> None:
    found = places(index, language, text)
    assert quote in {mention.quote for place in found.values() for mention in place.mentions}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Defence Secretary Ash Carter spoke on Monday."),
        ("es", "El personero William Villamizar pidió ayuda."),
        ("en", "Maj. Gen. Athens said so."),
        ("nl", "Volgens kolonel Van Best is het rustig."),
    ],
)
def test_names_of_persons_are_no_places(index: Gazetteer, language: str, text: str) -> None:
    assert names(index, language, text) == []


def test_a_text_all_in_capitals_is_read_with_more_care(index: Gazetteer) -> None:
    assert names(index, "en", "TROOPS IN NAIROBI SAID THE MAN OF ASH SAW NICE CARS IN KENYA.") == ["Nairobi", "Kenya"]


def test_what_the_reader_knows_to_be_an_actor_is_no_place(index: Gazetteer) -> None:
    text = "Het leger van Irak nam Mosul in."
    start = text.index("Irak")
    assert list(places(index, "nl", text, ((start, start + 4),))) == ["gn-99072"]


def test_a_lower_case_word_is_no_place(index: Gazetteer) -> None:
    assert names(index, "en", "a nice van from mosul") == []


def test_all_names_of_one_place_are_mentions_of_it(index: Gazetteer) -> None:
    text = "Mosoel valt bijna. #Mosul is omsingeld, zegt Irak. In Mosul zelf is het stil."
    place = places(index, "nl", text)["gn-99072"]
    assert [mention.quote for mention in place.mentions] == ["Mosoel", "Mosul"]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Troops entered the village of Kisunga in Congo.", "Kisunga"),
        ("nl", "In het dorp Abu Hajar in Irak vielen doden.", "Abu Hajar"),
        ("de", "Im Dorf Kisunga im Kongo starben zehn Menschen.", "Kisunga"),
        ("fr", "Le village de Kisunga, en RDC, a été attaqué.", "Kisunga"),
        ("es", "En la vereda La Esmeralda, en Colombia, hubo combates.", "La Esmeralda"),
    ],
)
def test_a_village_that_no_gazetteer_has_is_kept_without_coordinates(
    index: Gazetteer, language: str, text: str, name: str
) -> None:
    place = next(place for place in places(index, language, text).values() if place.key.startswith("x-"))
    assert place.name == name
    assert (place.latitude, place.longitude, place.geonames) == (None, None, None)
    assert place.precision is Precision.UNKNOWN
    assert place.country in {"CD", "IQ", "CO"}


def test_what_and_joins_is_of_one_kind(index: Gazetteer) -> None:
    assert names(index, "en", "Families arrived in Azaz and Afrin from the rest of Syria.") == [
        "Azaz",
        "Afrin",
        "Syria",
    ]


def test_a_mention_says_whether_the_place_is_meant_or_may_be_the_state(index: Gazetteer) -> None:
    text = "Iraq says that troops are massing in Kenya."
    iraq, kenya = find_places(text, "en", index=index).places
    assert iraq.is_country
    assert not iraq.is_located
    assert kenya.is_located


def test_demonyms_are_no_places_but_tell_the_country(index: Gazetteer) -> None:
    found = find_places("Iraakse troepen en Irakezen wachten.", "nl", index=index)
    assert found.places == ()
    assert set(found.countries) == {"IQ"}


PIECES = ["Mosul", "Goma -", "NAIROBI,", "in", "the village of", "Kisunga", "San José", "Iraq's", "l'Irak", "d'", "\n",
          "Gen.", "Athens, Georgia", "Qayyarah", "“Van", "Best”", "é́", "الموصل", "-", "al-Qayyarah", "🙂"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["nl", "en", "fr", "de", "es", "xx"]))
def test_every_mention_is_a_slice_of_the_text(index: Gazetteer, pieces: list[str], language: str) -> None:
    text = " ".join(pieces)
    mentions = find_places(text, language, index=index)
    assert all(text[m.start : m.end] == m.text for m in mentions.places)
    for place in resolve(mentions, text, language, index=index):
        assert place.mentions
        assert all(text[m.start : m.end] == m.quote for m in place.mentions)
