"""Queries that differ only in the IRIs they are about: what is found out about one holds for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, zip_longest

from kg.query.tokens import IRI

_FORM, _NUMBER = "<urn:kgshape:{}>", re.compile(r"<urn:kgshape:(\d+)>")
_IRI = re.compile(f"({IRI})")


def parted(text: str) -> tuple[tuple[str, ...], list[str]]:
    """What stands before, between and behind the IRIs, and the IRIs: as good as the shape, and had in one step.

    What only looks like an IRI, in a string or a comment, is one here too: it comes back as it was.
    """
    found = _IRI.split(text)
    return tuple(found[::2]), found[1::2]


def numbered(pieces: Sequence[str]) -> str:
    """The shape: the pieces with a number in the place of each IRI."""
    names = map(_FORM.format, range(len(pieces) - 1))
    return "".join(chain.from_iterable(zip_longest(pieces, names, fillvalue="")))


def shape(text: str) -> tuple[str, list[str]]:
    """The text with a number in the place of each IRI, and the IRIs."""
    pieces, iris = parted(text)
    return numbered(pieces), iris


def filled(text: str, iris: Sequence[str]) -> str:
    """A text made from a shape with its IRIs in their places."""
    return _NUMBER.sub(lambda match: iris[int(match[1])], text)


def number_of(iri: str) -> int:
    """Which of the IRIs stands there."""
    return int(iri.rpartition(":")[2][:-1])
