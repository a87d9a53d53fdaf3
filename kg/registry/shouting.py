"""Lines all in capitals, where a word looks like an acronym."""

from __future__ import annotations

from collections.abc import Sequence

from kg.registry.index import Form
from kg.registry.tokens import Word, is_acronym

_SHARE = 0.6  # of a line's letters; a normal line with a few acronyms stays far below
_LONGEST_DOUBTED = 3  # letters: "IS" and "EI" are words, "ISIS" is not


def shouted(text: str, form: Form, spelt: Sequence[Word]) -> bool:
    """Whether a short acronym stands in a line of capitals, so that it may as well be a common word."""
    if form.letters > _LONGEST_DOUBTED or not is_acronym(form.words[0]):
        return False
    begin = text.rfind("\n", 0, spelt[0].start) + 1
    end = text.find("\n", spelt[-1].end)
    line = text[begin : end if end >= 0 else len(text)]
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 12 and sum(c.isupper() for c in letters) > _SHARE * len(letters)
