"""A saved web page: trafilatura takes the article out of it, with its title, date and site name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from kg.errors import MalformedSource
from kg.model import Article
from kg.settings import Settings
from kg.sources._article import Given, make_article
from kg.sources._clean import refuse_oversize
from kg.sources._dates import iso_date
from kg.sources._decode import Decoded, decode

SUFFIXES = (".html", ".htm", ".xhtml")
MARKUP = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD = 2048
DATES = {"original_date": True, "extensive_search": False}  # metadata only: a guess from the prose would be silent


def looks_like_html(text: str) -> bool:
    return bool(MARKUP.search(text[:HEAD]))


def articles(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article]:
    """One article, or a SourceError. Never reads further than the size limit."""
    data = stream.read(int(settings.limit("max_article_bytes")) + 1)
    refuse_oversize(len(data), name, settings)
    yield article(data, name, settings)


def article(data: bytes, name: str, settings: Settings) -> Article:
    """The article of one page; MalformedSource when no article text can be found in it."""
    import trafilatura  # 0.5 s: only where a page is read

    decoded = _decode_page(data, name)
    try:
        page = trafilatura.bare_extraction(
            decoded.text, include_comments=False, include_tables=False, with_metadata=True, date_extraction_params=DATES
        )
    except Exception as error:  # a page is whatever a browser forgives; what the extractor cannot, is the page's fault
        raise MalformedSource(f"The page {name} cannot be taken apart: {type(error).__name__}: {error}.") from error
    if page is None or isinstance(page, dict) or not page.text:
        raise MalformedSource(f"No article text was found in the page {name}; save its text as .txt instead.")
    given = Given(
        identifier=PurePath(name).stem,
        published=_day(page.date),
        publisher=page.sitename or "",
        title=page.title or "",
        url=page.url or "",
        notes=decoded.notes,
    )
    return make_article(page.text, given, name, settings)


def _decode_page(data: bytes, name: str) -> Decoded:
    """The charset the page declares, where it holds; else as any other text."""
    declared = CHARSET.search(data[:HEAD])
    if declared:
        try:
            encoding = declared.group(1).decode("ascii")
            return Decoded(data.decode(encoding), encoding)
        except (UnicodeDecodeError, LookupError):
            return decode(data, name)
    return decode(data, name)


def _day(date: str | None) -> dt.date | None:
    try:
        return iso_date(date) if date else None
    except ValueError:
        return None
