"""What the pages keep of a snapshot: made of all there is, lot by lot, or of a former one's and of what is new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pyoxigraph import NamedNode

from kg.cases.writing import merged_graph
from kg.rdf.namespaces import term
from kg.stores import View
from kg.stores.difference import Difference
from kg.web.columns.casetable import table_of
from kg.web.columns.ledger import Ledger
from kg.web.columns.listing import merged
from kg.web.held import graphs as told
from kg.web.held import reading
from kg.web.held.door import Inside
from kg.web.held.graphs import Facts
from kg.web.held.merged import cases_of, some, whole
from kg.web.held.names import named_of
from kg.web.held.reading import Lot
from kg.web.held.sums import SUMMED, Known
from kg.web.held.views import Views
from kg.web.held.words import Words

LOTS = 16  # into which all articles go, each a segment of the columns; who goes on after a kill loses one at most
LEAST_LOT = 1_000  # articles
TOGETHER = 2_000  # new articles that are added at once
FEW = 50  # new articles that are added to what is known, however little that is
SHARE = 10  # of one article in so many being new, everything is read anew as quickly
_SIDE = ("graph/meta", "graph/merged", "graph/duplicate/", "graph/review/", "graph/link/")  # on what articles tell

Tell = Callable[[int, int], None]  # how many articles are done, of how many


class Lots(Protocol):
    """Where lots are put as they are done, and found again by who goes on."""

    def done(self) -> Sequence[Lot]: ...

    def add(self, lot: Lot) -> Lot: ...


class InMemory:
    def done(self) -> Sequence[Lot]:
        return ()

    def add(self, lot: Lot) -> Lot:
        return lot


def make(view: View, base: str, lots: Lots | None = None, tell: Tell = lambda *_: None) -> Views:
    """Of everything that is there."""
    lots = lots or InMemory()
    every = view.graphs()
    graphs, others = reading.article_graphs(every, base), reading.other_graphs(every, base)
    tell(0, len(graphs))
    door = Inside(view)
    named = named_of(door.rows("search-names"), door.rows("search-mentions"))
    words = Words().with_more(
        named.labels,
        door.rows("accounts-places"),
        door.rows("accounts-populations"),
        door.rows("accounts-sources"),
    )
    cases = whole(view, base)
    said = reading.said_in(view, others)
    found = [*lots.done()]
    size = max(LEAST_LOT, -(-len(graphs) // LOTS))
    for at in range(size * len(found), len(graphs), size):
        facts = reading.completed(told.facts_of(view, graphs[at : at + size], named=False), said)
        counted = _counted(facts, at, len(graphs), tell)
        found.append(lots.add(reading.lot_of(counted, words, cases.of_event)))
    if rest := reading.alone(view, base, said):
        found.append(reading.lot_of([rest], words, cases.of_event))
    segments = tuple(lot.segment for lot in found if len(lot.segment))
    sums = {name: int(number) for name, number in door.rows("overview-counts")[0].items() if name in SUMMED}
    kinds = ((row["iri"], row["kind"].rpartition("/")[2]) for row in door.rows("overview-kinds"))
    return Views(
        named,
        Known().with_more(sums, kinds, (pair for lot in found for pair in lot.ties)),
        merged([lot.listing for lot in found]),
        words,
        Ledger(segments),
        table_of(cases.completed(segments)),
        tuple(others),
        said,
    )


def _counted(found: Iterable[Facts], before: int, every: int, tell: Tell) -> Iterator[Facts]:
    for number, facts in enumerate(found, before + 1):
        if not number % told.TOGETHER:
            tell(number, every)
        yield facts


@dataclass(frozen=True, slots=True)
class News:
    """What is new since what was kept: graphs of articles, and of what the merged graph says something else."""

    graphs: tuple[str, ...]
    subjects: frozenset[str]


def news(found: Difference | None, base: str, articles: int) -> News | None:
    """Between two snapshots; None where anything else may have changed, or so much that all is made as quickly."""
    if found is None:
        return None
    graphs = sorted(graph for graph in found.fresh if graph.startswith(f"{base}graph/article/"))
    others = (found.fresh | found.touched).difference(graphs)
    subjects = found.subjects(f"{base}graph/merged")
    if subjects is None or not all(graph.startswith(tuple(base + name for name in _SIDE)) for graph in others):
        return None
    if len(graphs) > FEW and SHARE * len(graphs) > articles + len(graphs):
        return None
    return News(tuple(graphs), subjects)


def renewed(view: View, base: str, views: Views, fresh: News, tell: Tell = lambda *_: None) -> Views | None:
    """With what is new; None where a population is called by another name."""
    said = views.said
    if said is None and fresh.graphs:
        said = reading.said_in(view, views.others)
        views = replace(views, said=said)
    for at in range(0, len(fresh.graphs), TOGETHER):
        tell(at, len(fresh.graphs))
        facts = list(reading.completed(told.facts_of(view, fresh.graphs[at : at + TOGETHER]), said or {}))
        more = _with(view, base, views, facts)
        if more is None:
            return None
        views = more
    return _recased(view, base, views, fresh)


def _with(view: View, base: str, views: Views, found: Sequence[Facts]) -> Views | None:
    """With what these articles tell."""
    named = views.named.with_more(
        (row for facts in found for row in told.name_rows(facts)),
        (iri for facts in found for iri in told.mentioned(facts)),
    )
    words = views.words.with_more(
        named.labels,
        (row for facts in found for row in told.place_rows(facts)),
        (row for facts in found for row in told.population_rows(facts)),
        (row for facts in found for row in told.source_rows(facts)),
    )
    if any(words.populations[iri] != name for iri, name in views.words.populations.items()):
        return None
    ledger = views.ledger
    if _differ(views.words, words):
        ledger = ledger.called(words.names, words.places, words.sources)
    cases = dict(_cases_of_events(view, base, found))
    papers = [told.article_rows(facts) for facts in found]
    accounts = [
        one for facts, rows in zip(found, papers, strict=True) for one in reading.accounts_of(facts, rows, words, cases)
    ]
    counts = [told.counts(facts) for facts in found]
    known = views.known.with_more(
        {name: sum(each[name] for each in counts) for name in SUMMED},
        (pair for facts in found for pair in told.kinds(facts)),
        (pair for facts in found for pair in told.ties(facts)),
    )
    listing = views.articles.with_new(row for rows in papers for row in rows)
    return replace(views, named=named, known=known, articles=listing, words=words, ledger=ledger.with_new(accounts, {}))


def _differ(former: Words, now: Words) -> bool:
    """Whether anything that was known is called by another name, or is elsewhere."""
    pairs = (former.names, now.names), (former.places, now.places), (former.sources, now.sources)
    return any(new.get(iri, known) != known for old, new in pairs for iri, known in old.items())


def _cases_of_events(view: View, base: str, found: Iterable[Facts]) -> Iterator[tuple[str, str]]:
    graph = merged_graph(base)
    for facts in found:
        for event in {about for said in facts.values() for about in said.get("about", ())}:
            if case := _case_of(view, event, graph):
                yield event, case


def _case_of(view: View, event: str, graph: NamedNode) -> str | None:
    found = view.quads(NamedNode(event), term("cek:sameEvent"), None, graph)
    return min((quad.object.value for quad in found if isinstance(quad.object, NamedNode)), default=None)


def _recased(view: View, base: str, views: Views, fresh: News) -> Views:
    """New articles may put the events of others in another case, and change what cases are."""
    if not fresh.subjects and not fresh.graphs:
        return views
    graph, recased = merged_graph(base), dict[str, str | None]()
    for event in (iri for iri in fresh.subjects if iri.startswith(f"{base}id/event/")):
        case = _case_of(view, event, graph)
        for quad in view.quads(None, term("cek:about"), NamedNode(event)):
            if isinstance(quad.subject, NamedNode):
                recased[quad.subject.value] = case
    changed: Collection[str] = views.cases.owning(fresh.subjects) | cases_of(view, base, fresh.subjects)
    rows = list(some(view, base, changed))
    gone = {*changed}.difference(case.iri for case in rows)
    cases = views.cases.with_changed(rows, gone) if changed else views.cases
    return replace(views, ledger=views.ledger.with_new((), recased), cases=cases)
