"""Cases and the claims of their events, where the merged graph says something else, or articles do of events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pyoxigraph import NamedNode

from kg.cases.writing import merged_graph
from kg.rdf.namespaces import term
from kg.stores import View
from kg.web.columns.ledger import Recased
from kg.web.held.merged import cases_of, some
from kg.web.held.views import Views
from kg.web.views.accounts import local


def cases_of_events(view: View, base: str, events: Iterable[str]) -> dict[str, str]:
    graph = merged_graph(base)
    return {event: case for event in events if (case := _case_of(view, event, graph))}


def _case_of(view: View, event: str, graph: NamedNode) -> str | None:
    found = view.quads(NamedNode(event), term("cek:sameEvent"), None, graph)
    return min((quad.object.value for quad in found if isinstance(quad.object, NamedNode)), default=None)


def followed(view: View, base: str, views: Views, subjects: Collection[str], events: Collection[str]) -> Views:
    """``subjects`` are those of the merged graph; ``events`` those of which articles tell something else."""
    if not subjects and not events:
        return views
    recased: dict[str, Recased] = {}
    for event in (iri for iri in subjects if iri.startswith(f"{base}id/event/")):
        case = _case_of(view, event, merged_graph(base))
        recased.update((claim, (article, case)) for claim, article in _claims_about(view, event))
    reached = {*subjects, *events}
    changed = views.cases.owning(reached) | cases_of(view, base, reached)
    rows = list(some(view, base, changed))
    gone = changed.difference(case.iri for case in rows)
    cases = views.cases.with_changed(rows, gone) if changed else views.cases
    return replace(views, ledger=views.ledger.with_new((), recased), cases=cases)


def _claims_about(view: View, event: str) -> Iterator[tuple[str, str]]:
    """Claims with the content hashes of their articles."""
    for quad in view.quads(None, term("cek:about"), NamedNode(event)):
        for told in view.quads(quad.subject, term("cek:inArticle")):
            if isinstance(quad.subject, NamedNode) and isinstance(told.object, NamedNode):
                yield quad.subject.value, local(told.object.value)
