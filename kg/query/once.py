"""One query without a server, for ``kg query``: the same guard, worker and limits as at the endpoint."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import NotFound
from kg.query.engine import Answer, QueryService
from kg.query.resolve import Resolver
from kg.query.saved import saved_queries
from kg.settings import Settings
from kg.stores import Store


def run_once(settings: Settings, store: Store, text: str, format: str | None = None) -> Answer:
    """Answer a SPARQL query over the newest snapshot; ``format`` is a short name such as csv or turtle."""
    with QueryService(settings, store) as service:
        return service.run(text, format=format)


def run_saved_once(
    settings: Settings, store: Store, name: str, values: Mapping[str, str], format: str | None = None
) -> Answer:
    """Answer a saved query; raises NotFound, BadParameter and what a query may raise."""
    query = saved_queries().get(name)
    if query is None:
        raise NotFound(f"There is no saved query {name!r}; choose one of {', '.join(saved_queries())}.")
    with QueryService(settings, store) as service:
        return service.run(query.bind(values, Resolver(service, settings.base_iri)), format=format)
