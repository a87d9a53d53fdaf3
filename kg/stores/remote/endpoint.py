"""A client of the SPARQL and Graph Store Protocols: a text goes out, an answer of the engine's types comes back."""

from __future__ import annotations

import datetime as dt
import math
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, cast

import pyoxigraph as ox
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.exceptions import HTTPError, ReadTimeoutError

from kg.errors import KgError, QueryRefused, QuerySyntax, QueryTimeout, StoreError
from kg.stores.remote import state
from kg.stores.remote.again import PAUSES, BrokenOffError, Passing, asked_to_wait, may_pass, was_never_sent
from kg.stores.remote.datatypes import written
from kg.stores.remote.profile import Address, Auth, Profile

Answer = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]

USER_AGENT = "conflict-kg (SPARQL store)"
CONNECTIONS = 32  # kept open; more are made when they are needed, and closed again
CONNECT_SECONDS = 5.0
_UNKNOWN = "Whether the update was carried out is not known: look before sending it again."
_TERMS = re.compile(r"""<[^<>"{}|^`\\\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
_GRAPH = re.compile(r"\bGRAPH\b", re.IGNORECASE)
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}


class Endpoint:
    """One server. Safe to share between threads."""

    def __init__(self, address: Address, base: str, seconds: float, most: int) -> None:
        self.address = address
        self.most = most  # quads that are fetched for a query that is evaluated here
        self.base = base  # of the data, where the store keeps what it knows of itself
        self.seconds = seconds  # for what is not a user's query
        self._auth = _auth(address)
        self._session = _session()

    @property
    def profile(self) -> Profile:
        return self.address.profile

    def query(self, text: str, seconds: float | None = None) -> Answer:
        """Evaluate a query of ours, to the end; raises StoreError, or QuerySyntax in the engine's words."""
        rows, seconds = not _makes_triples(text), seconds or self.seconds
        try:
            return self.parsed(self._read(text, rows, seconds), rows)
        except BrokenOffError:  # in the middle of its answer, of which nobody has seen anything
            return self.parsed(self._read(text, rows, seconds), rows)

    def select(self, text: str, seconds: float | None = None) -> ox.QuerySolutions:
        found = self.query(text, seconds)
        assert isinstance(found, ox.QuerySolutions)
        return found

    def ask(self, text: str) -> bool:
        found = self.query(text)
        assert isinstance(found, ox.QueryBoolean)
        return bool(found)

    def _read(self, text: str, rows: bool, seconds: float) -> bytes:
        with self.answering(text, rows=rows, seconds=seconds) as body:
            return body.read()

    @contextmanager
    def answering(
        self,
        text: str,
        rows: bool,
        seconds: float,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Iterator[IO[bytes]]:
        """The body of the answer, to be read as it comes. Some engines hang on any POST but a form.

        Asked again after a failure of the network until ``seconds`` are over, but not once the answer has begun.
        """
        fields = [("query", self._hiding(text) + text), *self.profile.parameters.items()]
        fields += [("default-graph-uri", iri) for iri in default_graphs]
        fields += [("named-graph-uri", iri) for iri in named_graphs]
        response = self._send(
            "POST",
            self.profile.query,
            data=fields,
            headers={"Accept": self.profile.rows if rows else self.profile.triples},
            seconds=max(seconds, 0.1),
            stream=True,
        )
        with response:
            self._check_whole(response)
            response.raw.decode_content = True
            try:
                yield cast(IO[bytes], response.raw)
            except ReadTimeoutError:
                raise QueryTimeout(f"The {self.address.shown} did not finish its answer in time.") from None
            except HTTPError as error:  # the connection was cut, or the server ended, in the middle of it
                raise BrokenOffError(
                    f"The {self.address.shown} broke off in the middle of an answer: {error}."
                ) from None

    def _check_whole(self, response: requests.Response) -> None:
        """Rows that are left out are an error."""
        most = response.headers.get(self.profile.cut) if self.profile.cut else None
        if most is not None:
            raise StoreError(
                f"The {self.address.shown} gives {most} rows of an answer at the most, and leaves the others out. "
                "Set its limit higher (docs/stores.md)."
            )

    def _hiding(self, text: str) -> str:
        """What is hidden from the union would be hidden from GRAPH as well."""
        says_graph = _GRAPH.search(_TERMS.sub(" ", text)) is not None
        graphs = sorted(self.hidden, key=str) if self.profile.hiding and not says_graph else []
        return "".join(self.profile.hiding.format(graph=graph) for graph in graphs)

    def parsed(self, body: bytes | IO[bytes], rows: bool) -> Answer:
        """The engine's types, from a body in the profile's format; raises StoreError when it is not in that."""
        try:
            if rows:
                return _plain(ox.parse_query_results(body, _RESULTS[self.profile.rows]))
            quads = ox.parse(body, _GRAPHS[self.profile.triples])
            return (quad.triple for quad in quads)
        except (SyntaxError, ValueError) as error:
            raise StoreError(
                f"The {self.address.shown} gave an answer that is not what was asked for: {error}."
            ) from None

    @property
    def hidden(self) -> frozenset[ox.NamedNode]:
        """Graphs that are no part of the data: what the store and the engine keep of themselves."""
        return frozenset((state.state_graph(self.base), *map(ox.NamedNode, self.profile.own_graphs)))

    @property
    def shown(self) -> str:
        """A FILTER on ?g that leaves the hidden graphs out."""
        return f"FILTER(?g NOT IN ({', '.join(sorted(map(str, self.hidden)))}))"

    def ours(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Those of the named graphs that are data."""
        hidden = self.hidden
        return (quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name not in hidden)

    def revision(self) -> str | None:
        """The state of the graph at this moment; None before the first commit."""
        found = self.revised()
        return found[0] if found else None

    def revised(self) -> tuple[str, dt.datetime] | None:
        """The state of the graph and since when it is so."""
        rows = self.select(state.asking_revision(self.base))
        found = max(((row["revision"].value, row["since"].value) for row in rows), default=None)
        return (found[0], dt.datetime.fromisoformat(found[1])) if found else None

    def update(self, text: str) -> None:
        """Carry out an update that says what is to be there: twice is as good as once, and it is sent again.

        Raises StoreError, or QuerySyntax in the engine's words.
        """
        self._write("POST", self.profile.update, data={"update": text})

    def update_once(self, text: str) -> None:
        """Carry out somebody's update; sent again only where no connection was made. Raises as ``update`` does."""
        self._write("POST", self.profile.update, repeatable=False, data={"update": text})

    def put_graph(self, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> None:
        """Make a graph exactly these quads; only where the profile has a path for it."""
        assert self.profile.graphs is not None
        triples = "".join(f"{quad.triple} .\n" for quad in written(quads, self.profile.datatypes))
        self._write("PUT", self.profile.graphs, params={"graph": graph.value}, **_body(triples, "text/turtle"))

    def post_quads(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads of many graphs; only where the profile has a path for it."""
        self._write(
            "POST",
            self.profile.quads,
            **_body("".join(f"{quad} .\n" for quad in written(quads, self.profile.datatypes)), "application/n-quads"),
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _write(self, method: str, path: str, **what: Any) -> None:
        self._send(method, path, seconds=self.seconds, **what).close()

    def _send(self, method: str, path: str, seconds: float, repeatable: bool = True, **what: Any) -> requests.Response:
        """``seconds`` are for all attempts together."""
        ends = time.monotonic() + seconds
        for pause in (*PAUSES, math.inf):
            got = self._attempt(method, path, max(ends - time.monotonic(), 0.1), **what)
            if isinstance(got, requests.Response):
                return got
            if not (repeatable or got.unsent):
                raise StoreError(f"{got.error} {_UNKNOWN}")
            wait = max(pause, got.wait)
            if time.monotonic() + wait > ends:
                raise got.error
            time.sleep(wait)
        raise AssertionError("the last pause is endless")

    def _attempt(
        self, method: str, path: str, seconds: float, headers: Mapping[str, str] | None = None, **what: Any
    ) -> requests.Response | Passing:
        """The answer, or what may pass; raises what will not."""
        what["headers"] = {"User-Agent": USER_AGENT, **(headers or {})}
        what["timeout"] = (CONNECT_SECONDS, seconds)
        try:
            response = self._session.request(
                method, self.address.url + path, auth=self._auth, allow_redirects=False, **what
            )
        except requests.ReadTimeout:
            raise QueryTimeout(f"The {self.address.shown} did not answer in time.") from None
        except requests.RequestException as error:
            told = StoreError(f"The {self.address.shown} cannot be reached: {_reason(error)}.")
            return Passing(told, was_never_sent(error))
        if response.ok and not response.is_redirect:
            return response
        with response:
            refusal = _refusal(self.address, response)
            if may_pass(response):
                return Passing(refusal, wait=asked_to_wait(response))
            raise refusal


def _plain(answer: ox.QuerySolutions | ox.QueryBoolean) -> ox.QuerySolutions | ox.QueryBoolean:
    """Virtuoso answers ASK with a table of one column, with a row or none."""
    if isinstance(answer, ox.QueryBoolean) or [variable.value for variable in answer.variables] != ["__ASK_RETVAL"]:
        return answer
    truth = "true" if any(True for _ in answer) else "false"
    told = ox.parse_query_results(f'{{"head": {{}}, "boolean": {truth}}}', ox.QueryResultsFormat.JSON)
    assert isinstance(told, ox.QueryBoolean)
    return told


def _refusal(address: Address, response: requests.Response) -> KgError:
    """What an answer that is none means: the server's own words are for who wrote the query."""
    words = response.text[:600].strip()
    if response.status_code == 400:
        return QuerySyntax(words)
    if response.status_code in (401, 403):
        return StoreError(
            f"The {address.shown} refuses {address.user or 'who has no name'}; set KG_STORE_USER and KG_STORE_PASSWORD."
        )
    if response.status_code in (408, 504):
        return QueryTimeout(f"The {address.shown} stopped the query: it took too long.")
    if response.status_code == 500 and "transitive start not given" in words:
        return QueryRefused(f"The {address.shown} needs one end of a property path: name the subject or the object.")
    return StoreError(f"The {address.shown} answered {response.status_code}: {words}")


def _auth(address: Address) -> AuthBase | None:
    if not address.user:
        return None
    kind = HTTPDigestAuth if address.profile.auth is Auth.DIGEST else HTTPBasicAuth
    return kind(address.user, address.password)


def _body(text: str, media_type: str) -> dict[str, Any]:
    return {"data": text.encode(), "headers": {"Content-Type": media_type}}


def _reason(error: requests.RequestException) -> str:
    """The last words of what is wrapped in one another; before them stand objects and their addresses."""
    cause = error.args[0] if error.args else error
    reason = getattr(cause, "reason", cause)
    words = reason.args[-1] if isinstance(reason, Exception) and reason.args else reason
    return str(words).rpartition(": ")[2].rstrip(".") or type(error).__name__


def _makes_triples(text: str) -> bool:
    """Of our own queries, which say their form in capitals."""
    return "CONSTRUCT" in text or "DESCRIBE" in text


def _session() -> requests.Session:
    """Proxies and .netrc are for the web, not for a store."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=1, pool_maxsize=CONNECTIONS))
    return session
