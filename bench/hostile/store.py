"""A store to attack: articles whose every text is a script, a graph large enough to square, a small one to compare."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph as ox

from kg.model import Actor, ActorKind, Article, Evidence, Reading, Role
from kg.prepare import graphs_of
from kg.settings import Settings
from kg.stores import open_store
from tests.factories import TUESDAY, make_event, make_figure

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "' onmouseover=alert(3) '",
    "javascript:alert(4)",
)
LARGE, SMALL = ox.NamedNode("urn:x:large"), ox.NamedNode("urn:x:small")


def build(folder: Path, articles: int = 40, links: int = 20_000) -> tuple[list[str], list[ox.Triple]]:
    """Fill a store; gives the hashes of the articles, and the triples of the small graph."""
    settings = Settings.from_env({"KG_DATA": str(folder)})
    store = open_store(settings)
    small = small_graph()
    hashes = []
    with store.writer() as writer:
        for number in range(articles):
            reading = _reading(number)
            writer.put(graphs_of(reading, settings.base_iri))
            store.archive.put_text(reading.article.text)
            hashes.append(reading.article.content_hash)
        writer.replace(LARGE, _large_graph(links))
        writer.replace(SMALL, [ox.Quad(*triple, SMALL) for triple in small])
    store.close()
    return hashes, small


def small_graph() -> list[ox.Triple]:
    """Numbers, names with and without language, a cycle, dead ends: what evaluators disagree about."""
    node, dice = _node, random.Random(4)
    triples = {
        ox.Triple(node(f"n{dice.randrange(8)}"), node(f"p{dice.randrange(3)}"), node(f"n{dice.randrange(8)}"))
        for _ in range(24)
    }
    values = (
        ox.Literal(1),
        ox.Literal(2),
        ox.Literal(-3),
        ox.Literal("a"),
        ox.Literal("b", language="en"),
        ox.Literal(True),
    )
    triples |= {ox.Triple(node(f"n{dice.randrange(8)}"), node("v"), dice.choice(values)) for _ in range(14)}
    return sorted(triples, key=str)


def _large_graph(links: int) -> list[ox.Quad]:
    dice = random.Random(5)
    knows = _node("knows")
    return [
        ox.Quad(_node(f"l{dice.randrange(2_000)}"), knows, _node(f"l{dice.randrange(2_000)}"), LARGE)
        for _ in range(links)
    ]


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:x:{name}")


def _reading(number: int) -> Reading:
    payload = PAYLOADS[number % len(PAYLOADS)]
    words = f"{number} fighters {payload} killed 12 people {payload}"
    text = f"Headline {number}. {words} on Tuesday. The end."
    start = text.index(words)
    evidence = Evidence(start, start + len(words), words)
    article = Article(
        identifier=payload,
        text=text,
        language="en",
        title=f"{payload} {number}",
        publisher=f"Post {payload}",
        published=TUESDAY,
    )
    army = Actor("x-army", f"Army {payload}", ActorKind.ARMED_GROUP, (evidence,), (Role.AGENT,), provisional=True)
    event = make_event(evidence=evidence, trigger=evidence, agents=("x-army",), targets=(), place=None)
    figure = make_figure(verbatim="12", population=f"people {payload}", evidence=evidence, attribution=(), place=None)
    return Reading(article=article, actors=(army,), places=(), events=(event,), figures=(figure,), relations=())
