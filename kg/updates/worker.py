"""One write, made by a process of its own: ``python -m kg.updates.worker``. Settings, order and bodies by stdin.

A process because the engine has neither deadline nor memory cap, and may fall over a text; killed at any moment it
leaves the store as it was or as it was to become. It has no network, so LOAD and SERVICE reach nothing.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.errors import BadParameter, KgError, NotFound, QueryError, QueryMemory, QueryRefused
from kg.query.problems import syntax_error
from kg.query.sandbox import deny_network
from kg.settings import Settings
from kg.stores import SCHEMES, Store, Writer, open_store
from kg.stores.patience import patient_writer
from kg.updates.bodies import GraphPart, read
from kg.updates.prologues import hoisted
from kg.updates.rewrite import Datasets, prepare
from kg.updates.touched import touched

_MIB = 1024 * 1024
_WAIT_SECONDS = 5.0  # for another writer: a batch takes longer, another update less


def main() -> None:
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the engine prints is no answer
    order, parts = take(sys.stdin.buffer)
    if not order["store"].startswith(tuple(SCHEMES)):  # else the network is where the store is
        deny_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = carry_out(order, parts)
    except (KgError, MemoryError, RuntimeError, OSError) as error:
        answer = told(error)
    replies.write(json.dumps(answer).encode())
    replies.close()


def take(stream: BinaryIO) -> tuple[dict[str, Any], list[GraphPart]]:
    """The order, one line of JSON, and the bodies that follow it."""
    order: dict[str, Any] = json.loads(stream.readline())
    return order, [GraphPart(part["type"], stream.read(part["size"])) for part in order["parts"]]


def carry_out(order: Mapping[str, Any], parts: list[GraphPart]) -> dict[str, Any]:
    """Write, publish, and tell whether the graph existed before and which snapshot shows the change."""
    place = {name: order[name] for name in ("store", "store_user", "store_password")}
    store = open_store(Settings(Path(order["data_dir"]), order["base_iri"], order["limits"], **place))
    existed = True
    with patient_writer(store, _WAIT_SECONDS) as writer:
        _limit_memory(int(order["limits"]["query_memory_mb"]) * _MIB)
        if order["kind"] == "update":
            update(order, store, writer)
        else:
            existed = change_graph(order, parts, writer)
    return {"existed": existed, "snapshot": store.snapshot_id()}


def update(order: Mapping[str, Any], store: Store, writer: Writer) -> None:
    text, prefixes, base = hoisted(order["text"]), order["prefixes"], order["base"]
    try:
        datasets, own = Datasets(order["using"], order["using_named"]), store.keeps_union
        prepared = prepare(text, order["home"], datasets, _graphs(store, order), twice=own)
        known = touched(prepared.text, base, prefixes)
        writer.update(prepared.text, base=base, prefixes=prefixes, keeps_union=prepared.keeps_union, touched=known)
    except (QueryRefused, SyntaxError) as error:
        told = _told_of(text, base, prefixes)  # of the text as it was sent, with its lines and columns
        if isinstance(error, QueryRefused) and not told:
            raise
        raise syntax_error(order["text"], told or str(error), prefixes, update=True) from None
    except RuntimeError as error:
        raise BadParameter(f"{error}. Say SILENT when that is no error.") from None


def _graphs(store: Store, order: Mapping[str, Any]) -> list[str]:
    """The graphs to drop one by one; only CLEAR NAMED and DROP NAMED ask."""
    if "NAMED" not in order["text"].upper() or store.snapshot_id() is None:
        return []
    with store.snapshot() as snapshot:
        names = snapshot.graphs()
    return [name for name in names if name != order["home"]]


def _told_of(text: str, base: str, prefixes: Mapping[str, str]) -> str:
    """What the engine says of the syntax of a text; an empty store takes no harm, and there is no network."""
    try:
        ox.Store().update(text, base_iri=base, prefixes=dict(prefixes))
    except SyntaxError as error:
        return str(error)
    except (RuntimeError, OSError):
        return ""
    return ""


def change_graph(order: Mapping[str, Any], parts: list[GraphPart], writer: Writer) -> bool:
    """PUT, POST or DELETE a graph; whether there was one."""
    graph = ox.NamedNode(order["graph"])
    existed = writer.contains(graph)
    quads = [quad for part in parts for quad in read(part, graph, order["base"])]
    if order["kind"] == "post":
        writer.add(quads)
    elif existed or order["kind"] == "put":
        writer.replace(graph, quads)
    elif order["graph"] != order["home"]:
        raise NotFound(f"There is no graph <{graph.value}>.")
    return existed


def told(error: BaseException) -> dict[str, Any]:
    if isinstance(error, MemoryError):
        error = QueryMemory("The update needs more memory than it may have (KG_QUERY_MEMORY_MB).")
    elif not isinstance(error, KgError):
        error = QueryError(f"The update cannot be carried out: {error}.")
    return {"code": error.code, "message": str(error), "extra": error.extra}


def _limit_memory(room: int) -> None:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        pages = 0
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + room, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
