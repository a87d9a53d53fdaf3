"""What lists, maps and counts take from the graph of one article, out of its quads; pure but for the query.

The rows are those that the queries of the same names give for that graph (``accounts``, ``accounts-actors``,
``articles``, ``overview-ties``, ``search-names``, ...), which are asked where the graph is on another server. A test
holds both to be the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from pyoxigraph import Literal, Quad, QuerySolutions

from kg.rdf.namespaces import PREFIXES
from kg.stores import View
from kg.web.views.facts import Row

TOGETHER = 100  # graphs in one question: parsing it costs as much as reading one
_CEK, _SCHEMA, _TYPE = PREFIXES["cek"], PREFIXES["schema"], f"{PREFIXES['rdf']}type"
_OWN = (
    "about", "actor", "actorKind", "assertedOn", "begin", "contentHash", "country", "end", "eventType", "evidence",
    "from", "inArticle", "kind", "lower", "measure", "mentionedIn", "participation", "place", "placePrecision",
    "population", "quote", "rootSource", "scope", "start", "status", "supersededBy", "to", "upper", "value",
)  # fmt: skip
_NAMES = {"label": f"{PREFIXES['rdfs']}label"} | {
    name: f"{PREFIXES['skos']}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel")
}
_PROPERTIES = {
    **{f"{_CEK}{name}": name for name in _OWN},
    **{f"{_SCHEMA}{name}": name for name in ("headline", "publisher", "datePublished", "inLanguage")},
    **{f"{PREFIXES['wgs84']}{name}": name for name in ("lat", "long")},
    **{iri: name for name, iri in _NAMES.items()},
}
_OF_NAMES = ("country", "lat", "long", "mentionedIn", "placePrecision", *_NAMES)
_UNNAMED = tuple(iri for iri, name in _PROPERTIES.items() if name not in _OF_NAMES)
_CLASSES = {f"{_CEK}{name}": name for name in ("Article", "EventClaim", "Figure", "Place", "PopulationGroup")}
_LABELS = tuple(_NAMES)

Said = dict[str, list[str]]  # by property; a name with its language has "@" and the language before it
Facts = dict[str, Said]  # by subject


def facts_of(view: View, graphs: Sequence[str], *, named: bool = True) -> Iterator[Facts]:
    """What each of these graphs says, as far as anything here takes it, in the order of the graphs.

    Who knows what things are called and where they are (``named``) has a third less to read.
    """
    for at in range(0, len(graphs), TOGETHER):
        some = graphs[at : at + TOGETHER]
        found: dict[str, Facts] = {graph: defaultdict(lambda: defaultdict(list)) for graph in some}
        answer = view.query(_question(some, _PROPERTIES if named else _UNNAMED))
        assert isinstance(answer, QuerySolutions)
        for graph, subject, predicate, value in answer:
            _take(found[graph.value][subject.value], predicate.value, value)
        yield from found.values()


def facts_in(quads: Iterable[Quad]) -> Facts:
    """The same of the quads of one graph."""
    return facts_of_triples(quad.triple for quad in quads)


def facts_of_triples(triples: Iterable[Any]) -> Facts:
    """The same of what has a subject, a predicate and an object, in this order."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        iri = predicate.value
        if iri in _PROPERTIES or (iri == _TYPE and getattr(value, "value", "") in _CLASSES):
            _take(found[getattr(subject, "value", "")], iri, value)
    return found


def _take(said: Said, iri: str, value: Any) -> None:
    if iri == _TYPE:
        said["type"].append(_CLASSES[value.value])
        return
    name = _PROPERTIES[iri]
    if name in _NAMES:
        said[name].append(f"{value.language or '' if isinstance(value, Literal) else ''}@{value.value}")
    else:
        said[name].append(value.value)


