"""Bare text: one article a file. Its head gives title, date and agencies; a page saved as .txt is read as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from kg.model import Article
from kg.settings import Settings
from kg.sources import html
from kg.sources._article import Given, make_article
from kg.sources._clean import refuse_oversize
from kg.sources._decode import decode

SUFFIXES = (".txt", ".text")


def articles(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article]:
    """One article, or a SourceError. Never reads further than the size limit."""
    data = stream.read(int(settings.limit("max_article_bytes")) + 1)
    refuse_oversize(len(data), name, settings)
    decoded = decode(data, name)
    if html.looks_like_html(decoded.text):
        yield html.article(data, name, settings)
        return
    given = Given(identifier=PurePath(name).stem, notes=decoded.notes)
    yield make_article(decoded.text, given, name, settings)
