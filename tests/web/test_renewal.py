"""What a server keeps of a snapshot, brought up to the next by its new articles, is what one that starts there has."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad

from bench.speed.generate import reading
from bench.speed.world import make_world
from kg.cases import Cases
from kg.model import Reading
from kg.prepare import graphs_of
from kg.rdf import named_graph
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Store, Writer, open_store
from kg.web import renewal
from kg.web.gateway import Gateway
from tests.cases.papers import act, paper
from tests.factories import make_reading
from tests.queries import world
from tests.stored import BASE
from tests.web.conftest import body, hostile_reading, make_settings, put_vocabulary, serving

PAGES = ("/overview", "/articles?format=json", "/map/events", "/explore", "/search?q=a&limit=100&format=json")
ANEW = ("accounts", "articles", "overview-ties", "overview-counts", "search-names", "search-mentions")


def synthetic(count: int) -> list[Reading]:
    dice = random.Random(5)
    made = make_world(dice, actors=6, places=4)
    return [reading(dice, made, number) for number in range(count)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path / "data", publish_seconds=1e9)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    with closing(open_store(settings)) as made:
        with made.writer() as writer:
            put_vocabulary(writer)
        put(made, make_reading(), *synthetic(2))
        yield made


def put(store: Store, *readings: Reading) -> None:
    def each(writer: Writer) -> None:
        with Cases(writer, BASE).kept() as cases:
            for told in readings:
                store.archive.put_text(told.article.text)
                made = graphs_of(told, BASE)
                with cases.change(made.graph):
                    writer.put(made)

    change(store, each)


def change(store: Store, work: Callable[[Writer], None]) -> None:
    with store.writer() as writer:
        work(writer)


def shown(client: FlaskClient) -> dict[str, Any]:
    found = {page: body(client.get(page)) for page in PAGES}
    for articles in (found["/overview"]["articles"], found["/explore"]["claims"]):
        assert articles
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The queries of pages in order, each with of how many graphs; 0 is all."""
    found: list[tuple[str, int]] = []
    rows = Gateway.rows

    def noted(self: Gateway, name: str, graphs: Any = (), **values: Any) -> Any:
        found.append((name, len(graphs)))
        return rows(self, name, graphs, **values)

    monkeypatch.setattr(Gateway, "rows", noted)
    return found


def test_new_articles_are_added_to_what_is_known_without_asking_for_everything(
    settings: Settings, store: Store, asked: list[tuple[str, int]]
) -> None:
    fresh = [*synthetic(6)[2:], hostile_reading(), *world.readings()]
    with serving(settings, store) as app:
        client = app.test_client()
        shown(client)
        for told in ((fresh[0],), fresh[1:]):
            put(store, *told)
            asked.clear()
            found = shown(client)
            assert [name for name, graphs in asked if name in ANEW and not graphs] == []
            with serving(settings, store) as other:
                assert found == shown(other.test_client())


def test_an_article_that_puts_what_others_tell_in_another_case_is_followed(
    settings: Settings, store: Store, asked: list[tuple[str, int]]
) -> None:
    put(store, paper("Post", act(killed=12), published=7))
    with serving(settings, store) as app:
        before = shown(app.test_client())
        put(store, paper("Herald", act(killed=14), published=5))  # the case has the name of its first article's event
        asked.clear()
        found = shown(app.test_client())
        assert ("accounts", 0) not in asked
    cases = [{one["claim"]: one["case"] for one in each["/explore"]["claims"]} for each in (before, found)]
    assert any(cases[1][claim] != case for claim, case in cases[0].items())
    with serving(settings, store) as other:
        assert found == shown(other.test_client())


def test_whatever_else_changes_makes_everything_anew(settings: Settings, store: Store) -> None:
    first = synthetic(1)[0]
    gone = graphs_of(first, BASE)
    label = Quad(gone.article, term("rdfs:label"), Literal("An article"), named_graph(BASE, "notes"))
    changes: tuple[Callable[[Writer], None], ...] = (
        lambda writer: writer.add([label]),
        lambda writer: writer.update(f"DELETE DATA {{ {label.triple} }}", base=BASE, prefixes={}, keeps_union=False),
        lambda writer: writer.remove(gone.article, gone.graph) and None,
    )
    with serving(settings, store) as app:
        client = app.test_client()
        shown(client)
        for work in changes:
            put(store, *synthetic(4)[3:])
            change(store, work)
            with serving(settings, store) as other:
                assert shown(client) == shown(other.test_client())


def test_a_server_that_slept_through_snapshots_catches_up(
    settings: Settings, store: Store, asked: list[tuple[str, int]]
) -> None:
    with serving(settings, store) as app:
        client = app.test_client()
        shown(client)
        for told in synthetic(6)[2:]:
            put(store, told)
        asked.clear()
        found = shown(client)
        assert [name for name, graphs in asked if name in ANEW and not graphs] == []
        assert found["/overview"]["counts"]["articles"] == 7


def test_a_store_of_many_articles_is_read_in_parts_that_together_are_all(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, *synthetic(8)[2:], *world.readings())
    with serving(settings, store) as app:
        whole = shown(app.test_client())
    monkeypatch.setattr(renewal, "IN_ONE_QUERY", 1)
    with serving(settings, store) as app:
        assert shown(app.test_client()) == whole
