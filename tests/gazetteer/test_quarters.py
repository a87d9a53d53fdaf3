"""Parts of a town share their names with towns abroad."""

from __future__ import annotations

import pytest

from kg.gazetteer import find_places, resolve

PARTS = [
    ("en", "A second blast in Mogadishu killed two people in the Madina district. Somalia is at war.", "Madina", "SO"),
    ("nl", "In de wijk Tripoli in Bagdad vielen doden. Irak is in rouw.", "Tripoli", "IQ"),
    ("fr", "Dans le quartier de Damas à Bamako, au Mali, des tirs.", "Damas", "ML"),
    ("es", "En el barrio Petare de Caracas, Venezuela, hubo disparos.", "Petare", "VE"),
]


@pytest.mark.parametrize(("language", "text", "name", "country"), PARTS)
def test_a_part_of_a_town_lies_in_the_country_of_the_text(language: str, text: str, name: str, country: str) -> None:
    (part,) = [p for p in resolve(find_places(text, language), text, language) if p.mentions[0].quote == name]
    assert part.country == country


def test_a_district_that_bears_the_name_of_a_town_of_its_country_is_that_town() -> None:
    text = "Fighting reached the Aleppo district of Syria; Homs was quiet."
    assert "Aleppo" in {p.name for p in resolve(find_places(text, "en"), text, "en")}
