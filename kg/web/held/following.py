"""What the pages keep of a snapshot, made of a former one's and of what is new.

It costs what changed, not what there is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.stores import View
from kg.web.held import changing, elsewhere, recasing
from kg.web.held import graphs as told
from kg.web.held.graphs import Facts
from kg.web.held.making import Tell
from kg.web.held.news import News, is_much
from kg.web.held.reading import accounts_of, completed, said_in
from kg.web.held.sums import SUMMED
from kg.web.held.views import Views
from kg.web.held.words import Words
from kg.web.views.accounts import Account, local
from kg.web.views.facts import Row

TOGETHER = 2_000  # articles that are read at once


def renewed(view: View, base: str, views: Views, fresh: News, tell: Tell = lambda *_: None) -> Views | None:
    """With what is new; None where so much must be read again that all is made as quickly."""
    beside = elsewhere.followed(view, base, views, fresh.elsewhere)
    if beside is None or (fresh.changed and beside.views.retold):
        return None
    less = _without_changed(view, _with_said(view, beside.views, fresh, beside.graphs), fresh)
    again = {*beside.graphs, *less.graphs}.difference(fresh.graphs, fresh.changed)
    views, done, events = less.views, 0, {*less.events}
    for some in _parts([*fresh.graphs, *fresh.changed]):
        tell(done, len(fresh))
        found = _read(view, views, some)
        views = _with(view, base, views, found)
        done += len(some)
        events.update(event for facts in found for event in told.events(facts))
    again |= changing.counting_otherwise(view, less.views, views)
    if is_much(len(again), views.known.sums["articles"]):
        return None
    for some in _parts(sorted(again)):
        views = _told_again(view, base, views, _read(view, views, some))
    return recasing.followed(view, base, views, fresh.subjects, events)


@dataclass(frozen=True, slots=True)
class _Less:
    """``events`` are those that the articles told of, ``graphs`` those whose articles have to be read again."""

    views: Views
    events: Collection[str]
    graphs: Collection[str]


def _without_changed(view: View, views: Views, fresh: News) -> _Less:
    events: set[str] = set()
    things: set[str] = set()
    for some in _parts(fresh.changed):
        before = list(completed((told.facts_in(fresh.before(graph)) for graph in some), views.said or {}))
        events.update(event for facts in before for event in told.events(facts))
        things |= changing.things_in(views, before)
        views = changing.without(views, before)
    done = changing.renamed(view, views, things, by_articles=True)
    return _Less(done.views, events, done.graphs)


def _with_said(view: View, views: Views, fresh: News, again: Collection[str]) -> Views:
    """What stands elsewhere on what articles tell, where any are to be read."""
    wanted = views.said is None and (len(fresh) or again)
    return replace(views, said=said_in(view, views.others)) if wanted else views


def _read(view: View, views: Views, graphs: Sequence[str]) -> list[Facts]:
    return list(completed(told.facts_of(view, graphs), views.said or {}))


def _parts(graphs: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (graphs[at : at + TOGETHER] for at in range(0, len(graphs), TOGETHER))


def _with(view: View, base: str, views: Views, found: Sequence[Facts]) -> Views:
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
    counts = [told.counts(facts) for facts in found]
    known = views.known.with_more(
        {name: sum(each[name] for each in counts) for name in SUMMED},
        (pair for facts in found for pair in told.kinds(facts)),
        (pair for facts in found for pair in told.ties(facts)),
    )
    ledger = views.ledger
    if _differ(views.words, words):
        ledger = ledger.called(words.names, words.places, words.sources)
    views = replace(views, named=named, known=known, words=words, ledger=ledger, retold=_are_tied(views, found))
    return _listed(view, base, views, found)


def _are_tied(views: Views, found: Sequence[Facts]) -> bool:
    """Whether actors are tied by what stands elsewhere, too."""
    said = views.said or {}
    return views.retold or any(elsewhere.is_tying(said[iri]) for facts in found for iri in facts.keys() & said.keys())


def _told_again(view: View, base: str, views: Views, found: Sequence[Facts]) -> Views:
    """With the claims of articles of which something else is said elsewhere, in place of those that were there."""
    papers = {paper for facts in found for paper in told.papers(facts)}
    ledger = views.ledger.without({local(paper) for paper in papers})
    return _listed(view, base, replace(views, articles=views.articles.without(papers), ledger=ledger), found)


def _listed(view: View, base: str, views: Views, found: Sequence[Facts]) -> Views:
    """With the articles and their claims in the lists."""
    cases = recasing.cases_of_events(view, base, {event for facts in found for event in told.events(facts)})
    accounts: list[Account] = []
    papers: list[Row] = []
    for facts in found:
        rows = told.article_rows(facts)
        papers += rows
        accounts += accounts_of(facts, rows, views.words, cases)
    return replace(views, articles=views.articles.with_new(papers), ledger=views.ledger.with_new(accounts, {}))


def _differ(former: Words, now: Words) -> bool:
    """Whether anything that was known is called by another name, or is elsewhere."""
    pairs = (former.names, now.names), (former.places, now.places), (former.sources, now.sources)
    return any(_any_differs(old, new) for old, new in pairs)


def _any_differs(former: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    return any(now.get(iri, known) != known for iri, known in former.items())
