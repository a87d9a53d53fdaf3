"""The client itself: questions, SPARQL and snapshots of one service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg.client.calls import Answer, Calls
from kg.client.frames import frame, pandas
from kg.client.questions import Questions, written

if TYPE_CHECKING:
    from types import TracebackType

    from pandas import DataFrame

RESULTS = "application/sparql-results+json"
JSON = "application/json"
STATE = "kg-snapshot"  # names of headers in lower case
PREFIXES = {
    "cek": "https://w3id.org/cekg/ns#",
    "kind": "https://w3id.org/cekg/v/kind/",
    "status": "https://w3id.org/cekg/v/status/",
    "event": "https://w3id.org/cekg/v/event/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Client:
    """A service at an address, asked in one state of its graph when ``snapshot`` (an id or a name) is given.

    Every frame says in ``attrs["snapshot"]`` which state it was read from. Failures are the exceptions of kg.errors:
    QuerySyntax, BadParameter, QueryTimeout, SnapshotGone, ...; RemoteError when there is no answer.
    """

    def __init__(
        self, url: str = "http://127.0.0.1:5000", *, snapshot: str | None = None, seconds: float = 60.0
    ) -> None:
        self.url, self.snapshot, self._seconds = url.rstrip("/"), snapshot, seconds
        self._calls = Calls(self.url, seconds)
        self.questions = Questions(self._described, self.run, lambda rows: pandas().DataFrame(rows))

    def run(self, name: str, /, **values: Any) -> DataFrame:
        """The answer of a saved question; values are texts, numbers, dates, IRIs, or names of actors and places."""
        given = {key: written(value) for key, value in values.items() if value is not None}
        path = f"/queries/{quote(name.replace('_', '-'), safe='')}"
        return self._frame(self._calls.get(path, RESULTS, given | self._state()))

    def select(self, query: str) -> DataFrame:
        """The answer of a SELECT; the prefixes of ``PREFIXES`` need not be declared."""
        return self._frame(self._ask_sparql(query))

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        return bool(self._ask_sparql(query).json()["boolean"])

    def queries(self) -> DataFrame:
        """The saved questions with their parameters; ``help(client.questions.timeline)`` describes one."""
        return self.questions()

    def snapshots(self) -> DataFrame:
        """The states of the graph that can be asked, the newest first."""
        found = self._calls.get("/snapshots", JSON, {}).json()["snapshots"]
        return pandas().DataFrame(found)

    def pinned(self, snapshot: str | None = None) -> Client:
        """A client of one state of the graph, by default the newest, so that several answers fit together.

        It stays for an hour after it was last asked; `kg snapshots keep` keeps one for good.
        """
        wanted = snapshot or str(self.snapshots().loc[lambda each: each["newest"]]["id"].iloc[0])
        return Client(self.url, snapshot=wanted, seconds=self._seconds)

    def close(self) -> None:
        self._calls.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self.url!r}" + (f", snapshot={self.snapshot!r})" if self.snapshot else ")")

    def _described(self) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = self._calls.get("/queries", JSON, {}).json()["queries"]
        return found

    def _ask_sparql(self, query: str) -> Answer:
        return self._calls.post("/sparql", RESULTS, self._state(), {"query": declared(query)})

    def _state(self) -> dict[str, str]:
        return {"snapshot": self.snapshot} if self.snapshot else {}

    def _frame(self, answer: Answer) -> DataFrame:
        made = frame(answer.json())
        made.attrs["snapshot"] = answer.headers.get(STATE)
        return made


def declared(query: str) -> str:
    """The query with the usual prefixes that it uses but does not declare, on its first line: lines still count."""
    head = "".join(
        f"PREFIX {name}: <{iri}> "
        for name, iri in PREFIXES.items()
        if f"{name}:" in query and f"prefix {name}:" not in query.lower()
    )
    return head + query
