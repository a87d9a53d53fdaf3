"""``/cases``: what several articles tell of one event, with the range their figures come to; as a page and as data.

A page is a handful of queries however long it is. The counts beside the filters are those of the other filters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from kg.query.formats import GRAPHS
from kg.web import case_filters
from kg.web.case_filters import Selection, asked
from kg.web.conditional import is_fresh, not_modified, stamp, tag
from kg.web.context import gateway
from kg.web.filters import href
from kg.web.held.serving import is_ours, views
from kg.web.negotiation import HTML, JSON, choose
from kg.web.page_queries import iri_term, template
from kg.web.parameters import integer
from kg.web.representations import serialise
from kg.web.spreadsheet import CSV, csv_response
from kg.web.views.bars import WIDTH, Scale
from kg.web.views.cases import HAPPENED, STATUSES, ListedCase, Tally, cells, counted, listed, tallies
from kg.web.views.facts import Row
from kg.web.wording import language

blueprint = Blueprint("cases", __name__)
PAGE = 25
FORMATS = (JSON, HTML, CSV, *GRAPHS)
NO_CASES: Mapping[str, Any] = {"total": 0, "all": 0, "cases": []}
STEPS = (1, 2, 3, 5, 10)  # numbers of articles that the page offers; the address takes any
COLUMNS = (
    "case", "caseName", "type", "who", "begin", "end", "place", "placeName", "country", "status", "articles", "events",
    "sources", "kind", "population", "measure", "figureStatus", "scope", "low", "best", "high", "openEnded",
    "figureSources", "estimates", "contradicted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases match, of how many in the graph, and how many would with another choice of one filter."""

    total: int
    all: int
    status: Mapping[str, int]
    articles: Mapping[int, int]
    type: Mapping[str, int]


@blueprint.get("/cases")
def cases() -> Response:
    """``{"total", "all", "page", "pages", "counts", "cases": [...]}``; CSV and RDF have all that match."""
    selection, page = asked(), integer("page", 1, least=1, most=100_000)
    wanted = choose(request.headers.get("Accept"), FORMATS, request.args.get("format"))
    etag = tag("cases", wanted.name)
    if is_fresh(etag):
        return not_modified(etag)
    if wanted in GRAPHS:
        triples = gateway().triples("cases-rdf", parts={"cases": case_filters.every(selection)})
        return stamp(Response(serialise(triples, wanted), content_type=wanted.content_type), etag)
    if wanted is CSV:
        rows = (cells(case) for case in every_case(selection))
        return stamp(csv_response(COLUMNS, ([row[name] for name in COLUMNS] for row in rows)), etag)
    found, counts = page_of(selection, page), counts_of(selection)
    pages = max(1, -(-counts.total // PAGE))
    if wanted is HTML:
        return stamp(Response(rendered(selection, found, counts, page, pages)), etag)
    answer = {"total": counts.total, "all": counts.all, "page": page, "pages": pages}
    return stamp(jsonify({**answer, "counts": plain(counts), "cases": [as_json(one) for one in found]}), etag)


def page_of(selection: Selection, page: int, size: int = PAGE) -> tuple[ListedCase, ...]:
    chosen = window_of(selection, (page - 1) * size, size)
    iris = " ".join(iri_term(row["case"]) for row in chosen)
    return told(chosen, f"VALUES ?case {{ {iris} }}") if chosen else ()


def window_of(selection: Selection, first: int, size: int) -> list[Row]:
    """Some of the cases of a selection in its order."""
    if is_ours():
        table = views().cases
        rows = table.chosen(case_filters.wanted(selection), selection.sort)
        return table.rows(rows[first : first + size].tolist())
    window = f"LIMIT {size} OFFSET {first}"
    return gateway().rows("cases-chosen", parts=case_filters.chosen(selection, window))


def every_case(selection: Selection) -> tuple[ListedCase, ...]:
    chosen = gateway().rows("cases-chosen", parts=case_filters.chosen(selection, ""))
    return told(chosen, case_filters.every(selection))


def told(chosen: list[Row], pattern: str) -> tuple[ListedCase, ...]:
    """What is known of the chosen cases, which the pattern gives to each query."""
    ask, cases, words = gateway(), {"cases": pattern}, language()
    return listed(
        chosen,
        ask.facts("cases-facts", text=words, parts={**cases, "language": f'"{words}"'}),
        ask.rows("cases-told", parts=cases),
        ask.rows("cases-who", parts=cases),
        ask.rows("cases-contradicted", parts={**cases, "contradiction": template("cases-contradiction")}),
        words,
    )


def foremost(size: int) -> dict[str, Any]:
    """``{"total", "all", "cases"}``: the cases that most articles tell of, of all that several tell of."""
    found = page_of(Selection(), 1, size)
    total = counted(tally(Selection()), least=Selection().articles)
    return {"total": total, "all": number_of_cases(), "cases": [as_json(case) for case in found]}


def number_of_cases() -> int:
    if is_ours():
        return len(views().cases)
    return int(gateway().rows("cases-count")[0]["cases"])


def counts_of(selection: Selection) -> Counts:
    ours = tally(selection)
    kind, status, least = selection.type or None, selection.status or None, selection.articles
    types = sorted({one.type for one in ours if one.articles >= least and status in (None, one.status)})
    return Counts(
        total=counted(ours, type_=kind, status=status, least=least),
        all=number_of_cases() if selection.is_narrowed else counted(ours),
        status={name: counted(ours, type_=kind, status=name or None, least=least) for name in ("", *STATUSES)},
        articles={step: counted(ours, type_=kind, status=status, least=step) for step in sorted({*STEPS, least})},
        type={name: counted(ours, type_=name or None, status=status, least=least) for name in ("", *types)},
    )


def tally(selection: Selection) -> tuple[Tally, ...]:
    """Of every type, status and number of articles: each count beside a filter is a sum of some of these."""
    if is_ours():
        return views().cases.tally(case_filters.wanted(selection))
    text = case_filters.selected(selection, by_type=False)
    return tallies(gateway().rows("cases-tally", parts={"selection": text}))


def plain(counts: Counts) -> dict[str, Any]:
    """As JSON has it: the choice "all" by that name, and a minimum of articles as text."""
    return {
        "status": {name or "all": n for name, n in counts.status.items()},
        "articles": {str(least): n for least, n in counts.articles.items()},
        "type": {name or "all": n for name, n in counts.type.items()},
    }


def as_json(case: ListedCase) -> dict[str, Any]:
    return {**asdict(case), "href": href(case.iri)}


def rendered(selection: Selection, found: tuple[ListedCase, ...], counts: Counts, page: int, pages: int) -> str:
    return render_template(
        "cases.html",
        selection=selection,
        cases=found,
        counts=counts,
        page=page,
        pages=pages,
        first=(page - 1) * PAGE + 1,
        scale=Scale.over(case.toll.high for case in found if case.toll and case.toll.high is not None),
        width=WIDTH,
        happened=HAPPENED,
        country_name=case_filters.country_name,
    )
