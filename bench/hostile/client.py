"""HTTP from an address of choice on the loopback network, one connection a request, every answer timed."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

PATIENCE = 30.0
NORMAL = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; status 0 when there was none."""

    status: int
    seconds: float
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    source: str = NORMAL,
    patience: float = PATIENCE,
) -> Reply:
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience, source_address=(source, 0))
    try:
        connection.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, time.monotonic() - began, response.read(), told)
    except (OSError, http.client.HTTPException) as error:
        return Reply(0, time.monotonic() - began, repr(error).encode())
    finally:
        connection.close()


def sparql(port: int, text: str, *, source: str = NORMAL, accept: str = "*/*") -> Reply:
    body = urlencode({"query": text}, errors="surrogatepass").encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
    return ask(port, "/sparql", method="POST", body=body, headers=headers, source=source)


def escaped(text: str) -> str:
    return quote(text, safe="", errors="replace")
