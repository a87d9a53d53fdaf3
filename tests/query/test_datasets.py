"""FROM: the default graph of several graphs is their merge, a set, however they are named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import open_store

G = "https://example.org/graph/"
COUNT = "(COUNT(*) AS ?n)"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryService]:
    settings = Settings.from_env({"KG_DATA": str(tmp_path_factory.mktemp("datasets"))})
    store = open_store(settings)
    subject, predicate = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")
    with store.writer() as writer:
        for name, words in {"a": "xy", "b": "yz", "c": "z"}.items():
            graph = NamedNode(G + name)
            writer.replace(graph, [Quad(subject, predicate, Literal(word), graph) for word in words])
    with QueryService(settings, store) as opened:
        yield opened
    store.close()


def count(service: QueryService, text: str, *default: str, named: tuple[str, ...] = ()) -> int:
    body = service.run(text, format="csv", default_graphs=[G + name for name in default], named_graphs=named).read()
    return int(body.split()[1])


def test_a_triple_in_two_graphs_counts_once(service: QueryService) -> None:
    assert count(service, f"SELECT {COUNT} FROM <{G}a> FROM <{G}b> {{ ?s ?p ?o }}") == 3
    assert count(service, f"SELECT {COUNT} {{ ?s ?p ?o }}", "a", "b") == 3
    assert count(service, f"PREFIX g: <{G}> SELECT {COUNT} FROM g:a FROM g:b FROM g:c {{ ?s ?p ?o }}") == 3
    assert count(service, f"BASE <{G}> SELECT {COUNT} FROM <a> FROM <b> {{ ?s ?p ?o }}") == 3
    assert count(service, f"SELECT {COUNT} FROM <{G}a> FROM <{G}a> {{ ?s ?p ?o }}") == 2


def test_what_the_request_names_goes_before_what_the_query_names(service: QueryService) -> None:
    assert count(service, f"SELECT {COUNT} FROM <{G}a> FROM <{G}b> {{ ?s ?p ?o }}", "c") == 1


def test_named_graphs_of_a_merge_are_those_that_were_named(service: QueryService) -> None:
    text = f"SELECT {COUNT} FROM <{G}a> FROM <{G}b> FROM NAMED <{G}c> {{ GRAPH ?g {{ ?s ?p ?o }} ?s ?q ?r }}"
    assert count(service, text) == 3  # one triple in the named graph, by three in the default graph
    assert count(service, f"SELECT {COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}", "a", "b", named=(f"{G}c", f"{G}a")) == 3


def test_rows_of_a_star_are_ordered_and_keep_their_columns(service: QueryService) -> None:
    body = service.run(f"SELECT * FROM <{G}a> FROM <{G}b> {{ ?z ?p ?o }} ORDER BY DESC(?o)", format="csv").read()
    assert body.decode().split()[0] == "z,p,o"
    assert [line[-1] for line in body.decode().split()[1:]] == ["z", "y", "x"]


def test_the_word_from_elsewhere_is_no_clause(service: QueryService) -> None:
    assert count(service, f"SELECT {COUNT} {{ ?from ?p ?o # FROM <{G}a>\n }}") == 3
