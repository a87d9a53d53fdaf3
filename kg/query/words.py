"""Words as regular expressions that find them in any case and with or without accents, in every script that we read.

"qayyara" finds "al-Qayyārah", "sanaa" finds "Sana'a", "елка" finds "Ёлка"; letters are folded as those of place names.
What is made is plain enough for every engine: classes of letters, no properties and no looking ahead.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import chain

import pyoxigraph as ox

from kg.gazetteer.fold import fold

MOST_WORDS, MOST_LETTERS = 6, 100
_RANGES = (range(0x41, 0x250), range(0x370, 0x530), range(0x600, 0x700), range(0x1E00, 0x2000))
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640"  # and the Arabic stroke that only stretches a word
_BETWEEN = f"[{_MARKS}'’‘`ʻʼʿʾ´.]*"  # what a name is written with and without
_SPECIAL = frozenset("\\.[]{}()*+?^$|-/")


def patterns(value: str) -> tuple[str, ...]:
    """MOST_WORDS SPARQL strings, one a word and then the empty one, which matches anything; raises ValueError."""
    words = fold(value).split()
    if not words or len(words) > MOST_WORDS or len(value) > MOST_LETTERS:
        raise ValueError(value)
    written = [_pattern(word) for word in words]
    return tuple(str(ox.Literal(each)) for each in (*written, *[""] * (MOST_WORDS - len(written))))


def first(value: str) -> str:
    """The first of the patterns."""
    return patterns(value)[0]


def _pattern(word: str) -> str:
    pieces, at = [], 0
    while at < len(word):
        pair, own = word[at : at + 2], _letters().get(word[at], "")
        together = _pairs().get(pair, "")
        if together:
            second = _letters().get(pair[1], pair[1])
            pieces.append(f"(?:[{own}]{_BETWEEN}[{second}]|[{together}])")
            at += 2
        else:
            pieces.append(f"[{own}]" if own else _plain(word[at]))
            at += 1
    return _BETWEEN.join(pieces)


def _plain(letter: str) -> str:
    return f"\\{letter}" if letter in _SPECIAL else letter


@cache
def _variants() -> dict[str, str]:
    """What letters fold to -> those letters, in lower case: the query says that case does not matter."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for letter in map(chr, chain(*_RANGES)):
        if letter.isalpha() and letter == letter.lower() and 1 <= len(fold(letter)) <= 2:
            found[fold(letter)].append(letter)
    return {folded: "".join(letters) for folded, letters in found.items()}


@cache
def _letters() -> dict[str, str]:
    return {folded: letters for folded, letters in _variants().items() if len(folded) == 1}


@cache
def _pairs() -> dict[str, str]:
    return {folded: letters for folded, letters in _variants().items() if len(folded) == 2 and " " not in folded}
