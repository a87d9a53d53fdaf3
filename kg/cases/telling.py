"""What an article tells, as the index of the cases takes it: a pure function of its graph, made by whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.cases.candidates import Filing, filing
from kg.cases.loading import events_of
from kg.cases.model import Told, is_actor
from kg.cases.packing import packed
from kg.rdf.literals import boolean
from kg.rdf.namespaces import term

_PROVISIONAL, _TRUE = term("cek:provisional"), boolean(True)


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as a line of the index: its IRI, all of it as text, and where it is found."""

    iri: str
    packed: str
    filing: Filing | None


@dataclass(frozen=True, slots=True)
class Telling:
    """The events of an article and the actors in it that no list knows, by their IRIs."""

    entries: tuple[Entry, ...]
    provisional: tuple[str, ...]


def telling_of(quads: Sequence[Quad], graph: NamedNode) -> Telling:
    return Telling(entries(events_of(quads, graph)), tuple(provisional_in(quads)))


def entries(told: Sequence[Told]) -> tuple[Entry, ...]:
    return tuple(Entry(each.iri, packed([each]), filing(each)) for each in told)


def provisional_in(quads: Sequence[Quad]) -> list[str]:
    """The actors that these quads say no curated list knows."""
    said = (quad for quad in quads if quad.predicate == _PROVISIONAL and quad.object == _TRUE)
    subjects = {quad.subject.value for quad in said if isinstance(quad.subject, NamedNode)}
    return sorted(filter(is_actor, subjects))
