"""The one door from HTTP to the graph: queries run by ``kg.query`` on a snapshot, with the caps of ``kg.settings``.

Page queries take the same way as a stranger's query: same workers, deadline and memory cap. They have a share of their
own per client, so that whoever waits for a long query of his can still look at pages, and a page is not turned away
because the browser asked for its parts at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pyoxigraph import Triple

from kg.query.engine import Gone, QueryService, Rows
from kg.query.formats import RESULTS
from kg.web.page_queries import bind
from kg.web.views.facts import Facts, Row, text_of

T = TypeVar("T")
REMEMBERED = 3  # snapshots whose summaries are kept: the newest, and one or two that are compared with it
JSON_RESULTS = RESULTS[0].media_type


def plain(rows: Rows) -> list[Row]:
    """The rows as strings; an unbound variable is absent."""
    return [{name: text_of(term) for name, term in row.items()} for row in rows]


@dataclass(frozen=True, slots=True)
class Gateway:
    """Queries for one client: those it wrote or parametrised, and by name those of our own pages."""

    service: QueryService
    client: str
    gone: Gone | None = None
    snapshot: str | None = None  # the state to ask; None is the newest
    once: bool = False  # who asks keeps the answers

    @property
    def pages(self) -> str:
        """The share that our own queries are counted against."""
        return f"{self.client} pages"

    def results(self, text: str) -> bytes:
        """The JSON results of a SELECT or ASK as the engine wrote them."""
        return self.service.run(text, format="json", client=self.client, gone=self.gone, snapshot=self.snapshot).read()

    def any_form(self, text: str) -> tuple[bytes, str]:
        """The answer to a query of any form with its media type: JSON results, or Turtle."""
        answer = self.service.run(
            text, accept=f"{JSON_RESULTS}, text/turtle", client=self.client, gone=self.gone, snapshot=self.snapshot
        )
        return answer.read(), answer.media_type

    def select(self, text: str) -> Rows:
        """The rows of a SELECT of ours that is no page query."""
        return self.service.select(text, client=self.pages, gone=self.gone, snapshot=self.snapshot)

    def rows(self, name: str, graphs: Sequence[str] = (), *, max_bytes: int | None = None, **values: Any) -> list[Row]:
        """Of all graphs together, or of some, and then once; ``max_bytes`` is for one that names very many things."""
        text = bind(name, **values)
        found = self.service.select(
            text,
            client=self.pages,
            gone=self.gone,
            snapshot=self.snapshot,
            default_graphs=graphs,
            max_bytes=max_bytes,
            once=self.once or bool(graphs),
        )
        return plain(found)

    def triples(self, name: str, **values: Any) -> list[Triple]:
        return self.service.construct(bind(name, **values), client=self.pages, gone=self.gone, snapshot=self.snapshot)

    def facts(self, name: str, **values: Any) -> Facts:
        return Facts.of(self.triples(name, **values))


class PerSnapshot(Generic[T]):
    """A value built once for each of a few snapshots: the first asker builds it, the others wait for it.

    ``renew`` may make it of the value for another snapshot, given with its id, and ``restore`` may know one that was
    kept elsewhere; None when they cannot.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[str, T] = {}

    def get(
        self,
        wanted: str | Callable[[], str],
        build: Callable[[], T],
        renew: Callable[[str, T], T | None] = lambda *_: None,
        restore: Callable[[], tuple[str, T] | None] = lambda: None,
    ) -> T:
        """``wanted`` is a snapshot, or tells which one it is when it is this asker's turn.

        Of those who wait while snapshots come and go, each would else build one that is no longer the newest.
        """
        with self._lock:
            snapshot = wanted if isinstance(wanted, str) else wanted()
            if snapshot not in self._made:
                renewed = next(self._renewed(snapshot, renew, restore), None)
                self._keep(snapshot, build() if renewed is None else renewed)
            return self._made[snapshot]

    def latest(self) -> tuple[str, T] | None:
        """What was made last, with its snapshot."""
        with self._lock:
            return next(reversed(self._made.items()), None)

    def known(self) -> list[str]:
        """The snapshots of which it is held, the oldest first."""
        with self._lock:
            return sorted(self._made)

    def peek(self, snapshot: str) -> T | None:
        with self._lock:
            return self._made.get(snapshot)

    def exchange(self, snapshot: str, value: T) -> None:
        """The same in another form, where it is still held."""
        with self._lock:
            if snapshot in self._made:
                self._made[snapshot] = value

    def _renewed(
        self, snapshot: str, renew: Callable[[str, T], T | None], restore: Callable[[], tuple[str, T] | None]
    ) -> Iterator[T]:
        """Of what is held, the latest first; then of what was kept elsewhere."""
        for former in reversed(list(self._made.items())):
            if (made := renew(*former)) is not None:
                yield made
        kept = restore()
        if kept is not None:
            if (made := kept[1] if kept[0] == snapshot else renew(*kept)) is not None:
                yield made
            else:
                self._keep(*kept)  # of its own snapshot it is as good as before

    def _keep(self, snapshot: str, value: T) -> None:
        while len(self._made) >= REMEMBERED:
            del self._made[next(iter(self._made))]
        self._made[snapshot] = value
