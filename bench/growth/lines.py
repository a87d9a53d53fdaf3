"""The articles of the fill as lines of N-Quads, at a fraction of the time that the product takes for their quads.

The product writes one article whose every value is conspicuous; where these values stand in its lines is where those of
another article go. A test holds the lines to be the product's own for the same reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad

from bench.growth.shape import counted, reading
from bench.growth.world import Draw, World
from kg import rdf
from kg.cases.estimates import estimates
from kg.cases.loading import events_of
from kg.cases.packing import packed
from kg.cases.writing import Case, case_quads, merged_graph
from kg.model import (
    Actor,
    ActorKind,
    Article,
    EventClaim,
    Evidence,
    Kind,
    Period,
    Place,
    Precision,
    Reading,
    Role,
    Status,
)
from kg.rdf.entities import actor, place
from kg.rdf.events import event_claim_iri, event_iri
from kg.rdf.eventtypes import event_type
from kg.rdf.figures import figure_iri
from kg.rdf.iris import Iris, digest, named_graph
from kg.rdf.publisher import publisher_of
from kg.rdf.triples import Triple

HOLE = "\x00"  # where a line names its graph


@dataclass(frozen=True, slots=True)
class Made:
    """An article as it goes into the store."""

    number: int
    draw: Draw
    text: str
    hash: str
    graph: str  # IRI
    article: str  # IRI
    event: str  # IRI
    published: dt.date
    own: str  # lines of its graph that stand in no other
    meta: str  # lines of the meta graph
    case: str  # lines of the merged graph, were its event in a case alone
    told: str  # its event as the index of the cases keeps it


class Lines:
    """Makes the articles of a world."""

    def __init__(self, world: World, base: str) -> None:
        self.world, self.base = world, base
        self.merged, self.meta = merged_graph(base).value, named_graph(base, "meta").value
        self.once, self._own, self._meta, self._case, self._told = _templates(base)
        iris, conspicuous = Iris(base, "0" * 64), _conspicuous()
        named = (replace(conspicuous, article=replace(conspicuous.article, publisher=name)) for name in world.papers)
        self._papers = [publisher_of(iris, each) for each in named]
        self._blocks = (
            [_lines(each.triples()) for each in self._papers],
            [_lines(actor(iris, each)) for each in world.actors],
            [_lines(place(iris, each)) for each in world.places],
        )

    def shared(self, draw: Draw) -> tuple[str, ...]:
        """What each article of that paper, actor or place says alike."""
        papers, actors, places = self._blocks
        return papers[draw.paper], actors[draw.actor], places[draw.place]

    def named_papers(self) -> list[tuple[str, str]]:
        """IRI and name of each."""
        return [(each.node.value, each.name) for each in self._papers]

    def made(self, number: int) -> Made:
        draw = self.world.draw(number)
        told = reading(self.world, number, draw)
        values = _values(self.base, told, self._papers[draw.paper].node)
        assert told.article.published is not None
        return Made(
            number,
            draw,
            told.article.text,
            values["hash"],
            f"{self.base}graph/article/{values['short']}",
            f"{self.base}id/article/{values['hash']}",
            f"{self.base}id/event/{values['event']}",
            told.article.published,
            self._own % values,
            self._meta % values,
            self._case % values,
            self._told % values,
        )


def _templates(base: str) -> tuple[str, ...]:
    """Lines of the meta graph for all; of an article's own graph; of the meta graph; of its case; its event, packed."""
    told = _conspicuous()
    iris = Iris(base, told.article.content_hash)
    paper = publisher_of(iris, told)
    written = rdf.quads(told, base)
    own = [quad for quad in written if quad.graph_name == iris.graph]
    meta = [quad for quad in written if quad.graph_name == iris.meta]
    alike = {*paper.triples(), *actor(iris, told.actors[0]), *place(iris, told.places[0])}
    (event,) = events_of(own, iris.graph)
    case = case_quads(base, Case((event,), estimates=tuple(estimates(event.numbers))))
    once = [quad for quad in meta if not _is_of_one(quad)]
    values = sorted(_values(base, told, paper.node).items(), key=lambda each: -len(each[1]))
    found = (
        _lines(triple for quad in own if (triple := (quad.subject, quad.predicate, quad.object)) not in alike),
        _lines((quad.subject, quad.predicate, quad.object) for quad in meta if quad not in once),
        _lines((quad.subject, quad.predicate, quad.object) for quad in case),
        packed([event]),
    )
    shared = _lines((quad.subject, quad.predicate, quad.object) for quad in once)
    return (shared, *(_with_holes(each, values) for each in found))


