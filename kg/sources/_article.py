"""Clean text and given fields to an Article: what the record does not say is looked for in the head of the text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kg.model import Article
from kg.settings import Settings
from kg.sources._clean import clean
from kg.sources._language import UNTOLD, identify
from kg.sources.header import Header, parse_header

NO_DATE = "No date of publication was found"  # how the note begins


@dataclass(frozen=True, slots=True)
class Given:
    """The fields a source states beside the text; empty is unknown."""

    identifier: str
    language: str = ""
    published: dt.date | None = None
    publisher: str = ""
    title: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()


def make_article(raw: str, given: Given, name: str, settings: Settings) -> Article:
    """Raise a SourceError when the text cannot be an article."""
    text = clean(raw, name, settings)
    header = parse_header(text)
    language = given.language or identify(text[header.body_start :])
    published = given.published or header.published
    return Article(
        identifier=given.identifier,
        text=text,
        language=language,
        title=given.title or header.title,
        publisher=given.publisher or header.publisher,
        published=published,
        agencies=header.agencies,
        url=given.url or header.url,
        body_start=header.body_start,
        source=name,
        notes=(*given.notes, *_gaps(published, header, language)),
    )


def _gaps(published: dt.date | None, header: Header, language: str) -> tuple[str, ...]:
    """What stays unknown and what follows from it, in plain words."""
    notes: list[str] = []
    if published is None:
        month = f" (only the month {header.month})" if header.month else ""
        notes.append(f"{NO_DATE}{month}: days named relative to it stay unknown.")
    if language == UNTOLD:
        notes.append("The language could not be told.")
    return tuple(notes)
