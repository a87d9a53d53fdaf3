"""The whole product on another server answers as it does on its own store: same articles in, same answers out."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from kg.errors import BadParameter, SnapshotGone, StoreError
from kg.files import samples_dir
from kg.pipeline import ingest
from kg.query.engine import QueryService
from kg.query.saved import saved_queries
from kg.settings import Settings
from kg.stores import Store, open_store
from kg.stores.remote.profile import PROFILES, parse
from kg.web import create_app
from kg.web.context import KEY
from tests.stores.conftest import ACCOUNT, SERVERS, opened

SAMPLES = ("en-mosul.txt", "fr-goma.txt", "nl-goma.txt")
PATHS = (
    "/overview",
    "/overview/figures?iri=https://w3id.org/cekg/id/actor/islamic-state",
    "/overview/mentions?iri=https://w3id.org/cekg/id/actor/islamic-state",
    "/map/events",
    "/sparql/vocabulary",
    "/articles",
    "/graph/neighbourhood?iri=https://w3id.org/cekg/id/actor/islamic-state",
    "/search?q=mosul",
    "/cases",
    "/cases?contradicted=1",
    "/reviews",
    "/queries",
)
LINES = {"/export/figures.csv": "text/csv", "/dump?graph=https://w3id.org/cekg/graph/merged": "application/n-triples"}
LISTS = ("/articles", "/cases", "/queries/figures-with-evidence", "/reviews")


def fill(store: Store, settings: Settings) -> None:
    outcomes = list(ingest([samples_dir() / name for name in SAMPLES], settings, store))
    assert [each.outcome.value for each in outcomes] == ["stored"] * len(SAMPLES)


def served(settings: Settings, store: Store) -> Iterator[FlaskClient]:
    app = create_app(settings, store)
    yield app.test_client()
    app.extensions[KEY].queries.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings.from_env(
        {"KG_DATA": str(tmp_path_factory.mktemp("product")), "KG_UPDATE_TOKEN": "secret", **ACCOUNT}
    )
    limits = {**settings.limits, "query_workers": 1, "answer_cache_mb": 0}  # each question is asked anew
    return replace(settings, limits=limits)


@pytest.fixture(scope="module")
def here(place: Settings) -> Iterator[FlaskClient]:
    """Served from the store on disk."""
    settings = replace(place, data_dir=place.data_dir / "here")
    store = open_store(settings)
    fill(store, settings)
    yield from served(settings, store)


@pytest.fixture(scope="module", params=SERVERS)
def there(place: Settings, request: pytest.FixtureRequest) -> Iterator[FlaskClient]:
    """Served from a real server of another kind."""
    address = request.getfixturevalue(request.param.replace("-", "_"))
    settings = replace(place, data_dir=place.data_dir / request.param, store=address)
    store = opened(request.param, settings, request)
    fill(store, settings)
    yield from served(settings, store)


def told(client: FlaskClient, path: str) -> Any:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return sorted_all(without_state(json.loads(answer.text)))


def without_state(value: Any) -> Any:
    """Each store names its states in its own way."""
    if isinstance(value, dict):
        return {key: without_state(each) for key, each in value.items() if key not in ("snapshot", "published")}
    return [without_state(each) for each in value] if isinstance(value, list) else value


def sorted_all(value: Any) -> Any:
    """Rows without an order of their own come as each engine finds them."""
    if isinstance(value, dict):
        return {key: sorted_all(each) for key, each in value.items()}
    return sorted((sorted_all(each) for each in value), key=str) if isinstance(value, list) else value


@pytest.mark.parametrize("path", PATHS)
def test_a_page_shows_the_same_whichever_store_holds_the_graph(
    here: FlaskClient, there: FlaskClient, path: str
) -> None:
    assert told(here, path) == told(there, path)


@pytest.mark.parametrize("path", LINES)
def test_a_file_has_the_same_lines_whichever_store_holds_the_graph(
    here: FlaskClient, there: FlaskClient, path: str
) -> None:
    lines = [sorted(client.get(path, headers={"Accept": LINES[path]}).text.splitlines()) for client in (here, there)]
    assert lines[0] == lines[1]
    assert len(lines[0]) > 20


@pytest.mark.parametrize("path", LISTS)
def test_a_page_for_people_and_what_it_leads_to_says_the_same_whichever_store_holds_the_graph(
    here: FlaskClient, there: FlaskClient, path: str
) -> None:
    links = re.findall(r'href="(/(?:articles/|id/case/|id/claim/|id/event/)[^"#?]*)"', here.get(path).text)
    for each in (path, *list(dict.fromkeys(links))[:2]):
        assert words(here, each) == words(there, each), each


def words(client: FlaskClient, path: str) -> list[str]:
    """Of the page, in no order: without the names of states, which each store gives in its own way."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    text = re.sub(r"snapshot=[^&\"]*|\b\d{8}-[0-9a-f]{8}\b|\b\d+-\d+-[0-9a-f]+\b", "", answer.text)
    return sorted(re.split(r"[<>\n]", text))


