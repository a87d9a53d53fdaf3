"""What the store remembers of itself, in a graph of its own: its revision, and what each graph held when written.

The revision changes with every commit, so it names a state of the graph as the id of a snapshot does. A graph's digest
is dropped before the graph is touched and set behind it: a writer that was killed in between leaves no digest, and the
next one writes the graph again. It also makes equality a matter of one look-up, and of engines that change literals
(a float for a coordinate, one boolean for 1 and true) none at all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable

import pyoxigraph as ox

CEK = "https://w3id.org/cekg/ns#"
REVISION = ox.NamedNode(f"{CEK}revision")
SINCE = ox.NamedNode("http://purl.org/dc/terms/modified")
DIGEST = ox.NamedNode(f"{CEK}graphDigest")


def state_graph(base: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base}graph/state")


def store_node(base: str) -> ox.NamedNode:
    return ox.NamedNode(f"{base}id/store")


def digest_of(quads: Iterable[ox.Quad]) -> str:
    """Of the triples of one graph, whatever their order."""
    lines = sorted(str(quad.triple) for quad in quads)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def next_revision(former: str | None) -> str:
    """Sorts by age; the random part keeps one from coming back after a store was emptied."""
    number = int(former.split("-")[0]) if former else 0
    return f"{number + 1:08d}-{secrets.token_hex(4)}"


def asking_revision(base: str) -> str:
    pattern = f"{store_node(base)} {REVISION} ?revision ; {SINCE} ?since"
    return f"SELECT ?revision ?since {{ GRAPH {state_graph(base)} {{ {pattern} }} }}"


def setting_revision(base: str, revision: str) -> list[str]:
    graph, node = state_graph(base), store_node(base)
    now = ox.Literal(dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"))  # some engines rewrite an xsd:dateTime
    return [
        f"DELETE WHERE {{ GRAPH {graph} {{ {node} ?property ?was }} }}",
        f"INSERT DATA {{ GRAPH {graph} {{ {node} {REVISION} {ox.Literal(revision)} ; {SINCE} {now} }} }}",
    ]


def digest_quads(base: str, graph: ox.NamedNode, digest: str | None) -> list[ox.Quad]:
    """What is held of a graph's digest; nothing where it has none."""
    return [ox.Quad(graph, DIGEST, ox.Literal(digest), state_graph(base))] if digest else []


def dropping_digest(base: str, graph: ox.NamedNode) -> str:
    return f"DELETE WHERE {{ GRAPH {state_graph(base)} {{ {graph} {DIGEST} ?was }} }}"


def dropping_digests(base: str) -> str:
    """After something else wrote: nobody knows what the graphs hold."""
    return f"DELETE WHERE {{ GRAPH {state_graph(base)} {{ ?graph {DIGEST} ?was }} }}"


def setting_digest(base: str, graph: ox.NamedNode, digest: str) -> str:
    return f"INSERT DATA {{ GRAPH {state_graph(base)} {{ {graph} {DIGEST} {ox.Literal(digest)} }} }}"
