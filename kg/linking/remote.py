"""Another SPARQL server: one polite SELECT at a time, through SPARQLWrapper.

Polite: our own User-Agent with a contact, a deadline, few attempts with growing pauses, a Retry-After that is kept to,
and no more after a refusal. Careful: an answer has a largest size, must be SPARQL JSON to its last byte, and a
redirection is an error, because an address that was allowed must not lead to one that was not.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import json
import socket
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError

from SPARQLWrapper import JSON, POST, SPARQLWrapper

from kg import __version__
from kg.errors import RemoteError, RemoteRefused, RemoteTimeout
from kg.settings import Settings

Binding = Mapping[str, str]  # a term as the SPARQL 1.1 JSON results write it: type, value, xml:lang, datatype
Row = Mapping[str, Binding]
LONGEST_PAUSE = 60.0  # seconds, between two attempts of our own accord
_PASSING = frozenset({429, 500, 502, 503, 504})  # HTTP statuses that another attempt may not meet
_PIECE = 65_536
_TOO_LONG = b"TimeoutException"  # what Blazegraph, behind Wikidata, says with a 500 when a query took too long


class RemoteTooLarge(RemoteError):
    """An answer over the limit: fewer values may fit."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is treated; seconds and bytes."""

    agent: str
    seconds: float
    attempts: int
    backoff: float
    patience: float
    most_bytes: int

    @classmethod
    def of(cls, settings: Settings) -> Manners:
        return cls(
            agent=user_agent(settings.contact),
            seconds=settings.limit("remote_seconds"),
            attempts=max(int(settings.limit("remote_attempts")), 1),
            backoff=settings.limit("remote_backoff_seconds"),
            patience=settings.limit("remote_patience_seconds"),
            most_bytes=int(settings.limit("max_remote_bytes")),
        )


def user_agent(contact: str) -> str:
    """Wikimedia's policy asks for a name, a version and a way to reach whoever runs the program."""
    return f"conflict-kg/{__version__} (https://w3id.org/cekg/; {contact or 'no contact given'}) SPARQLWrapper/2"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None  # urllib then raises the HTTPError of the redirection


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper with an opener of its own: the module's follows redirections and drops the headers of errors."""

    def open(self, seconds: float) -> Any:
        opener = urllib.request.build_opener(_NoRedirect)
        return opener.open(self._createRequest(), timeout=seconds)


