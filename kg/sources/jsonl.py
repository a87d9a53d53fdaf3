"""JSON Lines: one article a line with keys id, text and, where known, lang, published, publisher, title, url.

A line that is no article is a failure with its file and line; the lines after it are still read.
"""

from __future__ import annotations

import codecs
import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from kg.errors import EncodingFailure, MalformedSource, SourceError
from kg.model import Article
from kg.settings import Settings
from kg.sources._article import Given, make_article
from kg.sources._clean import oversize
from kg.sources._dates import iso_date
from kg.sources._decode import decode, refuse_known_binaries
from kg.sources._failure import SourceFailure

SUFFIXES = (".jsonl", ".ndjson", ".jl")
KEYS = ("id", "lang", "published", "publisher", "title", "url", "text")
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]\w+)*", re.IGNORECASE)
CHUNK = 65_536


def articles(stream: BinaryIO, name: str, settings: Settings) -> Iterator[Article | SourceFailure]:
    """One result a line that is not blank; holds one line in memory at a time."""
    for number, line in enumerate(_lines(stream, settings), start=1):
        source = f"{name}:{number}"
        if line is not None and number == 1:
            _refuse_other_files(line, name)
        if line is not None and not line.strip():
            continue
        try:
            yield _article(line, source, PurePath(name).stem, settings)
        except SourceError as error:
            yield SourceFailure(source, error, line or b"")


def article_of(line: bytes, source: str, settings: Settings) -> Article:
    """The article of one line (or of a row written as one); raises a SourceError that names ``source``."""
    return _article(line, source, PurePath(source.rsplit(":", 1)[0]).stem, settings)


def count(path: Path) -> int:
    """Lines that are not blank."""
    with path.open("rb") as stream:
        return filled_lines(stream)


def filled_lines(stream: BinaryIO) -> int:
    """Counted in blocks: a line may be larger than the memory."""
    found, begun = 0, False  # begun: the line of the moment holds more than blanks
    while block := stream.read(CHUNK):
        *ended, last = block.split(b"\n")
        for part in ended:
            found += begun or bool(part.strip())
            begun = False
        begun = begun or bool(last.strip())
    return found + begun


def as_line(article: Article) -> bytes:
    """An article as one line that reads back as itself."""
    record = {
        "id": article.identifier,
        "lang": article.language,
        "published": article.published.isoformat() if article.published else None,
        "publisher": article.publisher,
        "title": article.title,
        "url": article.url,
        "text": article.text,
    }
    return json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n"


def _refuse_other_files(first: bytes, name: str) -> None:
    """A file that cannot be split into lines is one failure, not one a line."""
    refuse_known_binaries(first, name)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise EncodingFailure(f"{name} is UTF-16; JSON Lines must be UTF-8. Save it again.")


def _lines(stream: BinaryIO, settings: Settings) -> Iterator[bytes | None]:
    """Lines as bytes; None for one beyond the limit, which is skipped without being held.

    JSON may write a character as six bytes (\\\\u0645), so a line may be six times as long as its article.
    """
    limit = 6 * int(settings.limit("max_article_bytes"))
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(CHUNK)):
            pass
        yield None


def _article(line: bytes | None, source: str, stem: str, settings: Settings) -> Article:
    if line is None:
        raise oversize(source, settings)
    record = _record(line, source)
    given = Given(
        identifier=_identifier(record, source, stem),
        language=_language(record, source),
        published=_published(record, source),
        publisher=_string(record, "publisher", source),
        title=_string(record, "title", source),
        url=_string(record, "url", source),
    )
    text = _string(record, "text", source)
    if "text" not in record:
        raise MalformedSource(f'{source} has no key "text"; keys found: {", ".join(sorted(record)) or "none"}.')
    return make_article(text, given, source, settings)


def _record(line: bytes, source: str) -> dict[str, Any]:
    try:
        record = json.loads(decode(line, source).text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise MalformedSource(f"{source} is no JSON: {error}.") from error
    if not isinstance(record, dict):
        raise MalformedSource(f'{source} is JSON but no object; an article is {{"id": ..., "text": ...}}.')
    return record


def _string(record: dict[str, Any], key: str, source: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MalformedSource(f'{source}: "{key}" is a {type(value).__name__}; it must be a string.')
    return value


def _identifier(record: dict[str, Any], source: str, stem: str) -> str:
    """The id as given (a number is taken as its digits), else file and line."""
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(record, "id", source) or f"{stem}-{source.rsplit(':', 1)[-1]}"


def _language(record: dict[str, Any], source: str) -> str:
    value = _string(record, "lang", source)
    if not value:
        return ""
    match = LANGUAGE.fullmatch(value.strip())
    if match is None:
        raise MalformedSource(f'{source}: "lang" is {value!r}; give an ISO 639 code such as "nl", or leave it out.')
    return match.group(1).lower()


def _published(record: dict[str, Any], source: str) -> dt.date | None:
    value = _string(record, "published", source)
    try:
        return iso_date(value) if value else None
    except ValueError:
        hint = f'{source}: "published" is {value!r}; it must be an ISO date such as "2016-10-17".'
        raise MalformedSource(hint) from None
