from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.web.views.passages import Passage, passages, sentences

TEXT = "One. Two is here! Three? Four is long… Five.\nSix"


def shown(found: Passage) -> str:
    return "".join(piece.text for piece in found.pieces)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def test_a_quote_is_shown_with_the_sentence_before_and_after() -> None:
    (only,) = passages(TEXT, [at("Three")])
    assert shown(only) == "Two is here! Three? Four is long… "
    assert only.gap_before
    assert only.gap_after


def test_quotes_far_apart_are_two_passages_and_quotes_that_touch_are_one() -> None:
    assert len(passages(TEXT, [at("One"), at("Six")])) == 2
    assert [shown(p) for p in passages(TEXT, [at("One"), at("Five")])] == [TEXT[:0] + "One. Two is here! ", TEXT[25:]]
    assert len(passages(TEXT, [at("One"), at("Four")])) == 1


def test_at_the_edges_of_the_text_there_is_no_gap() -> None:
    (only,) = passages("All of it.", [(0, 3)])
    assert not only.gap_before
    assert not only.gap_after


def test_overlapping_and_nested_quotes_each_keep_their_place() -> None:
    (only,) = passages("abcdefgh", [(0, 5), (1, 3), (4, 8)])
    assert [(piece.text, piece.quotes) for piece in only.pieces] == [
        ("a", ((0, 5),)),
        ("bc", ((0, 5), (1, 3))),
        ("d", ((0, 5),)),
        ("e", ((0, 5), (4, 8))),
        ("fgh", ((4, 8),)),
    ]
    assert [piece.starts for piece in only.pieces] == [((0, 5),), ((1, 3),), (), ((4, 8),), ()]


def test_a_quote_that_is_not_in_the_text_is_not_shown() -> None:
    assert passages("short", [(2, 99), (-1, 3), (3, 3)]) == ()


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=6))
def test_whatever_is_shown_is_the_text_itself_in_order_and_every_quote_is_whole(
    text: str, spans: list[tuple[int, int]]
) -> None:
    found = passages(text, spans)
    for passage in found:
        assert shown(passage) == text[passage.start : passage.end]
    ends = [0, *(passage.end for passage in found)]
    assert all(passage.start >= end for passage, end in zip(found, ends, strict=False))
    for start, end in spans:
        if 0 <= start < end <= len(text):
            covered = [p.text for passage in found for p in passage.pieces if (start, end) in p.quotes]
            assert "".join(covered) == text[start:end]


@given(st.text(max_size=300))
def test_sentences_cover_the_text(text: str) -> None:
    assert "".join(text[start:end] for start, end in sentences(text)) == text
