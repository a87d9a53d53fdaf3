"""Which graphs a dump holds: those that may be passed on under the terms of the whole.

Left out are data sets whose terms forbid it, links into them (which repeat their labels), and the answers of other
servers that are kept as a cache, each under the terms of its server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.datasets.formats import formats
from kg.errors import NotFound, QueryRefused
from kg.stores import View

_ARTICLE = "article/"


@dataclass(frozen=True, slots=True)
class Choice:
    """The graphs of a dump, as IRIs in the order of their names; ``left_out`` are there and not in it."""

    graphs: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def choose(snapshot: View, base: str, wanted: Iterable[str] = (), *, everything: bool = False) -> Choice:
    """All graphs that may be passed on, or those named by their IRI or by what follows ``{base}graph/``.

    Raises NotFound for one that is not there, and QueryRefused for one that may not be passed on.
    """
    present = sorted(snapshot.graphs())
    named = [iri_of(name, base) for name in wanted]
    for iri in named:
        if iri not in present:
            raise NotFound(f"There is no graph <{iri}>.")
        reason = why_not(iri, base)
        if reason and not everything:
            raise QueryRefused(f"The graph <{iri}> is not given away: {reason}.")
    chosen = named or present
    kept = tuple(iri for iri in chosen if everything or not why_not(iri, base))
    return Choice(kept, tuple(iri for iri in chosen if iri not in kept))


def iri_of(name: str, base: str) -> str:
    return name if ":" in name else f"{base}graph/{name}"


def name_of(iri: str, base: str) -> str:
    """``import/ucdp``, or the IRI itself where it is no graph of ours."""
    return iri.removeprefix(f"{base}graph/")


def why_not(iri: str, base: str) -> str:
    """Why a graph is not passed on; empty where it is."""
    kind, _, name = name_of(iri, base).partition("/")
    if kind == "cache":
        return "it holds answers of another server, under the terms of that server"
    if kind in ("import", "link") and name in formats() and not formats()[name].shared:
        return f"the terms of {formats()[name].title} do not let it be passed on"
    return ""


def shared_graphs(graphs: Iterable[str], base: str) -> Iterator[str]:
    """The graphs that are listed one by one in a catalogue: not one for each article."""
    for iri in sorted(graphs):
        if not name_of(iri, base).startswith(_ARTICLE) and not why_not(iri, base):
            yield iri
