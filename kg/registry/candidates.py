"""Spans of a text that are a label: spelt out, bent by an ending, in a compound, in a credit or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from kg.model import ActorKind
from kg.registry.index import Form, Index
from kg.registry.inflection import Inflection, inflection
from kg.registry.model import How
from kg.registry.shouting import shouted
from kg.registry.tokens import Word, case_fits, joined
from kg.registry.typos import LEAST_LABEL, corrections, is_slip

_HYPHENED = re.compile(r"(?:[-‐‑][^\W_]\w*)+")
_CREDITS_GO_ON = re.compile(r"\s*[/,+&]\s*©?\s*")
CREDIT = "©"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span and the forms it may be, best first; more than one when entries share the name."""

    start: int
    end: int
    words: int
    forms: tuple[Form, ...]
    how: How


def candidates(index: Index, text: str, parts: Sequence[Word], language: str) -> Iterator[Candidate]:
    """The longest candidate at each place, left to right, none overlapping."""
    finder = Finder(index, text, parts, language)
    at, credits = 0, False
    while at < len(parts):
        found = finder.credit(at) if credits or parts[at].key == CREDIT else None
        found = found or finder.at(at)
        if found is None:
            at, credits = at + 1, False
            continue
        credits = (credits or parts[at].key == CREDIT) and finder.credits_go_on(found, at)
        yield found
        at += found.words
        while at < len(parts) and parts[at].start < found.end:  # the rest of a hyphened compound
            at += 1


@dataclass(frozen=True, slots=True)
class Finder:
    index: Index
    text: str
    parts: Sequence[Word]
    language: str

    def at(self, at: int) -> Candidate | None:
        return self._spelt(at) or self._bent(at) or self._compound(at) or self._misspelt(at)

    def credit(self, at: int) -> Candidate | None:
        """A photo credit: agencies after a copyright sign stand in any case ("© ap / epa")."""
        first = at + 1 if self.parts[at].key == CREDIT else at
        if first >= len(self.parts):
            return None
        fits = [
            form
            for form in self.index.exact.get(self.parts[first].key, ())
            if form.entry.kind is ActorKind.MEDIA and self._keys_fit(form, first, None)
        ]
        found = self._best(first, fits, How.LABEL)
        return found and Candidate(self.parts[at].start, found.end, found.words + first - at, found.forms, How.LABEL)

    def credits_go_on(self, found: Candidate, at: int) -> bool:
        """Whether the next word is one more agency of the same credit."""
        after = at + found.words
        return after < len(self.parts) and bool(_CREDITS_GO_ON.fullmatch(self.text, found.end, self.parts[after].start))

    def _spelt(self, at: int) -> Candidate | None:
        fits = [form for form in self.index.exact.get(self.parts[at].key, ()) if self._fits(form, at, None)]
        return self._best(at, fits, How.LABEL)

    def _bent(self, at: int) -> Candidate | None:
        bend = inflection(self.language)
        rows = self.index.stems(self.language).get(bend.stem(self.parts[at].key), ())
        return self._best(at, [form for form in rows if self._fits(form, at, bend)], How.LABEL)

    def _compound(self, at: int) -> Candidate | None:
        name = inflection(self.language).compounded(self.parts[at].key)
        rows = self.index.exact.get(name, ()) if name else ()
        word = self.parts[at].text
        return self._best(at, [f for f in rows if len(f.keys) == 1 and case_fits(f.words[0], word)], How.COMPOUND)

    def _misspelt(self, at: int) -> Candidate | None:
        key = self.parts[at].key
        fits = [
            form
            for meant in (key, *corrections(self.index, key))
            for form in self.index.exact.get(meant, ())
            if form.letters >= LEAST_LABEL and form.speaks(self.language) and self._slips(form, at)
        ]
        return self._best(at, fits, How.TYPO)

    def _slips(self, form: Form, at: int) -> bool:
        """Whether the words from ``at`` on are the form's but for one slip in one of them."""
        spelt = self.parts[at : at + len(form.keys)]
        wrong = [(word.key, key) for word, key in zip(spelt, form.keys, strict=False) if word.key != key]
        if len(spelt) < len(form.keys) or len(wrong) != 1 or not is_slip(self.index, *wrong[0]):
            return False
        return all(map(case_fits, form.words, (word.text for word in spelt))) and self._joined(spelt)

    def _fits(self, form: Form, at: int, bend: Inflection | None) -> bool:
        if not form.speaks(self.language) or not self._keys_fit(form, at, bend):
            return False
        spelt = self.parts[at : at + len(form.keys)]
        return all(map(case_fits, form.words, (word.text for word in spelt))) and not shouted(self.text, form, spelt)

    def _keys_fit(self, form: Form, at: int, bend: Inflection | None) -> bool:
        spelt = self.parts[at : at + len(form.keys)]
        if len(spelt) < len(form.keys):
            return False
        for key, word in zip(form.keys, spelt, strict=True):
            if key != word.key and (bend is None or bend.stem(key) != bend.stem(word.key)):
                return False
        return self._joined(spelt)

    def _joined(self, spelt: Sequence[Word]) -> bool:
        return all(joined(self.text, left, right) for left, right in pairwise(spelt))

    def _best(self, at: int, fits: Sequence[Form], how: How) -> Candidate | None:
        """The longest forms; those of equal length and rank all stay, one an entry."""
        if not fits:
            return None
        longest = max(len(form.keys) for form in fits)
        ranked = sorted((f for f in fits if len(f.keys) == longest), key=lambda f: (f.rank(self.language), f.entry.key))
        _, best = next(groupby(ranked, key=lambda form: form.rank(self.language)[0]))
        by_entry = {form.entry.key: form for form in reversed(list(best))}
        forms = tuple(form for _, form in sorted(by_entry.items()))
        end, how = self._end(self.parts[at + longest - 1].end, forms[0], how)
        return Candidate(self.parts[at].start, end, longest, forms, how)

    def _end(self, end: int, form: Form, how: How) -> tuple[int, How]:
        """A hyphen and a word after the name belong to the mention (``IS-strijders``), a label's last dot as well."""
        compound = _HYPHENED.match(self.text, end)
        if compound:
            return compound.end(), How.COMPOUND
        dotted = form.label.text.endswith(".") and self.text.startswith(".", end)
        return end + dotted, how
