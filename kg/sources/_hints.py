"""What somebody else says of an article (the feed that led to it), for what the source itself does not say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from kg.model import Article
from kg.sources._article import NO_DATE


@dataclass(frozen=True, slots=True)
class Hints:
    source: str  # where it was found, for reports
    published: dt.date | None = None
    publisher: str = ""
    title: str = ""
    url: str = ""


def with_hints(article: Article, hints: Hints) -> Article:
    """The article with its gaps filled; what it says of itself goes first."""
    published = article.published or hints.published
    notes = tuple(note for note in article.notes if published is None or not note.startswith(NO_DATE))
    return replace(
        article,
        source=hints.source,
        published=published,
        publisher=article.publisher or hints.publisher,
        title=article.title or hints.title,
        url=article.url or hints.url,
        notes=notes,
    )
