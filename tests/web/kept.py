"""What the pages keep as values that can be compared, whatever way it was made."""

from __future__ import annotations

from typing import Any

from kg.web.columns.casetable import CaseTable
from kg.web.held.views import Views
from kg.web.views.accounts import Choice
from tests.stored import BASE

FILTERS = (
    Choice(),
    Choice(values={"type": frozenset({"figure"})}),
    Choice(values={"country": frozenset({"IQ", "XX"})}),
    Choice(values={"actor": frozenset(f"{BASE}id/actor/{name}" for name in ("valley-army", "actor-1", "actor-2"))}),
    Choice("2016-01-01", "2024-12-31", (-180.0, -90.0, 180.0, 90.0)),
)


def plainly(views: Views) -> dict[str, Any]:
    """All of it, and what is counted of it."""
    return {
        "index": views.named.index,
        "names": views.named.rows,
        "mentions": views.named.mentions,
        "sums": views.known.sums,
        "kinds": views.known.kinds,
        "ties": views.known.ties,
        "articles": list(views.articles),
        "latest": views.articles.until("2016-10-18", 5),
        "words": views.words,
        "claims": list(views.ledger.chosen(Choice()).page()),
        "number": len(views.ledger),
        "found": [[one.claim for one in views.ledger.chosen(each).located().page()] for each in FILTERS],
        "facets": [views.ledger.facets(each) for each in FILTERS],
        "cases": cases(views.cases),
        "others": views.others,
    }


def cases(table: CaseTable) -> list[Any]:
    columns = {name: column.tolist() for name, column in table.columns.items()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    named = [{"type": (*table.types, None)[row["type"]], "place": (*table.places, None)[row["place"]]} for row in rows]
    return [(iri, row | name) for iri, row, name in zip(table.iris.tolist(), rows, named, strict=True)]
