"""What stands for an actor once it was named: common nouns ("jihadisten") and the surname of a person."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kg.model import ActorKind
from kg.registry.index import Form, Table, form_of, table
from kg.registry.inflection import Inflection, inflection, particles
from kg.registry.model import ANY_LANGUAGE, Entry, How, Label, RegistryHit, Weight
from kg.registry.tokens import Word, case_fits, joined, words

SHORTEST_SURNAME = 3


def generic_hits(text: str, parts: Sequence[Word], language: str, hits: Sequence[RegistryHit]) -> Iterator[RegistryHit]:
    """Generic nouns and surnames outside ``hits``: each is the bearer named last before it, else first after it."""
    bend = inflection(language)
    rows = _rows({hit.entry.key: hit.entry for hit in hits}.values(), language, bend)
    if not rows:
        return
    ordered = sorted(hits, key=lambda hit: hit.start)
    covered = Cover(ordered)
    last_end = 0
    for at, word in enumerate(parts):
        if word.start < last_end or covered.holds(word.start):
            continue
        fits = [form for form in rows.get(bend.stem(word.key), ()) if _fits(form, text, parts, at, bend)]
        if fits:
            longest = [form for form in fits if len(form.keys) == len(fits[0].keys)]
            form = _nearest(longest, ordered, word.start)
            start, last_end = _with_particle(text, parts, at, form), parts[at + len(form.keys) - 1].end
            if not any(covered.holds(parts[at + i].start) for i in range(len(form.keys))):
                yield RegistryHit(start, last_end, form.entry, form.label.text, How.GENERIC)


class Cover:
    """Which offsets lie inside a hit."""

    def __init__(self, hits: Sequence[RegistryHit]) -> None:
        ordered = sorted(hits, key=lambda hit: hit.start)
        self._starts = [hit.start for hit in ordered]
        self._ends = [hit.end for hit in ordered]

    def holds(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]

    def meets(self, start: int, end: int) -> bool:
        """Whether a span shares an offset with a hit."""
        return (
            self.holds(start)
            or self.holds(end - 1)
            or bisect_right(self._starts, start) < bisect_right(self._starts, end - 1)
        )


def _rows(entries: Iterable[Entry], language: str, bend: Inflection) -> Table:
    forms = [
        form_of(entry, label)
        for entry in entries
        for label in (*entry.generic, *_surnames(entry))
        if label.language in (language, ANY_LANGUAGE)
    ]
    return table((bend.stem(form.keys[0]), form) for form in forms)


def _surnames(entry: Entry) -> Iterator[Label]:
    """The last word of each full name; names put in another order have their short form as a generic name."""
    if entry.kind is not ActorKind.PERSON:
        return
    last = {parts[-1].text for label in entry.labels if len(parts := words(label.text)) > 1}
    for surname in sorted(last):
        if surname[:1].isupper() and len(surname) >= SHORTEST_SURNAME:
            yield Label(surname, ANY_LANGUAGE, Weight.HIDDEN)


def _fits(form: Form, text: str, parts: Sequence[Word], at: int, bend: Inflection) -> bool:
    spelt = parts[at : at + len(form.keys)]
    if len(spelt) < len(form.keys):
        return False
    same = all(k == w.key or bend.stem(k) == bend.stem(w.key) for k, w in zip(form.keys, spelt, strict=True))
    cased = all(case_fits(label, word.text) for label, word in zip(form.words, spelt, strict=True))
    gaps = pairwise(spelt)
    return same and cased and all(joined(text, left, right) for left, right in gaps)


def _nearest(forms: Sequence[Form], ordered: Sequence[RegistryHit], offset: int) -> Form:
    bearers = {form.entry.key: form for form in forms}
    before = [hit for hit in ordered if hit.entry.key in bearers and hit.start < offset]
    hit = before[-1] if before else next(hit for hit in ordered if hit.entry.key in bearers)
    return bearers[hit.entry.key]


def _with_particle(text: str, parts: Sequence[Word], at: int, form: Form) -> int:
    """Start of a surname with its particle: ``al-Abadi``."""
    previous = parts[at - 1] if at else None
    if form.entry.kind is not ActorKind.PERSON or previous is None or previous.key not in particles():
        return parts[at].start
    joined = text[previous.end : parts[at].start] in ("-", "‑")
    return previous.start if joined else parts[at].start
