"""Limits are one table, and the documentation is that table: name, default, unit, why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import BadParameter
from kg.settings import LIMITS, Limit, Settings, limits_as_markdown

ROOT = Path(__file__).resolve().parents[1]


def test_the_documented_limits_are_those_of_the_program() -> None:
    written = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    assert written == limits_as_markdown(), "python -m kg.settings > docs/limits.md"


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_every_limit_says_its_unit_and_why(limit: Limit) -> None:
    assert limit.default > 0
    assert limit.unit
    assert len(limit.why) > 20
    assert "|" not in limit.why


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_every_limit_is_set_by_its_variable_and_refuses_what_is_no_number(limit: Limit) -> None:
    variable = f"KG_{limit.name.upper()}"
    assert Settings.from_env({variable: "7"}).limit(limit.name) == 7
    with pytest.raises(BadParameter, match=variable):
        Settings.from_env({variable: "much"})


def test_every_limit_is_used_and_every_name_that_is_asked_for_is_one() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "kg").rglob("*.py"))
    asked = set(re.findall(r'(?:\.limit|_int|limits\[|\.limits\.get)\(?\s*"([a-z_]+)"', sources))
    assert asked <= {limit.name for limit in LIMITS}
    for limit in LIMITS:
        assert sources.count(f'"{limit.name}"') > 1, f"nobody asks for {limit.name}"
