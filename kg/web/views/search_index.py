"""Typeahead over names: every word start of every name, sorted, so that a prefix is found by bisection."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
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
    kept = tuple(sorted(set(entries), key=lambda entry: (entry.iri, entry.name)))
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


def with_entries(index: SearchIndex, changed: Iterable[Entry]) -> SearchIndex:
    """The index with all entries of some things in place of what it had of them: that is what ``build`` gives."""
    fresh = sorted(set(changed), key=_place)
    entries, folded, words = list(index.entries), list(index.folded), list(index.words)
    added = []
    for entry in fresh:
        at = bisect_left(entries, _place(entry), key=_place)
        while at < len(entries) and _place(entries[at]) == _place(entry) and entries[at].type != entry.type:
            at += 1
        if at < len(entries) and _place(entries[at]) == _place(entry):
            entries[at] = entry
        else:
            added.append(entry)
    if added:  # numbers shift: a new name is rarer than a new article
        return build([*entries, *added])
    return SearchIndex(tuple(entries), tuple(folded), tuple(words), {**index.things, **{e.iri: e for e in fresh}})


def _place(entry: Entry) -> tuple[str, str]:
    return entry.iri, entry.name
