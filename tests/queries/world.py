"""A small invented war in three articles, with every trap the queries must not fall into.

The same agency is quoted by two papers; one source denies what another reports; both sides of a clash stand as agents
and as targets; allies of March fight each other in September; a stock, a fear and a camp's capacity all count displaced
people; an attack is planned; a bombing becomes known eight months late.
"""

from __future__ import annotations

import datetime as dt
from tempfile import TemporaryDirectory
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.cases import Cases
from kg.cases.writing import merged_graph
from kg.model import (
    Actor,
    ActorKind,
    Article,
    EventClaim,
    Evidence,
    Figure,
    Kind,
    Measure,
    Period,
    Place,
    Precision,
    Qualifier,
    Reading,
    RelationClaim,
    Scope,
    Status,
)
from kg.rdf import ontology_quads, quads
from kg.settings import Settings
from kg.stores import open_store

BASE = "https://w3id.org/cekg/"
CEK = "https://w3id.org/cekg/ns#"

ACTORS = {
    "x-army": ("Valley Army", ActorKind.STATE_FORCE),
    "x-guard": ("River Guard", ActorKind.ARMED_GROUP),
    "x-front": ("Northern Front", ActorKind.ARMED_GROUP),
    "x-valley": ("Valley Republic", ActorKind.STATE),
    "x-ostland": ("Ostland", ActorKind.STATE),
    "x-villagers": ("villagers", ActorKind.CIVILIANS),
    "x-deserters": ("deserters", ActorKind.OTHER),
    "x-agency": ("Harbour News Agency", ActorKind.MEDIA),
    "x-relief": ("United Relief", ActorKind.IGO),
}
PLACES = {
    "s-karem": ("Karem", 35.8, 43.25, Precision.TOWN),
    "s-saro": ("Saro", 36.9, 44.1, Precision.TOWN),
    "s-valley": ("Valley Republic", 35.8, 43.3, Precision.COUNTRY),
}

MARCH_ATTACK = "Government troops and the River Guard attacked the Northern Front near Karem on 4 March"
EXECUTION = "The Northern Front executed 12 deserters on 2 March"
PLAN = "The army plans to take Saro"
FEAR = "up to 3,000 people may flee, United Relief feared"
CAMP = "a camp for 1,200 people is planned"
STOCK = "3,400 people have fled so far"
DENIAL = "The Northern Front denied that it executed anyone on 2 March"
CLASH = "Government troops and the River Guard fought each other in Karem on 10 September"
BOMBING = "villagers were bombed near Karem on 1 January"
BACKING = "Ostland backs the River Guard"
SHELLING = "Government troops have shelled Saro"
TALKS = "the Valley Republic and the Northern Front met for talks on 15 September"


def article(publisher: str, published: dt.date, *sentences: str) -> Article:
    return Article(
        identifier=f"{publisher} {published}",
        text=". ".join(sentences) + ".",
        language="en",
        title=sentences[0][:40],
        publisher=publisher,
        published=published,
    )


def at(source: Article, words: str) -> Evidence:
    start = source.text.index(words)
    return Evidence(start, start + len(words), words)


def day(month: int, number: int) -> Period:
    return Period.day(dt.date(2024, month, number))


def event(source: Article, sentence: str, type_: str, trigger: str, **changes: Any) -> EventClaim:
    fields: dict[str, Any] = {"status": Status.REPORTED} | changes
    return EventClaim(type=type_, evidence=at(source, sentence), trigger=at(source, trigger), **fields)


def figure(source: Article, sentence: str, verbatim: str, **changes: Any) -> Figure:
    fields: dict[str, Any] = {
        "kind": Kind.DISPLACED,
        "low": None,
        "high": None,
        "value": None,
        "qualifier": Qualifier.EXACT,
        "population": "people",
        "status": Status.REPORTED,
        "measure": Measure.FLOW,
        "scope": Scope.INCIDENT,
    }
    return Figure(verbatim=verbatim, evidence=at(source, sentence), **(fields | changes))


def reading(source: Article, **claims: Any) -> Reading:
    """With all actors and places of the world, each mentioned by the first letter: no query asks for mentions."""
    first = (Evidence(0, 1, source.text[:1]),)
    return Reading(
        article=source,
        actors=tuple(Actor(key, name, kind, first, provisional=True) for key, (name, kind) in ACTORS.items()),
        places=tuple(Place(key, n, "IQ", lat, long, None, p, first) for key, (n, lat, long, p) in PLACES.items()),
        **claims,
    )


