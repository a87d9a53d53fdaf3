"""What lies around one thing: ranked neighbours, signed edges, and how many there are beyond the limit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.errors import BadParameter, NotFound
from kg.graph.edges import Link, Room, claim_rows, edges_of, links, with_claims
from kg.graph.model import Filters, Neighbourhood, Node
from kg.graph.nodes import describe
from kg.graph.relations import Interactions, interactions
from kg.graph.select import Row, Select
from kg.graph.texts import iri as checked

MAX_DEPTH = 3
CLAIMS_AN_EDGE = 25  # shown with an edge of the seed; `claims_total` counts all that were read
CLAIMS_BESIDE = 3  # shown with an edge between two neighbours: asking for either of them shows the rest
CLAIM_ROWS = 10_000  # read at once; a hub of a large archive has more, and the answer says so
_PAIRS: Mapping[str, str] = {c: f"pairs-{c}" for c in ("actor", "place", "event", "article")}


def neighbourhood(
    select: Select,
    iri: str,
    depth: int = 1,
    limit: int = 100,
    *,
    filters: Filters | None = None,
    languages: Sequence[str] = ("en",),
    claims: int = CLAIMS_AN_EDGE,
) -> Neighbourhood:
    """The graph around an actor, place, event or article: at most ``limit`` nodes besides the seed, strongest first.

    Raises BadParameter for an IRI, depth or limit that makes no sense, NotFound when the graph does not know the IRI.
    """
    _check(checked(iri).value, depth, limit)
    filters = filters or Filters()
    seed = _seed(select, iri, languages)
    known = interactions(select)
    levels, found, dropped = _grow(select, seed, depth, limit, filters, known)
    inside = [link for link in found if link.seed in levels and link.other in levels]
    rows, cut = _claims(select, seed, list(levels), inside, filters)
    names = _names(select, rows, languages)
    edges = with_claims(edges_of(inside), rows, names, known, filters, Room(iri, claims, min(claims, CLAIMS_BESIDE)))
    total = _by_relation(link for link in found if link.seed == iri)
    shown = _by_relation(link for link in found if link.seed == iri and link.other in levels)
    return Neighbourhood(
        seed=iri,
        depth=depth,
        limit=limit,
        nodes=_nodes(select, seed, levels, found, languages),
        edges=edges,
        total=total,
        beyond={relation: number - shown.get(relation, 0) for relation, number in total.items()},
        beyond_nodes=len(dropped),
        claims_cut=cut,
    )


def _check(iri: str, depth: int, limit: int) -> None:
    if not 1 <= depth <= MAX_DEPTH:
        raise BadParameter(f"depth={depth} for {iri}: it must be 1 to {MAX_DEPTH}.")
    if limit < 1:
        raise BadParameter(f"limit={limit} for {iri}: it must be 1 or more.")


def _seed(select: Select, iri: str, languages: Sequence[str]) -> Node:
    node = describe(select, [iri], languages).get(iri)
    if node is None or node.category not in _PAIRS:
        raise NotFound(f"The graph knows no actor, place, event or article {iri}.")
    return node


def _grow(
    select: Select, seed: Node, depth: int, limit: int, filters: Filters, known: Interactions
) -> tuple[dict[str, int], list[Link], set[str]]:
    """Breadth first, strongest first: the level of each node kept, all links seen, and the nodes left out."""
    levels = {seed.iri: 0}
    found: list[Link] = []
    dropped: set[str] = set()
    frontier, pairs = [seed.iri], _PAIRS[seed.category]
    for level in range(1, depth + 1):
        step = links(select, pairs, frontier, filters, known)
        found += step
        fresh = _ranked(link for link in step if link.other not in levels)
        kept = fresh[: max(0, limit - len(levels) + 1)]
        dropped |= set(fresh) - set(kept)
        levels |= dict.fromkeys(kept, level)
        # Only actors lead on after the first step: an event or a place would fan out to its whole story.
        frontier, pairs = _actors(kept, step), _PAIRS["actor"]
        if not frontier:
            break
    if seed.category == "actor":
        found += _among(select, frontier, levels, depth, filters, known)
    return levels, found, dropped - set(levels)


def _ranked(found: Iterable[Link]) -> list[str]:
    strength: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for link in found:
        strength[link.other][0] += link.weight
        strength[link.other][1] += link.accounts
    return sorted(strength, key=lambda other: (-strength[other][0], -strength[other][1], other))


def _actors(kept: Sequence[str], step: Iterable[Link]) -> list[str]:
    others = {link.other for link in step if link.tie.relation not in ("place", "claims", "partOf")}
    return [iri for iri in kept if iri in others]


def _among(
    select: Select,
    frontier: Sequence[str],
    levels: Mapping[str, int],
    depth: int,
    filters: Filters,
    known: Interactions,
) -> list[Link]:
    """The links among the outermost nodes, which no step has asked for."""
    outer = [iri for iri in frontier if levels[iri] == depth]
    step = links(select, _PAIRS["actor"], outer, filters, known) if outer else []
    return [link for link in step if link.other in levels]


def _claims(
    select: Select, seed: Node, iris: Sequence[str], inside: Iterable[Link], filters: Filters
) -> tuple[list[Row], bool]:
    """The claims behind the seed's own edges first, so that a cut never empties them."""
    others = [iri for iri in iris if iri != seed.iri]
    if not others:
        return [], False
    rows, cut = claim_rows(select, _PAIRS[seed.category], {seed.iri: others}, filters, CLAIM_ROWS)
    joined: dict[str, set[str]] = defaultdict(set)
    for link in inside:
        if link.seed != seed.iri:
            joined[link.seed].add(link.other)
    rest, rest_cut = claim_rows(select, _PAIRS["actor"], joined, filters, CLAIM_ROWS)
    return rows + rest, cut or rest_cut


def _names(select: Select, rows: Iterable[Row], languages: Sequence[str]) -> dict[str, str]:
    """The names of the root sources, asked once for each."""
    roots = describe(select, {row["root"].value for row in rows}, languages)
    return {iri: node.label for iri, node in roots.items()}


def _by_relation(found: Iterable[Link]) -> dict[str, int]:
    names: dict[str, set[str]] = defaultdict(set)
    for link in found:
        names[link.tie.relation].add(link.other)
    return {relation: len(others) for relation, others in sorted(names.items())}


def _nodes(
    select: Select, seed: Node, levels: Mapping[str, int], found: Iterable[Link], languages: Sequence[str]
) -> tuple[Node, ...]:
    known = describe(select, levels, languages)
    weight: Counter[str] = Counter()
    for link in found:
        if levels.get(link.seed, -1) == levels.get(link.other, 0) - 1:
            weight[link.other] += link.weight
    nodes = (replace(known.get(iri) or _bare(iri), level=level, weight=weight[iri]) for iri, level in levels.items())
    return tuple(sorted(nodes, key=lambda node: (node.level, -node.weight, node.iri)))


def _bare(iri: str) -> Node:
    return Node(iri, iri.rsplit("/", 1)[-1], "thing", "thing")
