"""How names are found in a text."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from kg.registry import How, load


def found(text: str, language: str, on: str | None = None) -> list[tuple[str, str, str]]:
    """(mention, key, how) of every hit."""
    day = dt.date.fromisoformat(on) if on else None
    hits = load().find(text, language, day)
    return [(text[hit.start : hit.end], hit.entry.key, hit.how.value) for hit in hits]


def keys(text: str, language: str) -> list[str]:
    return [key for _, key, _ in found(text, language)]


def test_the_longest_name_wins():
    assert found("De VN-Veiligheidsraad en de VN vergaderen.", "nl") == [
        ("VN-Veiligheidsraad", "un-security-council", "label"),
        ("VN", "united-nations", "label"),
    ]


def test_hits_do_not_overlap_and_stand_in_order():
    text = "De Koerdische Peshmerga-strijders en IS-strijders, aldus CNN International (@cnni). © ap. © epa / reuters"
    hits = load().find(text, "nl")
    assert all(left.end <= right.start for left, right in pairwise(hits))
    assert len(hits) == 7


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This is what he is.", "en"),
        ("It is over. Is it?", "en"),
        ("Ei, das ist ein Ei.", "de"),
        ("THIS IS THE NEWS OF TODAY", "en"),
        ("Wie vindt dat de ap klom?", "nl"),
        ("Op de fiets naar Van der Valk", "nl"),
        ("Let us see. Mend your ways. Amnesty for all!", "en"),
        ("Fama y fortuna. Uno de ellos", "es"),
    ],
)
def test_an_acronym_is_not_the_word_it_looks_like(text, language):
    assert keys(text, language) == []


def test_an_acronym_in_capitals_is_the_actor():
    assert keys("De stad viel in handen van IS.", "nl") == ["islamic-state"]
    assert keys("Die Stadt fiel an den IS.", "de") == ["islamic-state"]
    assert keys("La ville est tombée aux mains de l'EI.", "fr") == ["islamic-state"]


def test_a_short_name_of_another_language_is_not_taken():
    assert keys("Der Bericht über EI und PAM.", "de") == []


def test_a_long_name_of_another_language_is_taken():
    assert keys("Ze hoorden bij de Forces démocratiques alliées.", "nl") == ["allied-democratic-forces"]


def test_a_name_keeps_its_capital_unless_the_line_shouts():
    assert keys("een islamitische staat stichten", "nl") == []
    assert keys("ISLAMITISCHE STAAT VERDREVEN", "nl") == ["islamic-state"]


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("de groep Islamitsiche Staat zei", "nl", "islamic-state"),
        ("the Tehrik-i-Talibn Pakistan said", "en", "tehrik-i-taliban-pakistan"),
        ("le Comité internatinal de la Croix-Rouge", "fr", "international-committee-of-the-red-cross"),
    ],
)
def test_one_slip_of_the_pen_in_a_long_name_is_forgiven(text, language, key):
    assert [(k, how) for _, k, how in found(text, language)] == [(key, "typo")]


def test_two_slips_are_not():
    assert keys("de groep Islamitsiche Staet zei", "nl") == []


def test_a_known_word_is_never_taken_for_a_slip():
    assert keys("the Nigerien Armed Forces", "en") == []


@pytest.mark.parametrize(
    ("text", "language", "mention"),
    [
        ("De IS-strijders vluchtten.", "nl", "IS-strijders"),
        ("Twee Peshmerga-strijders vielen.", "nl", "Peshmerga-strijders"),
        ("Tientallen Talibanstrijders vielen aan.", "nl", "Talibanstrijders"),
        ("Ein IS-Kämpfer wurde getötet.", "de", "IS-Kämpfer"),
        ("Die Talibankämpfer zogen ab.", "de", "Talibankämpfer"),
        ("Nach UNHCR-Angaben flohen sie.", "de", "UNHCR-Angaben"),
    ],
)
def test_a_compound_is_one_mention(text, language, mention):
    assert [(m, how) for m, _, how in found(text, language)] == [(mention, "compound")]


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("Kämpfer des Islamischen Staats", "de", "islamic-state"),
        ("ein Sprecher der Vereinten Nationen", "de", "united-nations"),
        ("отряды Исламского государства", "ru", "islamic-state"),
        ("отряд Шамиля Басаева", "ru", "shamil-basayev"),
        ("повідомили в Збройних силах України", "uk", "armed-forces-of-ukraine"),
        ("قال متحدث بالأمم المتحدة", "ar", "united-nations"),
        ("Erklärung der Ukrainischen Streitkräfte", "de", "armed-forces-of-ukraine"),
    ],
)
def test_bent_forms_are_the_same_name(text, language, key):
    assert keys(text, language) == [key]


def test_marks_and_apostrophes_do_not_matter():
    assert keys("Binali Yildirim", "nl") == keys("Binali Yıldırım", "nl") == ["binali-yildirim"]
    assert keys("Jama’at Nusrat al Islam wal Muslimin", "en") == ["jnim"]
    assert keys("l’Etat islamique a frappé", "fr") == keys("l'État islamique a frappé", "fr") == ["islamic-state"]


def test_dots_and_hyphens_of_initials_are_part_of_the_name():
    assert found("The U.S.-led coalition and the U.N. agreed.", "en") == [
        ("U.S.-led coalition", "global-coalition-against-islamic-state", "label"),
        ("U.N.", "united-nations", "label"),
    ]


def test_photo_credits_name_agencies_in_any_case():
    assert found("Soldaten bij Mosoel © ap. Tekst © epa / reuters / afp", "nl") == [
        ("© ap", "associated-press", "label"),
        ("© epa", "european-pressphoto-agency", "label"),
        ("reuters", "reuters", "label"),
        ("afp", "agence-france-presse", "label"),
    ]


def test_handles_are_names():
    assert found(".@npwcnn is embedded, says (@cnni)", "en") == [
        ("@npwcnn", "nick-paton-walsh", "label"),
        ("@cnni", "cnn", "label"),
    ]


def test_common_nouns_stand_for_the_actor_named_last():
    text = "Al-Shabaab en de Taliban vielen aan. De opstandelingen namen de stad in."
    assert found(text, "nl")[-1] == ("opstandelingen", "taliban", "generic")


def test_common_nouns_without_a_named_actor_are_nobody():
    assert keys("De jihadisten namen de stad in.", "nl") == []


def test_a_surname_is_the_person_once_named_in_full():
    text = "Carter zweeg. Ash Carter sprak; Carter vertrok, al-Abadi niet. Haider al-Abadi bleef."
    assert [(m, k) for m, k, _ in found(text, "nl")] == [
        ("Carter", "ash-carter"),
        ("Ash Carter", "ash-carter"),
        ("Carter", "ash-carter"),
        ("al-Abadi", "haider-al-abadi"),
        ("Haider al-Abadi", "haider-al-abadi"),
    ]


def test_an_unnamed_surname_is_nobody():
    assert keys("Carter zweeg.", "nl") == []


def test_no_actor_is_named_before_it_exists():
    assert found("the Azov Regiment", "en", "1999-05-01") == []
    assert [k for _, k, _ in found("the Azov Regiment", "en", "2022-05-01")] == ["azov-brigade"]


def test_an_actor_that_is_no_more_can_still_be_named():
    assert [k for _, k, _ in found("De FARC en Dutchbat", "nl", "2024-05-01")] == ["farc", "dutchbat"]


def test_every_hit_quotes_its_text_and_says_which_label_it_met():
    text = "Volgens Artsen zonder Grenzen en de OVSE"
    for hit in load().find(text, "nl"):
        assert text[hit.start : hit.end] == hit.matched_label
        assert hit.how is How.LABEL


def test_names_do_not_reach_across_sentences():
    assert keys("Het was Islamitische. Staat is een woord.", "nl") == []
