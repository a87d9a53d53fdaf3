"""The shortest way between two actors: who stands between them, with the sentences behind every step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.errors import BadParameter, NotFound
from kg.graph.edges import Link, Room, claim_rows, edges_of, links, with_claims
from kg.graph.model import Filters, Neighbourhood, Node
from kg.graph.nodes import describe
from kg.graph.relations import Interactions, interactions
from kg.graph.select import Select
from kg.graph.texts import iri as checked
from kg.model import ActorKind

MAX_STEPS = 6
MOST_SEEN = 3_000  # actors looked at from one end; a way through more would say nothing
CLAIMS_A_STEP = 25
CLAIM_ROWS = 2_000
_PAIRS = "pairs-actor"
# Everybody meets in "civilians" and "the media": a way through them joins nobody.
_CROWDS = frozenset({ActorKind.CIVILIANS, ActorKind.MEDIA, ActorKind.OTHER})
Tree = dict[str, str | None]  # actor -> the one before it, None at the root


def path(
    select: Select, source: str, target: str, *, filters: Filters | None = None, languages: Sequence[str] = ("en",)
) -> Neighbourhood:
    """One shortest chain of actors whose ties are said to have happened, strongest ties first.

    Raises BadParameter when the ends are no two actors, NotFound when nothing within six steps joins them.
    """
    filters = filters or Filters()
    _check_ends(select, source, target, languages)
    known = interactions(select)
    chain, found = _search(select, source, target, filters, known)
    rows, cut = claim_rows(select, _PAIRS, dict.fromkeys(chain, chain), filters, CLAIM_ROWS)
    names = {iri: node.label for iri, node in describe(select, {row["root"].value for row in rows}, languages).items()}
    steps = {frozenset(step) for step in pairwise(chain)}
    inside = [link for link in found if frozenset((link.seed, link.other)) in steps]
    room = Room(source, CLAIMS_A_STEP, CLAIMS_A_STEP)
    return Neighbourhood(
        seed=source,
        depth=len(chain) - 1,
        limit=len(chain),
        nodes=_nodes(select, chain, languages),
        edges=with_claims(edges_of(inside), rows, names, known, filters, room),
        total={},
        beyond={},
        beyond_nodes=0,
        claims_cut=cut,
    )


def _check_ends(select: Select, source: str, target: str, languages: Sequence[str]) -> None:
    ends = [checked(source).value, checked(target).value]
    if source == target:
        raise BadParameter("A path needs two different actors.", parameter="to")
    described = describe(select, ends, languages)
    for iri in ends:
        if iri not in described or described[iri].category != "actor":
            raise NotFound(f"The graph knows no actor {iri}.")


def _search(
    select: Select, source: str, target: str, filters: Filters, known: Interactions
) -> tuple[list[str], list[Link]]:
    """Breadth first from both ends, always on from the one with fewer actors at its edge."""
    trees: tuple[Tree, Tree] = ({source: None}, {target: None})
    edges: list[list[str]] = [[source], [target]]
    found: list[Link] = []
    for _ in range(MAX_STEPS):
        side = 0 if len(edges[0]) <= len(edges[1]) else 1
        step = [link for link in links(select, _PAIRS, edges[side], filters, known) if link.weight > 0]
        found += step
        edges[side] = _grow(select, trees[side], step, {source, target})
        if met := [iri for iri in edges[side] if iri in trees[1 - side]]:
            return [*reversed(_back(trees[0], met[0])), *_back(trees[1], met[0])[1:]], found
        if not edges[side] or len(trees[side]) > MOST_SEEN:
            break
    raise NotFound(f"No chain of at most {MAX_STEPS} ties between named actors joins these two.")


def _grow(select: Select, tree: Tree, step: Iterable[Link], ends: set[str]) -> list[str]:
    """The actors that one more step reaches, the best joined first; each remembers its strongest tie."""
    best: dict[str, Link] = {}
    for link in step:
        held = best.get(link.other)
        fresh = link.other not in tree
        if fresh and (held is None or (-link.weight, link.seed) < (-held.weight, held.seed)):
            best[link.other] = link
    kept = _named(describe(select, best, ("en",)), ends)
    reached = sorted(kept & set(best), key=lambda iri: (-best[iri].weight, iri))
    tree.update({iri: best[iri].seed for iri in reached})
    return reached


def _named(nodes: Mapping[str, Node], ends: set[str]) -> set[str]:
    actors = {iri for iri, node in nodes.items() if node.category == "actor" and node.kind not in _CROWDS}
    return actors | (ends & set(nodes))


def _back(tree: Tree, iri: str) -> list[str]:
    chain = [iri]
    while (before := tree[chain[-1]]) is not None:
        chain.append(before)
    return chain


def _nodes(select: Select, chain: Sequence[str], languages: Sequence[str]) -> tuple[Node, ...]:
    known = describe(select, chain, languages)
    return tuple(replace(known[iri], level=level) for level, iri in enumerate(chain))
