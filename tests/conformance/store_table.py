"""The 13 tests of the Graph Store Protocol suite (github.com/w3c/rdf-tests, sparql/sparql11/graph-store-protocol).

What each test sends and expects, in our own words and data; the names are the W3C's. Nine name the graph in the query
string, four by the address itself.
"""

from __future__ import annotations

from tests.conformance.steps import Step

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/manifest#"
TURTLE = "text/turtle; charset=utf-8"
ACCEPT = {"Accept": "text/turtle"}
CREATED, DONE, ANY, MISSING = (201,), (200, 204), (200, 201, 204), (404,)
WHO = "http://people.example/1"
FIRST = f'<{WHO}> a <urn:Person> ; <urn:card> [ a <urn:Card> ; <urn:name> "Jo First" ] .'
SECOND = f'<{WHO}> a <urn:Person> ; <urn:card> [ a <urn:Card> ; <urn:name> "Jo Second" ] .'
BLANK = '[] a <urn:Person> ; <urn:card> [ a <urn:Card> ; <urn:name> "Al" ] .'
PARTS = (f'<{WHO}> <urn:family> "First" .', f'<{WHO}> <urn:given> "Jo" .')
BOUNDARY = "a1b2c3d4"
FILES = "".join(
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}.ttl"; filename="{n}.ttl"\r\n'
    f"Content-Type: {TURTLE}\r\n\r\n{text}\r\n\r\n"
    for n, text in enumerate(PARTS)
)
MULTIPART = f"{FILES}--{BOUNDARY}--\r\n"


def put(path: str, graph: str, status: tuple[int, ...] = ANY) -> Step:
    return Step("PUT", path, graph, TURTLE, status)


def holds(path: str, graph: str) -> Step:
    return Step("GET", path, status=(200,), types=frozenset({"text/turtle"}), graph=graph, headers=ACCEPT)


def gone(path: str, method: str = "GET") -> Step:
    return Step(method, path, status=MISSING)


def emptied(*paths: str) -> tuple[Step, ...]:
    """Make sure that the graphs are not there."""
    return tuple(Step("DELETE", path, status=(200, 204, 404)) for path in paths)


def put_get_repeat(path: str) -> tuple[Step, ...]:
    steps = put(path, FIRST, CREATED), holds(path, FIRST), put(path, SECOND, DONE), holds(path, SECOND)
    return emptied(path) + steps


def put_delete_get_delete(path: str) -> tuple[Step, ...]:
    again = Step("DELETE", path, status=(200, 204, 404))
    return put(path, BLANK), Step("DELETE", path, status=DONE), gone(path), again


def post_get_post_get(path: str) -> tuple[Step, ...]:
    files = Step("POST", path, MULTIPART, f"multipart/form-data; boundary={BOUNDARY}", DONE)
    first = Step("POST", path, SECOND, TURTLE, ANY)
    return (*emptied(path), first, holds(path, SECOND), files, holds(path, "\n".join((SECOND, *PARTS))))


def named(iri: str) -> str:
    """The address of a graph by its name, percent-encoded as a browser does."""
    return "/store?graph=" + iri.replace(":", "%3A").replace("/", "%2F")


PERSON = "{ROOT}/store/person/1.ttl"
PLAIN = f"/store?graph={PERSON}"
ENCODED, SECOND_PERSON, NOBODY = (named("{ROOT}/store/person/" + name) for name in ("1.ttl", "2.ttl", "4.ttl"))
ENCODED = ENCODED.replace("%7BROOT%7D", "{ROOT}")

GRAPH_STORE: dict[str, tuple[Step, ...]] = {
    "put_get_repeat_indirect": put_get_repeat(ENCODED),
    "put_get_default": (put("/store?default", BLANK), holds("/store?default", BLANK)),
    "put_delete_get_delete_indirect": put_delete_get_delete(SECOND_PERSON),
    "post_get_post_get_indirect": post_get_post_get(ENCODED),
    "post_get_new_graph": (
        Step("POST", "/store", BLANK, TURTLE, CREATED, location=True),
        holds("/store?graph={LOCATION}", BLANK),
    ),
    "head_existing_indirect": (
        put(ENCODED, FIRST),
        Step("HEAD", ENCODED, status=(200,), types=frozenset({"text/turtle"}), headers=ACCEPT),
    ),
    "head_non_existing_indirect": (gone(NOBODY, "HEAD"),),
    "put_get_uri_pct_encoded_indirect": (*emptied(PLAIN), put(ENCODED, FIRST, CREATED), holds(PLAIN, FIRST)),
    "put_get_uri_pct_encoded_twice": (
        *emptied(PLAIN),
        put(PLAIN, FIRST, CREATED),
        holds(PLAIN.replace("1.ttl", "%31.ttl"), FIRST),
        gone(PLAIN.replace("1.ttl", "%2531.ttl")),
    ),
    "put_get_repeat_direct": put_get_repeat("/store/person/3.ttl"),
    "put_delete_get_delete_direct": put_delete_get_delete("/store/person/5.ttl"),
    "post_get_post_get_direct": post_get_post_get("/store/person/6.ttl"),
    "put_get_uri_pct_encoded_direct": (
        *emptied("/store/person/7.ttl"),
        put("/store/person/7.ttl", FIRST, CREATED),
        holds("/store/person/%37.ttl", FIRST),
    ),
}
