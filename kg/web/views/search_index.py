"""Typeahead over names: every word start of every name, sorted, so that a prefix is found by bisection."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

MAX_QUERY = 100  # characters; a name is shorter


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of one thing; ``label`` is the name it is shown by."""

    iri: str
    type: str
    label: str
    name: str
    mentions: int = 0


class NameRow(NamedTuple):
    """One name as the graph gives it."""

    type: str
    property: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class SearchIndex:
    entries: tuple[Entry, ...]
    folded: tuple[str, ...]  # the names of the entries as they are compared
    words: tuple[tuple[str, int], ...]  # (word, number of the entry), sorted
    things: Mapping[str, Entry]  # by IRI, under any of their names


def fold(text: str) -> str:
    """What two spellings share: no case, no accents, no doubled spaces."""
    plain = unicodedata.normalize("NFKD", text[:MAX_QUERY].casefold())
    return " ".join("".join(ch for ch in plain if not unicodedata.combining(ch)).replace("-", " ").split())


def build(entries: Iterable[Entry]) -> SearchIndex:
    kept = tuple(sorted(set(entries), key=_place))
    folded = tuple(fold(entry.name) for entry in kept)
    words = sorted((word, number) for number, name in enumerate(folded) for word in set(name.split()))
    return SearchIndex(kept, folded, tuple(words), {entry.iri: entry for entry in kept})


def entries_with(index: SearchIndex, prefix: str) -> set[int]:
    """The numbers of the entries that have a word with this prefix."""
    at = bisect_left(index.words, (prefix, -1))
    found: set[int] = set()
    while at < len(index.words) and index.words[at][0].startswith(prefix):
        found.add(index.words[at][1])
        at += 1
    return found


def rank(entry: Entry, name: str, wanted: str) -> tuple[int, int, int, str]:
    """Sorts the whole name before its beginning before a word within it, then the often mentioned, then the short."""
    place = 0 if name == wanted else 1 if name.startswith(wanted) else 2
    return place, -entry.mentions, len(entry.name), entry.iri


def find(index: SearchIndex, query: str, types: Sequence[str] = ()) -> list[Entry]:
    """Each thing once, by its best matching name, best first; every word of the query must begin a word of the name."""
    wanted = fold(query)
    if not wanted:
        return []
    numbers = set.intersection(*(entries_with(index, word) for word in wanted.split()))
    ranked = sorted(numbers, key=lambda number: rank(index.entries[number], index.folded[number], wanted))
    best: dict[str, Entry] = {}
    for number in ranked:
        entry = index.entries[number]
        if not types or entry.type in types:
            best.setdefault(entry.iri, entry)
    return list(best.values())


def under_other_names(index: SearchIndex, names: Iterable[tuple[str, str]]) -> list[Entry]:
    """What the store knows of these (IRI, name in small letters), by that name, the often mentioned first."""
    found = [(index.things[iri], name) for iri, name in names if iri in index.things]
    ranked = sorted(found, key=lambda pair: (-pair[0].mentions, len(pair[1]), pair[0].iri))
    return [replace(thing, name=name.title()) for thing, name in ranked]


def each_once(found: Iterable[Entry]) -> list[Entry]:
    return list({entry.iri: entry for entry in reversed(list(found))}.values())[::-1]


def best_of_each(found: Iterable[Entry], most: int) -> list[Entry]:
    """The first few of each type, in the order they have."""
    seen: Counter[str] = Counter()
    kept = []
    for entry in found:
        seen[entry.type] += 1
        if seen[entry.type] <= most:
            kept.append(entry)
    return kept


def by_thing(rows: Iterable[Mapping[str, str]]) -> dict[str, frozenset[NameRow]]:
    """Rows of (iri, type, property, name, language) by their IRI."""
    grouped: dict[str, set[NameRow]] = {}
    for row in rows:
        name = NameRow(row["type"], row["property"], row["name"], row.get("language", ""))
        grouped.setdefault(row["iri"], set()).add(name)
    return {iri: frozenset(names) for iri, names in grouped.items()}


def entries_of(named: Mapping[str, Collection[NameRow]], mentions: Mapping[str, int]) -> list[Entry]:
    """One entry a name; the label is the English preferred name, else any."""
    return [
        Entry(iri, row.type, shown_name(names), row.name, mentions.get(iri, 0))
        for iri, names in named.items()
        for row in names
    ]


def shown_name(names: Collection[NameRow]) -> str:
    def unwanted(row: NameRow) -> tuple[bool, bool, bool, str]:
        alias = row.property.endswith(("altLabel", "hiddenLabel"))
        return alias, row.language not in ("en", ""), row.property.endswith("label"), row.name

    return min(names, key=unwanted).name


def with_entries(index: SearchIndex, changed: Iterable[Entry], things: Collection[str] = ()) -> SearchIndex:
    """The index with these entries in place of all that it had of their things, and of ``things``: as ``build`` gives.

    What other things are called is neither folded nor sorted anew.
    """
    fresh = sorted(set(changed), key=_place)
    of = {entry.iri for entry in fresh}.union(things)
    at = [number for iri in of for number in _numbers(index, iri)]
    if sorted(map(_place, (index.entries[number] for number in at))) == [_place(entry) for entry in fresh]:
        entries = list(index.entries)
        for number, entry in zip(sorted(at), fresh, strict=True):
            entries[number] = entry
        return replace(index, entries=tuple(entries), things={**index.things, **{e.iri: e for e in fresh}})
    return _moved(index, fresh, frozenset(at), of)


def _moved(index: SearchIndex, fresh: Sequence[Entry], gone: Collection[int], of: Collection[str]) -> SearchIndex:
    """Where names come or go, the numbers of others move; their order stays, so sorting finds little to do."""
    rows = [(entry, name, at) for at, (entry, name) in enumerate(zip(index.entries, index.folded, strict=True))]
    rows = [row for row in rows if row[2] not in gone] + [(entry, fold(entry.name), -1) for entry in fresh]
    rows.sort(key=lambda row: _place(row[0]))
    numbers = {former: number for number, (_, _, former) in enumerate(rows) if former >= 0}
    words = [(word, numbers[number]) for word, number in index.words if number in numbers]
    words += [(word, at) for at, (_, name, former) in enumerate(rows) if former < 0 for word in set(name.split())]
    things = {iri: entry for iri, entry in index.things.items() if iri not in of}
    return SearchIndex(
        tuple(entry for entry, _, _ in rows),
        tuple(name for _, name, _ in rows),
        tuple(sorted(words)),
        things | {entry.iri: entry for entry in fresh},
    )


def _numbers(index: SearchIndex, iri: str) -> range:
    """The entries of a thing stand together."""
    first, last = (side(index.entries, iri, key=lambda entry: entry.iri) for side in (bisect_left, bisect_right))
    return range(first, last)


def _place(entry: Entry) -> tuple[str, str, str]:
    return entry.iri, entry.name, entry.type
