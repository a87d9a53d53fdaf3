"""Text to words with offsets, and what makes two spellings of a word one key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"(?<!\w)@\w+|(?:[^\W_][\u0300-\u036f\u064b-\u0652]*)+|©")
# What may stand between two words of one name: a space or two, a line break, a hyphen, a slash, an apostrophe, "&"...
_GAP = re.compile(r"\s{1,2}|\s?[-‐‑/'’‘ʼ&.]|\s?[«“\"„]|[»”\"]\s?|\s&\s|")
_AFTER_INITIAL = re.compile(r"\.[\s\-‑]?")  # "U.S. forces", "U.S.-led"
# Letters whose bare form Unicode's decomposition does not give; Arabic letters that newspapers use for one another.
_BARE = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ة": "ه", "ى": "ي"})


class Word(NamedTuple):
    start: int
    end: int
    text: str
    key: str


def words(text: str) -> list[Word]:
    """The words of a text; a handle (@name) and a copyright sign are words too."""
    return [Word(m.start(), m.end(), m.group(), fold(m.group())) for m in _WORD.finditer(text)]


def joined(text: str, left: Word, right: Word) -> bool:
    """Whether what stands between two words lets them be one name."""
    if len(left.text) == 1 and _AFTER_INITIAL.fullmatch(text, left.end, right.start):
        return True
    return _GAP.fullmatch(text, left.end, right.start) is not None


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The word without case and marks: ``Yıldırım`` and ``Yildirim`` are one key."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_BARE)


def is_acronym(word: str) -> bool:
    """Two to four capitals (or capitals and digits): its case is part of its spelling."""
    return len(word) <= 4 and word.isupper()


def case_fits(label: str, word: str) -> bool:
    """Whether a word of the text has the capitals that the label's word asks for."""
    if is_acronym(label):
        return word.isupper()
    if len(label) <= 4 and not label[1:].islower() and not label.islower():
        return word == label  # "LeT" is not "Let"
    return word[:1].isupper() or not label[:1].isupper()
