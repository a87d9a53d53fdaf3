"""Links stand in graphs of their own: the union that questions are asked of answers all the others as before."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

from kg.linking.assertions import quads_of
from kg.linking.model import Abstention, Family, Justification, Proposal, Thing
from tests.queries import world
from tests.queries.samples import sample_parameters
from tests.queries.saved import LOCAL, bound

ABOUT_LINKS = {"links-to-check"}
WD = "http://www.wikidata.org/entity/"


@pytest.fixture(scope="module")
def plain() -> ox.Store:
    made = ox.Store()
    made.extend(world.quads_of_the_world())
    return made


@pytest.fixture(scope="module")
def linked(plain: ox.Store) -> ox.Store:
    """With a sure link, a possible one and an abstention for each actor and place."""
    made = ox.Store()
    made.extend(plain)
    for kind, family in (("actorKind", Family.ARMED), ("placePrecision", Family.PLACE)):
        property_ = ox.NamedNode(f"{world.CEK}{kind}")
        for number, quad in enumerate(plain.quads_for_pattern(None, property_, None, None)):
            thing = Thing(str(quad.subject)[1:-1], family)
            sure, maybe = (
                Proposal(
                    thing, f"http://www.wikidata.org/entity/Q{9 * 10**7 + 2 * number + n}", score, by, ("so",), "x"
                )
                for n, score, by in ((0, 0.9, Justification.COMPOSITE), (1, 0.7, Justification.LEXICAL))
            )
            made.extend(quads_of([sure, maybe, Abstention(thing, "none")], world.BASE, "wikidata", dt.date(2024, 3, 1)))
    return made


@pytest.mark.parametrize("name", sorted({*LOCAL} - ABOUT_LINKS))
def test_a_saved_question_is_answered_as_without_links(name: str, plain: ox.Store, linked: ox.Store) -> None:
    asked = bound(name, sample_parameters(name, plain))
    before, after = (store.query(asked, use_default_graph_as_union=True) for store in (plain, linked))
    assert isinstance(before, ox.QuerySolutions)
    assert isinstance(after, ox.QuerySolutions)
    assert [str(row) for row in after] == [str(row) for row in before]


def test_the_question_about_links_lists_what_has_none_and_what_is_not_sure(plain: ox.Store, linked: ox.Store) -> None:
    for store, why in ((plain, None), (linked, "so")):
        rows = store.query(bound("links-to-check", {}), use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        told = [(row["object"], row["why"], row["confidence"]) for row in rows]
        assert told
        assert {reason.value if reason else None for _, reason, _ in told} == {why}
        assert {str(score.value) for _, _, score in told if score} == ({"0.7"} if why else set())
