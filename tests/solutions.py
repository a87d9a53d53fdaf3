"""What a SELECT found, as plain values: tests know that it is one, and that its terms are bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pyoxigraph as ox
from rdflib.query import Result, ResultRow


def text_of(term: object) -> str:
    """The IRI or the characters of a term of the engine; raises AssertionError for any other."""
    assert isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode)
    return term.value


def solutions(found: object) -> ox.QuerySolutions:
    assert isinstance(found, ox.QuerySolutions)
    return found


def rows_of(found: Result) -> Iterator[ResultRow]:
    """Those of rdflib."""
    return (cast(ResultRow, row) for row in found)
