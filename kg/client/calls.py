"""HTTP calls to one service: a few patient attempts, and every problem as the exception that has its name."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError

from kg.errors import KgError, RemoteError

_ATTEMPTS = 4
_LONGEST = 30.0  # seconds of a Retry-After that is waited for


class ServiceError(KgError):
    """A problem that has no exception of its own; ``extra`` has the members of the problem+json object."""


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    headers: Mapping[str, str]  # names in lower case

    def json(self) -> Any:
        return json.loads(self.body)


class Calls:
    def __init__(self, base: str, seconds: float) -> None:
        self.base = base.rstrip("/")
        self._pool = PoolManager(timeout=Timeout(connect=10, read=seconds), retries=Retry(False))

    def get(self, path: str, accept: str, parameters: Mapping[str, str]) -> Answer:
        return self._send("GET", self._address(path, parameters), accept, None)

    def post(self, path: str, accept: str, parameters: Mapping[str, str], form: Mapping[str, str]) -> Answer:
        return self._send("POST", self._address(path, parameters), accept, urlencode(form).encode("ascii"))

    def close(self) -> None:
        self._pool.clear()

    def _address(self, path: str, parameters: Mapping[str, str]) -> str:
        return f"{self.base}{path}" + (f"?{urlencode(parameters)}" if parameters else "")

    def _send(self, method: str, url: str, accept: str, body: bytes | None) -> Answer:
        headers = {"Accept": f"{accept}, application/problem+json;q=0.9", "Accept-Encoding": "gzip"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for attempt in range(_ATTEMPTS):
            try:
                found = self._pool.request(method, url, body=body, headers=headers)
            except ReadTimeoutError as error:
                raise RemoteError(f"{self.base} did not answer in time; give Client a longer seconds=.") from error
            except HTTPError as error:
                raise RemoteError(f"{self.base} cannot be reached: {error}. Is `kg serve` running?") from error
            wait = _patience(found.status, found.headers.get("Retry-After", ""))
            if wait is None or attempt == _ATTEMPTS - 1:
                break
            time.sleep(wait)
        if found.status >= 400:
            raise problem(found.status, found.data)
        return Answer(found.data, {name.lower(): value for name, value in found.headers.items()})


def _patience(status: int, retry_after: str) -> float | None:
    """Seconds to wait before another attempt; None when there is no point in one."""
    if status not in (429, 503) or not retry_after.isdigit():
        return None
    return float(retry_after) if float(retry_after) <= _LONGEST else None


def problem(status: int, body: bytes) -> KgError:
    """The exception of kg.errors that a problem+json object (RFC 9457) names, with its detail and hint as message."""
    try:
        members = json.loads(body)
        detail, code = str(members.pop("detail")), str(members.get("type", "")).rpartition("#")[2]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ServiceError(f"The service answered {status}, and not in a way that tells why.", status=status)
    hint = members.get("hint")
    kind = next((each for each in _tree(KgError) if each.code == code), ServiceError)
    return kind(f"{detail} {hint}" if hint and hint not in detail else detail, **members)


def _tree(root: type[KgError]) -> Iterator[type[KgError]]:
    yield root
    for child in root.__subclasses__():
        yield from _tree(child)
