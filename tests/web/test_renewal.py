"""What a server keeps of a snapshot, brought up to the next by its new articles, is what one that starts there has."""

from __future__ import annotations

import json
import random
import shutil
import time
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
from kg.stores import Store, View, Writer, open_store
from kg.web import keeping, shelf
from kg.web.held import graphs, making, news
from kg.web.held import serving as held
from kg.web.held.making import make
from kg.web.held.views import Views
from kg.web.keeping import Keeper
from tests.cases.papers import act, corrected, paper
from tests.factories import make_reading
from tests.queries import world
from tests.stored import BASE
from tests.web.conftest import body, hostile_reading, make_settings, put_vocabulary, serving

PAGES = (
    "/overview",
    "/articles?format=json",
    "/map/events",
    "/explore",
    "/search?q=a&limit=100&format=json",
    "/cases?articles=all&format=json",
)


def synthetic(count: int) -> list[Reading]:
    dice = random.Random(5)
    made = make_world(dice, actors=6, places=4)
    return [reading(dice, made, number) for number in range(count)]


def made_in(folder: Path) -> Settings:
    return make_settings(folder, publish_seconds=1e9)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with three articles."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    with closing(open_store(made_in(folder))) as made:
        with made.writer() as writer:
            put_vocabulary(writer)
        put(made, make_reading(), *synthetic(2))
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return made_in(tmp_path / "data")


