"""Words in texts: all terms of a graph are searched at once, as one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.query.columnar.rows import Bound
from kg.query.columnar.terms import BLANK, NONE, STRING, TAGGED, Terms, found_in, plain

_CALL = re.compile(
    r"""CONTAINS\ \(\ (?:LCASE\ (?P<small>\()\ )?(?:STR\ (?P<string>\()\ )?[?$]\w+\ (?(string)\)\ )(?(small)\)\ )
    ,\ (?:"(?P<wanted>[^"\\]+)"|'(?P<other>[^"'\\]+)')\ \)""",
    re.VERBOSE | re.IGNORECASE,
)


SHORT = 4  # letters: each time that fewer occur would cost more than the engine's way


@dataclass(frozen=True, slots=True)
class Search:
    """``small``: in the small letters of a text; ``string``: in whatever STR makes of a term."""

    wanted: str
    small: bool
    string: bool

    def rows(self, bound: Bound) -> npt.NDArray[np.bool_] | None:
        """Those whose term has it; None where the engine would say what STR makes of a term."""
        kinds = bound.kinds()
        if self.string and ((kinds == NONE) | (kinds == BLANK)).any():
            return None
        marks = np.zeros(len(bound.terms) + 1, dtype=np.bool_)  # the last is UNBOUND's
        marks[list(self._terms(bound.terms))] = True
        found: npt.NDArray[np.bool_] = marks[bound.numbers]
        return found if self.string else found & ((kinds == STRING) | (kinds == TAGGED))

    def _terms(self, terms: Terms) -> Iterator[int]:
        texts = terms.lowered if self.small else terms.texts
        places = np.fromiter(found_in(texts, self.wanted.encode()), dtype=np.int64)
        marks = np.zeros(len(terms), dtype=np.bool_)
        marks[np.searchsorted(terms.ends, places, "right")] = True
        if self.small:
            marks[terms.odd] = True
        numbers = np.flatnonzero(marks).astype(np.int32)
        for number, kind, text in zip(
            numbers.tolist(), terms.kind[numbers].tolist(), terms.texts_of(numbers), strict=True
        ):
            if (kind == STRING and text.isascii() and b"\\" not in text) or self._has(text):
                yield number

    def _has(self, text: bytes) -> bool:
        """Whether what was found is in the content, and not an escape's letter, a language or a datatype."""
        content = text[1 : text.rindex(b'"')] if text.startswith(b'"') else text[1:-1]
        written = plain(content).decode()
        return self.wanted in (written.lower() if self.small else written)


def search(expression: str) -> Search | None:
    """Of a condition that looks for a word of ASCII; None for others, and for letters that are nearly everywhere."""
    match = _CALL.fullmatch(expression)
    wanted = match and (match["wanted"] or match["other"])
    if match is None or not wanted or len(wanted) < SHORT or not (wanted.isascii() and wanted.isprintable()):
        return None
    return Search(wanted, bool(match["small"]), bool(match["string"]))
