"""Countries, their people and their seats of power as each language writes them."""

from __future__ import annotations

import pytest
from babel import Locale

from kg.languages import countries, place_words

LANGUAGES = ["nl", "en", "fr", "de", "es"]


@pytest.mark.parametrize(
    ("language", "form", "code"),
    [
        ("nl", "VS", "US"), ("nl", "Groot-Brittannië", "GB"), ("nl", "DR Congo", "CD"), ("en", "UK", "GB"),
        ("en", "U.S.", "US"), ("fr", "RDC", "CD"), ("fr", "Irak", "IQ"), ("de", "USA", "US"), ("es", "EEUU", "US"),
        ("de", "Elfenbeinküste", "CI"), ("es", "Palestina", "PS"), ("en", "Kosovo", "XK"), ("nl", "Noorwegen", "NO"),
    ],
)  # fmt: skip
def test_names_and_aliases_of_countries(language: str, form: str, code: str) -> None:
    assert countries.load(language).names[form] == code


@pytest.mark.parametrize(
    ("language", "forms", "code"),
    [
        ("nl", ["Iraaks", "Iraakse", "Irakees", "Irakezen", "Iraki's"], "IQ"),
        ("nl", ["Amerikaan", "Amerikanen", "Amerikaans", "Amerikaanse"], "US"),
        ("nl", ["Syriër", "Syriërs", "Syrisch", "Syrische"], "SY"),
        ("en", ["Iraqi", "Iraqis"], "IQ"),
        ("en", ["South Sudanese"], "SS"),
        ("fr", ["irakien", "irakienne", "irakiens", "Irakiens", "Irakienne"], "IQ"),
        ("de", ["irakisch", "irakische", "irakischen", "irakischer", "irakisches", "Iraker", "Irakern"], "IQ"),
        ("de", ["Russe", "Russen", "Russin"], "RU"),
        ("es", ["iraquí", "iraquíes"], "IQ"),
        ("es", ["alemán", "alemana", "alemanes"], "DE"),
        ("ru", ["иракский", "иракских", "Иракские", "иракцы"], "IQ"),
        ("uk", ["російський", "російських", "росіяни"], "RU"),
        ("ar", ["عراقي", "العراقية", "العراقيين"], "IQ"),
        ("en", ["Chechen"], "s-chechnya"),
    ],
)
def test_inhabitants_and_adjectives_in_their_inflected_forms(language: str, forms: list[str], code: str) -> None:
    known = countries.load(language).demonyms
    assert {form: known.get(form) for form in forms} == dict.fromkeys(forms, code)


@pytest.mark.parametrize(
    ("language", "form", "code"),
    [("nl", "Kremlin", "RU"), ("nl", "Witte Huis", "US"), ("en", "Kigali", "RW"), ("de", "Moskau", "RU")],
)
def test_seats_of_power(language: str, form: str, code: str) -> None:
    assert countries.load(language).metonyms[form] == code


def test_the_name_of_a_country_is_no_plural_of_its_people() -> None:
    assert "Polen" not in countries.load("nl").demonyms
    assert countries.load("nl").names["Polen"] == "PL"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_a_territory_or_a_region_of_ours(language: str) -> None:
    forms = countries.load(language)
    codes = {*forms.names.values(), *forms.demonyms.values(), *forms.metonyms.values()}
    territories = Locale("en").territories
    assert {code for code in codes if not code.startswith("s-") and code not in territories} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_country_has_people(language: str) -> None:
    assert len({code for code in countries.load(language).demonyms.values() if len(code) == 2}) > 160


def test_a_language_without_files_has_no_words_but_does_not_fail() -> None:
    assert countries.load("xx").names == {}
    assert countries.load("sv").names["Irak"] == "IQ"  # CLDR alone
    assert place_words.load("xx").locatives == frozenset()