def _question(graphs: Sequence[str], wanted: Iterable[str]) -> str:
    named = " ".join(f"<{graph}>" for graph in graphs)
    properties = ", ".join(f"<{iri}>" for iri in wanted)
    classes = ", ".join(f"<{iri}>" for iri in _CLASSES)
    return (
        f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {named} }} GRAPH ?g {{ ?s ?p ?o }}"
        f" FILTER(?p IN ({properties}) || (?p = <{_TYPE}> && ?o IN ({classes}))) }}"
    )


def _one(said: Mapping[str, list[str]], name: str) -> str | None:
    """Of several values always the same."""
    found = said.get(name)
    return None if not found else found[0] if len(found) == 1 else min(found)


def _row(**values: str | None) -> Row:
    return {name: value for name, value in values.items() if value is not None}


def article_rows(facts: Facts) -> list[Row]:
    """The articles of the graph with how many claims each holds."""
    return [
        _row(
            article=iri,
            hash=_one(said, "contentHash"),
            headline=_one(said, "headline"),
            publisher=_one(said, "publisher"),
            published=_one(said, "datePublished"),
            language=_one(said, "inLanguage"),
            claims=str(sum(iri in each.get("inArticle", ()) and "status" in each for each in facts.values())),
        )
        for iri, said in facts.items()
        if "Article" in said.get("type", ()) and "contentHash" in said
    ]


def claim_rows(facts: Facts) -> list[Row]:
    """Every figure and event claim with what maps, tables and facets need of it."""
    return [
        row
        for iri, said in facts.items()
        for kind in said.get("type", ())
        if kind in ("Figure", "EventClaim")
        if (row := _claim(facts, iri, said, kind == "Figure"))
    ]


def _claim(facts: Facts, iri: str, said: Said, is_figure: bool) -> Row | None:
    spans = [facts.get(node, {}) for node in said.get("evidence", ())]
    whole = [span for span in spans if span.get("quote") and span.get("start") and span.get("end")]
    needed = ("status", "inArticle", "rootSource", *(("kind", "measure", "scope") if is_figure else ("about",)))
    if not whole or not all(said.get(name) for name in needed):
        return None
    span = whole[0] if len(whole) == 1 else max(whole, key=lambda each: int(each["start"][0]))
    event = facts.get(_one(said, "about") or "", {})
    dated = is_figure and said.get("begin") and said.get("end")

    def of_figure(name: str) -> str | None:
        return _one(said, name) if is_figure else None

    return _row(
        claim=iri,
        type="figure" if is_figure else "event",
        status=_one(said, "status"),
        kind=of_figure("kind"),
        event=_one(event, "eventType"),
        measure=of_figure("measure"),
        scope=of_figure("scope"),
        population=of_figure("population"),
        begin=_one(said, "begin") if dated else None,
        end=_one(said, "end") if dated else None,
        eventBegin=_one(event, "begin"),
        eventEnd=_one(event, "end"),
        place=of_figure("place"),
        eventPlace=_one(event, "place"),
        value=of_figure("value"),
        low=of_figure("lower"),
        high=of_figure("upper"),
        overtaken=of_figure("supersededBy"),
        about=_one(said, "about"),
        article=_one(said, "inArticle"),
        root=_one(said, "rootSource"),
        asserted=_one(said, "assertedOn"),
        quote=_one(span, "quote"),
        start=_one(span, "start"),
        stop=_one(span, "end"),
    )


def _told(facts: Facts) -> set[str]:
    """Events and relations that an article claims."""
    return {about for said in facts.values() if "inArticle" in said for about in said.get("about", ())}


def _acting(facts: Facts, about: str) -> set[str]:
    parts = facts.get(about, {}).get("participation", ())
    return {actor for part in parts for actor in facts.get(part, {}).get("actor", ())}


def actor_rows(facts: Facts) -> list[Row]:
    """Who takes part in each event, and of which kind they are."""
    return [
        {"about": about, "actor": actor, "kind": kind}
        for about in _told(facts)
        for actor in _acting(facts, about)
        for kind in facts.get(actor, {}).get("actorKind", ())
    ]


