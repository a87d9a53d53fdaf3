"""Which of the places that share a name is meant."""

from __future__ import annotations

from kg.gazetteer import Gazetteer, find_places, resolve


def keys(index: Gazetteer, language: str, text: str, hint: str | None = None) -> list[str]:
    mentions = find_places(text, language, index=index)
    return [place.key for place in resolve(mentions, text, language, hint=hint, index=index)]


GREECE, GEORGIA_US, GEORGIA = "gn-264371", "gn-4180386", "gn-614540"


def test_a_big_town_wins_where_nothing_else_speaks(index: Gazetteer) -> None:
    assert keys(index, "en", "Talks were held in Athens on Friday.") == [GREECE]


def test_a_state_after_the_comma_decides_and_is_no_country_then(index: Gazetteer) -> None:
    text = "Georgia and Russia swapped prisoners near Tbilisi. A professor in Athens, Georgia, was surprised."
    found = keys(index, "en", text)
    assert GEORGIA_US in found
    assert GREECE not in found
    assert GEORGIA in found
    assert "gn-4197000" not in found  # the state is part of the town's name here


def test_capital_of_a_region_makes_a_short_name_long(index: Gazetteer) -> None:
    text = "El Ejército trasladó los cuerpos a San José, la capital del Guaviare."
    assert keys(index, "es", text) == ["gn-3828545", "s-guaviare"]


def test_the_country_spoken_of_decides(index: Gazetteer) -> None:
    assert "gn-3621849" in keys(index, "es", "El presidente de Costa Rica habló en San José.")


def test_nearness_to_other_places_decides_within_a_country(index: Gazetteer) -> None:
    assert "gn-3687972" in keys(index, "es", "Hubo combates en Calamar, Guaviare, informó el Ejército colombiano.")


def test_of_two_places_called_qayyarah_the_one_near_mosul_is_meant(index: Gazetteer) -> None:
    found = keys(index, "nl", "De Amerikanen vliegen vanaf Qayyarah, ten zuiden van Mosul in Irak.")
    assert "gn-99003" in found
    assert "gn-6780977" not in found


def test_the_place_of_publication_is_the_last_resort(index: Gazetteer) -> None:
    assert keys(index, "en", "A fire broke out in Athens.", hint="US") == [GEORGIA_US]
    assert keys(index, "es", "Un incendio en San José dejó dos heridos.", hint="CR") == ["gn-3621849"]


def test_a_place_comes_in_the_order_of_its_first_mention(index: Gazetteer) -> None:
    assert keys(index, "en", "From Goma to Nairobi and back to Goma.") == ["gn-216281", "gn-184745"]


def test_a_village_named_so_is_not_its_namesake_in_a_country_the_text_is_silent_on(index: Gazetteer) -> None:
    (bamako, mali, village) = keys(index, "en", "BAMAKO - Soldiers in Mali came to the village of Bron at dawn.")
    assert (bamako, mali) == ("gn-2460596", "gn-2453866")
    assert village.startswith("x-")


def test_a_text_without_places_has_none(index: Gazetteer) -> None:
    assert keys(index, "en", "") == []
    assert keys(index, "en", "It rained all day.") == []
