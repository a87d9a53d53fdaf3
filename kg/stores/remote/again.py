"""What is sent again after a failure of the network, and when. docs/stores.md says why that is safe."""

from __future__ import annotations

from dataclasses import dataclass

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from kg.errors import KgError, StoreError

PAUSES = (0.2, 0.6, 1.8)  # seconds before each further attempt: a cut connection, a server or a gateway that restarts
_PASSING = frozenset({502, 503, 504})  # HTTP statuses that another attempt may not meet
_ROLLED_BACK = "40001"  # SQLSTATE, serialisation failure: Virtuoso undid it, of two that waited for each other


class BrokenOffError(StoreError):
    """An answer that has begun has no end."""


@dataclass(frozen=True, slots=True)
class Passing:
    """A failure that another attempt may not meet."""

    error: KgError
    unsent: bool = False  # no connection was made: nothing can have been carried out
    wait: float = 0.0  # seconds that the server asks for


def was_never_sent(error: requests.RequestException) -> bool:
    """Whether no connection was made."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def may_pass(response: requests.Response) -> bool:
    """Whether what the answer says is wrong may be right a little later."""
    return response.status_code in _PASSING or (response.status_code == 500 and _ROLLED_BACK in response.text[:600])


def asked_to_wait(response: requests.Response) -> float:
    """Seconds; 0 where the server does not ask for any."""
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else 0.0
