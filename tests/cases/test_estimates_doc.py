"""The worked examples of docs/estimates.md are what the code computes."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from kg.cases.estimates import estimates
from kg.cases.model import Number
from tests.cases.told import number

DOCUMENT = Path(__file__).parents[2] / "docs" / "estimates.md"
_FIGURE = re.compile(r"(?P<root>\w+) (?P<day>\d) (?P<qualifier>\w+) (?P<number>[\d-]+)(?: (?P<rest>\w+))?")


def examples() -> list[list[str]]:
    text = DOCUMENT.read_text(encoding="utf-8").split("## Worked examples")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return rows[2:]


def figure(words: str, index: int) -> Number:
    found = _FIGURE.fullmatch(words.strip())
    assert found, words
    low, _, high = found["number"].partition("-")
    qualifier, value = found["qualifier"], int(low)
    bounds: dict[str, int | None] = {
        "exact": {"value": value, "lower": value, "upper": value},
        "approximate": {"value": value},
        "atLeast": {"value": value, "lower": value},
        "moreThan": {"value": value, "lower": value + 1},
        "atMost": {"value": value, "upper": value},
        "between": {"lower": value, "upper": int(high or 0)},
        "vague": {"conventional_lower": value, "conventional_upper": int(high or 0)},
    }[qualifier]
    said = {"part": {"scope": "part"}, "denied": {"status": "denied"}, None: {}}[found["rest"]]
    day = dt.date(2024, 3, int(found["day"]))
    return number(str(index), found["root"], qualifier=qualifier, asserted=day, **bounds, **said)


@pytest.mark.parametrize("row", examples(), ids=lambda row: row[0])
def test_an_example_comes_out_as_it_says(row: list[str]) -> None:
    words, *expected = row
    (found,) = estimates([figure(each, index) for index, each in enumerate(words.split(";"))])
    shown = [found.low, found.best, found.high, "yes" if found.open_ended else "no", found.sources]
    assert ["-" if each is None else str(each) for each in shown] == expected


def test_there_are_examples() -> None:
    assert len(examples()) >= 12