def march_attack(source: Article) -> EventClaim:
    return event(
        source,
        MARCH_ATTACK,
        "offensive",
        "attacked",
        agents=("x-army", "x-guard"),
        targets=("x-front",),
        supporters=("x-ostland",),
        place="s-karem",
        period=day(3, 4),
        attribution=("x-agency",),
    )


def execution(source: Article, sentence: str, **changes: Any) -> EventClaim:
    where: dict[str, Any] = {"place": "s-karem", "period": day(3, 2)}
    sides: dict[str, Any] = {"agents": ("x-front",), "targets": ("x-deserters",)}
    return event(source, sentence, "execution", "executed", **where, **sides, **changes)


def first_article() -> Reading:
    source = article("The Valley Post", dt.date(2024, 3, 6), MARCH_ATTACK, EXECUTION, PLAN, FEAR, CAMP, STOCK)
    plan = event(
        source,
        PLAN,
        "capture_of_territory",
        "take",
        agents=("x-army",),
        targets=("x-front",),
        place="s-saro",
        period=day(4, 1),
        status=Status.PLANNED,
    )
    toll = {"low": 12, "high": 12, "value": 12, "kind": Kind.KILLED, "place": "s-karem", "event": 1}
    feared = {"high": 3000, "value": 3000, "qualifier": Qualifier.AT_MOST, "status": Status.FEARED, "event": 0}
    capacity = {"low": 1200, "high": 1200, "value": 1200, "status": Status.PLANNED, "measure": Measure.CAPACITY}
    stock = {"low": 3400, "high": 3400, "value": 3400, "measure": Measure.STOCK, "place": "s-valley"}
    return reading(
        source,
        events=(march_attack(source), execution(source, EXECUTION), plan),
        figures=(
            figure(source, EXECUTION, "12", population="deserters", **toll),
            figure(source, FEAR, "up to 3,000", attribution=("x-relief",), **feared),
            figure(source, CAMP, "1,200", **capacity),
            figure(source, STOCK, "3,400", **stock),
        ),
    )


def second_article() -> Reading:
    """Another paper: the agency's line again, word for word, and a denial."""
    source = article("Harbour Times", dt.date(2024, 3, 7), MARCH_ATTACK, DENIAL)
    denial = execution(source, DENIAL, status=Status.DENIED, attribution=("x-front",))
    return reading(source, events=(march_attack(source), denial))


def third_article() -> Reading:
    source = article("The Valley Post", dt.date(2024, 9, 20), CLASH, BOMBING, BACKING, SHELLING, TALKS)
    sides = ("x-army", "x-guard")
    clash = event(source, CLASH, "battle", "fought", agents=sides, targets=sides, place="s-karem", period=day(9, 10))
    bombing = event(source, BOMBING, "bombing", "bombed", targets=("x-villagers",), place="s-karem", period=day(1, 1))
    shelling = event(source, SHELLING, "shelling", "shelled", agents=("x-army",), place="s-saro")
    talks = event(source, TALKS, "negotiation", "talks", agents=("x-front", "x-valley"), period=day(9, 15))
    backing = RelationClaim("x-ostland", "x-guard", "supports", Status.REPORTED, at(source, BACKING))
    return reading(source, events=(clash, bombing, shelling, talks), relations=(backing,))


def readings() -> tuple[Reading, ...]:
    return first_article(), second_article(), third_article()


def quads_of_the_world() -> list[Quad]:
    told = [quad for source in readings() for quad in quads(source, BASE)]
    return [*told, *ontology_quads(BASE), *curated(), *derived([*told, *curated()])]


def derived(told: list[Quad]) -> list[Quad]:
    """The cases and estimates that follow."""
    with TemporaryDirectory() as folder:
        store = open_store(Settings.from_env({"KG_DATA": folder}), "memory")
        with store.writer() as writer:
            writer.add(told)
            Cases(writer, BASE).rebuild()
            return list(writer.find(graph=merged_graph(BASE)))


def actor(key: str) -> str:
    return f"{BASE}id/actor/{key}"


def place(key: str) -> str:
    return f"{BASE}id/place/{key}"


def article_iri(source: Reading) -> str:
    return f"{BASE}id/article/{source.article.content_hash}"


def curated() -> list[Quad]:
    """What curators would add: names in Dutch, and that the army belongs to the republic."""
    graph = NamedNode(f"{BASE}graph/entities")
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    alt = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    army, front = NamedNode(actor("x-army")), NamedNode(actor("x-front"))
    return [
        Quad(army, NamedNode(CEK + "unitOf"), NamedNode(actor("x-valley")), graph),
        Quad(army, label, Literal("Dalleger", language="nl"), graph),
        Quad(army, alt, Literal("government troops", language="en"), graph),
        Quad(front, label, Literal("Noordelijk Front", language="nl"), graph),
    ]
