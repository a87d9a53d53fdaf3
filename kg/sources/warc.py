"""Web archives (WARC, ISO 28500): each page that was answered with HTML is an article, known by its address.

Needs the extra [archives]: fastwarc.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import MalformedSource, SourceError
from kg.model import Article
from kg.settings import Settings
from kg.sources import html
from kg.sources._clean import oversize
from kg.sources._failure import SourceFailure
from kg.sources._hints import Hints, with_hints

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

SUFFIXES = (".warc", ".warc.gz")
PAGES = ("text/html", "application/xhtml+xml")


def articles(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceFailure]:
    """One result a page; what is no page (images, scripts, redirects, requests) is passed over."""
    for record in _records(stream, name):
        if not _is_page(record):
            continue
        address = record.headers.get("WARC-Target-URI") or ""
        source = f"{name}:{record.stream_pos}"
        content = record.reader.read(int(settings.limit("max_article_bytes")) + 1)
        try:
            if len(content) > settings.limit("max_article_bytes"):
                raise oversize(source, settings)
            for article in html.articles(io.BytesIO(content), source, settings):
                yield with_hints(article, Hints(source=source, url=address))
        except SourceError as error:
            yield SourceFailure(source, error, content)


def _records(stream: BinaryIO, name: str) -> Iterator[WarcRecord]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise MalformedSource(f"{name} is a web archive; to read it: pip install 'conflict-kg[archives]'.") from None
    try:
        archive: Any = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)
        yield from archive
    except (OSError, ValueError, RuntimeError) as error:
        raise MalformedSource(f"{name} cannot be read as a web archive: {error}.") from error


def _is_page(record: WarcRecord) -> bool:
    found = record.http_headers
    if found is None or found.status_code != 200:
        return False
    return (record.http_content_type or "").lower() in PAGES
