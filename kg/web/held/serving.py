"""What the pages keep of the snapshot of a request: held, added to, read from the shelf, made, or being prepared."""

from __future__ import annotations

from contextlib import suppress

from pyoxigraph import QuerySolutions

from kg.errors import SnapshotGone
from kg.rdf.namespaces import term
from kg.stores import View
from kg.web.columns.ledger import Ledger
from kg.web.columns.listing import Listing
from kg.web.context import services
from kg.web.context import snapshot as named_in_address
from kg.web.held import asked
from kg.web.held.following import renewed
from kg.web.held.making import make
from kg.web.held.names import Named
from kg.web.held.news import news
from kg.web.held.sums import Known
from kg.web.held.views import Views


def is_ours() -> bool:
    """Whether the graph is in a store of ours; else it is asked for by queries."""
    return services().store.endpoint is None


def views() -> Views:
    """Raises BeingPrepared where there is too much to read while somebody waits, and NoSnapshot."""
    if not services().snapshot_id():
        services().store.snapshot().close()
    turn = ""

    def begin() -> str:
        """Told once, as it may be another a moment later."""
        nonlocal turn
        turn = services().snapshot_id()
        return turn

    try:
        found: Views = services().views.get(
            begin, lambda: _made(turn), lambda *former: _renewed(turn, *former), lambda: services().shelf.read(turn)
        )
        return found
    finally:
        _stand()


def _stand() -> None:
    """Hold the snapshot of what is kept: it is shown while a later one is prepared."""
    known = services().views.known() if named_in_address() is None else []
    if known and known[-1]:
        with suppress(SnapshotGone):
            services().standing.keep(known[-1], services().store)


def named() -> Named:
    return views().named if is_ours() else asked.named()


def articles() -> Listing:
    """Every article with how many claims it holds, newest first."""
    return views().articles if is_ours() else asked.articles()


def known() -> Known:
    return views().known if is_ours() else asked.known()


def ledger() -> Ledger:
    """Before anything was ingested there are no claims, which is no error."""
    if not services().snapshot_id():
        return Ledger()
    return views().ledger if is_ours() else asked.ledger()


def _made(snapshot: str) -> Views:
    """Of everything, where that is little; else by another process."""
    store, is_named = services().store, bool(named_in_address())
    if not services().preparer.is_at_work():
        with store.snapshot(snapshot) as view:
            if is_small(view):
                return make(view, services().settings.base_iri)
    services().preparer.ask(snapshot, former=is_named and snapshot != store.snapshot_id())


def is_small(view: View) -> bool:
    most = int(services().settings.limit("views_at_once"))
    # Of the union, which the engine goes through first: what named graphs say comes behind all that there is.
    found = view.query(f"SELECT ?s {{ ?s a {term('cek:Article')} }} LIMIT {most + 1}")
    assert isinstance(found, QuerySolutions)
    return sum(1 for _ in found) <= most


def _renewed(snapshot: str, former: str, held: Views) -> Views | None:
    """With few new articles; with many it is made, or prepared. What did not go is not tried again."""
    standing = services().standing
    if standing.beyond == (former, snapshot):
        return None
    made = _followed(snapshot, former, held)
    if made is None:
        standing.beyond = former, snapshot
    return made


def _followed(snapshot: str, former: str, held: Views) -> Views | None:
    store, base = services().store, services().settings.base_iri
    fresh = news(store.difference(former, snapshot), base, held.known.sums["articles"])
    if fresh is None or len(fresh) > services().settings.limit("views_at_once"):
        return None
    with store.snapshot(snapshot) as view:
        return renewed(view, base, held, fresh)
