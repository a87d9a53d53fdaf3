"""An answer of then: the state of the graph is chosen by address, told by header, and part of the tag."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.stores import Store, open_store
from kg.web.carry import with_snapshot
from tests.factories import make_article, make_figure, make_reading
from tests.stored import put_reading, settings_of
from tests.web.conftest import ARMY, BROWSER, body, make_settings, put_vocabulary, serving

COUNT = "SELECT (COUNT(*) AS ?n) { ?f a cek:Figure }"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, str, str]]:
    """A store with a kept snapshot of one article and a newer one of two; and their ids."""
    settings = make_settings(Path(tmp_path_factory.mktemp("grown")))
    store = open_store(settings)
    with store.writer() as writer:
        put_vocabulary(writer)
        put_reading(store, writer, make_reading())
        then = writer.publish()
    store.keep("report-2024")
    text = make_article().text + " Twelve villagers were killed again."
    with store.writer() as writer:
        put_reading(store, writer, make_reading(article=make_article(text=text), figures=(make_figure(),)))
        now = writer.publish()
    yield store, then, now
    store.close()


@pytest.fixture(scope="module")
def served(grown: tuple[Store, str, str]) -> Iterator[Flask]:
    settings = dataclasses.replace(make_settings(Path("unused")), data_dir=settings_of(grown[0]).data_dir)
    with serving(settings, grown[0]) as made:
        yield made


@pytest.fixture
def client(served: Flask) -> FlaskClient:
    return served.test_client()


def test_every_link_of_a_page_of_then_stays_then(client: FlaskClient) -> None:
    for path in ("/articles", "/queries", "/search?q=army", f"/resource?iri={ARMY}", "/query?plain=1"):
        joined = "&" if "?" in path else "?"
        page = client.get(f"{path}{joined}snapshot=report-2024", headers=BROWSER).get_data(as_text=True)
        links = [each for each in re.findall(r'(?:href|action)="(/[^"]*)"', page) if not each.startswith("/static/")]
        assert links
        assert [each for each in links if "snapshot=report-2024" not in each] == []
        assert page.count("<form") == page.count('<input type="hidden" name="snapshot" value="report-2024">')


def test_whoever_follows_links_without_scripts_stays_then(client: FlaskClient) -> None:
    todo, seen = deque(["/?snapshot=report-2024", "/map?snapshot=report-2024"]), set[str]()
    while todo and len(seen) < 80:
        path = todo.popleft().partition("#")[0]
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, headers=BROWSER, buffered=True)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        links = {unescape(link) for link in re.findall(r'href="(/[^"]*)"', answer.text)}
        links = {link for link in links if not link.startswith("/static/")}
        assert [link for link in links if "snapshot=report-2024" not in link] == [], path
        todo += sorted(links)
    assert {path.partition("?")[0] for path in seen} >= {"/", "/articles", "/queries", "/query"}


def test_a_dump_and_a_graph_of_then_are_those_of_then(client: FlaskClient, grown: tuple[Store, str, str]) -> None:
    def quads(snapshot: str | None = None) -> int:
        answer = client.get("/dump", query_string={"format": "nquads", **({"snapshot": snapshot} if snapshot else {})})
        assert answer.headers["KG-Snapshot"] == (grown[1] if snapshot else grown[2])
        return len(answer.data.splitlines())

    assert quads("report-2024") == quads(grown[1]) < quads()
    fresh = (set(graphs(client)) - set(graphs(client, "report-2024"))).pop()
    assert client.get("/store", query_string={"graph": fresh}).status_code == 200
    assert client.get("/store", query_string={"graph": fresh, "snapshot": "report-2024"}).status_code == 404
    old = next(graph for graph in graphs(client, "report-2024") if "/article/" in graph)
    answer = client.get("/store", query_string={"graph": old, "snapshot": "report-2024"})
    assert (answer.status_code, answer.headers["KG-Snapshot"]) == (200, grown[1])
    for address in ("/dump", f"/store?graph={old}", "/store?default"):
        mark = "&" if "?" in address else "?"
        assert client.get(f"{address}{mark}snapshot=00000000-0a1b2c3d").status_code == 410, address


def graphs(client: FlaskClient, snapshot: str | None = None) -> list[str]:
    query = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **({"snapshot": snapshot} if snapshot else {})}
    rows = body(client.get("/sparql", query_string=query))["results"]["bindings"]
    return [row["g"]["value"] for row in rows]


def test_the_description_of_then_leads_to_the_files_of_then(client: FlaskClient) -> None:
    told = client.get("/.well-known/void?snapshot=report-2024").text
    addresses = [
        *re.findall(r"<(http://[^>]*/dump[^>]*)>", told),
        *re.findall(r"<(http://[^>]*/export/[^>]*csv[^>]*)>", told),
    ]
    assert [
        address for address in addresses if "figures.csv-metadata" not in address and "snapshot=" not in address
    ] == []
    for address in addresses[:3]:
        assert client.get(address).status_code == 200, address


def test_a_former_state_cannot_be_changed(grown: tuple[Store, str, str]) -> None:
    settings = dataclasses.replace(
        make_settings(Path("unused")), data_dir=settings_of(grown[0]).data_dir, update_token="t"
    )
    with serving(settings, grown[0]) as made:
        sent = {"headers": {"Authorization": "Bearer t"}, "content_type": "text/turtle", "data": "<urn:a> <urn:p> 1 ."}
        answer = made.test_client().put("/store?graph=urn:g&snapshot=report-2024", **sent)
        assert (answer.status_code, body(answer)["parameter"]) == (400, "snapshot")
        asked = {"update": "INSERT DATA { <urn:a> <urn:p> 1 }"}
        answer = made.test_client().post("/sparql?snapshot=report-2024", data=asked, headers=sent["headers"])
        assert (answer.status_code, body(answer)["parameter"]) == (400, "snapshot")


def test_a_page_of_then_leads_to_the_newest_and_a_page_of_now_says_nothing(client: FlaskClient) -> None:
    then = client.get("/articles?page=1&snapshot=report-2024", headers=BROWSER).get_data(as_text=True)
    assert '<a href="?page=1">The newest state</a>' in then
    now = client.get("/articles", headers=BROWSER).get_data(as_text=True)
    assert "former state" not in now
    assert "snapshot=" not in now


def test_a_page_that_says_what_is_wrong_stays_then_unless_then_itself_is_gone(client: FlaskClient) -> None:
    missing = client.get(f"/articles/{'0' * 64}?snapshot=report-2024", headers=BROWSER)
    assert missing.status_code == 404
    assert 'href="/cases?snapshot=report-2024"' in missing.text
    gone = client.get("/articles?snapshot=never", headers=BROWSER)
    assert gone.status_code == 404
    assert 'href="/cases"' in gone.text
    assert "every link stays in it" in missing.text
    assert "every link stays in it" not in gone.text
    assert "The newest state" in gone.text


def test_a_redirect_stays_then_and_a_link_to_another_state_is_left_alone(client: FlaskClient) -> None:
    moved = client.get("/network?seed=x&snapshot=report-2024")
    assert moved.headers["Location"] == "/?iri=x&snapshot=report-2024"
    assert with_snapshot("/articles?snapshot=other", "then") == "/articles?snapshot=other"
    assert with_snapshot("https://elsewhere.example/", "then") == "https://elsewhere.example/"
    assert with_snapshot("/articles/a#char=1,2", "a b&c") == "/articles/a?snapshot=a%20b%26c#char=1,2"


def figures(client: FlaskClient, **asked: str) -> int:
    answer = client.get("/sparql", query_string={"query": COUNT, **asked})
    return int(body(answer)["results"]["bindings"][0]["n"]["value"])


def test_a_query_is_answered_from_the_state_it_names_by_id_or_name(
    client: FlaskClient, grown: tuple[Store, str, str]
) -> None:
    _, then, now = grown
    assert figures(client, snapshot=then) == figures(client, snapshot="report-2024") == 2
    assert figures(client, snapshot=now) == figures(client) == 3
    assert figures(client, snapshot=then) == 2


def test_the_answer_says_its_state_in_header_and_tag(client: FlaskClient, grown: tuple[Store, str, str]) -> None:
    _, then, now = grown
    old = client.get("/sparql", query_string={"query": COUNT, "snapshot": "report-2024"})
    new = client.get("/sparql", query_string={"query": COUNT})
    assert (old.headers["KG-Snapshot"], new.headers["KG-Snapshot"]) == (then, now)
    assert old.headers["ETag"] != new.headers["ETag"]
    again = client.get(
        "/sparql",
        query_string={"query": COUNT, "snapshot": "report-2024"},
        headers={"If-None-Match": old.headers["ETag"]},
    )
    assert again.status_code == 304


def test_a_posted_query_takes_the_state_from_the_address(client: FlaskClient) -> None:
    answer = client.post("/sparql?snapshot=report-2024", data={"query": COUNT})
    assert body(answer)["results"]["bindings"][0]["n"]["value"] == "2"


@pytest.mark.parametrize(
    "address",
    ["/articles", "/overview", "/search?q=army", f"/graph/neighbourhood?iri={ARMY}", "/queries/latest-articles"],
)
def test_pages_and_views_are_of_the_state_that_is_asked_for(
    client: FlaskClient, grown: tuple[Store, str, str], address: str
) -> None:
    mark = "&" if "?" in address else "?"
    answer = client.get(f"{address}{mark}snapshot=report-2024")
    if answer.status_code == 404:
        pytest.fail(f"{address} is no address")
    assert answer.headers["KG-Snapshot"] == grown[1]


def test_the_articles_of_then_are_those_of_then(client: FlaskClient) -> None:
    assert body(client.get("/articles?snapshot=report-2024"))["total"] == 1
    assert body(client.get("/articles"))["total"] == 2
    assert body(client.get("/overview?snapshot=report-2024"))["counts"]["articles"] == 1
    assert body(client.get("/overview"))["counts"]["articles"] == 2


def test_a_state_that_was_not_kept_is_gone_with_a_hint(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": COUNT, "snapshot": "00000000-0a1b2c3d"})
    assert answer.status_code == 410
    assert "kg snapshots keep" in body(answer)["hint"]
    for address in ("/articles", "/overview", "/queries/latest-articles", "/.well-known/void"):
        assert client.get(f"{address}?snapshot=00000000-0a1b2c3d").status_code == 410, address


@pytest.mark.parametrize("wanted", ["nobody", "../../../etc/passwd", "%00", "current"])
def test_a_state_that_never_was_is_not_found(client: FlaskClient, wanted: str) -> None:
    assert client.get(f"/articles?snapshot={wanted}").status_code == 404


def test_the_list_is_for_programs_and_for_people(client: FlaskClient, grown: tuple[Store, str, str]) -> None:
    _, then, now = grown
    listed = body(client.get("/snapshots"))["snapshots"]
    shown = {each["id"]: each for each in listed}
    assert listed[0]["id"] == now
    assert shown[now]["newest"]
    assert shown[then]["names"] == ["report-2024"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\+00:00", shown[then]["published"])
    assert shown[then]["sparql"] == f"/sparql?snapshot={then}"
    rows = list(csv.DictReader(client.get("/snapshots?format=csv").text.splitlines()))
    assert [(row["id"], row["names"]) for row in rows] == [(each["id"], " ".join(each["names"])) for each in listed]
    page = client.get("/snapshots", headers=BROWSER)
    assert page.mimetype == "text/html"
    assert 'href="?format=csv"' in page.text
    assert "report-2024" in page.text
