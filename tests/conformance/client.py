"""A plain HTTP client: the suites are about bytes and headers, so nothing is done for the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

JSON = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Client:
    host: str
    port: int
    token: str

    @property
    def root(self) -> str:
        return f"http://{self.host}:{self.port}"

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | str | None = None
    ) -> Reply:
        """One request on a connection of its own, with the token."""
        connection = HTTPConnection(self.host, self.port, timeout=120)
        content = body.encode() if isinstance(body, str) else body
        try:
            connection.request(method, path, content, {"Authorization": f"Bearer {self.token}", **(headers or {})})
            reply = connection.getresponse()
            return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = JSON, default: Sequence[str] = (), named: Sequence[str] = ()) -> Reply:
        graphs = [("default-graph-uri", iri) for iri in default] + [("named-graph-uri", iri) for iri in named]
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        return self.send("POST", "/sparql" + (f"?{urlencode(graphs)}" if graphs else ""), headers, text)

    def update(self, text: str) -> Reply:
        return self.send("POST", "/sparql", {"Content-Type": "application/sparql-update"}, text)
