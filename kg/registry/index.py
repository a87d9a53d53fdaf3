"""The labels of all entries by the key of their first word, exact and per language by stem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.registry.inflection import inflection
from kg.registry.model import ANY_LANGUAGE, Entry, Label, Weight
from kg.registry.tokens import words

_RANK = {Weight.PREF: 0, Weight.ALT: 1, Weight.HIDDEN: 2}
SHORTEST_FOREIGN = 4  # letters: "IS" of Dutch is no name in an English text
SHORTEST_BENT = 5  # letters: shorter names and acronyms take no endings


@dataclass(frozen=True, slots=True)
class Form:
    """One label of one entry, cut into words."""

    entry: Entry
    label: Label
    words: tuple[str, ...]
    keys: tuple[str, ...]
    letters: int

    def speaks(self, language: str) -> bool:
        """Whether the label may be met in a text of this language."""
        own = self.label.language in (language, ANY_LANGUAGE)
        return own or language == "und" or self.letters >= SHORTEST_FOREIGN

    def rank(self, language: str) -> tuple[int, int]:
        """Lower is better: labels of the text's own language, then of all languages, then preferred ones."""
        near = {language: 0, ANY_LANGUAGE: 1}.get(self.label.language, 2)
        return near, _RANK[self.label.weight]


Table = Mapping[str, tuple[Form, ...]]  # key of the first word -> forms, longest first


def form_of(entry: Entry, label: Label) -> Form:
    parts = words(label.text)
    keys = tuple(part.key for part in parts)
    return Form(entry, label, tuple(part.text for part in parts), keys, sum(map(len, keys)))


def table(forms: Iterable[tuple[str, Form]]) -> Table:
    rows: dict[str, list[Form]] = defaultdict(list)
    for first, form in forms:
        rows[first].append(form)
    return {first: tuple(sorted(row, key=lambda f: (-len(f.keys), f.entry.key))) for first, row in rows.items()}


class Index:
    """All forms; stem tables and the spelling neighbours are made when a language first asks for them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.forms = tuple(_forms(entries))
        self.exact = table((form.keys[0], form) for form in self.forms)
        self.known = frozenset(key for form in self.forms for key in form.keys)
        self.stems = cache(self._stems)
        self.misspelt = cache(self._misspelt)

    def _stems(self, language: str) -> Table:
        bend = inflection(language)
        if not bend.bends:
            return {}
        return table(
            (bend.stem(form.keys[0]), form)
            for form in self.forms
            if form.letters >= SHORTEST_BENT and form.speaks(language)
        )

    def _misspelt(self) -> Mapping[str, tuple[str, ...]]:
        """Every key of a long label, and every key less one letter -> the keys it may stand for."""
        longer = {key for form in self.forms if form.letters >= 8 for key in form.keys if len(key) >= 6}
        rows: dict[str, set[str]] = defaultdict(set)
        for key in longer:
            for shorter in deletions(key):
                rows[shorter].add(key)
        return {shorter: tuple(sorted(keys)) for shorter, keys in rows.items()}


def deletions(key: str) -> Iterator[str]:
    """The key itself and the key without one of its letters."""
    yield key
    for i in range(len(key)):
        yield key[:i] + key[i + 1 :]


def _forms(entries: Iterable[Entry]) -> Iterator[Form]:
    for entry in entries:
        for label in entry.labels:
            form = form_of(entry, label)
            if form.keys:
                yield form
