"""Queries that differ only in the IRIs they are about: what is found out about one holds for all."""

from __future__ import annotations

import re

from kg.query.tokens import IRI

_FORM, _NUMBER = "<urn:kgshape:{}>", re.compile(r"<urn:kgshape:(\d+)>")
_IRI = re.compile(IRI)


def shape(text: str) -> tuple[str, list[str]]:
    """The text with a number in the place of each IRI, and the IRIs.

    What only looks like an IRI, in a string or a comment, is one here too: it comes back as it was.
    """
    found: list[str] = []

    def number(match: re.Match[str]) -> str:
        found.append(match.group())
        return _FORM.format(len(found) - 1)

    return _IRI.sub(number, text), found


def filled(text: str, iris: list[str]) -> str:
    """A text made from a shape with its IRIs in their places."""
    return _NUMBER.sub(lambda match: iris[int(match[1])], text)


def number_of(iri: str) -> int:
    """Which of the IRIs stands there."""
    return int(iri.rpartition(":")[2][:-1])
