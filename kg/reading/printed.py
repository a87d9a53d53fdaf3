"""A reading of the copy that rules read, carried back to the text as it was printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.model import Actor, Article, EventClaim, Evidence, Figure, Place, Reading
from kg.reading.surface import Surface, surface
from kg.reading.truecase import truecased

T = TypeVar("T", Actor, Place)


def as_printed(article: Article, read: Callable[[Article], Reading]) -> Reading:
    """What ``read`` finds in an article whose text is free of tricks and shouting, with the quotes of the article."""
    seen = surface(article.text)
    copy = _copy(article, seen)
    return read(article) if copy is article else _Printer(article, seen, copy.text).reading(read(copy))


def as_read(article: Article) -> Article:
    """The copy of an article that the rules read; the article itself where they read it as it is."""
    return _copy(article, surface(article.text))


def _copy(article: Article, seen: Surface) -> Article:
    text = truecased(seen.text, article.language, article.published)
    if text == article.text:
        return article
    return replace(article, text=text, body_start=seen.forth(article.body_start))


@dataclass(frozen=True, slots=True)
class _Printer:
    article: Article
    seen: Surface
    copy: str

    def reading(self, reading: Reading) -> Reading:
        return replace(
            reading,
            article=self.article,
            actors=tuple(map(self._named, reading.actors)),
            places=tuple(map(self._named, reading.places)),
            events=tuple(map(self._event, reading.events)),
            figures=tuple(map(self._figure, reading.figures)),
            relations=tuple(replace(claim, evidence=self._evidence(claim.evidence)) for claim in reading.relations),
            notes=(*reading.notes, *self.seen.notes),
        )

    def _named(self, item: T) -> T:
        return replace(item, mentions=tuple(map(self._evidence, item.mentions)))

    def _event(self, event: EventClaim) -> EventClaim:
        return replace(event, evidence=self._evidence(event.evidence), trigger=self._evidence(event.trigger))

    def _figure(self, figure: Figure) -> Figure:
        start = self.copy.index(figure.verbatim, figure.evidence.start)
        words = self._evidence(Evidence(start, start + len(figure.verbatim), figure.verbatim))
        return replace(figure, evidence=self._evidence(figure.evidence), verbatim=words.quote)

    def _evidence(self, evidence: Evidence) -> Evidence:
        start, end = self.seen.span(evidence.start, evidence.end)
        while end < len(self.article.text) and unicodedata.combining(self.article.text[end]):
            end += 1  # marks belong to the letter before them
        return Evidence(start, end, self.article.text[start:end])
