"""What two texts have in common: a copy is a copy however it was cut, and a template filled in twice is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.duplicates import compare
from kg.duplicates.fingerprints import WINDOW, fingerprints
from kg.duplicates.likeness import RUN, runs_of
from kg.duplicates.words import words

GOLD = Path(__file__).resolve().parents[2] / "data" / "gold" / "duplicates.jsonl"
PAIRS = {pair["id"]: pair for pair in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())}
MISSED = {"en-rewritten-through"}  # hardly a run of four words is left of the agency's text
MOST = 20_000
WORDS = st.lists(st.sampled_from([f"{letter}{vowel}m" for letter in "bdfgklmnprst" for vowel in "aeiou"]), max_size=300)


@pytest.mark.parametrize("name", PAIRS)
def test_the_gold_pairs_are_told_apart(name: str) -> None:
    pair = PAIRS[name]
    expected = pair["same"] and name not in MISSED
    assert compare(pair["one"], pair["other"], MOST).is_copy == expected, pair["why"]


def test_no_two_samples_are_taken_for_copies() -> None:
    from kg.files import samples_dir

    texts = [path.read_text(encoding="utf-8") for path in sorted(samples_dir().glob("*.txt"))]
    texts += [json.loads(line)["text"] for line in (samples_dir() / "wire.jsonl").read_text().splitlines()]
    alike = [(one, other) for at, one in enumerate(texts) for other in texts[:at] if compare(one, other, MOST).is_copy]
    assert (len(texts), alike) == (15, [])


def test_a_number_typeset_otherwise_is_the_same_word() -> None:
    styles = ("3,000", "3.000", "3 000", "3\u202f000", "3000", "٣٠٠٠")
    assert len({words(f"some {style} fled", MOST)[1].form for style in styles[:5]}) == 1
    assert all(words(f"some {style} fled", MOST)[1].number for style in styles)


def test_a_changed_toll_in_a_long_text_leaves_it_a_copy() -> None:
    text = PAIRS["en-headline-tail-caption"]["one"]
    assert compare(text, text.replace("rose to 16", "rose to 17"), MOST).is_copy


def test_too_short_a_text_is_told_nothing_of() -> None:
    text = "Twelve villagers were killed in Karem on Tuesday."
    assert compare(text, text, MOST).share == 1
    assert not compare(text, text, MOST).is_copy


@given(WORDS, WORDS)
def test_the_order_of_the_two_texts_makes_no_difference(one: list[str], other: list[str]) -> None:
    assert compare(" ".join(one), " ".join(other), MOST) == compare(" ".join(other), " ".join(one), MOST)


@given(WORDS, WORDS, WORDS)
def test_a_shared_passage_gives_a_shared_fingerprint(before: list[str], passage: list[str], after: list[str]) -> None:
    def prints(text: list[str]) -> frozenset[int]:
        return fingerprints(runs_of(words(" ".join(text), MOST)))

    if len(passage) >= WINDOW + RUN - 1:
        assert prints([*before, *passage]) & prints([*passage, *after])