def _values(base: str, told: Reading, paper: NamedNode) -> dict[str, str]:
    """Everything in which one article differs from another, under a name each."""
    (claim,), (figure,), (agent,), (where,) = told.events, told.figures, told.actors, told.places
    article, content_hash = told.article, told.article.content_hash
    iris, source = Iris(base, content_hash), paper.value.removeprefix(base)
    event = event_iri(iris, claim)
    about = event.value.removeprefix(base)
    one = f"id/claim/{_key(event_claim_iri(iris, claim))}"
    two = f"id/claim/{_key(figure_iri(iris, figure, event))}"
    assert claim.period is not None
    assert article.published is not None
    day, published, kind = claim.period.begin, article.published, event_type(claim.type)
    case = f"id/case/{_key(event)}"
    estimated = (figure.kind, "", "flow", figure.status, "person", "incident")
    return {
        "hash": content_hash,
        "short": content_hash[:16],
        "event": _key(event),
        "claim": one.rpartition("/")[2],
        "figure": two.rpartition("/")[2],
        "step": digest("attribution", one, 0, source),
        "other_step": digest("attribution", two, 0, source),
        "part": digest("participation", about, agent.key, "agent"),
        "publication": digest("publication", content_hash, article.publisher, published.isoformat(), ""),
        "estimate": digest("estimate", case, estimated),
        "paper": _key(paper),
        "publisher": article.publisher,
        "identifier": article.identifier,
        "length": str(len(article.text)),
        "day": day.isoformat(),
        "published": published.isoformat(),
        "day_number": str(day.toordinal()),
        "published_number": str(published.toordinal()),
        "agent": agent.key,
        "agent_name": agent.name,
        "place": where.key,
        "place_name": where.name,
        "country": where.country or "",
        "latitude": str(where.latitude),
        "longitude": str(where.longitude),
        "type": claim.type,
        "class": kind.event_class.value,
        "type_label": kind.label,
        "sentence": claim.evidence.quote,
        "sentence_end": str(claim.evidence.end),
        "status": claim.status.value,
        "kind": figure.kind.value,
        "value": figure.verbatim,
    }


def _conspicuous() -> Reading:
    """A reading of which no two values are the same, nor a part of one another."""
    day, published = dt.date(1717, 7, 17), dt.date(1818, 8, 18)
    text = "Qqagent qqtrigger Qqplace " + "q" * 70_000
    sentence = Evidence(0, 710_001, "Qqsentence")
    agent = Actor("qq-agent", "Qqagent", ActorKind.ARMED_GROUP, (), (Role.AGENT,))
    where = Place("gn-710007", "Qqplace", "QZ", 11.111311, 22.222422, 710_008, Precision.TOWN, (), True)
    article = Article("qq-identifier", text, "en", publisher="Qqpaper", published=published)
    claim = EventClaim(
        "airstrike",
        Status.FEARED,
        sentence,
        sentence,
        agents=(agent.key,),
        place=where.key,
        period=Period.day(day),
    )
    figure = counted(Kind.RELEASED, 710_009, Status.FEARED, sentence)
    return Reading(article, (agent,), (where,), (claim,), (figure,))


def _is_of_one(quad: Quad) -> bool:
    """Whether a quad of the meta graph is about this article only."""
    return "/id/run/" not in str(quad.subject)


def _lines(triples: Iterable[Triple]) -> str:
    return "".join(f"{s} {p} {o}{HOLE} .\n" for s, p, o in triples)


def _with_holes(text: str, values: Iterable[tuple[str, str]]) -> str:
    """The text with the name of each value in its place, the longest first."""
    for name, value in values:
        text = text.replace(value, f"%({name})s")
    return text


def _key(node: NamedNode) -> str:
    return node.value.rpartition("/")[2]
