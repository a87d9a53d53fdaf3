"""A small store with everything in it, hostile articles included, and a client of the application that serves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad
from werkzeug.test import TestResponse

from kg.model import Reading
from kg.pipeline import put_graphs
from kg.rdf import named_graph, ontology_quads
from kg.settings import Settings
from kg.stores import Store, Writer, open_store
from kg.web import create_app
from kg.web.app import Application
from kg.web.context import KEY
from tests.factories import make_article, make_figure, make_reading, quote
from tests.stored import BASE, put_reading

ARMY = BASE + "id/actor/valley-army"
PAYLOAD = "<script>alert(1)</script>"
HOSTILE_TEXT = (
    f'Soldiers {PAYLOAD} killed 12 people "> in Karem. ' + "A quiet sentence. " * 5 + "The end & <b>more</b>."
)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def hostile_reading() -> Reading:
    """An article whose title, publisher and quote are full of markup."""
    words = f"Soldiers {PAYLOAD} killed 12 people"
    article = make_article(HOSTILE_TEXT, title=f"{PAYLOAD}<img src=x onerror=alert(2)>", publisher=f'"{PAYLOAD}')
    evidence = quote(words, HOSTILE_TEXT)
    figure = make_figure(
        verbatim="12", population=f"people {PAYLOAD}", evidence=evidence, attribution=(), event=None, place=None
    )
    return Reading(article=article, figures=(figure,))


def hostile_links() -> list[Quad]:
    """What a careless import could bring: links that are scripts, labels that are markup."""
    subject, graph = NamedNode(BASE + "id/actor/x-hostile"), named_graph(BASE, "entities")
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    same = NamedNode("https://schema.org/sameAs")
    return [
        Quad(
            subject, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), NamedNode(BASE + "ns#Actor"), graph
        ),
        Quad(subject, NamedNode(BASE + "ns#actorKind"), NamedNode(BASE + "v/actorkind/other"), graph),
        Quad(subject, label, Literal(f"Hostile {PAYLOAD}", language="en"), graph),
        Quad(subject, same, NamedNode("javascript:alert(3)"), graph),
        Quad(subject, same, NamedNode("data:text/html,alert(4)"), graph),
        Quad(subject, same, NamedNode("http://www.wikidata.org/entity/Q83317"), graph),
    ]


def put_vocabulary(writer: Writer) -> None:
    put_graphs(writer, [*ontology_quads(BASE), *hostile_links()])


def make_settings(folder: Path, **limits: float) -> Settings:
    settings = Settings.from_env({"KG_DATA": str(folder), "KG_BASE": BASE})
    return dataclasses.replace(settings, limits={**settings.limits, "query_workers": 1, **limits})


@contextmanager
def serving(settings: Settings, store: Store | None = None) -> Iterator[Application]:
    """The application, with readers of its own until the end."""
    made = create_app(settings, store)
    try:
        yield made
    finally:
        made.extensions[KEY].queries.close()
        made.extensions[KEY].preparer.close()
        made.extensions[KEY].standing.close()
        made.extensions[KEY].counter.close()


def body(answer: TestResponse) -> dict[str, Any]:
    """The JSON object of an answer."""
    assert isinstance(answer.json, dict), answer.text
    return answer.json


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def store(settings: Settings) -> Iterator[Store]:
    made = open_store(settings)
    with made.writer() as writer:
        put_vocabulary(writer)
        for reading in (make_reading(), hostile_reading()):
            put_reading(made, writer, reading)
    yield made
    made.close()


@pytest.fixture(scope="session")
def app(settings: Settings, store: Store) -> Iterator[Application]:
    with serving(settings, store) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def empty_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a folder in which nothing was ever stored."""
    with serving(make_settings(tmp_path_factory.mktemp("empty"))) as made:
        yield made


@pytest.fixture(scope="session")
def karem() -> str:
    """The hash of the article of `tests.factories`."""
    return make_article().content_hash


@pytest.fixture(scope="session")
def hostile() -> str:
    return hostile_reading().article.content_hash
