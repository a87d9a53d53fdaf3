"""What things are called and how often they are mentioned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg.web.views.facts import Row
from kg.web.views.search_index import NameRow, SearchIndex, build, by_thing, entries_of, with_entries


@dataclass(frozen=True)
class Named:
    """What can be found, and what it was made from."""

    index: SearchIndex = field(default_factory=lambda: build(()))
    rows: Mapping[str, frozenset[NameRow]] = field(default_factory=dict)  # names by thing
    mentions: Mapping[str, int] = field(default_factory=dict)  # articles by thing

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The name that each thing is shown by."""
        return {iri: entry.label for iri, entry in self.index.things.items()}

    def with_more(self, told: Iterable[Row], mentioned: Iterable[str]) -> Named:
        """With the names and mentions of new articles; a thing is mentioned as often as it comes."""
        mentions = dict(self.mentions)
        for iri, number in Counter(mentioned).items():
            mentions[iri] = mentions.get(iri, 0) + number
        fresh = {iri: self.rows.get(iri, frozenset()) | rows for iri, rows in by_thing(told).items()}
        touched = {iri for iri, number in mentions.items() if self.mentions.get(iri) != number} | fresh.keys()
        rows = {**self.rows, **fresh}
        changed = entries_of({iri: rows[iri] for iri in touched if iri in rows}, mentions)
        return Named(with_entries(self.index, changed), rows, mentions)

    def with_fewer(self, mentioned: Mapping[str, int]) -> Named:
        """With so many mentions less of each; what is then mentioned nowhere keeps its names."""
        found = {iri: self.mentions.get(iri, 0) - number for iri, number in mentioned.items()}
        mentions = {iri: number for iri, number in {**self.mentions, **found}.items() if number > 0}
        changed = entries_of({iri: self.rows[iri] for iri in mentioned if iri in self.rows}, mentions)
        return Named(with_entries(self.index, changed), self.rows, mentions)

    def with_names(self, things: Collection[str], names: Mapping[str, frozenset[NameRow]]) -> Named:
        """With these names of some things, and no others of them."""
        rows = {iri: found for iri, found in self.rows.items() if iri not in things} | dict(names)
        changed = entries_of(names, self.mentions)
        return Named(with_entries(self.index, changed, things), rows, self.mentions)

    def plain(self) -> dict[str, Any]:
        """As it is kept in a file."""
        return {"rows": {iri: sorted(rows) for iri, rows in self.rows.items()}, "mentions": self.mentions}


def named_of(rows: Iterable[Row], mentioned: Iterable[Row]) -> Named:
    """Of the answers of ``search-names`` and ``search-mentions``."""
    mentions = {row["iri"]: int(row["articles"]) for row in mentioned}
    found = by_thing(rows)
    return Named(build(entries_of(found, mentions)), found, mentions)


def made_of(kept: dict[str, Any]) -> Named:
    rows = {iri: frozenset(NameRow(*row) for row in found) for iri, found in kept["rows"].items()}
    return Named(build(entries_of(rows, kept["mentions"])), rows, kept["mentions"])
