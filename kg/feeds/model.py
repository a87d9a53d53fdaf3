"""The frozen values between the steps of following a feed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kg.model import Disposition


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article. ``key`` is its id there, else its address."""

    key: str
    link: str
    title: str = ""
    published: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    entries: tuple[Entry, ...]
    pause: float = 0.0  # seconds it asks to be left alone (RSS ttl)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask whether something changed (RFC 9110, 8.8)."""

    etag: str = ""
    modified: str = ""


NONE = Validators()


@dataclass(frozen=True, slots=True)
class Response:
    """The last answer behind any redirections, its body decompressed."""

    url: str
    status: int
    content_type: str
    body: bytes
    validators: Validators = NONE


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that was seen and did not end yet."""

    source: str
    entry: Entry
    publisher: str
    tries: int


@dataclass(frozen=True, slots=True)
class Told:
    """Something to tell whoever watches: an entry that ended, or in words what goes on."""

    message: str
    disposition: Disposition | None = None
    failed: bool = False  # a source could not be looked at
