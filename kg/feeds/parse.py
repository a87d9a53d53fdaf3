"""Bytes to a feed, through feedparser: RSS 0.9 to 2.0, Atom, RDF, and what passes for them."""

from __future__ import annotations

import datetime as dt
import email.utils
import io
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

import feedparser

from kg.deadline import deadline
from kg.errors import MalformedSource
from kg.feeds.model import Entry, Feed, Response

_SECONDS = 20.0
_DATES = ("published", "updated", "created")


def parse(answer: Response) -> Feed:
    """Raises MalformedSource when it is no feed; of a broken one, what can still be read of it."""
    overdue = MalformedSource(f"{answer.url} takes longer than {_SECONDS:g} seconds to be read as a feed.")
    headers = {"content-type": answer.content_type, "content-location": answer.url}
    with deadline(_SECONDS, overdue):
        # A stream: feedparser takes bytes for the name of a file, and a text for an address to be fetched.
        found = feedparser.parse(io.BytesIO(answer.body), response_headers=headers)
    if not found.get("version") and not found.entries:
        raise MalformedSource(f"{answer.url} is no feed: {_why(found)}. Give the address of its RSS or Atom feed.")
    title = str(found.feed.get("title", "")).strip()
    return Feed(title, tuple(_entries(found.entries, answer.url)), _pause(found.feed.get("ttl")))


def _why(found: Mapping[str, Any]) -> str:
    error = found.get("bozo_exception")
    return str(error) if error else "it has no entries and no root that RSS or Atom know"


def _entries(found: list[Any], base: str) -> Iterator[Entry]:
    """Each once, oldest first as feeds have them newest first; one without an address cannot be fetched."""
    seen: set[str] = set()
    for raw in reversed(found):
        link = urljoin(base, str(raw.get("link", "")).strip()) if raw.get("link") else ""
        key = str(raw.get("id") or link or raw.get("title", "")).strip()
        if key and key not in seen:
            seen.add(key)
            yield Entry(key, link, str(raw.get("title", "")).strip(), _day(raw))


def _day(raw: Mapping[str, Any]) -> dt.date | None:
    """The day as the feed writes it, in the zone of the paper; else as feedparser understands it, in UTC."""
    for name in _DATES:
        if written := str(raw.get(name, "")).strip():
            if (day := _written_day(written)) is not None:
                return day
            if parsed := raw.get(f"{name}_parsed"):
                return dt.date(*parsed[:3])
    return None


def _written_day(written: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(written).date()
    except ValueError:
        pass
    try:
        return email.utils.parsedate_to_datetime(written).date()
    except ValueError:
        return None


def _pause(minutes: object) -> float:
    try:
        return min(max(float(str(minutes)), 0.0), 1440.0) * 60
    except ValueError:
        return 0.0
