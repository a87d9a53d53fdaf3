"""Bounds: only what the words license is in lower and upper; conventions stand apart."""

from __future__ import annotations

import pytest

from kg.model import Qualifier
from kg.rdf.figures import numbers
from tests.factories import make_figure


@pytest.mark.parametrize(
    ("qualifier", "value", "low", "high", "expected"),
    [
        (Qualifier.EXACT, 58, 58, 58, {"value": 58, "lower": 58, "upper": 58}),
        (Qualifier.APPROXIMATE, 4000, 4000, 4000, {"value": 4000}),
        (Qualifier.AT_LEAST, 40, 40, None, {"value": 40, "lower": 40}),
        (Qualifier.MORE_THAN, 700, 701, None, {"value": 700, "lower": 701}),
        (Qualifier.AT_MOST, 1_000_000, None, 1_000_000, {"value": 1_000_000, "upper": 1_000_000}),
        (Qualifier.LESS_THAN, 10, None, 9, {"value": 10, "upper": 9}),
        (Qualifier.BETWEEN, None, 3000, 4000, {"lower": 3000, "upper": 4000}),
        (Qualifier.VAGUE, None, 24, 99, {"conventionalLower": 24, "conventionalUpper": 99}),
    ],
)
def test_a_qualifier_licenses_its_bounds_and_no_others(
    qualifier: Qualifier, value: int | None, low: int | None, high: int | None, expected: dict[str, int]
) -> None:
    figure = make_figure(qualifier=qualifier, value=value, low=low, high=high)
    assert {name: int(number.value) for name, number in numbers(figure).items()} == expected


def test_at_most_drops_a_lower_bound_that_slipped_in() -> None:
    assert "lower" not in numbers(make_figure(qualifier=Qualifier.AT_MOST, low=0, high=12))


def test_nearly_fifty_keeps_the_number_and_marks_its_bounds_as_convention() -> None:
    nearly = make_figure(qualifier=Qualifier.LESS_THAN, value=50, low=45, high=50, conventional=True)
    assert set(numbers(nearly)) == {"value", "conventionalLower", "conventionalUpper"}


def test_a_rough_range_keeps_its_ends_because_there_is_no_other_number() -> None:
    rough = make_figure(qualifier=Qualifier.APPROXIMATE, value=None, low=30, high=40)
    assert set(numbers(rough)) == {"lower", "upper"}


def test_no_dead_is_a_figure_of_zero() -> None:
    assert numbers(make_figure(value=0, low=0, high=0))["upper"].value == "0"
