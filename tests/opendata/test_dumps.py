"""Dumps hold what may be passed on, whole, and can be read back by other programs."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pyjelly.integrations.generic.parse import parse_jelly_flat

from kg.cli import main
from kg.opendata.dumps import FORMATS
from kg.settings import Settings
from kg.stores import Store
from tests.opendata.conftest import BASE

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
RDF = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}


def stored(store: Store, without: str = "") -> set[str]:
    with store.snapshot() as snapshot:
        return {str(quad) for quad in snapshot.quads() if not without or without not in str(quad.graph_name)}


@pytest.fixture
def run(settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("KG_DATA", str(settings.data_dir))
    monkeypatch.setenv("KG_BASE", BASE)
    return CliRunner()


@pytest.mark.parametrize("name", sorted(RDF))
def test_a_dump_read_back_is_the_store_without_what_may_not_be_passed_on(
    client: FlaskClient, store: Store, name: str
) -> None:
    answer = client.get(f"/dump?format={name}")
    assert answer.mimetype == FORMATS[name].format.media_type
    assert {str(quad) for quad in ox.parse(answer.data, RDF[name])} == stored(store, without="/acled")
    assert "acled" in "".join(stored(store))


def test_jelly_read_back_by_its_own_library_is_the_same(client: FlaskClient, store: Store) -> None:
    answer = client.get("/dump?format=jelly")
    back = {
        str(ox.Quad(term(quad.s), term(quad.p), term(quad.o), term(quad.g)))
        for quad in parse_jelly_flat(io.BytesIO(answer.data))
    }
    assert back == stored(store, without="/acled")


def term(node: Any) -> Any:
    """A term of pyjelly as the engine's own."""
    if hasattr(node, "_iri"):
        return ox.NamedNode(node._iri)
    kind = {"language": node._langtag} if node._langtag else {"datatype": ox.NamedNode(node._datatype or XSD_STRING)}
    return ox.Literal(node._lex, **kind)


def test_one_graph_as_turtle_is_that_graph(client: FlaskClient, store: Store) -> None:
    answer = client.get("/dump?graph=import/ucdp&format=turtle")
    assert 'filename="import-ucdp.ttl"' in answer.headers["Content-Disposition"]
    graph = ox.NamedNode(f"{BASE}graph/import/ucdp")
    with store.snapshot() as snapshot:
        expected = {str(quad.triple) for quad in snapshot.quads(graph=graph)}
    assert {str(quad.triple) for quad in ox.parse(answer.data, ox.RdfFormat.TURTLE)} == expected


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ("graph=import/acled", 403, "do not let it be passed on"),
        (f"graph={BASE}graph/import/acled", 403, "do not let it be passed on"),
        ("graph=nothing", 404, "There is no graph"),
        ("format=turtle", 400, "holds one graph"),
        ("format=xyz", 400, "nquads"),
        ("snapshot=1", 404, "no snapshot"),
    ],
)
def test_what_cannot_be_had_is_an_error_that_says_why(client: FlaskClient, query: str, status: int, word: str) -> None:
    answer = client.get(f"/dump?{query}")
    assert answer.status_code == status
    assert word in answer.text


def test_links_into_a_data_set_that_may_not_be_passed_on_stay_at_home_too() -> None:
    from kg.opendata.graphs import shared_graphs, why_not

    assert why_not(f"{BASE}graph/link/acled", BASE)
    assert why_not(f"{BASE}graph/cache/wikidata", BASE)
    listed = [f"{BASE}graph/{name}" for name in ("article/0123", "link/acled", "link/ucdp", "merged", "cache/x")]
    assert list(shared_graphs(listed, BASE)) == [f"{BASE}graph/link/ucdp", f"{BASE}graph/merged"]


def test_a_dump_does_not_change_until_something_is_ingested(client: FlaskClient) -> None:
    first = client.get("/dump?graph=meta")
    again = client.get("/dump?graph=meta", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_a_head_request_lets_go_of_the_snapshot(client: FlaskClient, store: Store) -> None:
    assert client.head("/dump").status_code == 200
    assert client.get("/dump?graph=meta").status_code == 200


def test_the_command_says_what_it_leaves_out_and_takes_it_along_when_told(
    run: CliRunner, tmp_path: Path, store: Store
) -> None:
    left = run.invoke(main, ["dump", "-o", str(tmp_path / "some.nq")])
    assert left.exit_code == 0
    assert "left out: import/acled" in left.stderr
    everything = run.invoke(main, ["dump", "--all", "-o", str(tmp_path / "all.nq")])
    assert "left out" not in everything.stderr
    found = {str(quad) for quad in ox.parse(path=tmp_path / "all.nq", format=ox.RdfFormat.N_QUADS)}
    assert found == stored(store)


def test_the_command_lists_the_graphs(run: CliRunner) -> None:
    listed = run.invoke(main, ["dump", "--list"]).stdout.splitlines()
    assert {"entities", "import/ucdp", "meta", "ontology"} <= set(listed)
    assert "import/acled" not in listed


def test_without_pyjelly_jelly_is_refused_with_what_to_install(run: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyjelly.integrations.generic", None)
    result = run.invoke(main, ["dump", "meta", "--format", "jelly"])
    assert result.exit_code == 2
    assert "conflict-kg[jelly]" in result.stderr
