"""Every IRI of the graph dereferences, as a page and as RDF."""

from __future__ import annotations

from collections import Counter

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import Quad
from rdflib import URIRef

from kg.stores import Store
from kg.web.links import local_href
from tests.web.conftest import ARMY, BASE, BROWSER

CEK = rdflib.Namespace("https://w3id.org/cekg/ns#")
FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.fixture(scope="module")
def quads(store: Store) -> list[Quad]:
    with store.snapshot() as snapshot:
        return list(snapshot.quads())


def subjects(quads: list[Quad], name: str) -> list[str]:
    """What has a property of our own vocabulary."""
    return sorted({quad.subject.value for quad in quads if quad.predicate.value == str(CEK[name])})


@pytest.mark.parametrize("accept", FORMATS)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
def test_an_actor_dereferences_in_every_rdf_format_with_the_same_content(client: FlaskClient, accept: str) -> None:
    answer = client.get("/id/actor/valley-army", headers={"Accept": accept})
    assert answer.mimetype == accept
    assert "Accept" in answer.headers["Vary"]
    found = rdflib.Graph().parse(data=answer.data, format=FORMATS[accept])
    expected = rdflib.Graph().parse(data=client.get("/id/actor/valley-army?format=nt").data, format="nt")
    assert set(found) == set(expected)
    assert (URIRef(ARMY), rdflib.RDFS.label, rdflib.Literal("Valley Army", lang="en")) in found


def test_every_iri_that_the_graph_describes_has_a_page_and_rdf(client: FlaskClient, quads: list[Quad]) -> None:
    """All subjects the articles mint, and a sample of the vocabulary, which has hundreds."""
    subjects = {quad.subject.value for quad in quads}
    own = {iri for iri in subjects if iri.startswith(BASE + "id/") and "#char" not in iri}
    shipped = {iri for iri in own if iri.startswith((BASE + "id/actor/", BASE + "id/place/"))}
    sample = sorted(own - shipped) + sorted(shipped)[:3] + [f"{BASE}v/status/feared", f"{BASE}v/event/shelling"]
    for iri in sample:
        path = local_href(iri, BASE)
        page, rdf = client.get(path, headers=BROWSER), client.get(path + "?format=nt")
        assert page.status_code in (200, 303), path
        assert rdf.status_code == 200, path
        assert f"<{iri}>" in rdf.text


def test_named_graphs_dereference_to_their_triples(client: FlaskClient, quads: list[Quad]) -> None:
    sizes = Counter(quad.graph_name.value for quad in quads)
    assert len(sizes) > 4
    for graph, size in sizes.items():
        answer = client.get(local_href(graph, BASE) + "?format=nt")
        assert len(rdflib.Graph().parse(data=answer.data, format="nt")) == size


def test_the_ontology_is_a_page_with_an_anchor_for_each_term_and_rdf(client: FlaskClient) -> None:
    page = client.get("/ns", headers=BROWSER).text
    for name in ("Figure", "EventClaim", "status", "verbatim"):
        assert f'id="{name}"' in page
    graph = rdflib.Graph().parse(data=client.get("/ns").data, format="turtle")
    assert (CEK.Figure, rdflib.RDF.type, rdflib.OWL.Class) in graph


def test_an_iri_of_another_base_is_shown_by_its_whole_self(client: FlaskClient) -> None:
    answer = client.get("/resource", query_string={"iri": ARMY}, headers=BROWSER)
    assert "Valley Army" in answer.text
    assert client.get("/resource", query_string={"iri": "https://example.org/nobody"}).status_code == 404
    assert client.get("/resource", query_string={"iri": "no iri"}).status_code == 400
    assert client.get("/resource").status_code == 400


def test_data_of_another_base_still_dereferences_here(client: FlaskClient) -> None:
    """The base is a setting: pages link by local address, never to the host in the IRI."""
    page = client.get("/id/actor/valley-army", headers=BROWSER).text
    assert 'href="/id/event/' in page
    assert f'href="{BASE}' not in page


def test_a_page_links_its_other_formats(client: FlaskClient) -> None:
    links = client.get("/id/actor/valley-army", headers=BROWSER).headers.getlist("Link")
    assert '</id/actor/valley-army?format=turtle>; rel="alternate"; type="text/turtle"' in links


def test_an_actors_page_shows_what_is_claimed_about_it_with_source_and_sentence(client: FlaskClient) -> None:
    page = client.get("/id/actor/valley-army", headers=BROWSER).text
    for words in (
        "Valley Army",
        "state force",
        "Twelve villagers were killed",
        "Harbour News Agency",
        "Shells fall on Karem",
    ):
        assert words in page
    assert 'href="/?iri=https%3A//w3id.org/cekg/id/actor/valley-army"' in page


def test_a_source_has_the_claims_it_makes(client: FlaskClient) -> None:
    page = client.get("/id/actor/harbour-agency", headers=BROWSER).text
    assert "1 claim " in page
    assert "Twelve villagers were killed" in page


def test_an_events_page_shows_who_where_and_when(client: FlaskClient, quads: list[Quad]) -> None:
    (event,) = subjects(quads, "participation")
    page = client.get(local_href(event, BASE), headers=BROWSER).text
    for words in ("shelling", "Karem", "2024-03-05", "agent", "Valley Army", "target", "villagers"):
        assert words in page


def test_a_places_page_has_its_coordinates(client: FlaskClient) -> None:
    page = client.get("/id/place/gn-4242", headers=BROWSER).text
    assert "35.799" in page
    assert "Karem" in page


def test_a_claims_page_shows_bounds_status_chain_and_where_it_stands(client: FlaskClient, quads: list[Quad]) -> None:
    feared = f"{BASE}v/status/feared"
    (figure,) = (
        quad.subject.value
        for quad in quads
        if getattr(quad.object, "value", "") == feared and "/id/" in quad.subject.value
    )
    page = client.get(local_href(figure, BASE), headers=BROWSER).text
    for words in (
        "up to 3,000",
        "displaced",
        "feared",
        "The Valley Post",
        "Up to 3,000 people may have fled",
        "126 to 158",
    ):
        assert words in page


def test_an_article_leads_to_its_page_and_keeps_its_rdf(client: FlaskClient, karem: str) -> None:
    page = client.get(f"/id/article/{karem}", headers=BROWSER)
    assert (page.status_code, page.headers["Location"]) == (303, f"/articles/{karem}")
    assert client.get(f"/id/article/{karem}").mimetype == "text/turtle"


def test_the_full_text_of_an_article_is_in_no_rdf(client: FlaskClient, karem: str) -> None:
    rdf = client.get(f"/graph/article/{karem[:16]}?format=nt").text
    assert "denied that its fighters were there" not in rdf
    assert "Twelve villagers were killed" in rdf


def test_a_long_list_of_claims_has_pages_that_say_how_long_it_is(client: FlaskClient) -> None:
    beyond = client.get("/id/actor/valley-army?page=9", headers=BROWSER)
    assert beyond.status_code == 200
    assert client.get("/id/actor/valley-army?page=0", headers=BROWSER).status_code == 400
    assert client.get("/id/actor/valley-army?page=x", headers=BROWSER).status_code == 400
