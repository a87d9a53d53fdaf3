"""Any text is read, in time that grows with its length, and every quote stands where it says."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import languages
from kg.model import Reading
from kg.reading import read
from tests.reading.helpers import article
from tests.reading.test_surface import quotes_hold

WORDS = "Rebels killed 17 soldiers in Goma and the army said 41 were wounded "
SHAPES = {
    "paragraphs": WORDS + "on Monday.\n\n",
    "one sentence without punctuation": WORDS,
    "digits": "7",
    "numbers": "17 ",
    "number words": "two hundred and ",
    "capitals": "A",
    "words in capitals": "GOMA KILLED ",
    "letters": "a",
    "hyphens": "a-",
    "elisions": "l'",
    "commas": ",",
    "brackets": "(",
    "full stops": ". ",
    "abbreviations": "U.S.",
    "datelines": "GOMA - ",
    "quotation marks": '"',
    "colons": "the army: ",
    "speakers": "said the army ",
    "predicates": "killed ",
    "names": "Islamic State ",
    "credits": "© ",
    "handles": "@a ",
    "addresses": "https://t.co/a ",
    "dates": "17/10/16 ",
    "line ends": "\n",
    "blanks": " ",
    "marks": "e\u0336",
    "zero-width spaces": "\u200b",
    "look-alikes": "kіlled ",
    "Arabic": "قتل سبعة عشر جنديا في الموصل ",
}
SIZE = 12_000  # characters of the shorter text


def seconds(text: str) -> float:
    started = time.process_time()
    read(article(text, "en"))
    return time.process_time() - started


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_twice_the_text_takes_about_twice_the_time(shape: str) -> None:
    """Quadratic work takes four times as long; a tenth of a second is left to whatever else the machine does."""
    text = WORDS + shape * (SIZE // len(shape))
    read(article(WORDS, "en"))
    once = min(seconds(text) for _ in range(2))
    assert seconds(text + "\n" + text) < 3 * once + 0.1


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
