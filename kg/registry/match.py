"""Finds the actors of the registry in a text: the longest label at each place, then what may stand for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kg.registry.candidates import Candidate, candidates
from kg.registry.generic import Cover, generic_hits
from kg.registry.index import Index
from kg.registry.model import Entry, Label, RegistryHit
from kg.registry.titles import Titles
from kg.registry.tokens import words


@dataclass(frozen=True, slots=True)
class Registry:
    """All actors we know, by key."""

    entries: Mapping[str, Entry]
    index: Index
    titles: Titles

    @classmethod
    def of(cls, entries: Iterable[Entry], offices: Mapping[str, Sequence[Label]] = MappingProxyType({})) -> Registry:
        """``offices`` gives the words for each office's code."""
        by_key = {entry.key: entry for entry in entries}
        return cls(MappingProxyType(by_key), Index(by_key.values()), Titles(offices, by_key.values()))

    def get(self, key: str) -> Entry | None:
        return self.entries.get(key)

    def find(self, text: str, language: str, on: dt.date | None = None) -> tuple[RegistryHit, ...]:
        """The actors named in ``text``, in order, without overlaps.

        ``language`` is the text's (ISO 639-1, or "und"); ``on`` its day, which says who holds an office ("Iraakse
        premier") and decides between actors of one name.
        """
        parts = words(text)
        hits = list(_decide(list(candidates(self.index, text, parts, language)), on))
        if on is not None:
            named = {hit.start: hit.entry.key for hit in hits}
            hits += _outside(hits, self.titles.hits(text, parts, language, on, named))
        hits += generic_hits(text, parts, language, hits)
        return tuple(sorted(hits, key=lambda hit: hit.start))

    def generic(self, text: str, language: str, hits: Sequence[RegistryHit]) -> tuple[RegistryHit, ...]:
        """Common nouns and bare surnames that stand for the actors of ``hits`` (which may come from elsewhere)."""
        return tuple(generic_hits(text, words(text), language, hits))

    def office_holder(self, office: str, body: str, on: dt.date) -> Entry | None:
        """Who held an office of a state or organisation (its key) on a day; None when unknown or shared."""
        return self.titles.holder(office, body, on)


def _decide(found: Sequence[Candidate], on: dt.date | None) -> Iterator[RegistryHit]:
    """One entry a candidate; of several with one name the one named otherwise too, else the one that exists then."""
    certain = {c.forms[0].entry.key for c in found if len(c.forms) == 1}
    for candidate in found:
        forms = [form for form in candidate.forms if on is None or not _unborn(form.entry, on)]
        if not forms:
            continue
        named = [form for form in forms if form.entry.key in certain]
        alive = [form for form in forms if on is None or form.entry.exists_on(on)]
        form = (named or alive or forms)[0]
        yield RegistryHit(candidate.start, candidate.end, form.entry, form.label.text, candidate.how)


def _unborn(entry: Entry, on: dt.date) -> bool:
    """Nobody writes of a group before it exists (its end is no bound: it may be history)."""
    return entry.begin is not None and on < entry.begin


def _outside(hits: Sequence[RegistryHit], more: Iterable[RegistryHit]) -> list[RegistryHit]:
    """Those of ``more`` that overlap none of ``hits``."""
    cover = Cover(hits)
    return [hit for hit in more if not cover.meets(hit.start, hit.end)]
