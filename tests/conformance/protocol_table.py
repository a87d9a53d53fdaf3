"""The 34 requests of the SPARQL Protocol suite (github.com/w3c/rdf-tests, sparql/sparql11/protocol/manifest.ttl).

What each test sends and expects, in our own words and data; the names are the W3C's. Each stands for itself: the data
it asks about is loaded before it.
"""

from __future__ import annotations

from urllib.parse import urlencode

from tests.conformance.steps import BOOLEANS, CLIENT_ERROR, GRAPHS, ROWS, Step

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/manifest#"
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
ONE, TWO, THREE = (f"http://data.example/{name}" for name in ("one", "two", "three"))
TARGET = "http://data.example/target"
DOCUMENT, RESOURCE = "http://data.example/Document", "http://data.example/Resource"
EACH = "\n".join(f"GRAPH <{iri}> {{ <{iri}> a <{DOCUMENT}> }}" for iri in (ONE, TWO, THREE))
DATA = f"DROP ALL ; INSERT DATA {{ {EACH} }}"
BOTH = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type }}"
NAMED = f"ASK {{ GRAPH ?g {{ <{ONE}> a ?type }} GRAPH ?h {{ <{TWO}> a ?type }} }}"
FULL = f"ASK {{ <{THREE}> a ?type GRAPH ?g {{ <{ONE}> a ?type }} GRAPH ?h {{ <{TWO}> a ?type }} }}"
MARK = f"INSERT {{ GRAPH <{TARGET}> {{ ?s a <{RESOURCE}> }} }} WHERE"
LOADED = Step("POST", "/sparql", DATA, UPDATE)


def get(*parameters: tuple[str, str]) -> str:
    return "/sparql?" + urlencode(parameters)


def asked(path: str, text: str | None = None) -> Step:
    """An ASK whose answer is yes; posted when there is a text."""
    if text is None:
        return Step("GET", path, boolean=True, types=BOOLEANS)
    return Step("POST", path, text, QUERY, boolean=True, types=BOOLEANS)


def marked(path: str, where: str, *iris: str) -> tuple[Step, ...]:
    """An update that marks what its data set shows, and that just these are marked."""
    update = Step("POST", path, f"{DATA} ; {MARK} {{ {where} }}", UPDATE)
    others = [iri for iri in (ONE, TWO, THREE) if iri not in iris]
    present = " ".join(f"<{iri}> a <{RESOURCE}> ." for iri in iris)
    absent = " ".join(f"FILTER NOT EXISTS {{ GRAPH <{TARGET}> {{ <{iri}> ?p ?o }} }}" for iri in others)
    return update, asked("/sparql", f"ASK {{ GRAPH <{TARGET}> {{ {present} }} {absent} }}")


def refused(method: str, path: str, body: str | bytes | None = None, kind: str = "") -> tuple[Step, ...]:
    return (Step(method, path, body, kind, CLIENT_ERROR),)


def form(*parameters: tuple[str, str]) -> str:
    return urlencode(parameters)


RELATIVE = f"DROP ALL ; INSERT DATA {{ GRAPH <{TARGET}> {{ <{ONE}> <{TWO}> <relative> }} }}"
CONFLICT = f"DROP ALL ; INSERT {{ ?s ?p ?o }} USING <{ONE}> WHERE {{ ?s ?p ?o }}"

