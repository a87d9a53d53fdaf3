"""Matches as link assertions in a graph of their own, one a data set; made anew by each run, in SSSOM's terms.

The direct triple ``cek:recordedAs`` stands only for a proposal that no other comes near. Taking the graph away takes
every judgement away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg import __version__
from kg.datasets.match import Match, Window, matches, span
from kg.datasets.model import Format
from kg.datasets.press import dataset_events, parties, press_events
from kg.datasets.provenance import Provenance
from kg.datasets.triples import import_graph
from kg.linking.assertions import SEMAPV, TOOL, link_graph, merged
from kg.rdf.iris import digest, thing
from kg.rdf.literals import date, decimal, english, integer, text
from kg.rdf.namespaces import term
from kg.rdf.triples import Triples, facts, in_graph, typed
from kg.settings import Settings
from kg.stores import Store

RECORDED = term("cek:recordedAs")


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run of matching found: so many events of the press, those with a proposal, and all proposals."""

    press: int
    matched: int
    proposals: tuple[Match, ...]
    changed: bool


def link(format: Format, settings: Settings, store: Store, window: Window, today: dt.date) -> Linked:
    """Compare the press with an imported data set and make its link graph exactly what was found."""
    graph = import_graph(settings.base_iri, format.name)
    with store.snapshot() as snapshot:
        press = press_events(snapshot, format.name)
        days = span(press, window)
        recorded = dataset_events(snapshot, graph, *days) if days else iter(())
        found = matches(press, recorded, lambda events: parties(snapshot, graph, events), window)
    target = link_graph(settings.base_iri, format.name)
    fresh = in_graph(
        (triple for match in found for triple in _triples(match, settings.base_iri, format, today)), target
    )
    with store.writer() as writer:
        changed = writer.replace(target, merged(writer.find(graph=target), fresh, _subjects(writer.find(graph=target))))
    return Linked(len(press), len({match.press.iri for match in found}), tuple(found), changed)


def _subjects(stored: Iterable[object]) -> list[str]:
    """All events that the graph is about: nothing of a former run stays but the dates of what it says again."""
    return [getattr(getattr(quad, side), "value", "") for quad in stored for side in ("subject", "object")]


def _triples(match: Match, base: str, format: Format, today: dt.date) -> Triples:
    ours, theirs = NamedNode(match.press.iri), NamedNode(match.dataset.iri)
    node = thing(base, "link", digest("link", ours.value.removeprefix(base), theirs.value.removeprefix(base)))
    if match.is_the_one:
        yield ours, RECORDED, theirs
    yield from typed(node, "cek:LinkAssertion")
    yield node, term("sssom:subject_id"), ours
    yield node, term("sssom:predicate_id"), RECORDED
    yield node, term("sssom:object_id"), theirs
    yield node, term("sssom:object_source"), Provenance(base, format).dataset
    yield node, term("sssom:subject_label"), english(match.press.label)
    yield node, term("sssom:object_label"), text(match.dataset.label)
    yield node, term("sssom:confidence"), decimal(match.confidence)
    yield node, term("sssom:mapping_justification"), NamedNode(SEMAPV + "CompositeMatching")
    yield node, term("sssom:comment"), english(match.comment)
    yield node, term("sssom:mapping_tool"), text(TOOL)
    yield node, term("sssom:mapping_tool_version"), text(__version__)
    yield node, term("sssom:mapping_date"), date(today)
    yield from facts(
        node,
        daysApart=integer(match.days),
        kilometresApart=decimal(round(match.kilometres, 1)),
        sidesShared=integer(match.sides),
    )
