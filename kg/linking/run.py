"""One run of ``kg link``: read what we have, look it up target after target, and exchange the graph of each target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from kg.errors import BadParameter
from kg.linking import dbpedia, geonames, wikidata
from kg.linking.asking import Asker
from kg.linking.assertions import SAME, SUBJECT, link_graph, merged, predicate_of, quads_of
from kg.linking.cache import AnswerCache
from kg.linking.chaining import chained, waiting
from kg.linking.finding import Finder, Report
from kg.linking.model import Finding, Proposal, Thing
from kg.linking.remote import Manners, Remote
from kg.linking.target import Target
from kg.linking.things import read_cases, read_links, read_things
from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import Store

TARGETS: Mapping[str, Target] = {each.TARGET.name: each.TARGET for each in (wikidata, geonames, dbpedia)}  # in order


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run found for one target, and whether the graph changed by it."""

    target: str
    findings: Sequence[Finding]
    changed: bool


@dataclass
class Run:
    """``everything``: also what no article mentions. ``report`` is told the stages."""

    settings: Settings
    store: Store
    service: QueryService
    everything: bool = False
    report: Report = lambda stage, done, total: None
    links: dict[str, dict[str, str]] = field(default_factory=dict)

    def link(self, targets: Sequence[str]) -> Iterator[Linked]:
        """The targets one after the other, each stored before the next is asked; raises the RemoteError family."""
        things = read_things(self.service, everything=self.everything)
        for name in TARGETS:
            self.links[name] = read_links(self.service, self.settings.base_iri, name)
        for name in TARGETS:
            if name in targets:
                yield self._link(TARGETS[name], things)

    def _link(self, target: Target, things: Sequence[Thing]) -> Linked:
        finder = self._finder(target)
        findings = finder.find(things, self.links)
        if target is geonames.TARGET:
            findings = self._chain(findings)
        self._learn(target, findings)
        if target is wikidata.TARGET:  # cases are found by the items of their places
            findings = [*findings, *finder.find(read_cases(self.service, self.links[target.name]), self.links)]
        return Linked(target.name, findings, self._keep(target, findings))

    def _chain(self, findings: Sequence[Finding]) -> list[Finding]:
        items = self.links[wikidata.TARGET.name]
        described = self._finder(wikidata.TARGET).describe(waiting(findings, items))
        return chained(findings, items, described)

    def _learn(self, target: Target, findings: Sequence[Finding]) -> None:
        known = self.links[target.name]
        for finding in findings:
            known.pop(finding.thing.iri, None)
            if isinstance(finding, Proposal) and predicate_of(finding) == SAME:
                known[finding.thing.iri] = finding.object

    def _keep(self, target: Target, findings: Sequence[Finding]) -> bool:
        """The lock is held for this moment only: articles may come in while other servers are asked."""
        base, graph = self.settings.base_iri, link_graph(self.settings.base_iri, target.name)
        fresh = quads_of(findings, base, target.name, today())
        with self.store.writer() as writer:
            stored = list(writer.find(graph=graph))
            considered = {finding.thing.iri for finding in findings} | _cases(stored, base)
            return writer.replace(graph, merged(stored, fresh, considered))

    def _finder(self, target: Target) -> Finder:
        return Finder(
            target, asker(self.settings, target.name), int(self.settings.limit("link_candidates")), self._report(target)
        )

    def _report(self, target: Target) -> Report:
        return lambda stage, done, total: self.report(f"{target.name}: {stage}", done, total)


def _cases(stored: Iterable[Quad], base: str) -> set[str]:
    """The cases that have links: each run looks at all there are, and one that went into another is no more."""
    subjects = (quad.object for quad in stored if quad.predicate == SUBJECT)
    return {node.value for node in subjects if isinstance(node, NamedNode) and node.value.startswith(f"{base}id/case/")}


def today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def asker(settings: Settings, name: str, deadline: float | None = None) -> Asker | None:
    """Asks the endpoint of this name; None where the settings have no address for it."""
    url = settings.endpoints.get(name, "")
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise BadParameter(f"KG_{name.upper()}_ENDPOINT={url!r} is no address of a SPARQL server (http or https).")
    return Asker(
        Remote(name, url, Manners.of(settings)),
        AnswerCache(settings.data_dir, name, settings.limit("remote_cache_days")),
        int(settings.limit("remote_batch")),
        offline=settings.offline,
        today=today,
        deadline=deadline,
    )
