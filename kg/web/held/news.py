"""What is new between two snapshots, as far as it concerns what the pages keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Quad

from kg.stores.difference import Difference
from kg.web.held.reading import is_silent

FEW = 50  # articles that are followed, however little that is of all
SHARE = 10  # of one article in so many being new or changed, everything is read anew as quickly
# Graphs that say nothing of what is kept: neither of what articles tell nor what things are called.
_ASIDE = ("graph/meta", "graph/duplicate/", "graph/rereadings")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Other graphs that changed: those of our own kinds name things at the most, others may speak of claims, too."""

    fresh: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()  # of which those that were there say something else
    speaking: tuple[str, ...] = ()  # of both, those that may speak of what articles tell
    spoken_of: frozenset[str] = frozenset()  # the subjects of these

    def __bool__(self) -> bool:
        return bool(self.fresh or self.subjects or self.speaking)


@dataclass(frozen=True, slots=True)
class News:
    """Graphs of articles that are new or changed, and subjects of the merged graph."""

    graphs: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    elsewhere: Elsewhere = Elsewhere()
    difference: Difference = field(default_factory=Difference)

    def __len__(self) -> int:
        """How many articles are to be read."""
        return len(self.graphs) + len(self.changed)

    def before(self, graph: str) -> list[Quad]:
        """What one of the changed said."""
        return self.difference.said_before(graph) or []


def is_much(changed: int, articles: int) -> bool:
    return changed > FEW and SHARE * changed > articles


def news(found: Difference | None, base: str, articles: int) -> News | None:
    """Between two snapshots; None where it is not known, or is so much that all is made as quickly."""
    if found is None:
        return None
    graphs = sorted(graph for graph in found.fresh if graph.startswith(f"{base}graph/article/"))
    touched = sorted(graph for graph in found.touched if graph.startswith(f"{base}graph/article/"))
    if is_much(len(graphs) + len(touched), articles + len(graphs)):
        return None
    subjects = found.subjects(f"{base}graph/merged")
    elsewhere = _elsewhere(found, base, {*graphs, *touched, f"{base}graph/merged"})
    if subjects is None or elsewhere is None or not found.said.keys() >= {*touched}:
        return None
    return News(tuple(graphs), tuple(touched), subjects, elsewhere, found)


def _elsewhere(found: Difference, base: str, own: set[str]) -> Elsewhere | None:
    """None where a graph says something else of too many things."""
    aside = tuple(base + name for name in _ASIDE)
    others = [graph for graph in sorted((found.fresh | found.touched) - own) if not graph.startswith(aside)]
    told = {graph: found.of.get(graph) for graph in others if graph not in found.fresh}
    speaking = tuple(graph for graph in others if not is_silent(graph, base))
    if None in told.values():
        return None
    return Elsewhere(
        tuple(graph for graph in others if graph in found.fresh | found.back),
        _all(told.values()),
        speaking,
        _all(subjects for graph, subjects in told.items() if graph in speaking),
    )


def _all(found: Iterable[frozenset[str] | None]) -> frozenset[str]:
    return frozenset(iri for each in found for iri in each or ())
