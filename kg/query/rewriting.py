"""A query as the engine answers it right and fast; it means the same. See docs/decisions/0019.

Right: the engine gives a pair once that a path of alternatives (``p|q``) reaches in two ways; SPARQL defines a union.
Fast: in an OPTIONAL it does not join two patterns by what is bound outside, but reads all that fit either. A second
name for the shared variable makes it one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count

from kg.query.groups import Block, NotUnderstoodError, Triple, blocks
from kg.query.shapes import filled, shape

_NAME = "kgalias"


def rewritten(text: str) -> str:
    """The same query in other words, or the text itself where there is nothing to gain, or we do not understand it."""
    words = text.upper()
    if ("|" not in text.replace("||", "") and "OPTIONAL" not in words) or _NAME in text:
        return text
    form, iris = shape(text)
    return filled(_rewritten(form), iris)


@lru_cache(maxsize=256)
def _rewritten(text: str) -> str:
    try:
        found = blocks(text)
    except NotUnderstoodError:
        return text
    numbers, pieces, end = count(), [], 0
    for block in sorted(found, key=lambda each: each.start):
        fresh = _block(block, numbers)
        if fresh is not None:
            pieces += [text[end : block.start], fresh]
            end = block.end
    return "".join([*pieces, text[end:]])


def _block(block: Block, numbers: Iterator[int]) -> str | None:
    """The block in other words, or None when it may stay."""
    plain = [triple for triple in block.triples if len(triple.ways) == 1]
    split = [triple for triple in block.triples if len(triple.ways) > 1]
    parts: list[str] = []
    known: frozenset[str] = frozenset()
    changed = bool(split)
    for component in _components(plain, block):
        variables = _variables(component)
        shared = min(variables & known, default=None)
        known |= variables
        if shared is not None:
            alias, changed = f"?{_NAME}{next(numbers)}", True
            parts.append(f"BIND({shared} AS {alias})")
            component = [_renamed(triple, shared, alias) for triple in component]
        parts += [f"{triple.subject} {triple.ways[0]} {triple.object} ." for triple in component]
    return " ".join([*parts, *map(_union, split)]) + " " if changed else None


def _components(triples: list[Triple], block: Block) -> list[list[Triple]]:
    """Triples that hang together by variables that are not bound outside, in the order of their first ones."""
    if block.before is None or block.graph - block.before:  # not optional, or all share the variable of their GRAPH
        return [triples]
    groups: list[list[Triple]] = []
    for triple in triples:
        inner = triple.variables - block.before
        touching = [group for group in groups if inner & _variables(group)]
        groups = [group for group in groups if group not in touching]
        groups.append([one for group in touching for one in group] + [triple])
    return sorted(groups, key=lambda group: min(map(triples.index, group)))


def _variables(triples: Iterable[Triple]) -> frozenset[str]:
    return frozenset[str]().union(*(triple.variables for triple in triples))


def _renamed(triple: Triple, name: str, alias: str) -> Triple:
    def term(text: str) -> str:
        return alias if text == name else text

    return Triple(term(triple.subject), tuple(map(term, triple.ways)), term(triple.object))


def _union(triple: Triple) -> str:
    return " UNION ".join(f"{{ {triple.subject} {way} {triple.object} }}" for way in triple.ways)
