"""One HTTP exchange and what is asked of it: the form of the tables of the protocol and graph store suites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

import pyoxigraph as ox

from tests.conformance import answers
from tests.conformance.client import Client, Reply
from tests.conformance.matching import same

OK = range(200, 400)
CLIENT_ERROR = range(400, 500)
ROWS = frozenset(answers.RESULTS) | {"text/csv"}
BOOLEANS = ROWS
GRAPHS = frozenset({"application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json"})


@dataclass(frozen=True, slots=True)
class Step:
    method: str
    path: str  # {ROOT} is the address of the server, {LOCATION} the Location of the step before, quoted
    body: str | bytes | None = None
    type: str = ""  # content type of the body
    status: range | tuple[int, ...] = OK
    boolean: bool | None = None  # the answer to an ASK
    types: frozenset[str] = frozenset()  # media types one of which the answer has
    graph: str | None = None  # Turtle of what the answer holds
    location: bool = False  # the answer says where the new graph is
    bound: str = ""  # a variable that has an absolute IRI in the only row
    headers: Mapping[str, str] = field(default_factory=dict)


def carry_out(client: Client, steps: tuple[Step, ...]) -> str:
    """What went wrong first; empty when everything is as it should be."""
    location = ""
    for number, step in enumerate(steps, 1):
        path = step.path.replace("{ROOT}", client.root).replace("{LOCATION}", quote(location, safe=""))
        body = step.body.replace("{ROOT}", client.root) if isinstance(step.body, str) else step.body
        headers = {**({"Content-Type": step.type} if step.type else {}), **step.headers}
        reply = client.send(step.method, path, headers, body)
        wrong = fault(step, reply, client.root)
        if wrong:
            return f"step {number}, {step.method}: {wrong}"
        location = reply.headers.get("location", location)
    return ""


def fault(step: Step, reply: Reply, root: str) -> str:
    if reply.status not in step.status:
        return f"status {reply.status}"
    if step.types and reply.media_type not in step.types:
        return f"content type {reply.media_type!r}"
    if step.location and "location" not in reply.headers:
        return "no Location"
    if step.boolean is not None and answers.given(reply.body, reply.media_type).boolean is not step.boolean:
        return f"not {step.boolean}"
    if step.graph is not None and not _holds(reply, step.graph.replace("{ROOT}", root)):
        return "another graph"
    if step.bound and not _is_bound(reply, step.bound):
        return f"?{step.bound} is no absolute IRI"
    return ""


def _holds(reply: Reply, turtle: str) -> bool:
    found = answers.given(reply.body, reply.media_type)
    return same(found.rows, answers.from_graph(turtle.encode(), ox.RdfFormat.TURTLE, None).rows)


def _is_bound(reply: Reply, variable: str) -> bool:
    found = answers.given(reply.body, reply.media_type)
    (row,) = found.rows
    value = row[found.columns.index(variable)]
    return isinstance(value, ox.NamedNode) and ":" in value.value
