"""What the pages keep of the snapshot of a request: held, added to, read from the shelf, made, or being prepared."""

from __future__ import annotations

from itertools import islice

from kg.rdf.namespaces import term
from kg.stores import View
from kg.web.columns.ledger import Ledger
from kg.web.columns.listing import Listing
from kg.web.context import services
from kg.web.held import asked
from kg.web.held.making import make, news, renewed
from kg.web.held.names import Named
from kg.web.held.sums import Known
from kg.web.held.views import Views


def is_ours() -> bool:
    """Whether the graph is in a store of ours; else it is asked for by queries."""
    return services().store.endpoint is None


def views() -> Views:
    """Raises BeingPrepared where there is too much to read while somebody waits, and NoSnapshot."""
    if not services().snapshot_id():
        services().store.snapshot().close()
    found: Views = services().views.get(services().snapshot_id, _made, _renewed, _restored)
    return found


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


def _made() -> Views:
    """Of everything, where that is little; else by another process."""
    snapshot, store = services().snapshot_id(), services().store
    if not services().preparer.is_at_work():
        with store.snapshot(snapshot) as view:
            if is_small(view):
                return make(view, services().settings.base_iri)
    services().preparer.ask(snapshot, former=snapshot != store.snapshot_id())


def is_small(view: View) -> bool:
    most = int(services().settings.limit("views_at_once"))
    found = view.quads(None, term("rdf:type"), term("cek:Article"))
    return sum(1 for _ in islice(found, most + 1)) <= most


def _renewed(former: str, held: Views) -> Views | None:
    """With few new articles; with many it is made, or prepared."""
    snapshot, store, base = services().snapshot_id(), services().store, services().settings.base_iri
    fresh = news(store.difference(former, snapshot), base, held.known.sums["articles"])
    if fresh is None or len(fresh.graphs) > services().settings.limit("views_at_once"):
        return None
    with store.snapshot(snapshot) as view:
        return renewed(view, base, held, fresh)


def _restored() -> tuple[str, Views] | None:
    """What lies on the shelf, of the snapshot that is asked for or of the newest."""
    return services().shelf.read(services().snapshot_id())
