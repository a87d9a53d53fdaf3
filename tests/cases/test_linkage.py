"""Groups are coherent as a whole: no chain of weak links, nobody with whom he cannot be."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg.cases.linkage import components, grouped
from kg.cases.reasons import NEVER

Pairs = dict[tuple[str, str], float]


def groups(pairs: Pairs, threshold: float = 0.7, together: tuple[tuple[str, str], ...] = ()) -> list[str]:
    nodes = sorted({node for pair in pairs for node in pair})
    found = grouped(nodes, lambda a, b: pairs.get((a, b), pairs.get((b, a), 0.0)), threshold, together)
    return ["".join(group) for group in found]


def test_a_chain_of_links_does_not_drift() -> None:
    assert groups({("a", "b"): 0.8, ("b", "c"): 0.75, ("a", "c"): 0.1}) == ["ab", "c"]


def test_a_group_that_agrees_on_the_average_holds_together() -> None:
    assert groups({("a", "b"): 0.9, ("b", "c"): 0.85, ("a", "c"): 0.6}) == ["abc"]


def test_two_that_exclude_each_other_are_never_in_one_group_however_well_a_third_fits() -> None:
    assert groups({("a", "b"): 1.0, ("b", "c"): 0.99, ("a", "c"): NEVER}) == ["ab", "c"]


def test_those_said_to_be_one_stay_together_and_bring_their_exclusions() -> None:
    pairs = {("a", "b"): 0.1, ("b", "c"): 0.9, ("a", "c"): NEVER}
    assert groups(pairs, together=(("a", "b"),)) == ["ab", "c"]


@given(st.lists(st.sampled_from([0.0, 0.5, 0.71, 0.8, 0.95, 1.0, NEVER]), min_size=15, max_size=15), st.randoms())
def test_the_groups_part_the_nodes_keep_apart_what_excludes_and_know_no_order(
    scores: list[float], chance: object
) -> None:
    nodes = list("abcdef")
    pairs = dict(zip(combinations(nodes, 2), scores, strict=True))

    def score(a: str, b: str) -> float:
        return pairs[min(a, b), max(a, b)]

    found = grouped(nodes, score, 0.7)
    assert sorted(node for group in found for node in group) == nodes
    for group in found:
        inside = [score(a, b) for a, b in combinations(group, 2)]
        assert NEVER not in inside
    assert found == grouped(list(reversed(nodes)), score, 0.7)
    ties = [pair for pair, value in pairs.items() if value >= 0.7]
    parts = [grouped(part, score, 0.7) for part in components(nodes, ties)]
    assert sorted(group for part in parts for group in part) == found
