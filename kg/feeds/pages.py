"""The page behind an entry to an Article; what the page does not say of itself, the feed may."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from kg.deadline import deadline
from kg.errors import MalformedSource, RemoteRefused
from kg.feeds.model import Response, Waiting
from kg.model import Article
from kg.settings import Settings
from kg.sources import Hints, SourceFailure, read_bytes, with_hints

SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "": ".html"}
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset", re.IGNORECASE)


def article_of(answer: Response, waiting: Waiting, settings: Settings) -> Article | SourceFailure:
    """Raises RemoteRefused for a page that is not there, MalformedSource for what is no page."""
    if answer.status in (404, 410):
        raise RemoteRefused(f"{answer.url} is not there ({answer.status}).")
    if answer.status != 200:
        raise RemoteRefused(f"{answer.url} is not given to us ({answer.status}).")
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind not in SUFFIXES:
        raise MalformedSource(f"{answer.url} is {kind}, not a page with an article.")
    entry = waiting.entry
    name = f"{_stem(answer.url)}{SUFFIXES[kind]}"
    seconds = settings.limit("reading_seconds")
    overdue = MalformedSource(f"{answer.url} takes longer than {seconds:g} seconds to be taken apart.")
    with deadline(seconds, overdue):
        (read,) = read_bytes(_in_utf8(answer), name, settings)
    if isinstance(read, SourceFailure):
        return SourceFailure(answer.url, read.error, read.content)
    return with_hints(read, Hints(answer.url, entry.published, waiting.publisher, entry.title, answer.url))


def _stem(url: str) -> str:
    """The identifier of the article: what its address ends with."""
    return PurePosixPath(urlsplit(url).path).stem or urlsplit(url).hostname or "page"


def _in_utf8(answer: Response) -> bytes:
    """The bytes, in UTF-8 where only the header of the answer says in what they are written."""
    told = _CHARSET.search(answer.content_type)
    if told is None or _DECLARED.search(answer.body[:2048]):
        return answer.body
    try:
        return answer.body.decode(told.group(1)).encode("utf-8")
    except (LookupError, UnicodeError):
        return answer.body