PROTOCOL: dict[str, tuple[Step, ...]] = {
    "query_post_form": (
        LOADED,
        Step("POST", get(("default-graph-uri", ONE)), form(("query", "ASK {}")), FORM, boolean=True, types=BOOLEANS),
    ),
    "query_dataset_default_graphs_get": (
        LOADED,
        asked(get(("query", BOTH), ("default-graph-uri", ONE), ("default-graph-uri", TWO))),
    ),
    "query_dataset_default_graphs_post": (
        LOADED,
        asked(get(("default-graph-uri", ONE), ("default-graph-uri", TWO)), BOTH),
    ),
    "query_dataset_named_graphs_post": (LOADED, asked(get(("named-graph-uri", ONE), ("named-graph-uri", TWO)), NAMED)),
    "query_dataset_named_graphs_get": (
        LOADED,
        asked(get(("query", NAMED), ("named-graph-uri", ONE), ("named-graph-uri", TWO))),
    ),
    "query_dataset_full": (
        LOADED,
        asked(get(("default-graph-uri", THREE), ("named-graph-uri", ONE), ("named-graph-uri", TWO)), FULL),
    ),
    "query_multiple_dataset": (
        LOADED,
        asked(
            get(("default-graph-uri", TWO)),
            f"ASK FROM <{ONE}> {{ <{TWO}> a ?type FILTER NOT EXISTS {{ <{ONE}> a ?any }} }}",
        ),
    ),
    "query_get": (asked(get(("query", "ASK {}"))),),
    "query_content_type_select": (
        Step("POST", "/sparql", form(("query", "SELECT (1 AS ?value) {}")), FORM, types=ROWS),
    ),
    "query_content_type_ask": (Step("POST", "/sparql", form(("query", "ASK {}")), FORM, types=BOOLEANS),),
    "query_content_type_describe": (
        LOADED,
        Step("POST", "/sparql", form(("query", f"DESCRIBE <{ONE}>")), FORM, types=GRAPHS),
    ),
    "query_content_type_construct": (
        Step("POST", "/sparql", form(("query", "CONSTRUCT { <urn:s> <urn:p> 1 } WHERE {}")), FORM, types=GRAPHS),
    ),
    "update_dataset_default_graph": marked(get(("using-graph-uri", ONE)), f"?s a <{DOCUMENT}>", ONE),
    "update_dataset_default_graphs": marked(
        get(("using-graph-uri", ONE), ("using-graph-uri", TWO)), f"?s a <{DOCUMENT}>", ONE, TWO
    ),
    "update_dataset_named_graphs": marked(
        get(("using-named-graph-uri", ONE), ("using-named-graph-uri", TWO)),
        f"GRAPH ?g {{ ?s a <{DOCUMENT}> }}",
        *(ONE, TWO),
    ),
    "update_dataset_full": marked(
        get(("using-graph-uri", ONE), ("using-named-graph-uri", TWO)),
        f"{{ GRAPH ?g {{ ?s a <{DOCUMENT}> }} }} UNION {{ ?s a <{DOCUMENT}> }}",
        *(ONE, TWO),
    ),
    "update_post_form": (Step("POST", "/sparql", form(("update", "CLEAR NAMED")), FORM),),
    "update_post_direct": (Step("POST", "/sparql", "CLEAR NAMED", UPDATE),),
    "update_base_uri": (
        Step("POST", "/sparql", RELATIVE, UPDATE),
        Step("POST", "/sparql", f"SELECT ?o {{ GRAPH <{TARGET}> {{ ?s ?p ?o }} }}", QUERY, types=ROWS, bound="o"),
    ),
    "query_post_direct": (asked("/sparql", "ASK {}"),),
    "bad_query_method": refused("PUT", get(("query", "ASK {}"))),
    "bad_multiple_queries": refused("GET", get(("query", "ASK {}"), ("query", "SELECT * {}"))),
    "bad_query_wrong_media_type": refused("POST", "/sparql", "ASK {}", "text/plain"),
    "bad_query_missing_form_type": refused("POST", "/sparql", form(("query", "ASK {}"))),
    "bad_query_missing_direct_type": refused("POST", "/sparql", "ASK {}"),
    "bad_query_non_utf8": refused("POST", "/sparql", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"),
    "bad_query_syntax": refused("GET", get(("query", "ASK {"))),
    "bad_update_get": refused("GET", get(("update", "CLEAR NAMED"))),
    "bad_multiple_updates": refused("POST", "/sparql", form(("update", "CLEAR NAMED"), ("update", "DROP ALL")), FORM),
    "bad_update_wrong_media_type": refused("POST", "/sparql", "CLEAR NAMED", "text/plain"),
    "bad_update_missing_form_type": refused("POST", "/sparql", form(("update", "CLEAR NAMED"))),
    "bad_update_non_utf8": refused("POST", "/sparql", "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16"),
    "bad_update_syntax": refused("POST", "/sparql", form(("update", "CLEAR XYZ")), FORM),
    "bad_update_dataset_conflict": refused("POST", get(("using-graph-uri", TWO)), CONFLICT, UPDATE),
}
