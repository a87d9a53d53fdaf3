"""Questions to another server: allowed by name or refused before anybody is asked, and joined as SPARQL has it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from kg.errors import BadParameter, KgError, NotCached, QueryRefused, QueryTooLarge, RemoteError
from kg.federation import Federator
from kg.query.engine import QueryService
from kg.query.saved import saved_queries
from kg.rdf.iris import named_graph
from kg.rdf.namespaces import PREFIXES
from kg.settings import Settings
from kg.stores import Store, open_store
from kg.web import create_app
from kg.web.context import KEY
from tests.linking.conftest import BASE, make_settings, parsed, servers, wikidata, with_limits
from tests.linking.servers import HERE, Proxy
from tests.stored import settings_of

__all__ = ["servers", "wikidata"]  # fixtures

WORLD = Path(__file__).with_name("world.ttl")
RANGE, PARTICIPANTS = "our-range-against-wikidata", "participants-against-wikidata"
LINKED = "?link sssom:subject_id ?case ; sssom:object_id ?item ."
DEATHS = "SERVICE endpoint:wikidata { ?item wdt:P1120 ?n }"
WHO = "SERVICE endpoint:wikidata { ?item wdt:P710 ?w }"
ITEMS = f"SELECT ?case ?item ?n {{ {LINKED} {DEATHS} }}"
Ask = Callable[..., list[dict[str, str]]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = make_settings(tmp_path_factory.mktemp("federation"), "http://127.0.0.1:1/", "", fill=False)
    store = open_store(made)
    with store.writer() as writer:
        writer.replace(named_graph(BASE, "merged"), parsed(WORLD))
    return store


@pytest.fixture(scope="module")
def service(store: Store) -> Iterator[QueryService]:
    with QueryService(settings_of(store), store) as made:
        yield made


@pytest.fixture
def settings(store: Store, wikidata: Proxy, tmp_path: Path) -> Settings:
    """Of a copy of the store, with a cache of its own."""
    shutil.copytree(settings_of(store).data_dir, tmp_path / "data", symlinks=True)
    made = make_settings(tmp_path / "data", wikidata.url, "", fill=False)
    return replace(made, federation=("wikidata",))


@pytest.fixture
def ask(settings: Settings, service: QueryService) -> Ask:
    """``ask(text)``: the rows as a saved question is answered; ``changed``: with other settings."""

    def run(text: str, changed: Settings | None = None, free: bool = False) -> list[dict[str, str]]:
        found = Federator(changed or settings, service, patient=True).run(text, free=free, format="json").read()
        return [{key: term["value"] for key, term in row.items()} for row in json.loads(found)["results"]["bindings"]]

    return run


def saved(name: str, **values: str) -> str:
    return saved_queries()[name].bind(values)


def test_our_range_stands_beside_what_wikidata_says(ask: Ask) -> None:
    rows = ask(saved(RANGE))
    told = [
        tuple(row.get(name) for name in ("caseName", "itemName", "population", "low", "high", "deaths", "verdict"))
        for row in rows
    ]
    assert told == [
        ("a case without a number", "Battle of Mosul", None, None, None, None, "Wikidata has no number"),
        ("offensive: Mosul", "Battle of Mosul", None, None, "12", "50", "above our range"),
        ("offensive: Mosul", "Battle of Mosul", "civilians", "30", "58", "50", "within our range"),
    ]


def test_a_fear_is_no_range_of_the_killed_and_a_weak_link_no_comparison(ask: Ask) -> None:
    rows = ask(saved(RANGE))
    assert "1000000" not in {row.get("high") for row in rows}
    assert "http://www.wikidata.org/entity/Q90000011" not in {row["item"] for row in rows}
    assert len(ask(saved(RANGE, confidence="0.1"))) == 4


def test_participants_that_either_side_lacks_are_listed(ask: Ask) -> None:
    rows = ask(saved(PARTICIPANTS))
    assert [(row["lacking"], row["participantName"]) for row in rows] == [
        ("Wikidata", "Iraq"),
        ("we", "Desert Regiment"),
    ]


def test_the_columns_are_those_the_header_names(settings: Settings, service: QueryService) -> None:
    for name in (RANGE, PARTICIPANTS):
        answer = json.loads(Federator(settings, service).run(saved(name), format="json").read())
        assert tuple(answer["head"]["vars"]) == saved_queries()[name].columns


def test_the_other_server_is_asked_in_batches_about_what_we_have_and_nothing_twice(
    ask: Ask, settings: Settings, wikidata: Proxy
) -> None:
    small = with_limits(settings, remote_batch=2)
    first = ask(ITEMS, small)
    assert len(wikidata.queries) == 2
    assert all("VALUES (?kgRow ?item)" in query and "Q9000" in query for query in wikidata.queries)
    assert not any("sssom" in query for query in wikidata.queries)
    assert ask(ITEMS, small) == first == ask(ITEMS, replace(small, offline=True))
    assert len(wikidata.queries) == 2


REFUSED = [
    ("SELECT * { ?case a cek:Case SERVICE <http://127.0.0.1:9/> { ?case ?p ?o } }", "no server of that name"),
    ("SELECT * { ?case a cek:Case SERVICE <file:///etc/passwd> { ?case ?p ?o } }", "no server of that name"),
    ("SELECT * { ?case a cek:Case SERVICE endpoint:nobody { ?case ?p ?o } }", "no server of that name"),
    ("SELECT * { ?case a cek:Case SERVICE endpoint:geonames { ?case ?p ?o } }", "no server of that name"),
    ("SELECT * { ?case a cek:Case SERVICE endpoint:wikidata { ?x ?p ?o } }", "Nothing that stands before"),
    (
        "SELECT * { ?case a cek:Case OPTIONAL { ?case cek:nothing ?x } SERVICE endpoint:wikidata { ?x ?p ?o } }",
        "no value in some",
    ),
    (
        "SELECT * { ?case a cek:Case SERVICE endpoint:wikidata { ?case ?p ?o } SERVICESILENT<http://127.0.0.1:9/>{} }",
        "SERVICE",
    ),
]


def test_what_nests_too_deep_is_refused_before_it_is_cut(ask: Ask) -> None:
    with pytest.raises(QueryRefused, match="KG_MAX_QUERY_DEPTH"):
        ask("SELECT * " + "{" * 300 + DEATHS + "}" * 300)


@pytest.mark.parametrize(("text", "says"), REFUSED)
def test_what_is_not_on_the_list_is_refused(ask: Ask, text: str, says: str) -> None:
    with pytest.raises(QueryRefused, match=says):
        ask(text)


def test_nobody_is_asked_unless_the_operator_says_so(ask: Ask, settings: Settings, wikidata: Proxy) -> None:
    with pytest.raises(QueryRefused, match="KG_FEDERATION=wikidata"):
        ask(ITEMS, replace(settings, federation=()))
    with pytest.raises(QueryRefused, match="KG_FEDERATION_FREE=wikidata"):
        ask(ITEMS, free=True)
    assert ask(ITEMS, replace(settings, federation=(), federation_free=("wikidata",)), free=True)
    assert len(wikidata.queries) == 1


def test_the_operator_may_name_servers_of_his_own(ask: Ask, settings: Settings, wikidata: Proxy) -> None:
    text = ITEMS.replace("endpoint:wikidata", "endpoint:mine")
    with pytest.raises(QueryRefused, match="no server of that name"):
        ask(text)
    environment = {"KG_ENDPOINTS": f"other=http://127.0.0.1:9/ mine={wikidata.url}", "KG_FEDERATION": "mine"}
    told = Settings.from_env(environment)
    own = replace(settings, endpoints=told.endpoints, federation=told.federation)
    assert len(ask(text, own)) == 1
    with pytest.raises(QueryRefused, match="KG_FEDERATION=other"):
        ask(text.replace("mine", "other"), own)


@pytest.mark.parametrize("odd", ["mine", "mine=", "mine=file:///etc/passwd", "Mine=http://x", "../x=http://y"])
def test_what_is_no_name_and_address_is_told(odd: str) -> None:
    with pytest.raises(BadParameter, match="KG_ENDPOINTS"):
        Settings.from_env({"KG_ENDPOINTS": odd})


def test_a_name_that_nobody_gave_is_told() -> None:
    with pytest.raises(BadParameter, match="KG_FEDERATION names 'nobody'"):
        Settings.from_env({"KG_FEDERATION": "nobody"})


def test_more_rows_than_the_limit_are_an_error_not_a_part(ask: Ask, settings: Settings) -> None:
    with pytest.raises(QueryTooLarge, match="KG_FEDERATION_ROWS"):
        ask(ITEMS, with_limits(settings, federation_rows=2))
    names = "SELECT * { VALUES ?item { wd:Q83317 } SERVICE endpoint:wikidata { ?item rdfs:label ?n } }"
    with pytest.raises(QueryTooLarge, match="were answered"):
        ask(names, with_limits(settings, federation_rows=3))


def test_a_server_that_fails_is_an_error_and_silence_only_where_asked_for(ask: Ask, wikidata: Proxy) -> None:
    wikidata.tricks = ["403"]
    with pytest.raises(RemoteError):
        ask(ITEMS)
    wikidata.tricks = ["403"]
    assert {row["case"] for row in ask(ITEMS.replace("SERVICE", "SERVICE SILENT"))} == {
        f"{BASE}id/case/{n}" for n in ("mosul", "quiet")
    }


def test_offline_what_was_never_asked_is_an_error(ask: Ask, settings: Settings) -> None:
    with pytest.raises(NotCached):
        ask(ITEMS, replace(settings, offline=True))


JOINS = [
    ITEMS,
    f"SELECT * {{ {LINKED} SERVICE endpoint:wikidata {{ ?item wdt:P31 ?t OPTIONAL {{ ?item wdt:P1120 ?n }} }} }}",
    f"SELECT * {{ {LINKED} OPTIONAL {{ SERVICE endpoint:wikidata {{ ?item wdt:P1120 ?n }} }} }}",
    f"SELECT * {{ {LINKED} FILTER(?n > 10) SERVICE endpoint:wikidata {{ ?item wdt:P1120 ?n }} }}",
    f"SELECT * {{ {LINKED} FILTER(!BOUND(?n)) OPTIONAL {{ SERVICE endpoint:wikidata {{ ?item wdt:P1120 ?n }} }} }}",
    f"SELECT * {{ {{ {LINKED} {DEATHS} }} UNION {{ {LINKED} SERVICE endpoint:wikidata {{ ?item wdt:P710 ?n }} }} }}",
    f"SELECT ?case (COUNT(?w) AS ?n) {{ {LINKED} SERVICE endpoint:wikidata {{ ?item wdt:P710 ?w }} }} GROUP BY ?case",
    f"SELECT * {{ {LINKED} {WHO} SERVICE endpoint:wikidata {{ ?w rdfs:label ?name }} }}",
    f"SELECT * {{ {LINKED} SERVICE endpoint:wikidata {{ ?item rdfs:label ?name FILTER(LANG(?name) = 'nl') }} }}",
    f"SELECT * {{ {LINKED} ?case rdfs:label ?name SERVICE endpoint:wikidata {{ ?item wdt:P276 ?name }} }}",
]


@pytest.mark.parametrize("text", JOINS)
def test_a_join_over_two_servers_gives_what_one_store_with_both_gives(ask: Ask, text: str) -> None:
    """The same query with GRAPH for SERVICE, over one store that holds what both have."""
    both, elsewhere = ox.Store(), ox.NamedNode("https://example.org/elsewhere")
    both.extend(ox.Quad(q.subject, q.predicate, q.object) for q in parsed(WORLD))
    both.extend(ox.Quad(q.subject, q.predicate, q.object, elsewhere) for q in parsed(HERE / "wikidata.ttl"))
    answer = both.query(text.replace("SERVICE endpoint:wikidata", f"GRAPH {elsewhere}"), prefixes=dict(PREFIXES))
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    expected = [{name: row[name].value for name in names if row[name] is not None} for row in answer]
    assert sorted(map(repr, map(sorted, map(dict.items, ask(text))))) == sorted(
        map(repr, map(sorted, map(dict.items, expected)))
    )


@pytest.fixture
def client(settings: Settings) -> Iterator[Callable[..., FlaskClient]]:
    made = []

    def make(**changes: Any) -> FlaskClient:
        app = create_app(replace(settings, **changes))
        made.append(app)
        return app.test_client()

    yield make
    for app in made:
        app.extensions[KEY].queries.close()


def test_a_saved_question_asks_over_http_where_it_may(client: Callable[..., FlaskClient]) -> None:
    browser = client()
    answer = browser.get(f"/queries/{RANGE}?format=json")
    assert answer.status_code == 200
    assert len((answer.json or {})["results"]["bindings"]) == 3
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "above our range" in browser.get(f"/queries/{RANGE}", headers={"Accept": "text/html"}).text


def test_where_it_may_not_it_says_what_the_operator_can_do(client: Callable[..., FlaskClient], wikidata: Proxy) -> None:
    browser = client(federation=())
    assert browser.get(f"/queries/{RANGE}?format=json").status_code == 403
    page = browser.get(f"/queries/{RANGE}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "KG_FEDERATION=wikidata" in page.text
    assert not wikidata.queries


def test_a_query_of_anybody_asks_nobody_unless_the_operator_opens_that_server(
    client: Callable[..., FlaskClient], wikidata: Proxy
) -> None:
    assert client().post("/sparql", data={"query": ITEMS}).status_code == 403
    assert not wikidata.queries
    opened = client(federation_free=("wikidata",))
    found = opened.post("/sparql", data={"query": ITEMS, "format": "json"})
    assert found.status_code == 200
    assert len((found.json or {})["results"]["bindings"]) == 1
    elsewhere = ITEMS.replace("endpoint:wikidata", "<http://127.0.0.1:9/>")
    assert opened.post("/sparql", data={"query": elsewhere}).status_code == 403


def test_a_refusal_of_the_other_server_is_told_in_our_shape(
    client: Callable[..., FlaskClient], wikidata: Proxy
) -> None:
    wikidata.tricks = ["403"]
    answer = client().get(f"/queries/{RANGE}?format=json")
    assert (answer.status_code, answer.mimetype) == (502, "application/problem+json")
    assert (answer.json or {})["type"] == "/api#remote-refused"


def test_few_questions_are_under_way_at_once(settings: Settings, service: QueryService) -> None:
    federator = Federator(with_limits(settings, federations=1), service)
    with federator._slot(), pytest.raises(KgError, match="KG_FEDERATIONS"):
        federator.run(ITEMS)