def events(facts: Facts) -> set[str]:
    """What the claims of the graph are about."""
    return {about for said in facts.values() for about in said.get("about", ())}


def papers(facts: Facts) -> set[str]:
    """The articles that the graph tells of."""
    own = {iri for iri, said in facts.items() if "Article" in said.get("type", ())}
    return own.union(*(said.get("inArticle", ()) for said in facts.values()))


def ties(facts: Facts) -> set[tuple[str, str]]:
    """Which actors some event or relation that an article claims ties to each other, each pair once."""
    found: set[tuple[str, str]] = set()
    for about in _told(facts):
        acting, said = _acting(facts, about), facts.get(about, {})
        found.update((one, other) for one in acting for other in acting if one < other)
        ends = [(one, other) for one in said.get("from", ()) for other in said.get("to", ())]
        found.update((min(pair), max(pair)) for pair in ends if pair[0] != pair[1])
    return found


def kinds(facts: Facts) -> Iterator[tuple[str, str]]:
    """Of which kind each actor is."""
    for iri, said in facts.items():
        yield from ((iri, kind.rpartition("/")[2]) for kind in said.get("actorKind", ()))


def mentioned(facts: Facts) -> Iterator[str]:
    """Each thing as often as an article of the graph mentions it."""
    for iri, said in facts.items():
        yield from (iri for _ in set(said.get("mentionedIn", ())))


def name_rows(facts: Facts) -> Iterator[Row]:
    """Every name of an actor or a place that can be typed."""
    for iri, said in facts.items():
        types = ("actor",) * ("actorKind" in said) + ("place",) * ("Place" in said.get("type", ()))
        for kind in types:
            yield from names_as(kind, iri, said)


def names_as(kind: str, iri: str, said: Said) -> Iterator[Row]:
    """The names of a thing of that kind."""
    for name in _LABELS:
        for language, _, text in (tagged.partition("@") for tagged in said.get(name, ())):
            yield {"iri": iri, "type": kind, "property": _NAMES[name], "name": text, "language": language}


def place_rows(facts: Facts) -> Iterator[Row]:
    """Where the mentioned places are."""
    for iri, said in facts.items():
        if "Place" in said.get("type", ()) and said.get("mentionedIn") and said.get("placePrecision"):
            located = said.get("lat") and said.get("long")
            points = list(product(said["lat"], said["long"])) if located else [(None, None)]
            names = [
                name
                for language, _, name in (tag.partition("@") for tag in said.get("prefLabel", ()))
                if language == "en"
            ]
            countries: list[str] | list[None] = said.get("country") or [None]
            for name, precision, point, country in product(names, said["placePrecision"], points, countries):
                yield _row(iri=iri, name=name, precision=precision, lat=point[0], long=point[1], country=country)


def population_rows(facts: Facts) -> Iterator[Row]:
    """Who is counted."""
    for iri, said in facts.items():
        if "PopulationGroup" in said.get("type", ()):
            yield from ({"iri": iri, "name": tagged.partition("@")[2]} for tagged in said.get("label", ()))


def source_rows(facts: Facts) -> Iterator[Row]:
    """The names of the root sources."""
    for iri in {root for said in facts.values() for root in said.get("rootSource", ())}:
        for language, _, name in (tagged.partition("@") for tagged in facts.get(iri, {}).get("label", ())):
            if language in ("", "en"):
                yield {"iri": iri, "name": name}


def counts(facts: Facts) -> Mapping[str, int]:
    """How much there is: articles, claims of events, figures."""
    types: Iterable[str] = [each for said in facts.values() for each in set(said.get("type", ()))]
    found = list(types)
    return {
        "articles": found.count("Article"), "events": found.count("EventClaim"), "figures": found.count("Figure")
    }  # fmt: skip
