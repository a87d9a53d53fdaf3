"""A paper that a text names and a paper that published a text are one actor when they have one name."""

from __future__ import annotations

import pytest

from kg.rdf.iris import provisional_key
from kg.reading import mentions


@pytest.mark.parametrize("name", ["The Valley Post", "  the  valley POST ", "Żółw — Gazeta"])
def test_the_reader_and_the_writer_give_an_unknown_name_the_same_key(name: str) -> None:
    assert provisional_key(name) == mentions.provisional_key(name)