@pytest.fixture
def store(settings: Settings, filled: Path) -> Iterator[Store]:
    shutil.copytree(filled, settings.data_dir, symlinks=True)
    with closing(open_store(settings)) as made:
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
def anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The snapshots of which everything was read."""
    found: list[str] = []

    def noted(view: View, *rest: Any) -> Views:
        found.append(view.id)
        return make(view, *rest)

    monkeypatch.setattr(held, "make", noted)
    return found


def test_new_articles_are_added_to_what_is_known_without_asking_for_everything(
    settings: Settings, store: Store, anew: list[str]
) -> None:
    fresh = [*synthetic(6)[2:], hostile_reading(), *world.readings()]
    with serving(settings, store) as app:
        client = app.test_client()
        shown(client)
        for told in ((fresh[0],), fresh[1:]):
            put(store, *told)
            anew.clear()
            found = shown(client)
            assert anew == []
            with serving(settings, store) as other:
                assert found == shown(other.test_client())


def test_an_article_that_puts_what_others_tell_in_another_case_is_followed(
    settings: Settings, store: Store, anew: list[str]
) -> None:
    put(store, paper("Post", act(killed=12), published=7))
    with serving(settings, store) as app:
        before = shown(app.test_client())
        put(store, paper("Herald", act(killed=14), published=5))  # the case has the name of its first article's event
        anew.clear()
        found = shown(app.test_client())
        assert anew == []
    cases = [{one["claim"]: one["case"] for one in each["/explore"]["claims"]} for each in (before, found)]
    assert any(cases[1][claim] != case for claim, case in cases[0].items())
    with serving(settings, store) as other:
        assert found == shown(other.test_client())


def test_whatever_else_changes_is_shown_as_by_a_server_that_starts_there(settings: Settings, store: Store) -> None:
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


def test_a_server_that_slept_through_snapshots_catches_up(settings: Settings, store: Store, anew: list[str]) -> None:
    with serving(settings, store) as app:
        client = app.test_client()
        shown(client)
        for told in synthetic(6)[2:]:
            put(store, told)
        anew.clear()
        found = shown(client)
        assert anew == []
        assert found["/overview"]["counts"]["articles"] == 7


def test_where_most_articles_are_new_everything_is_read_anew(
    settings: Settings, store: Store, anew: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "FEW", 1)
    with serving(settings, store) as app:
        client = app.test_client()
        for number, is_few in ((3, True), (5, False)):
            shown(client)
            put(store, *synthetic(number)[number - 1 - (not is_few) :])
            anew.clear()
            found = shown(client)
            assert (anew == []) == is_few
        with serving(settings, store) as other:
            assert found == shown(other.test_client())


def test_a_store_of_many_articles_is_read_in_parts_that_together_are_all(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, *synthetic(8)[2:], *world.readings())
    with serving(settings, store) as app:
        whole = shown(app.test_client())
    monkeypatch.setattr(making, "LEAST_LOT", 1)
    monkeypatch.setattr(graphs, "TOGETHER", 2)
    with serving(settings, store) as app:
        assert shown(app.test_client()) == whole


def keep(settings: Settings, store: Store) -> None:
    """A server that looked at everything, kept it and stopped."""
    with serving(settings, store) as app:
        Keeper(app).keep()


def test_a_server_that_starts_goes_on_with_what_the_last_one_kept(
    settings: Settings, store: Store, anew: list[str]
) -> None:
    keep(settings, store)
    for fresh in ([], [*synthetic(4)[2:], hostile_reading()]):
        put(store, *fresh)
        anew.clear()
        with serving(settings, store) as app:
            found = shown(app.test_client())
        assert anew == []
        shutil.move(settings.data_dir / "views", settings.data_dir / "aside")
        with serving(settings, store) as app:
            assert shown(app.test_client()) == found
        assert anew != []
        shutil.move(settings.data_dir / "aside", settings.data_dir / "views")


def test_what_is_kept_follows_the_articles_and_takes_no_more_room_than_it_needs(
    settings: Settings, store: Store, anew: list[str]
) -> None:
    with serving(settings, store) as app:
        keeper = Keeper(app)
        keeper.keep()
        for told in synthetic(7)[2:]:
            put(store, told)
            keeper.keep()
        found = shown(app.test_client())
        assert len(list((settings.data_dir / "views" / "parts").iterdir())) <= 6  # of this writing and the former
    anew.clear()
    with serving(settings, store) as app:
        assert shown(app.test_client()) == found
    assert anew == []


@pytest.mark.parametrize("harm", ["version", "text", "shape", "column"])
def test_what_was_kept_by_another_version_or_is_damaged_is_made_anew(
    settings: Settings, store: Store, harm: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(store, *world.readings())
    keep(settings, store)
    with serving(settings, store) as app:
        found = shown(app.test_client())
    views = settings.data_dir / "views"
    for file in views.glob("*.json"):
        text = file.read_text()
        file.write_text({"text": text[:-9], "shape": text.replace('"kept": ', '"kept": 7, "was": ')}.get(harm, text))
    if harm == "version":
        monkeypatch.setattr(shelf, "version", lambda: "another")
    if harm == "column":
        next(views.glob("parts/*/key.npy")).write_bytes(b"")
    with serving(settings, store) as app:
        assert shown(app.test_client()) == found
    assert ("is made anew" in capsys.readouterr().err) == (harm != "version")


def test_a_former_state_is_shown_as_it_was_whatever_is_kept(settings: Settings, store: Store) -> None:
    store.keep("then")
    with serving(settings, store) as app:
        then = body(app.test_client().get("/explore"))
    put(store, *world.readings())
    keep(settings, store)
    with serving(settings, store) as app:
        client = app.test_client()
        assert body(client.get("/explore?snapshot=then")) == then
        assert body(client.get("/explore"))["all"] > then["all"]
        assert body(client.get("/explore?snapshot=then")) == then


def test_where_nobody_may_write_the_pages_are_there_all_the_same(settings: Settings, store: Store) -> None:
    (settings.data_dir / "views").write_text("in the way")
    with serving(settings, store) as app:
        with pytest.raises(OSError, match="exists"):
            Keeper(app).keep()
        assert shown(app.test_client())


def test_a_store_in_which_nothing_is_yet_leaves_nothing_to_keep(tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "data")
    with serving(settings) as app:
        Keeper(app).keep()
    assert not (settings.data_dir / "views").exists()


def test_a_thread_of_the_server_keeps_what_lasts_before_anybody_looks(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(keeping, "REST", 0)
    monkeypatch.setattr(keeping, "PAUSE", 0)
    claims = settings.data_dir / "views" / "views.json"
    with serving(settings, store) as app:
        keeper = Keeper(app)
        keeper.start()
        try:
            for fresh in ([], synthetic(4)[2:]):
                put(store, *fresh)
                until = time.monotonic() + 60
                while not claims.exists() or json.loads(claims.read_text())["snapshot"] != store.snapshot_id():
                    assert time.monotonic() < until
                    time.sleep(0.02)
        finally:
            keeper.close()


def test_a_snapshot_that_a_server_looks_at_by_itself_does_not_stay_as_one_that_somebody_asked_for(
    settings: Settings, store: Store
) -> None:
    told = paper("Post", act(killed=12), published=7)
    with serving(settings, store) as app:
        keeper = Keeper(app)
        for killed in range(6):
            put(store, corrected(told, killed))  # everything is asked anew
            keeper.keep()
        assert len(store.snapshots()) <= settings.limit("snapshots_kept") + 1  # one may be held by a reader
