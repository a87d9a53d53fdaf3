"""Every page and parameter with strings that try to be more than strings."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from urllib.parse import quote

from bench.hostile.client import Reply, ask, escaped, sparql

HTML = {"Accept": "text/html"}
_PASSWD = b"root:x:0:0"
_RUNS = ("onerror", "onload", "onmouseover", "onfocus")
PARAMETERS = (
    "q",
    "iri",
    "query",
    "format",
    "snapshot",
    "page",
    "saved",
    "depth",
    "limit",
    "status",
    "relation",
    "begin",
    "end",
)
PATHS = (
    "/",
    "/search",
    "/query",
    "/queries",
    "/articles",
    "/overview",
    "/graph/neighbourhood",
    "/resource",
    "/sparql",
    "/snapshots",
    "/api",
)
UPDATES = (
    "/sparql",
    "/update",
    "/data",
    "/rdf-graph-store",
    "/graph-store",
    "/store",
    "/sparql-graph-crud",
    "/graph/urn:x:g",
)


class Scripts(HTMLParser):
    """Finds what a browser would run that is not ours: scripts without an address of ours, handlers, script links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._inside = tag == "script" and "src" not in given
        self.found += [name for name in given if name in _RUNS]
        for name in ("href", "src", "action"):
            if given.get(name, "").strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
                self.found.append(f"{name}={given[name][:40]}")

    def handle_data(self, data: str) -> None:
        if self._inside and "alert(" in data:
            self.found.append(data[:40])

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def scripts(port: int, payloads: Sequence[str], articles: Sequence[str]) -> tuple[int, list[str]]:
    """How many pages were looked at, and what would have run."""
    addresses = [f"{path}?{name}={escaped(text)}" for path in PATHS for name in PARAMETERS[:4] for text in payloads]
    addresses += [f"/{escaped(text)}" for text in payloads] + [f"/articles/{digest}" for digest in articles[:8]]
    addresses += [
        "/articles",
        "/queries/latest-articles",
        "/queries/figures-with-evidence",
        "/id/actor/x-army",
        "/snapshots",
    ]
    wrong = []
    for address in addresses:
        reply = ask(port, address, headers=HTML)
        wrong += [f"{address}: {what}" for what in _unsafe(reply)]
    return len(addresses), wrong


def _unsafe(reply: Reply) -> Iterator[str]:
    if reply.headers.get("x-content-type-options") != "nosniff":
        yield "no nosniff"
    if reply.status >= 500 and reply.status != 503:
        yield f"status {reply.status}"
    if reply.media_type == "text/html":
        page = Scripts()
        page.feed(reply.body.decode("utf-8", "replace"))
        yield from page.found
        if "default-src 'self'" not in reply.headers.get("content-security-policy", ""):
            yield "no content security policy"


def injections(port: int, texts: Sequence[str], secret: str) -> tuple[int, list[str]]:
    """Strings in the parameters of every saved query: refused, or read as the strings they are."""
    listed = json.loads(ask(port, "/queries", headers={"Accept": "application/json"}).body)["queries"]
    sent, wrong = 0, []
    for query in listed:
        for parameter in query["parameters"]:
            for text in texts[sent % 4 :: 4]:
                sent += 1
                reply = ask(port, f"/queries/{query['name']}?format=json&{parameter['name']}={escaped(text)}")
                if reply.status not in (200, 400, 404, 429, 503) or secret.encode() in reply.body:
                    wrong.append(f"{query['name']} {parameter['name']}={text!r}: {reply.status} {reply.body[:100]!r}")
    return sent, wrong


def traversals(port: int, texts: Sequence[str], secret: str) -> tuple[int, list[str]]:
    """Paths that climb, on every route that takes one."""
    routes = ("", "static/", "articles/", "queries/", "id/", "v/", "graph/", "ns/", "static/app/", "articles?snapshot=")
    addresses = [f"/{route}{quote(text, safe='/%.;')}" for route in routes for text in texts]
    wrong = []
    for address in addresses:
        reply = ask(port, address)
        if _PASSWD in reply.body or secret.encode() in reply.body or reply.status >= 500:
            wrong.append(f"{address}: {reply.status}")
    return len(addresses), wrong


def writes(port: int, sample: int = 1) -> tuple[int, list[str]]:
    """Every way to write without a token; right is any refusal and a graph that did not change."""
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    before, sent, wrong = sparql(port, count).body, 0, []
    update = b"INSERT DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:b> <urn:x:c> } }"
    kinds = (
        "application/sparql-update",
        "application/x-www-form-urlencoded",
        "text/turtle",
        "text/plain",
        "multipart/form-data; boundary=x",
    )
    for path in UPDATES[::sample]:
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            for kind in kinds:
                for extra in (
                    {},
                    {"Authorization": "Bearer wrong"},
                    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
                ):
                    sent += 1
                    body = b"update=" + quote(update).encode() if "form-url" in kind else update
                    reply = ask(
                        port, f"{path}?graph=urn:x:g", method=method, body=body, headers={"Content-Type": kind, **extra}
                    )
                    if reply.status < 400 or reply.status >= 500:
                        wrong.append(f"{method} {path} {kind}: {reply.status}")
    if sparql(port, count).body != before:
        wrong.append("the graph has changed")
    return sent, wrong


def hosts(port: int) -> list[str]:
    """Names that are not ours, and doors of debuggers."""
    wrong = [
        name
        for name in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example")
        if ask(port, "/", headers={"Host": name}).status != 400
    ]
    return wrong + [
        path
        for path in ("/console", "/?__debugger__=yes&cmd=resource&f=style.css", "/metrics/../console")
        if b"werkzeug" in ask(port, path).body.lower()
    ]


def ill_formed(port: int) -> tuple[int, list[str]]:
    """Literals that break writers, in every format: each answer must parse."""
    texts = [
        "\\u0000x",
        "\\u0001",
        "\\u000B",
        "\\uFFFE",
        "]]>",
        "<&>",
        "\\r\\n\\t",
        '\\"',
        "\\U0001F600",
        "\\u202E",
        "a\\rb",
    ]
    wrong, sent = [], 0
    for text in texts:
        select, construct = f'SELECT ("{text}" AS ?x) {{}}', f'CONSTRUCT {{ <urn:x:a> <urn:x:b> "{text}" }} {{}}'
        for query, accept in (
            (select, "application/sparql-results+xml"),
            (select, "application/sparql-results+json"),
            (construct, "application/rdf+xml"),
            (construct, "application/ld+json"),
        ):
            sent += 1
            reply = sparql(port, query, accept=accept)
            if reply.status == 200 and not _parses(reply):
                wrong.append(f"{accept} of {text}: {reply.body[:80]!r}")
    return sent, wrong


def _parses(reply: Reply) -> bool:
    try:
        if reply.media_type.endswith("json"):
            json.loads(reply.body)
        else:
            ET.fromstring(reply.body)
    except (ValueError, ET.ParseError):
        return False
    return True