class Remote:
    """One endpoint. ``sleep`` and ``clock`` are parameters so that a test need not wait."""

    def __init__(
        self,
        name: str,
        url: str,
        manners: Manners,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name, self.url = name, url
        self._manners, self._sleep, self._clock = manners, sleep, clock

    def select(self, query: str, deadline: float | None = None, *, insist: bool = True) -> list[Row]:
        """The rows of a SELECT; raises the RemoteError family. ``deadline`` is a time of ``clock``.

        ``insist``: try again what took too long, too; who can ask for less does not.
        """
        for attempt in range(1, self._manners.attempts + 1):
            try:
                return rows_of(self._fetch(query, deadline))
            except _Passing as failure:
                last = failure
                if last.kind is RemoteTimeout and not insist:
                    break
            pause = self._pause(attempt, last.retry_after)
            if attempt == self._manners.attempts or (deadline is not None and self._clock() + pause > deadline):
                break
            self._sleep(pause)
        raise last.as_error(self.name)

    def _pause(self, attempt: int, retry_after: float | None) -> float:
        if retry_after is not None and retry_after > self._manners.patience:
            raise RemoteRefused(
                f"{self.name} asks to come back in {retry_after:.0f} s, which is over KG_REMOTE_PATIENCE_SECONDS. "
                "Run this again then: what it answered is kept.",
                retry_after=int(retry_after),
            )
        own = min(self._manners.backoff * 2.0 ** (attempt - 1), LONGEST_PAUSE)
        return own if retry_after is None else max(retry_after, own)

    def _fetch(self, query: str, deadline: float | None) -> bytes:
        ends = self._clock() + self._manners.seconds
        ends = ends if deadline is None else min(ends, deadline)
        try:
            with self._open(query, max(ends - self._clock(), 0.001)) as response:
                return self._read(response, ends)
        except HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except TimeoutError:
            raise _Passing(RemoteTimeout, "did not answer in time") from None
        except URLError as error:
            timed_out = isinstance(error.reason, TimeoutError | socket.timeout)
            kind = RemoteTimeout if timed_out else RemoteError
            raise _Passing(
                kind, "did not answer in time" if timed_out else f"is out of reach: {error.reason}"
            ) from None
        except (OSError, http.client.HTTPException) as error:
            raise _Passing(RemoteError, f"broke the connection off: {error!r}") from None

    def _open(self, query: str, seconds: float) -> Any:
        wrapper = _Wrapper(self.url, returnFormat=JSON, agent=self._manners.agent)
        wrapper.setMethod(POST)
        wrapper.setQuery(query)
        return wrapper.open(seconds)

    def _read(self, response: Any, ends: float) -> bytes:
        """The body; a server that sends a byte a minute keeps each read alive, so the time is looked at here too."""
        body = bytearray()
        while piece := response.read1(_PIECE):
            body += piece
            if len(body) > self._manners.most_bytes:
                raise RemoteTooLarge(f"{self.name} answered with more than {self._manners.most_bytes:,} bytes.")
            if self._clock() > ends:
                raise _Passing(RemoteTimeout, "did not finish its answer in time")
        return bytes(body)

    def _refusal(self, error: HTTPError) -> Exception:
        said = f"{error.code} {error.reason}"
        if error.code in _PASSING:
            kind = RemoteTimeout if error.code == 504 or _TOO_LONG in error.read(_PIECE) else RemoteError
            return _Passing(kind, f"answered {said}", seconds_of(error.headers.get("Retry-After")))
        if 300 <= error.code < 400:
            where = error.headers.get("Location", "elsewhere")
            return RemoteRefused(f"{self.name} answered {said} and points to {where}: set that as its address.")
        if error.code in (401, 403):
            return RemoteRefused(
                f"{self.name} refuses us ({said}). It may want to know who asks: set KG_CONTACT to a mail address."
            )
        return RemoteRefused(f"{self.name} does not take the query: {said}.")


class _Passing(Exception):
    """What may be over at the next attempt."""

    def __init__(self, kind: type[RemoteError], what: str, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.kind, self.what, self.retry_after = kind, what, retry_after

    def as_error(self, name: str) -> RemoteError:
        return self.kind(f"{name} {self.what}. What it answered before is kept; run this again later.")


def rows_of(body: bytes) -> list[Row]:
    """The bindings of a SPARQL JSON answer; a page in HTML, half an answer, or another structure is a failure."""
    try:
        found = json.loads(body)["results"]["bindings"]
        rows: list[Row] = [{str(name): _binding(term) for name, term in row.items()} for row in found]
    except (ValueError, KeyError, TypeError, AttributeError):
        begin = body[:40].decode("utf-8", "replace")
        raise _Passing(RemoteError, f"gave no SPARQL results ({len(body)} bytes, beginning {begin!r})") from None
    return rows


def _binding(term: Mapping[str, Any]) -> Binding:
    kept = {name: term[name] for name in ("type", "value", "xml:lang", "datatype") if name in term}
    if kept.get("type") not in ("uri", "literal", "typed-literal", "bnode") or not all(
        isinstance(value, str) for value in (kept["value"], *kept.values())
    ):
        raise ValueError(term)
    return kept


def seconds_of(retry_after: str | None) -> float | None:
    """A Retry-After header, which is a number of seconds or a date (RFC 9110, 10.2.3), in seconds from now."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max((moment - dt.datetime.now(dt.UTC)).total_seconds(), 0.0)


def names(rows: Sequence[Row]) -> list[str]:
    """The variables that are bound in any row, in the order they turn up."""
    return list(dict.fromkeys(name for row in rows for name in row))
