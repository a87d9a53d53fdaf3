"""Random questions of every form: servers of any kind give the answers of the embedded store, or say why not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.errors import QueryRefused
from kg.settings import Settings
from kg.stores import RemoteStore, Store, open_store
from kg.stores.changes import normal
from kg.stores.remote.profile import PROFILES, Trust
from tests.stores.conftest import ACCOUNT, SERVERS, opened
from tests.stores.questions import Asking, E, node, random_quads
from tests.stores.test_remote_parts import answer, whole

QUESTIONS = 60
XSD = "http://www.w3.org/2001/XMLSchema#"
QUADS = random_quads(random.Random(7), 160)


@pytest.fixture(scope="module", params=[f"{SERVERS[0]}&ask=patterns", f"{SERVERS[0]}&", SERVERS[1]])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A server that is asked for triples only, with a small random graph; one as if it were any other engine."""
    kind, other, options = request.param.partition("&")
    settings = Settings.from_env({"KG_DATA": str(tmp_path_factory.mktemp("questions")), **ACCOUNT})
    opened(kind, settings, request).close()
    made = open_store(
        replace(settings, store=f"{request.getfixturevalue(kind.replace('-', '_'))}&{options}".rstrip("&"))
    )
    assert isinstance(made, RemoteStore)
    if other and not options:
        paths = {"query": "/query", "update": "/update"}  # where this server has them
        made.endpoint.address = replace(made.endpoint.address, profile=replace(PROFILES["other"], **paths))
    assert made.endpoint.profile.trust is Trust.PATTERNS
    with made.writer() as writer:
        for graph in sorted({quad.graph_name for quad in QUADS}, key=str):
            assert isinstance(graph, ox.NamedNode)
            writer.replace(graph, [quad for quad in QUADS if quad.graph_name == graph])
    yield made
    made.close()


def test_random_questions_have_the_answers_of_the_embedded_store(store: Store) -> None:
    here, ended = whole(QUADS), Counter[str]()
    for seed in range(QUESTIONS):
        text = Asking(random.Random(seed)).question()
        expected = answer(here, text)
        with store.snapshot() as view:
            try:
                found = view.query(text)
            except QueryRefused:
                ended["refused"] += 1
                continue
        told = bool(found) if isinstance(found, ox.QueryBoolean) else Counter(map(str, found))
        assert told == expected, f"seed {seed}: {text}"
        ended["something" if expected else "nothing"] += 1
    assert ended["something"] > QUESTIONS / 4, ended


ODD = (
    *(
        "",
        " ",
        " blanks at both ends  ",
        "a\nb\r\n\tc",
        'a "quoted" \\ word',
        "'",
        "\u00e9\u0301",
        "\U0001f600",
        "<&>]]>",
    ),
    *("%20 {x} $y ?z", "\u200e\u0627\u0644", "a\u00a0b", "x" * 5_000, "\u2028", "\x7f", "\ufffd"),
)
TYPED = (
    *(
        ("1", "integer"),
        ("-7", "integer"),
        ("9000000000000000", "integer"),
        ("2147483647", "integer"),
        ("-2147483649", "integer"),
        ("1.5", "decimal"),
        ("0.1", "decimal"),
    ),
    *(("36.3401234", "decimal"), ("true", "boolean"), ("false", "boolean"), ("2016-10-17", "date"), ("1e30", "double")),
    *(
        ("2016-10-17T05:06:07Z", "dateTime"),
        ("2016-10-17T05:06:07.123+02:00", "dateTime"),
        ("P3D", "duration"),
        ("-PT7H", "dayTimeDuration"),
    ),
    *(("2016", "gYear"), ("http://example.org/x y", "anyURI")),
)


def test_a_literal_comes_back_as_it_was_written(store: Store) -> None:
    graph, own = node("literals"), "http://www.opengis.net/ont/geosparql#wktLiteral"
    literals = [
        *map(ox.Literal, ODD),
        *(ox.Literal(text, language="en") for text in ODD[1:]),
        *(ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{kind}")) for text, kind in TYPED),
        ox.Literal("POINT(43.1234567 36.7654321)", datatype=ox.NamedNode(own)),
    ]
    quads = {
        ox.Quad(node(f"s{number}"), node(f"q{number}"), each, graph) for number, each in enumerate(literals, start=1)
    }
    with store.writer() as writer:
        writer.replace(graph, quads)
    try:
        with store.snapshot() as view:
            assert set(view.quads(graph=graph)) == normal(quads)
            ours = [quad for quad in quads if quad.object == literals[-1]]
            assert set(view.quads(object=literals[-1], graph=graph)) == set(ours)
    finally:
        with store.writer() as writer:
            writer.replace(graph, [])


def test_graphs_are_listed_and_counted_as_they_are(store: Store) -> None:
    """With what the store and the engine keep of themselves left out."""
    with store.snapshot() as view:
        assert set(view.graphs()) == {f"{E}g0", f"{E}g1", f"{E}g2"}
        assert view.counts().quads == len(QUADS)
        found = view.query("SELECT DISTINCT ?g { GRAPH ?g {} }")
        assert isinstance(found, ox.QuerySolutions)
        assert {row["g"] for row in found} == {node("g0"), node("g1"), node("g2")}


def test_an_update_with_a_where_changes_what_it_changes_in_the_embedded_store(store: Store) -> None:
    update = (
        f"PREFIX e: <{E}> WITH e:g0 DELETE {{ ?a e:p1 ?b . GRAPH e:g1 {{ ?a ?p ?b }} }} INSERT {{ ?b e:p3 ?a }} "
        "WHERE { GRAPH ?g { ?a ?p ?b . ?b e:p0|e:p2 ?c } FILTER NOT EXISTS { GRAPH e:g2 { ?c e:p1+ ?a } } }"
    )
    here = ox.Store()
    here.extend(QUADS)
    here.update(update)
    with store.writer() as writer:
        writer.update(update, base=E, prefixes={}, keeps_union=False)
    try:
        with store.snapshot() as view:
            assert set(view.quads()) == set(here) != set(QUADS)
    finally:
        with store.writer() as writer:
            writer.exchange(set(here), QUADS)
