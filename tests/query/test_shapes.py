"""A shape with its IRIs in their places is the query it was made from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.rewriting import rewritten
from kg.query.shapes import filled, shape


@given(st.lists(st.sampled_from(["<", ">", "<urn:a>", '"<urn:b>"', " ", "?x", "# <urn:c>\n", "<urn:kgshape:7>", "1"])))
def test_nothing_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    assert filled(*shape(text)) == text


def test_queries_about_other_things_have_one_shape() -> None:
    one, other = (f"ASK {{ <urn:{name}> ?p ?o }}" for name in "ab")
    assert shape(one)[0] == shape(other)[0]
    assert shape(one)[1] != shape(other)[1]


@pytest.mark.parametrize("name", ["a", "b"])
def test_what_is_found_out_about_one_is_said_of_the_other(name: str) -> None:
    text = f"SELECT ?o {{ <urn:{name}> <urn:p>|<urn:q> ?o FILTER(?o != <urn:{name}>) }}"
    assert rewritten(text).count(f"<urn:{name}>") == 3
    assert "UNION" in rewritten(text)
