"""Persons by their office as of the article's day: "Iraakse premier", "presidente de Venezuela", "premier Yildirim"."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kg.languages import countries
from kg.registry.inflection import former, inflection
from kg.registry.model import Entry, How, Label, RegistryHit
from kg.registry.names import codes, state_key
from kg.registry.phrases import Phrases, Span
from kg.registry.tokens import Word, joined, words

FORMER = ""  # what words say that tell of an office no longer, or not quite, held
_LINK = 3  # letters of the word between an office and a country: "of", "van", "de"


class Titles:
    """The words for offices in each language, and who held which office when."""

    def __init__(self, offices: Mapping[str, Sequence[Label]], entries: Iterable[Entry]) -> None:
        self._labels = offices
        self._holders: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._surnames: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            for office in entry.offices:
                self._holders[office.code, office.body].append(entry)
                self._surnames[office.code, words(entry.name)[-1].key].append(entry)
        self._phrases = cache(self._office_phrases)

    def holder(self, code: str, body: str, on: dt.date) -> Entry | None:
        """Who held an office of a state or organisation (its key) on a day; None when nobody known or more than one."""
        return _only(e for e in self._holders.get((code, body), ()) if _holds(e, code, on, body))

    def hits(
        self, text: str, parts: Sequence[Word], language: str, on: dt.date, named: Mapping[int, str]
    ) -> Iterator[RegistryHit]:
        """Titles with their country, and surnames with their title; ``named``: offset -> key of who is named there."""
        phrases = self._phrases(language)
        for at in range(len(parts)):
            office = phrases.at(text, parts, at)
            if office is None or office.says == FORMER:
                continue
            title = _with_country(text, parts, office, language)
            outer = title or office
            if phrases.before(text, parts, outer.first) or phrases.before(text, parts, office.first):
                continue  # "voormalige premier", "deputy prime minister", or the inner part of a longer title
            surname = self._surname(text, parts, outer.last + 1, office.says, on)
            holder = self.holder(office.says, state_key(title.says), on) if title else None
            follows = surname.key if surname else _who_follows(text, parts, outer.last, named)
            if title and holder and follows in (None, holder.key):
                yield _hit(text, parts, title, holder, How.GENERIC)
            if surname:
                yield _hit(text, parts, Span(outer.last + 1, outer.last + 1, ""), surname, How.LABEL)

    def _surname(self, text: str, parts: Sequence[Word], at: int, code: str, on: dt.date) -> Entry | None:
        """The one who holds such an office under the surname at word ``at``."""
        if at >= len(parts) or not parts[at].text[:1].isupper() or not joined(text, parts[at - 1], parts[at]):
            return None
        return _only(e for e in self._surnames.get((code, parts[at].key), ()) if _holds(e, code, on))

    def _office_phrases(self, language: str) -> Phrases:
        offices = [
            (label.text, code) for code, row in self._labels.items() for label in row if label.language == language
        ]
        return Phrases([*offices, *((word, FORMER) for word in former(language))], inflection(language))


@cache
def _countries(language: str) -> Phrases:
    forms = countries.load(language)
    known = set(codes())
    coded = [(form, code) for rows in (forms.names, forms.demonyms) for form, code in rows.items() if code in known]
    return Phrases(coded, inflection(language))


def _with_country(text: str, parts: Sequence[Word], office: Span, language: str) -> Span | None:
    """The office with the country before it ("Iraakse premier") or after it ("presidente de Venezuela")."""
    lands = _countries(language)
    left = lands.before(text, parts, office.first)
    if left is not None:
        return Span(left.first, office.last, left.says)
    after = office.last + 1
    right = lands.at(text, parts, after)
    if right is None and after < len(parts) and len(parts[after].text) <= _LINK and parts[after].text.islower():
        right = lands.at(text, parts, after + 1)
    if right is None or not joined(text, parts[office.last], parts[after]):
        return None
    return Span(office.first, right.last, right.says)


def _who_follows(text: str, parts: Sequence[Word], last: int, named: Mapping[int, str]) -> str | None:
    """Key of the person whose name follows the title; "" for a capitalised word we do not know: it may be a name."""
    after = last + 1
    if after >= len(parts) or not joined(text, parts[last], parts[after]):
        return None
    return named.get(parts[after].start, "" if parts[after].text[:1].isupper() else None)


def _holds(entry: Entry, code: str, on: dt.date, body: str | None = None) -> bool:
    return any(o.code == code and body in (None, o.body) and o.held_on(on) for o in entry.offices)


def _only(entries: Iterable[Entry]) -> Entry | None:
    found = {entry.key: entry for entry in entries}
    return next(iter(found.values())) if len(found) == 1 else None


def _hit(text: str, parts: Sequence[Word], span: Span, entry: Entry, how: How) -> RegistryHit:
    start, end = parts[span.first].start, parts[span.last].end
    return RegistryHit(start, end, entry, text[start:end], how)
