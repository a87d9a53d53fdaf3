"""Low, best and high: the last word of each root source, and nothing that is no number of the case."""

from __future__ import annotations

import datetime as dt

from kg.cases.estimates import Estimate, estimates
from kg.cases.model import Number
from tests.cases.told import BASE, exactly, number


def only(*numbers: Number) -> Estimate:
    (found,) = estimates(numbers)
    return found


def summary(*numbers: Number) -> tuple[int | None, int | None, int, int]:
    found = only(*numbers)
    return found.low, found.best, found.high, found.sources


def test_low_best_and_high_of_two_sources() -> None:
    assert summary(exactly(41, "a"), exactly(58, "b", root="army")) == (41, 41, 58, 2)


def test_a_source_that_two_papers_quote_counts_once() -> None:
    assert summary(exactly(41, "a"), exactly(41, "b"), exactly(58, "c", root="army")) == (41, 41, 58, 2)


def test_only_the_last_word_of_a_source_counts() -> None:
    monday, tuesday = exactly(12, "a", asserted=dt.date(2024, 3, 4)), exactly(16, "b", asserted=dt.date(2024, 3, 5))
    assert summary(monday, tuesday) == (16, 16, 16, 1)
    assert only(monday, tuesday).inputs == (f"{BASE}id/claim/b",)


def test_what_a_later_number_of_the_article_overtook_is_left_out() -> None:
    assert summary(exactly(12, "a", superseded=True), exactly(16, "b")) == (16, 16, 16, 1)


def test_up_to_gives_a_high_and_nothing_else() -> None:
    assert summary(number("a", qualifier="atMost", value=1_000_000, upper=1_000_000)) == (None, None, 1_000_000, 1)


def test_at_least_gives_a_low_and_an_open_end_and_never_a_best() -> None:
    at_least = number("a", qualifier="atLeast", value=40, lower=40)
    assert summary(at_least) == (40, None, 40, 1)
    assert only(at_least).open_ended
    assert summary(at_least, exactly(35, "b", root="army")) == (35, 35, 40, 2)


def test_more_than_700_is_701_or_more() -> None:
    assert summary(number("a", qualifier="moreThan", value=700, lower=701)) == (701, None, 701, 1)


def test_a_vague_word_gives_the_bounds_of_the_convention() -> None:
    dozens = number("a", qualifier="vague", conventional_lower=24, conventional_upper=99)
    assert summary(dozens, exactly(30, "b", root="army")) == (24, 30, 99, 2)


def test_fear_and_fact_stock_and_flow_and_totals_of_other_scopes_are_kept_apart() -> None:
    found = estimates(
        [
            exactly(3, "a"),
            exactly(900, "b", status="feared"),
            exactly(50, "c", measure="stock"),
            exactly(7000, "d", scope="cumulative"),
            exactly(8, "e", population=f"{BASE}id/population/soldiers"),
        ]
    )
    assert sorted(each.high for each in found) == [3, 8, 50, 900, 7000]


def test_a_part_a_denial_and_a_number_of_older_times_feed_nothing() -> None:
    rest = (
        exactly(219, "b", scope="part"),
        exactly(500, "c", status="denied"),
        exactly(9000, "d", scope="background"),
    )
    assert summary(exactly(773, "a"), *rest) == (773, 773, 773, 1)


def test_a_number_of_older_times_is_that_of_an_event_of_those_times() -> None:
    assert summary(exactly(14_500, "a", scope="background", of_background=True)) == (14_500, 14_500, 14_500, 1)


def test_nobody_killed_is_zero_and_unknown_is_nothing() -> None:
    assert summary(exactly(0, "a")) == (0, 0, 0, 1)
    assert estimates([number("a")]) == []


def test_agency_copy_printed_late_does_not_bring_back_an_overtaken_number() -> None:
    monday, tuesday, wednesday = (dt.date(2024, 3, day) for day in (4, 5, 6))
    twins = frozenset({f"{BASE}id/article/a", f"{BASE}id/article/c"})
    first, update = exactly(12, "a", asserted=monday), exactly(15, "b", asserted=tuesday)
    late = exactly(12, "c", asserted=wednesday)
    (found,) = estimates([first, update, late], lambda article: twins if article in twins else frozenset({article}))
    assert (found.low, found.best, found.high, found.sources) == (15, 15, 15, 1)


def test_one_number_in_two_near_duplicates_has_one_source_whatever_they_credit() -> None:
    twins = frozenset({f"{BASE}id/article/a", f"{BASE}id/article/b"})

    def copies(article: str) -> frozenset[str]:
        return twins if article in twins else frozenset({article})

    paper, other = exactly(12, "a", root="paper"), exactly(12, "b", root="agency")
    third = exactly(15, "c", root="army")
    (found,) = estimates([paper, other, third], copies)
    assert found.sources == 2
    (apart,) = estimates([paper, other, third])
    assert apart.sources == 3
    (differing,) = estimates([paper, exactly(14, "b", root="agency")], copies)
    assert differing.sources == 2
