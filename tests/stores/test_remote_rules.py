"""The rules by which one client serves all engines (docs/stores.md), in what an ingest and the pages really send."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from pyoxigraph import DefaultGraph, Literal, NamedNode
from rdflib import Literal as RdfLiteral
from rdflib import URIRef

from kg.files import samples_dir
from kg.pipeline import ingest
from kg.settings import Settings
from kg.stores import RemoteStore, open_store
from kg.web import create_app
from kg.web.context import KEY
from tests.solutions import rows_of

TWO_MEANINGS = {
    "end": "the end of a quote is an offset, that of an event a day",
    "altLabel": "names with and without a language",
}
PAGES = ("/overview", "/articles", "/search?q=mosul", "/queries/latest-articles?format=json")


@dataclass(frozen=True)
class Sent:
    """A request as it went over the network."""

    method: str
    path: str
    media_type: str
    text: str  # of the body; of a form, the query or update in it


@dataclass(frozen=True)
class Product:
    """What was sent while articles were stored and looked at, and what the server holds then."""

    sent: list[Sent]
    graphs: dict[str, list[Any]]

    def queries(self) -> list[str]:
        return [each.text for each in self.sent if each.path == "/query"]

    def writes(self) -> list[Sent]:
        return [each for each in self.sent if each.path != "/query"]


def as_sent(request: requests.PreparedRequest) -> Sent:
    body = request.body or b""
    text = body.decode() if isinstance(body, bytes) else str(body)
    media_type = request.headers.get("Content-Type", "")
    if media_type == "application/x-www-form-urlencoded":
        fields = dict(parse_qsl(text))
        text = fields.get("query") or fields["update"]
    return Sent(request.method or "", urlsplit(request.url or "").path, media_type, text)


@pytest.fixture(scope="module")
def product(oxigraph_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    base = Settings.from_env({"KG_DATA": str(tmp_path_factory.mktemp("rules"))})
    settings = replace(base, store=oxigraph_server, limits={**base.limits, "query_workers": 1})
    store, sent = open_store(settings), list[Sent]()
    assert isinstance(store, RemoteStore)
    store.empty()
    send = requests.Session.send

    def sending(session: requests.Session, request: requests.PreparedRequest, **what: Any) -> requests.Response:
        sent.append(as_sent(request))
        return send(session, request, **what)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(requests.Session, "send", sending)
        for name in ("en-mosul.txt", "nl-goma.txt"):
            assert [each.outcome.value for each in ingest([samples_dir() / name], settings, store)] == ["stored"]
        app = create_app(settings, store)
        for path in PAGES:
            assert app.test_client().get(path, headers={"Accept": "application/json"}).status_code == 200
        app.extensions[KEY].queries.close()
    with store.snapshot() as view:
        graphs = {name: list(view.quads(graph=NamedNode(name))) for name in view.graphs()}
        graphs[""] = list(view.quads(graph=DefaultGraph()))
    yield Product(sent, graphs)
    store.close()


def test_1_no_blank_node_is_sent_or_held(product: Product) -> None:
    assert not [each for each in product.sent if re.search(r"(?<![\w<\"])_:\w", without_literals(each.text))]
    terms = [term for quads in product.graphs.values() for quad in quads for term in (quad.subject, quad.object)]
    assert all(isinstance(term, NamedNode | Literal) for term in terms)


def test_2_every_statement_stands_in_a_named_graph_and_the_default_graph_only_repeats_them(product: Product) -> None:
    named = {str(quad.triple) for name, quads in product.graphs.items() if name for quad in quads}
    assert {str(quad.triple) for quad in product.graphs[""]} == named


def test_3_what_is_written_says_what_is_to_be_there_so_that_twice_is_as_good_as_once(product: Product) -> None:
    texts = [without_literals(each.text) for each in product.writes() if each.path == "/update"]
    allowed = r"(DELETE WHERE|DELETE DATA|INSERT DATA)\s*\{"
    operations = [part for text in texts for part in re.split(r" ;\n", text)]
    assert operations
    assert all(re.match(allowed, part) for part in operations)
    assert {each.method for each in product.writes() if each.path == "/store"} <= {"PUT", "POST"}


def test_4_queries_and_updates_are_posted_as_forms(product: Product) -> None:
    asked = [each for each in product.sent if each.path in ("/query", "/update")]
    assert {(each.method, each.media_type) for each in asked} == {("POST", "application/x-www-form-urlencoded")}


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own use of what it deprecates
def test_5_terms_are_written_into_the_text(product: Product, oxigraph_server: str) -> None:
    """rdflib's initBindings become VALUES behind the query, which engines take in different ways."""
    settings = Settings.from_env({"KG_STORE": oxigraph_server})
    dataset = open_store(settings).dataset()
    found = dataset.query(
        "SELECT ?label { ?actor rdfs:label ?label }",
        initNs={"rdfs": "http://www.w3.org/2000/01/rdf-schema#"},
        initBindings={"actor": URIRef(f"{settings.base_iri}id/actor/islamic-state")},
    )
    labels = {row[0] for row in rows_of(found)}
    assert RdfLiteral("Islamic State", lang="en") in labels
    assert not [text for text in product.queries() if re.search(r"\}\s*VALUES[^{}]*\{[^{}]*\}\s*$", text)]


def test_6_a_property_has_values_of_one_datatype_but_for_two_whose_meanings_are_two(product: Product) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for quad in product.graphs[""]:
        if isinstance(quad.object, Literal):
            kinds[quad.predicate.value.rpartition("#")[2].rpartition("/")[2]].add(quad.object.datatype.value)
    assert {name for name, found in kinds.items() if len(found) > 1} == set(TWO_MEANINGS)
    assert {kinds[name].pop().rpartition("#")[2] for name in ("lat", "long")} == {"decimal"}


def without_literals(text: str) -> str:
    return re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
