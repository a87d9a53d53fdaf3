"""The federator: runs the local part of a query, asks the other server in batches, and lets our engine join.

Only servers on the operator's list are asked: KG_FEDERATION for saved questions, KG_FEDERATION_FREE for any query.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from kg.errors import QueryQueue, QueryRefused, QueryTooLarge, RemoteError
from kg.federation.services import Service, asks_others, depth, first_service, prologue
from kg.federation.tables import asked, count, inline
from kg.linking.asking import ROW, Question
from kg.linking.run import asker
from kg.query.engine import Answer, How, QueryService
from kg.query.tokens import scan
from kg.rdf.namespaces import PREFIXES
from kg.settings import Settings

MOST_BLOCKS = 4  # of SERVICE in one query
TEXT_PER_ROW = 1_000  # bytes that a row of another server's may take in the query that joins it
RETRY_AFTER = 10


@dataclass(frozen=True)
class Federator:
    """Safe to share between threads. ``patient``: there is no client that waits, as on the command line."""

    settings: Settings
    service: QueryService
    patient: bool = False
    _slots: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_slots", threading.BoundedSemaphore(max(self._int("federations"), 1)))

    def run(self, text: str, *, free: bool = False, **how: Any) -> Answer:
        """The answer to a query, with what other servers say in it; the rest as ``QueryService.run``.

        ``free``: the query is not one of the saved. Raises QueryRefused and the RemoteError family as well.
        """
        if not asks_others(text):
            return self.service.run(text, **how)
        own = How(max_bytes=self._most_text())
        if "client" in how:
            own["client"] = how["client"]
        if how.get("snapshot"):
            own["snapshot"] = how["snapshot"]
        with self._slot():
            joined = self._joined(text, free, own)
        return self.service.run(joined, max_bytes=self._most_text(), **how)

    def _joined(self, text: str, free: bool, how: How) -> str:
        """The query with a table in the place of each SERVICE."""
        if len(text.encode("utf-8", "surrogatepass")) > self._int("max_query_bytes"):
            raise QueryTooLarge(f"The query has more than {self._int('max_query_bytes'):,} bytes (KG_MAX_QUERY_BYTES).")
        if depth(text) > self._int("max_query_depth"):
            raise QueryRefused(
                f"The query nests more than {self._int('max_query_depth')} brackets (KG_MAX_QUERY_DEPTH)."
            )
        deadline = None if self.patient else time.monotonic() + self.settings.limit("query_seconds")
        for _ in range(MOST_BLOCKS):
            block = first_service(text, PREFIXES)
            if block is None:
                return text
            text = text[: block.start] + self._table(text, block, free, how, deadline) + text[block.end :]
        raise QueryRefused(f"A query may ask other servers {MOST_BLOCKS} times.")

    def _table(self, text: str, block: Service, free: bool, how: How, deadline: float | None) -> str:
        name = self._allowed(block.endpoint, free)
        if not block.known:
            raise QueryRefused(
                "Nothing that stands before SERVICE binds a variable of it, so all that the server has would be asked "
                "for. Put the patterns that find what to ask about before it."
            )
        columns = " ".join(f"?{each}" for each in block.known)
        before = f"{prologue(text)} SELECT DISTINCT {columns} WHERE {block.before}"
        found = self.service.select(before, **how)
        values = asked(found, block.known)
        if len(values) > self._int("federation_rows"):
            raise self._too_many(len(values), f"would be asked about at {name}")
        ask = asker(self.settings, name, deadline)
        assert ask is not None
        try:
            answers = ask.ask(Question(remote_text(text, block)), values)
        except RemoteError:
            if block.silent:
                return "{}"  # one solution that says nothing, as SPARQL 1.1 Federated Query has it
            raise
        rows = {value: kept.rows for value, kept in answers.items()}
        if count(rows.values()) > self._int("federation_rows"):
            raise self._too_many(count(rows.values()), f"were answered by {name}")
        return inline(block.known, rows, name)

    def _allowed(self, endpoint: str, free: bool) -> str:
        """The name of an endpoint on the list; anything else is refused before anybody is asked."""
        variable = "KG_FEDERATION_FREE" if free else "KG_FEDERATION"
        allowed = self.settings.federation_free if free else self.settings.federation
        for name, url in self.settings.endpoints.items():
            if endpoint in (PREFIXES["endpoint"] + name, url) and url:
                if name in allowed:
                    return name
                raise QueryRefused(
                    f"This asks {name}, another server ({url}); the operator may allow it: {variable}={name}."
                )
        raise QueryRefused(f"SERVICE <{endpoint}>: this service asks no server of that name.")

    @contextmanager
    def _slot(self) -> Iterator[None]:
        """A question to another server holds a thread while it waits, so few may."""
        if not self._slots.acquire(blocking=False):
            raise QueryQueue(
                f"{self._int('federations')} questions to other servers are under way (KG_FEDERATIONS). Come back.",
                retry_after=RETRY_AFTER,
            )
        try:
            yield
        finally:
            self._slots.release()

    def _too_many(self, number: int, what: str) -> QueryTooLarge:
        return QueryTooLarge(f"{number:,} rows {what}; at most {self._int('federation_rows'):,} (KG_FEDERATION_ROWS).")

    def _most_text(self) -> int:
        return self._int("max_query_bytes") + MOST_BLOCKS * self._int("federation_rows") * TEXT_PER_ROW

    def _int(self, limit: str) -> int:
        return int(self.settings.limit(limit))


def remote_text(text: str, block: Service) -> str:
    """The query for the other server: its block behind the values that are asked about.

    The values stand first in the block itself, not around it, as public servers find their way from the first pattern.
    """
    columns = " ".join(f"?{each}" for each in (ROW, *block.known))
    return f"{prefixes_for(text, block)}SELECT * WHERE {{ VALUES ({columns}) {{ ?_values }} {block.body} }}"


def prefixes_for(text: str, block: Service) -> str:
    """What the query declares, and of ours what the block uses."""
    own = prologue(text)
    used = {token.text.partition(":")[0] for token in scan(block.body) if token.kind == "pname"}
    told = {token.text[:-1] for token in scan(own) if token.kind == "pname"}
    ours: Mapping[str, str] = {name: PREFIXES[name] for name in sorted(used - told) if name in PREFIXES}
    return "".join(f"PREFIX {name}: <{space}>\n" for name, space in ours.items()) + _without_comments(own)


def _without_comments(text: str) -> str:
    """The header of a saved question is none of another server's business."""
    return "".join(token.text for token in scan(text) if token.kind != "comment").strip() + "\n"
