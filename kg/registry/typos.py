"""One slip of the pen in a long word: a letter more, less, other, or two swapped (Damerau-Levenshtein 1)."""

from __future__ import annotations

from functools import lru_cache

from kg.registry.index import Index, deletions

LEAST = 6  # letters of a word meant; shorter ones have too many neighbours
MOST = 40  # letters; a longer one is no word
LEAST_LABEL = 8  # letters of the label the word is part of


@lru_cache(maxsize=16_384)
def corrections(index: Index, key: str) -> tuple[str, ...]:
    """The words of long labels that ``key`` may be a slip for; none when it is itself a known word."""
    if not LEAST - 1 <= len(key) <= MOST or key in index.known:
        return ()
    neighbours = index.misspelt()
    near = {meant for shorter in deletions(key) for meant in neighbours.get(shorter, ())}
    return tuple(sorted(meant for meant in near if one_slip(key, meant)))


def is_slip(index: Index, key: str, meant: str) -> bool:
    """Whether an unknown word is a slip for a known long one."""
    return len(meant) >= LEAST and key not in index.known and one_slip(key, meant)


def one_slip(a: str, b: str) -> bool:
    """Whether one edit turns ``a`` into ``b``; a slip spares the first letter."""
    if a == b or a[:1] != b[:1] or abs(len(a) - len(b)) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) != len(b):
        shorter, longer = sorted((a, b), key=len)
        return shorter[at:] == longer[at + 1 :]
    swapped = a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
    return swapped or a[at + 1 :] == b[at + 1 :]
