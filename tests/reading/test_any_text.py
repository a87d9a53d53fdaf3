"""Any text is read, and every quote stands where it says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.reading.growth import SHAPES
from kg import languages
from kg.model import Reading
from kg.reading import read
from tests.reading.helpers import article
from tests.reading.test_surface import quotes_hold

ODD = ("©", "(@a)", "\u202e", "İ", "ß", "% ", "…", "«", "»", "-", "\t", "\r", "half a ", "1.200.000,5", "16 Oct. ")
NAMES = ("Mosul", "M23", "Президент", "يناير", "drie- tot vierduizend", "Rebellen doodden twaalf soldaten bij Goma.")
PIECES = st.sampled_from([*SHAPES.values(), *ODD, *NAMES])
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from(languages.supported()))
def test_any_text_is_read_and_its_quotes_are_exact(text: str, language: str) -> None:
    found = read(article(text, language))
    assert isinstance(found, Reading)
    assert quotes_hold(found)


@pytest.mark.parametrize("text", ["", " ", "\n", "©", "\u200b", "7" * 400, "a" * 4000, "(" * 4000, "1,2,3" * 99])
@pytest.mark.parametrize("language", languages.supported())
def test_odd_texts_are_read(text: str, language: str) -> None:
    assert quotes_hold(read(article(text, language)))
