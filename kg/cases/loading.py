"""The graph of an article -> the events it tells of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.cases.model import Number, Span, Spot, Told
from kg.rdf.lookup import value_of
from kg.rdf.namespaces import CEK, term

_TYPE, _LABEL = term("rdf:type"), term("rdfs:label")
_EVENT, _ARTICLE = term("cek:Event"), term("cek:Article")
_EVENT_CLAIM, _FIGURE = term("cek:EventClaim"), term("cek:Figure")
_PUBLISHED = term("schema:datePublished")
_LAT, _LONG = term("wgs84:lat"), term("wgs84:long")
_OURS = """about actor assertedOn background begin conventionalLower conventionalUpper country end eventType kind
lower measure participation place placePrecision population qualifier role rootSource scope status supersededBy
timePrecision unit upper value"""
# Of a graph, what is looked at: half of its quads tell where words stand and who passed them on.
_WANTED = {each: each.value for each in (_TYPE, _LABEL, _PUBLISHED, _LAT, _LONG)}
_WANTED |= {each: each.value for each in (term(f"cek:{name}") for name in _OURS.split())}


def events_of(quads: Iterable[ox.Quad], graph: ox.NamedNode) -> list[Told]:
    """The events of an article's graph that a claim is about, in a fixed order."""
    return _Graph(quads, graph).events()


class _Graph:
    """One article's graph, looked at by subject."""

    def __init__(self, quads: Iterable[ox.Quad], graph: ox.NamedNode) -> None:
        self._graph = graph
        self._of: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
        self._members: dict[str, list[str]] = defaultdict(list)
        for quad in quads:
            name = _WANTED.get(quad.predicate)
            if name is None:
                continue
            subject, object_ = quad.subject, quad.object
            if isinstance(subject, ox.NamedNode):
                if name != _TYPE.value:
                    self._of[subject.value][name].append(object_)
                elif isinstance(object_, ox.NamedNode):
                    self._members[object_.value].append(subject.value)

    def events(self) -> list[Told]:
        claims = self._about(_EVENT_CLAIM)
        figures = self._about(_FIGURE)
        articles = self._members[_ARTICLE.value]
        article = min(articles) if articles else ""
        published = self._day(article, _PUBLISHED.value)
        return [
            self._event(event, article, published, claims[event], figures.get(event, []))
            for event in sorted(self._members[_EVENT.value])
            if claims.get(event)
        ]

    def _about(self, class_: ox.NamedNode) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for claim in sorted(self._members[class_.value]):
            for event in self._iris(claim, "about"):
                found[event].append(claim)
        return found

    def _event(
        self, event: str, article: str, published: dt.date | None, claims: list[str], figures: list[str]
    ) -> Told:
        background = all(self._value(claim, "background") is True for claim in claims)
        roles = {role: frozenset(actors) for role, actors in self._roles(event).items()}
        return Told(
            iri=event,
            article=article,
            graph=self._graph,
            published=published,
            type=self._code(event, "eventType"),
            label=self._text(event, _LABEL.value),
            statuses=frozenset(self._code(claim, "status") for claim in claims),
            background=background,
            spot=self._spot(event),
            span=self._span(event),
            agents=roles.get("agent", frozenset()),
            targets=roles.get("target", frozenset()),
            numbers=tuple(self._number(figure, article, background) for figure in figures),
        )

    def _roles(self, event: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for part in self._iris(event, "participation"):
            found[self._code(part, "role")].update(self._iris(part, "actor"))
        return found

    def _spot(self, event: str) -> Spot | None:
        """The precision is the event's: "near Karem" is an area, and Karem a town."""
        place = next(self._iris(event, "place"), None)
        if place is None:
            return None
        latitude, longitude = (self._plain(place, name.value) for name in (_LAT, _LONG))
        known = latitude is not None and longitude is not None
        return Spot(
            iri=place,
            name=self._text(place, _LABEL.value),
            precision=self._code(event, "placePrecision") or self._code(place, "placePrecision") or "unknown",
            country=self._text(place, f"{CEK}country"),
            latitude=float(str(latitude)) if known else None,
            longitude=float(str(longitude)) if known else None,
        )

    def _span(self, event: str) -> Span | None:
        begin, end = self._day(event, f"{CEK}begin"), self._day(event, f"{CEK}end")
        if begin is None or end is None or end < begin:
            return None
        return Span(begin, end, self._code(event, "timePrecision") or "range")

    def _number(self, figure: str, article: str, of_background: bool) -> Number:
        return Number(
            iri=figure,
            kind=self._code(figure, "kind"),
            measure=self._code(figure, "measure"),
            status=self._code(figure, "status"),
            scope=self._code(figure, "scope"),
            unit=self._code(figure, "unit"),
            qualifier=self._code(figure, "qualifier"),
            population=next(self._iris(figure, "population"), ""),
            root=next(self._iris(figure, "rootSource"), ""),
            article=article,
            asserted=self._day(figure, f"{CEK}assertedOn"),
            superseded=bool(self._of[figure].get(f"{CEK}supersededBy")),
            of_background=of_background,
            value=self._whole(figure, "value"),
            lower=self._whole(figure, "lower"),
            upper=self._whole(figure, "upper"),
            conventional_lower=self._whole(figure, "conventionalLower"),
            conventional_upper=self._whole(figure, "conventionalUpper"),
        )

    def _iris(self, node: str, name: str) -> Iterator[str]:
        found = self._of[node].get(f"{CEK}{name}", ()) if node in self._of else ()
        return iter(sorted(each.value for each in found if isinstance(each, ox.NamedNode)))

    def _code(self, node: str, name: str) -> str:
        return next(self._iris(node, name), "").rpartition("/")[2]

    def _plain(self, node: str, predicate: str) -> object:
        found = self._of[node].get(predicate, ()) if node in self._of else ()
        values = sorted((each for each in found if isinstance(each, ox.Literal)), key=str)
        return value_of(values[0]) if values else None

    def _value(self, node: str, name: str) -> object:
        return self._plain(node, f"{CEK}{name}")

    def _whole(self, node: str, name: str) -> int | None:
        found = self._value(node, name)
        return found if isinstance(found, int) else None

    def _text(self, node: str, predicate: str) -> str:
        found = self._of[node].get(predicate, ()) if node in self._of else ()
        return min((each.value for each in found if isinstance(each, ox.Literal)), default="")

    def _day(self, node: str, predicate: str) -> dt.date | None:
        found = self._plain(node, predicate)
        return found if isinstance(found, dt.date) else None
