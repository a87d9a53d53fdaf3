"""What the routes share: made once by ``create_app``, kept on the application, nothing global."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from flask import current_app, g, request

from kg.federation import Federator
from kg.query.engine import Answer, Gone, QueryService
from kg.query.rows import MOST_BYTES, count_rows
from kg.settings import Settings
from kg.stores.base import Store
from kg.updates.service import UpdateService
from kg.web.gateway import Gateway, PerSnapshot
from kg.web.held.preparer import Preparer, Shelved
from kg.web.held.standing import Standing
from kg.web.held.views import Views
from kg.web.metrics import Metrics
from kg.web.presence import absence
from kg.web.querylog import QueryLog

KEY = "conflict-kg"


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    store: Store
    queries: QueryService
    updates: UpdateService
    federator: Federator
    preparer: Preparer
    counter: Preparer
    shelf: Shelved
    metrics: Metrics = field(default_factory=Metrics)
    log: QueryLog = field(default_factory=lambda: QueryLog(None))
    search_index: PerSnapshot[Any] = field(default_factory=PerSnapshot)
    dataset_description: PerSnapshot[Any] = field(default_factory=PerSnapshot)
    overview: PerSnapshot[Any] = field(default_factory=PerSnapshot)
    vocabulary: PerSnapshot[Any] = field(default_factory=PerSnapshot)
    views: PerSnapshot[Views] = field(default_factory=PerSnapshot)
    accounts: PerSnapshot[Any] = field(default_factory=PerSnapshot)
    articles: PerSnapshot[Any] = field(default_factory=PerSnapshot)
    parties: PerSnapshot[Any] = field(default_factory=PerSnapshot)
    reconciliation: PerSnapshot[Any] = field(default_factory=PerSnapshot)
    standing: Standing = field(default_factory=Standing)

    def tell(self, query: str, outcome: str, seconds: float, client: str, answer: Answer | None = None) -> None:
        """Count a query at the endpoint and log it; ``outcome`` is "ok" or the code of the error."""
        self.metrics.add("kg_queries_total", outcome=outcome)
        if not self.log.wanted:
            return
        if answer is None:
            self.log.add(query, outcome, seconds, client)
            return
        rows = count_rows(answer.media_type, answer.copy()) if answer.size <= MOST_BYTES else None
        self.log.add(query, outcome, seconds, client, answer.size, answer.snapshot, rows)

    def snapshot_id(self) -> str:
        """The id of what this request is answered from; empty before the first ingest, so that it can still tag."""
        return snapshot() or self.store.snapshot_id() or ""


def services() -> Services:
    return cast(Services, current_app.extensions[KEY])


def client() -> str:
    """Who asks, for fairness between clients: the peer address. Forwarded headers are the asker's own words."""
    return request.remote_addr or "unknown"


def gone() -> Gone | None:
    """Tells whether the client has left; None where there is no connection to look at, as in a test."""
    address = request.remote_addr
    return absence(address) if address and "SERVER_SOFTWARE" in request.environ else None


def snapshot() -> str | None:
    """The id of the state that ``?snapshot=`` names, or that is shown while the newest is prepared; None is the newest.

    Raises NotFound and SnapshotGone.
    """
    wanted = request.args.get("snapshot")
    return services().store.resolve(wanted) if wanted else g.get("former")


def held(identifier: str) -> str:
    """That snapshot, which stays until this request is over; a note that it was asked for would keep it for an hour."""
    leases: dict[str, Callable[[], None]] = g.setdefault("leases", {})
    if identifier and identifier not in leases:
        leases[identifier] = services().store.hold(identifier)
    return identifier


def let_go(error: BaseException | None = None) -> None:
    """When a request is over."""
    for release in g.pop("leases", {}).values():
        release()


def gateway() -> Gateway:
    return Gateway(services().queries, client(), gone(), snapshot())
