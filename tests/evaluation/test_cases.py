"""Pairs, B-cubed and ties between articles, on cases small enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import MalformedSource
from kg.evaluation.cases import CaseGold, Read, Stretch, load_case_gold, mistakes, rates, rows

GOLD = [
    CaseGold("a", "open", False, (Stretch(0, 10, "market"), Stretch(20, 30, "bridge")), {}),
    CaseGold("b", "open", False, (Stretch(0, 50, "market"), Stretch(5, 9, "bridge")), {}),
    CaseGold("c", "held", True, (Stretch(0, 10, "market"),), {}),
]


def read(article: str, case: str, *triggers: int, key: str = "") -> Read:
    return Read(article, f"{article}{triggers}{key}", case, triggers)


def test_everything_put_right_is_one_all_over() -> None:
    found = rates(
        GOLD, [read("a", "1", 3), read("b", "1", 40), read("c", "1", 2), read("a", "2", 25), read("b", "2", 6)]
    )
    assert (found.precision, found.recall, found.bcubed_f1) == (1.0, 1.0, 1.0)
    assert (found.told, found.found, found.ties, found.ties_found) == (5, 5, 4, 4)


def test_an_event_is_what_the_shortest_stretch_around_its_trigger_tells_of() -> None:
    assert GOLD[1].case_at([6]) == "bridge"
    assert GOLD[1].case_at([40]) == "market"
    assert GOLD[1].case_at([60]) is None


def test_a_wrong_tie_costs_precision_and_a_missing_one_recall() -> None:
    found = rates(GOLD, [read("a", "1", 3), read("b", "2", 40), read("a", "2", 25)])
    assert (found.pairs_proposed, found.pairs_right, found.pairs_gold) == (1, 0, 1)
    assert found.bcubed_precision == pytest.approx((1 + 0.5 + 0.5) / 3)
    assert found.bcubed_recall == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert found.ties_found == 0


def test_an_event_whose_words_tell_of_nothing_is_wrong_wherever_it_is_tied_but_not_in_a_partial_article() -> None:
    assert rates(GOLD, [read("a", "1", 3), read("b", "1", 99)]).precision == 0.0
    assert rates(GOLD, [read("a", "1", 3), read("c", "1", 99)]).pairs_proposed == 0


def test_the_mistakes_of_the_held_half_are_never_shown() -> None:
    shown = mistakes(GOLD, [read("a", "1", 3), read("a", "1", 25), read("c", "9", 2)])
    assert [(tied, one.gold, two.gold) for tied, one, two in shown] == [(True, "market", "bridge")]


def test_the_table_has_a_row_a_half_and_one_for_all() -> None:
    assert [row[0] for row in rows(GOLD, [])] == ["open", "held out", "**all**"]


def test_a_line_that_is_no_gold_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "a", "half": "third", "events": []}\n')
    with pytest.raises(MalformedSource, match=r"cases.jsonl:1 is no gold of cases"):
        load_case_gold(file)


def test_the_gold_of_cases_is_whole() -> None:
    gold = load_case_gold(Path(__file__).parents[2] / "data/gold/cases.jsonl")
    assert len({each.identifier for each in gold}) == len(gold)
    for each in gold:
        text = str(each.record.get("text", ""))
        for stretch in each.stretches:
            assert 0 <= stretch.start < stretch.end
            assert not text or text[stretch.start : stretch.end].strip()
