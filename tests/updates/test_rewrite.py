"""What an update is told of its default graph: each case is checked by what the engine then makes of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import BadParameter, QueryRefused
from kg.updates.operations import operations
from kg.updates.prologues import hoisted
from kg.updates.rewrite import Datasets, prepare

HOME = "urn:home"
BEFORE = """INSERT DATA { GRAPH <urn:home> { <urn:a> <urn:p> 1, 2 } GRAPH <urn:g> { <urn:b> <urn:p> 1 }
GRAPH <urn:h> { <urn:c> <urn:p> 3 } }"""


def after(text: str, datasets: Datasets = Datasets()) -> set[str]:  # noqa: B008 - frozen
    """The quads, shortened, once the prepared update ran; the default graph is left out unless something is in it."""
    store = ox.Store()
    store.update(BEFORE)
    graphs = [graph.value for graph in store.named_graphs() if graph.value != HOME]
    store.update(prepare(text, HOME, datasets, graphs).text)
    return {" ".join(_short(term) for term in (q.graph_name, q.subject, q.object)).strip() for q in store}


def _short(term: object) -> str:
    return term.value.removeprefix("urn:") if isinstance(term, ox.NamedNode | ox.Literal) else ""


ALL = {"home a 1", "home a 2", "g b 1", "h c 3"}


@pytest.mark.parametrize(
    ("text", "gone", "come"),
    [
        ("DELETE DATA { <urn:a> <urn:p> 1 }", {"home a 1"}, set()),
        ("DELETE DATA { GRAPH <urn:g> { <urn:b> <urn:p> 1 } . <urn:a> <urn:p> 2 . }", {"g b 1", "home a 2"}, set()),
        ("DELETE WHERE { ?s ?p 1 }", {"home a 1"}, set()),
        ("DELETE { ?s ?p 1 } INSERT { ?s ?p 9 } WHERE { ?s ?p 1 }", {"home a 1"}, {"home a 9"}),
        ("INSERT { GRAPH <urn:g> { ?s ?p ?o } } WHERE { ?s ?p ?o }", set(), {"g a 1", "g a 2"}),
        ("WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", {"g b 1"}, set()),
        ("INSERT { ?s ?p ?o } USING <urn:h> WHERE { ?s ?p ?o }", set(), {"home c 3"}),
        ("CLEAR DEFAULT", {"home a 1", "home a 2"}, set()),
        ("DROP NAMED", {"g b 1", "h c 3"}, set()),
        ("DROP ALL", ALL, set()),
        ("COPY DEFAULT TO <urn:h>", {"h c 3"}, {"h a 1", "h a 2"}),
        ("MOVE <urn:h> TO DEFAULT", {"h c 3", "home a 1", "home a 2"}, {"home c 3"}),
        ("ADD GRAPH <urn:g> TO DEFAULT", set(), {"home b 1"}),
        ("LOAD SILENT <http://127.0.0.1:9/> ; CLEAR GRAPH <urn:g>", {"g b 1"}, set()),
        ("PREFIX u: <urn:> DELETE WHERE { u:a ?p 1 } ; CLEAR GRAPH u:h", {"home a 1", "h c 3"}, set()),
        ("# DROP ALL\nDELETE DATA { <urn:a> <urn:p> 1 } # ; DROP ALL", {"home a 1"}, set()),
    ],
)
def test_an_update_means_its_own_default_graph(text: str, gone: set[str], come: set[str]) -> None:
    assert after(text) == (ALL - gone) | come


def test_data_alone_goes_into_the_union_as_well() -> None:
    text = 'INSERT DATA { <urn:x> <urn:p> "}" . GRAPH <urn:g> { <urn:y> <urn:p> 5 } <urn:z> <urn:p> 6 }'
    assert prepare(text, HOME, Datasets()).keeps_union
    assert after(text) - ALL == {"home x }", "x }", "g y 5", "y 5", "home z 6", "z 6"}


@pytest.mark.parametrize("data", ["<urn:x> <urn:p> []", "<urn:x> <urn:p> (1 2)"])
def test_data_with_nameless_blank_nodes_is_not_written_twice(data: str) -> None:
    prepared = prepare(f"INSERT DATA {{ {data} }}", HOME, Datasets())
    assert not prepared.keeps_union
    store = ox.Store()
    store.update(prepared.text)
    assert {quad.graph_name for quad in store} == {ox.NamedNode(HOME)}


def test_the_request_may_name_the_graphs_of_every_pattern() -> None:
    datasets = Datasets(default=("urn:h",), named=("urn:g",))
    assert after("INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", datasets) - ALL == {"home c 3"}
    assert after("INSERT { ?s ?p 7 } WHERE { GRAPH ?g { ?s ?p ?o } }", datasets) - ALL == {"home b 7"}
    assert after("DELETE WHERE { <urn:a> ?p ?o }", datasets) == ALL


@pytest.mark.parametrize("clause", ["WITH <urn:g> DELETE { ?s ?p ?o }", "DELETE { ?s ?p ?o } USING <urn:g>"])
def test_graphs_named_twice_are_an_error(clause: str) -> None:
    with pytest.raises(BadParameter):
        prepare(f"{clause} WHERE {{ ?s ?p ?o }}", HOME, Datasets(default=("urn:h",)))


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "load<http://127.0.0.1:9/>",
        "LOADSILENT<http://127.0.0.1:9/>",
        "CLEAR ALL ; LOAD <file:///etc/passwd> INTO GRAPH <urn:g>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { service:x { ?s ?p ?o } }",
    ],
)
def test_nothing_is_fetched_from_elsewhere(text: str) -> None:
    with pytest.raises(QueryRefused):
        prepare(text, HOME, Datasets())


def test_words_in_strings_names_and_comments_are_no_operations() -> None:
    text = "INSERT DATA { <urn:LOAD> <urn:SERVICE> \"LOAD <x> ; DROP ALL\", 'SERVICE' } # LOAD <y>"
    assert [operation.words for operation in operations(text)] == [("INSERT", "DATA")]
    assert "home LOAD SERVICE" in after(text)


def test_prefixes_behind_a_semicolon_are_declared_first() -> None:
    text = "PREFIX u: <urn:> DELETE WHERE { u:a ?p 1 } ;\nPREFIX u: <urn:>\nPREFIX v: <urn:> CLEAR GRAPH v:h"
    assert after(hoisted(text)) == ALL - {"home a 1", "h c 3"}
    assert hoisted(text).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX u: <urn:> CLEAR GRAPH u:g ; PREFIX u: <urn:other:> CLEAR GRAPH u:g",
        'PREFIX u: <urn:> INSERT DATA { u:a u:b "; PREFIX v: <x>" ; u:c 2 }',
        "CLEAR ALL",
        "",
    ],
)
def test_a_text_whose_prefixes_cannot_or_need_not_move_stays_as_it_is(text: str) -> None:
    assert hoisted(text) == text
