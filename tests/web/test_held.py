"""What pages keep is what the queries of the pages answer, in however many lots it was read, and whoever was killed."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad

from kg.cases import Cases
from kg.prepare import graphs_of
from kg.rdf import named_graph
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Store, View, open_store
from kg.web import case_filters, cases, queries
from kg.web.case_filters import Selection
from kg.web.columns.ledger import Ledger
from kg.web.columns.listing import listing_of, merged, place_of
from kg.web.context import KEY
from kg.web.held import asked, graphs, making, serving
from kg.web.held.lots import Kept
from kg.web.held.making import make
from kg.web.held.merged import some, whole
from kg.web.held.preparing import folder_of, prepare, read
from kg.web.held.reading import Lot
from kg.web.held.sums import Known
from kg.web.held.views import Views
from kg.web.keeping import Keeper
from kg.web.views.accounts import Choice
from kg.web.views.cases import STATUSES
from tests.cases.papers import act, paper
from tests.queries import world
from tests.stored import BASE
from tests.web.conftest import body, hostile_reading, make_settings, put_vocabulary
from tests.web.conftest import serving as application
from tests.web.test_renewal import put, synthetic

READINGS = (
    *synthetic(6),
    *world.readings(),
    hostile_reading(),
    paper("Post", act(killed=12), published=7),
    paper("Herald", act(killed=14), published=5),
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(tmp_path_factory.mktemp("held") / "data", publish_seconds=1e9)


@pytest.fixture(scope="module")
def store(settings: Settings) -> Iterator[Store]:
    """With notes of others on what articles say, in graphs of their own."""
    with closing(open_store(settings)) as made:
        with made.writer() as writer:
            put_vocabulary(writer)
            with Cases(writer, BASE).kept() as kept:
                for told in READINGS:
                    fresh = graphs_of(told, BASE)
                    with kept.change(fresh.graph):
                        writer.put(fresh)
            claim = next(quad.subject for quad in writer.find(None, term("rdf:type"), term("cek:Figure")))
            assert isinstance(claim, NamedNode)
            notes = named_graph(BASE, "notes")
            writer.add([Quad(claim, term("cek:supersededBy"), claim, notes)])
            writer.add([Quad(claim, term("cek:comment"), Literal("of no concern"), notes)])
        yield made


@pytest.fixture(scope="module")
def app(settings: Settings, store: Store) -> Iterator[Flask]:
    with application(settings, store) as made:
        yield made


@pytest.fixture
def view(store: Store) -> Iterator[View]:
    with store.snapshot() as opened:
        yield opened


def plainly(views: Views) -> dict[str, Any]:
    """All of it as values that can be compared."""
    return {
        "named": (views.named.index, views.named.rows, views.named.mentions),
        "known": views.known,
        "articles": list(views.articles),
        "words": views.words,
        "claims": claims(views.ledger),
        "cases": [(name, column.tolist()) for name, column in views.cases.columns.items()],
        "of": views.cases.rows(range(len(views.cases.iris))),
    }


def claims(ledger: Ledger) -> list[Any]:
    return list(ledger.chosen(Choice()).page())


def test_what_is_read_graph_by_graph_is_what_the_queries_answer(app: Flask, view: View) -> None:
    views = make(view, BASE)
    with app.test_request_context("/"):
        assert list(views.articles) == list(asked.articles())
        assert views.named == asked.named()
        assert without_counts(views.known) == without_counts(asked.known())
        found, wanted = claims(views.ledger), claims(asked.ledger())
    assert len(found) > 30
    assert found == wanted
    assert any(one.overtaken for one in found)
    assert any(one.place for one in found)


def without_counts(known: Known) -> Any:
    """A server elsewhere is not asked how many articles claim a tie."""
    return known.sums, known.kinds, {iri: set(others) for iri, others in known.ties.items()}


SELECTIONS = (
    *(Selection(sort=sort, articles=least) for sort in case_filters.SORTS for least in (1, 2, 3)),
    *(Selection(status=status, articles=1) for status in STATUSES),
    Selection(contradicted=True, articles=1),
    Selection(type="airstrike", articles=1),
    Selection(type="nothing", articles=1),
    Selection(place="kar", articles=1),
    Selection(place="iraq", articles=1, sort="date"),
    Selection(begin="2016-10-01", articles=1),
    Selection(end="2016-10-20", articles=1, sort="size"),
    Selection(begin="2016-01-01", end="2024-12-31", articles=1, contradicted=True),
)


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
def test_the_list_of_cases_and_the_counts_beside_it_are_what_the_queries_answer(
    app: Flask, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context("/"):
        ours = cases.window_of(selection, 0, 100), cases.counts_of(selection)
        monkeypatch.setattr(cases, "is_ours", lambda: False)
        theirs = cases.window_of(selection, 0, 100), cases.counts_of(selection)
    assert ours == theirs


def test_the_selections_leave_some_cases_and_not_all(app: Flask) -> None:
    with app.test_request_context("/"):
        sizes = [len(cases.window_of(each, 0, 100)) for each in SELECTIONS]
    assert len(set(sizes)) > 4
    assert any(sizes)


def test_some_cases_looked_up_are_what_one_pass_through_all_gives(view: View) -> None:
    views = make(view, BASE)
    every = {case.iri: case for case in whole(view, BASE).completed(views.ledger.segments)}
    for case in some(view, BASE, every):
        wanted = every.pop(case.iri)
        assert replace(case, members=()) == replace(wanted, members=())
        assert set(case.members) == set(wanted.members)
    assert not every


class KilledError(Exception):
    """Instead of a signal: what the process had done so far is in the files."""


class Doomed(Kept):
    def add(self, lot: Lot) -> Lot:
        if len(self.done()) + len(self._names) >= 3:
            raise KilledError
        return super().add(lot)


def test_what_is_made_in_lots_is_what_is_made_at_once_also_by_who_goes_on_after_a_kill(
    view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = plainly(make(view, BASE))
    monkeypatch.setattr(making, "LEAST_LOT", 1)
    monkeypatch.setattr(graphs, "TOGETHER", 2)
    with pytest.raises(KilledError):
        make(view, BASE, Doomed(tmp_path / "lots", "these"))
    rest = Kept(tmp_path / "lots", "these")
    assert len(rest.done()) == 3
    assert plainly(make(view, BASE, rest)) == wanted
    assert len(Kept(tmp_path / "lots", "these").done()) > 3
    assert Kept(tmp_path / "lots", "others").done() == []


def test_a_run_of_articles_with_new_ones_among_them_is_in_order() -> None:
    rows = [
        {"article": f"id/{at * 7 % 40:02d}", "published": f"2016-01-{at % 9 + 1:02d}"}
        if at % 5
        else {"article": f"id/{at}"}
        for at in range(40)
    ]
    found = merged([listing_of(sorted(part, key=place_of)) for part in (rows[:10], rows[10:25])])
    found = found.with_new(rows[25:30]).with_new(rows[30:])
    assert list(found) == sorted(rows, key=place_of)
    assert found[7:31] == tuple(sorted(rows, key=place_of)[7:31])
    assert found[-1] == sorted(rows, key=place_of)[-1]


@pytest.mark.parametrize("before", ["", "2016-10-17", "2016-10-18", "1999-01-01", "9999-12-31"])
def test_the_latest_articles_are_those_that_the_question_itself_finds(
    app: Flask, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/queries/latest-articles?before={before}"
    found = app.test_client().get(page, headers={"Accept": "text/csv"})
    with app.test_request_context(page):
        query = queries.find("latest-articles")
        assert "VALUES" in queries.narrowed(query)
        plainly_asked = app.extensions[KEY].queries.run(queries.bound(query), format="csv").read()
    assert found.data == plainly_asked
    assert (found.data.count(b"\n") > 1) == (before != "1999-01-01")


def large(settings: Settings) -> Settings:
    """For which three articles are too many to be read while a page waits."""
    return replace(settings, limits={**settings.limits, "views_at_once": 3})


PAGES = (
    "/overview",
    "/articles?format=json",
    "/map/events",
    "/explore",
    "/search?q=a",
    "/cases?articles=all&format=json",
)


def test_of_much_a_page_says_how_far_it_is_and_shows_it_when_another_process_has_prepared_it(
    settings: Settings, store: Store, app: Flask
) -> None:
    wanted = {page: body(app.test_client().get(page)) for page in PAGES}
    with application(large(settings), store) as slow:
        client = slow.test_client()
        for page in PAGES:
            told = client.get(page)
            assert told.status_code == 503
            assert told.content_type == "application/problem+json"
            assert told.headers["Retry-After"] == "2"
            assert {"done", "articles"} < told.json.keys()
        seen = client.get("/cases", headers={"Accept": "text/html"})
        assert seen.status_code == 503
        assert b'http-equiv="refresh"' in seen.data
        until_prepared(client, "/overview")
        assert {page: body(client.get(page)) for page in PAGES} == wanted


def test_what_is_kept_of_a_snapshot_is_of_that_one_also_if_another_comes_while_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(tmp_path / "data")
    with closing(open_store(settings)) as store, application(settings, store) as app:
        put(store, *READINGS[:2])
        first, shelf = store.snapshot_id(), app.extensions[KEY].shelf

        def meanwhile(_: str) -> None:
            if store.snapshot_id() == first:
                put(store, READINGS[2])

        monkeypatch.setattr(shelf, "read", meanwhile)
        with app.test_request_context("/"):
            assert len(serving.views().articles) == 2
            assert len(serving.views().articles) == 3


def until_prepared(client: FlaskClient, page: str) -> Any:
    until = time.monotonic() + 60
    while (answer := client.get(page)).status_code == 503:
        assert time.monotonic() < until
        time.sleep(0.1)
    return body(answer)


def test_a_former_state_of_much_is_prepared_beside_the_newest_and_goes_when_it_goes(tmp_path: Path) -> None:
    settings = large(make_settings(tmp_path / "data", snapshots_kept=1, snapshot_idle_minutes=0))
    with closing(open_store(settings)) as store:
        for number in range(5):
            put(store, READINGS[number])
        store.keep("then")
        then = store.resolve("then")
        put(store, *READINGS[5:8])
        with application(settings, store) as slow:
            client, page = slow.test_client(), "/articles?format=json&snapshot=then"
            assert until_prepared(client, page)["total"] == 5
            assert until_prepared(client, "/articles?format=json")["total"] == 8
            prepared = folder_of(settings, then)
            assert prepared.is_dir()
            store.drop("then")
            put(store, READINGS[8])
            keeper = Keeper(slow)
            keeper.keep()
            assert not prepared.exists()


def test_one_that_finds_another_at_it_leaves_it_to_that(settings: Settings) -> None:
    folder = folder_of(settings)
    folder.mkdir(exist_ok=True)
    with (folder / "preparing.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert prepare(settings) is None


def test_what_was_prepared_is_there_at_once_for_a_server_that_starts(
    settings: Settings, store: Store, view: View
) -> None:
    done: list[tuple[int, int]] = []
    assert prepare(settings, tell=lambda *far: done.append(far)) == view.id
    found = read(folder_of(settings), settings)
    assert found is not None
    assert (found[0], plainly(found[1])) == (view.id, plainly(make(view, BASE)))
    with application(large(settings), store) as slow:
        assert body(slow.test_client().get("/overview"))["counts"]["articles"] == len(READINGS)


def test_while_all_is_made_anew_the_state_before_is_shown_and_said(tmp_path: Path) -> None:
    settings = large(make_settings(tmp_path / "data", snapshots_kept=1, snapshot_idle_minutes=0))
    with closing(open_store(settings)) as store:
        put(store, *synthetic(4))
        prepare(settings)
        former = store.snapshot_id()
        assert former is not None
        with application(settings, store) as app:
            client = app.test_client()
            before = {page: body(client.get(page)) for page in PAGES}
            with store.writer() as writer:  # of an update nobody knows what it changed
                text = f"DELETE WHERE {{ GRAPH ?g {{ ?s {term('cek:evidence')} ?o }} }}"
                writer.update(text, base=BASE, prefixes={}, keeps_union=False)
            put(store, *synthetic(5)[4:])  # the collector would take the state before
            seen = client.get("/cases", headers={"Accept": "text/html"})
            assert former in seen.get_data(as_text=True)
            shown = {page: client.get(page) for page in PAGES}
            assert {answer.headers["KG-Snapshot"] for answer in shown.values()} == {former}
            assert all("/" in answer.headers["KG-Being-Prepared"] for answer in shown.values())
            assert {page: body(answer) for page, answer in shown.items()} == before
            assert client.get("/articles?snapshot=" + str(store.snapshot_id())).status_code == 503
            until = time.monotonic() + 60
            while "KG-Being-Prepared" in (answer := client.get("/overview")).headers:
                assert time.monotonic() < until
                time.sleep(0.1)
            assert answer.headers["KG-Snapshot"] == store.snapshot_id()
            assert body(answer)["counts"]["articles"] == 5
            assert body(client.get("/explore"))["all"] < body(client.get(f"/explore?snapshot={former}"))["all"]
        assert len(store.snapshots()) <= 2
