"""Tricks of Unicode and texts in capitals are read as what they look like, and quoted as they were printed."""

from __future__ import annotations

import dataclasses
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Evidence, Reading
from kg.reading import read
from kg.reading.surface import surface
from kg.reading.truecase import truecased
from tests.reading.helpers import MONDAY, figure, reading

PLAIN = "MOSUL - Rebels killed 17 soldiers and wounded 41 civilians in Mosul on Sunday, the Iraqi army said."
NOISE = {
    "zero-width spaces": "\u200b",
    "bidirectional controls": "\u202e",
    "isolates": "\u2066",
    "soft hyphens": "\u00ad",
    "joiners": "\u2060",
    "overlays": "\u0336",
    "stacked marks": "\u0316\u0323",
}
LOOKALIKES = str.maketrans("aeopcM", "аеорсМ")
STYLED = {"17": "\uff11\uff17", "soldiers": "𝐬𝐨𝐥𝐝𝐢𝐞𝐫𝐬"}


def claims(found: Reading) -> list[object]:
    """Everything but where it stands and how it is spelt there."""
    gone = Evidence(0, 0, "")
    figures = [dataclasses.replace(f, evidence=gone, verbatim="") for f in found.figures]
    events = [dataclasses.replace(e, evidence=gone, trigger=gone) for e in found.events]
    named = [(item.key, item.name, len(item.mentions)) for item in (*found.actors, *found.places)]
    return [figures, events, named]


def quotes_hold(found: Reading) -> bool:
    text = found.article.text
    spans = [f.evidence for f in found.figures] + [s for e in found.events for s in (e.evidence, e.trigger)]
    spans += [m for item in (*found.actors, *found.places) for m in item.mentions]
    return all(text[s.start : s.end] == s.quote != "" for s in spans) and all(
        f.verbatim in f.evidence.quote for f in found.figures
    )


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_noise_between_letters_changes_no_claim(noise: str) -> None:
    text = unicodedata.normalize("NFC", "".join(c + noise if c.isalnum() else c for c in PLAIN))
    noisy, plain = reading(text, "en"), reading(PLAIN, "en")
    assert claims(noisy) == claims(plain)
    assert quotes_hold(noisy)
    assert len(plain.figures) == 2
    assert any("invisible or look-alike" in note for note in noisy.notes)


def test_letters_of_another_alphabet_change_no_claim() -> None:
    noisy = reading(PLAIN.translate(LOOKALIKES), "en")
    assert claims(noisy) == claims(reading(PLAIN, "en"))
    assert quotes_hold(noisy)


def test_styled_letters_and_full_width_digits_change_no_claim() -> None:
    text = PLAIN.replace("17", STYLED["17"]).replace("soldiers", STYLED["soldiers"])
    assert claims(reading(text, "en")) == claims(reading(PLAIN, "en"))


def test_a_quote_is_cut_from_the_text_with_its_noise() -> None:
    found = figure("The rebels killed 1\u200b7 sol\u00addiers in the attack.", "en")
    assert (found.value, found.verbatim) == (17, "1\u200b7")
    assert "sol\u00addiers" in found.evidence.quote


def test_noise_before_the_body_moves_where_it_starts() -> None:
    header = "Daily\u200b\u200b\u200b News\n"
    article = dataclasses.replace(reading("", "en").article, text=header + PLAIN, body_start=len(header))
    assert len(read(article).figures) == 2


SPELLINGS = [
    ("sоldiers", "soldiers"),  # Cyrillic о
    ("Пaриж", "Париж"),  # Latin a
    ("Москва", "Москва"),
    ("café", "café"),
    ("Yıldırım", "Yıldırım"),
    ("ﬁre", "ﬁre"),
    ("за́мок", "замок"),
]


@pytest.mark.parametrize(("printed", "read_as"), SPELLINGS)
def test_a_word_is_read_in_the_alphabet_of_most_of_its_letters(printed: str, read_as: str) -> None:
    assert surface(printed).text == read_as


@given(st.text(alphabet=st.sampled_from("aé1 \u200b\u0301\u0336а𝐚\uff11مُ\n"), max_size=40))
def test_every_character_read_has_its_place_in_the_text(text: str) -> None:
    seen = surface(text)
    places = range(len(text)) if seen.offsets is None else seen.offsets
    assert len(places) == len(seen.text)
    assert sorted(set(places)) == list(places)
    assert all(seen.forth(place) == at for at, place in enumerate(places))


CAPITALS = [
    ("en", "IN SAN SALVADOR, REBELS OF THE FMLN KILLED 17 SOLDIERS ON 30 DECEMBER. IT IS THE UNITED STATES' TURN.",
     "In San Salvador, rebels of the FMLN killed 17 soldiers on 30 December. It is the United States' turn."),
    ("en", "THREE WERE HURT IN THE ATTACK ON THE FARM, COLONEL ELENA FUENTES SAID. IT'S THE THIRD IN USULUTAN.",
     "Three were hurt in the attack on the farm, colonel Elena Fuentes said. It's the third in Usulutan."),
    ("fr", "LES REBELLES DU M23 ONT TUÉ DEUX SOLDATS FRANÇAIS À GOMA, AU RWANDA L'ARMÉE A NIÉ TOUTE ATTAQUE.",
     "Les rebelles du M23 ont tué deux soldats français à Goma, au Rwanda l'armée a nié toute attaque."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "shouted", "printed"), CAPITALS, ids=["a place", "a person", "French"])
def test_a_text_in_capitals_is_read_as_it_would_be_printed_today(language: str, shouted: str, printed: str) -> None:
    assert truecased(shouted, language, MONDAY) == printed


def test_a_text_in_capitals_gives_the_claims_of_the_same_text_in_small_letters() -> None:
    text = "Rebels killed 17 soldiers in Goma on Sunday. The Congolese army said 41 civilians had been wounded."
    shouted = reading(text.upper(), "en")
    assert claims(shouted)[0] == claims(reading(text, "en"))[0]
    assert quotes_hold(shouted)
    assert shouted.figures[0].evidence.quote == "KILLED 17 SOLDIERS"


@pytest.mark.parametrize("text", ["M23 SEIZES GOMA\n" + PLAIN, PLAIN, "17 DEAD", "İ" * 80])
def test_other_texts_keep_their_capitals(text: str) -> None:
    assert truecased(text, "en", None) == text