def runnable() -> list[str]:
    """Those that need no value, and ask no other server: that is an operator's to allow."""
    found = saved_queries().items()
    asking = [(name, query) for name, query in found if not any(each.required for each in query.parameters)]
    return [name for name, query in asking if "SERVICE" not in query.text]


@pytest.mark.parametrize("name", runnable())
def test_a_saved_query_has_the_same_rows_whichever_store_holds_the_graph(
    here: FlaskClient, there: FlaskClient, name: str
) -> None:
    path = f"/queries/{name}?format=json"
    assert told(here, path) == told(there, path)


def test_what_was_asked_before_changes_no_answer(here: FlaskClient, there: FlaskClient) -> None:
    """An engine may keep plans of queries, and statistics that it took on the way."""
    names = random.Random(1).sample(runnable(), len(runnable()))
    expected = {name: told(here, f"/queries/{name}?format=json") for name in names}
    for name in names:
        assert told(there, f"/queries/{name}?format=json") == expected[name], f"{name}, asked in the order {names}"


@pytest.mark.parametrize("form", ["csv", "tsv", "xml", "json"])
def test_an_answer_is_written_in_the_same_bytes(here: FlaskClient, there: FlaskClient, form: str) -> None:
    query = "SELECT * { ?figure cek:verbatim ?said ; cek:value ?value } ORDER BY ?figure"
    answers = [client.get("/sparql", query_string={"query": query, "format": form}).data for client in (here, there)]
    assert answers[0] == answers[1]


def test_an_update_and_a_graph_put_over_http_are_seen_by_the_next_query(there: FlaskClient) -> None:
    headers = {"Authorization": "Bearer secret"}
    update = "INSERT DATA { <https://example.org/a> <https://example.org/b> 'one' }"
    assert there.post("/sparql", data={"update": update}, headers=headers).status_code == 204
    put = there.put(
        "/store?graph=https://example.org/g",
        data="<https://example.org/a> <https://example.org/b> [ <https://example.org/c> 'two' ] .",
        headers={**headers, "Content-Type": "text/turtle"},
    )
    assert put.status_code == 201
    query = (
        "SELECT ?said { <https://example.org/a> <https://example.org/b> ?there "
        "OPTIONAL { ?there <https://example.org/c> ?more } BIND(COALESCE(?more, ?there) AS ?said) }"
    )
    rows = there.get("/sparql", query_string={"query": query, "format": "csv"}).text.split()
    assert {"one", "two"} <= set(rows)
    assert "two" in there.get("/store?graph=https://example.org/g").text
    assert there.delete("/store?graph=https://example.org/g", headers=headers).status_code == 204


def test_a_syntax_error_has_the_line_and_column_of_the_query_as_it_was_sent(
    here: FlaskClient, there: FlaskClient
) -> None:
    errors = [client.get("/sparql", query_string={"query": "SELECT *\n{ ?s ?p }"}).json for client in (here, there)]
    assert errors[0] == errors[1]
    assert errors[0] is not None
    assert errors[0]["line"] == 2


def test_a_server_keeps_no_former_states_and_says_so(settings: Settings, request: pytest.FixtureRequest) -> None:
    store = opened("oxigraph-server", settings, request)
    with pytest.raises(BadParameter, match="keeps no former states"):
        store.keep("report")
    with pytest.raises(SnapshotGone, match="moved on"):
        store.resolve("00000001-00000000")


def test_a_server_that_is_not_there_is_an_error_that_names_it(settings: Settings) -> None:
    store = open_store(settings, "sparql+http://127.0.0.1:9")
    with pytest.raises(StoreError, match=r"oxigraph at http://127\.0\.0\.1:9 cannot be reached"):
        store.snapshot_id()


def test_an_answer_taken_while_somebody_wrote_is_not_given_again(
    settings: Settings, request: pytest.FixtureRequest
) -> None:
    store = opened("oxigraph-server", settings, request)
    text = "SELECT ?o { <https://example.org/x> <https://example.org/says> ?o }"
    data = (
        "INSERT DATA {{ GRAPH <https://example.org/g> {{ <https://example.org/x> <https://example.org/says> {0} }} }}"
    )
    with QueryService(settings, store) as service:
        seen = []
        for number in range(3):
            with store.writer() as writer:
                writer.update(data.format(number), base="https://example.org/", prefixes={}, keeps_union=False)
            seen.append(len(service.select(text, snapshot=store.resolve(store.snapshot_id() or ""))))
    assert seen == [1, 2, 3]


def test_the_password_of_a_store_is_in_no_message() -> None:
    address = parse("sparql+http://db.example.org/ds?engine=fuseki", "me", "hush")
    assert "hush" not in repr(address) + address.shown
    assert address.profile is PROFILES["fuseki"]


@pytest.mark.parametrize(
    "text",
    ["sparql+ftp://x", "sparql+http://", "sparql+http://x?engine=none", "sparql+http://u:p@x", "sparql+http://x?a=b"],
)
def test_an_address_that_is_none_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(BadParameter, match=r"engine|KG_STORE"):
        parse(text)
