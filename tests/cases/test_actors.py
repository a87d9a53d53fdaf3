"""Actors that no curated list knows: spellings of one name are proposed to be one, and reviewers may undo it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import NamedNode, Quad

from kg.cases import Cases
from kg.cases.actors import folded, is_name
from kg.cases.reviews import OTHER_ACTOR
from kg.model import Actor, ActorKind, Evidence, Reading
from kg.rdf.iris import named_graph
from kg.rdf.namespaces import term
from kg.rdf.shacl import shape_violations
from kg.stores import Store, Writer
from tests.cases.conftest import all_quads, merged, put
from tests.cases.papers import act, paper
from tests.cases.told import BASE


def telling_of(name: str, key: str, kind: ActorKind = ActorKind.ARMED_GROUP) -> Reading:
    reading = paper(f"Paper of {key}", act())
    return replace(reading, actors=(Actor(key, name, kind, (Evidence(0, 1, "A"),), provisional=True),))


def ties(writer: Writer) -> set[tuple[str, str]]:
    return {
        (q.subject.value.rpartition("/")[2], q.object.value.rpartition("/")[2])
        for q in writer.find(predicate=term("cek:sameActor"))
    }


@pytest.mark.parametrize(
    ("one", "two"),
    [("al-Sadr Brigade", "Al Sadr brigade"), ("Ñuñoa Front", "Nunoa Front"), ("М'ята Фронт", "М’ята фронт")],
)
def test_spellings_of_one_name_fold_alike(one: str, two: str) -> None:
    assert folded(one) == folded(two)


def test_words_that_are_no_names_are_never_proposed() -> None:
    assert not is_name("gunmen")
    assert not is_name("M 23")
    assert is_name("River Guard")


def test_two_spellings_of_one_kind_are_proposed_and_a_reviewer_undoes_it(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, telling_of("River-Guard", "x-a"), telling_of("River Guard", "x-b"))
        put(writer, cases, telling_of("River Guard!", "x-c", ActorKind.MEDIA))
        cases.refresh()
        assert ties(writer) == {("x-b", "x-a")}
        assert shape_violations(all_quads(writer), "shapes-merged.ttl") == ()
        before = merged(writer)
        word = Quad(
            NamedNode(f"{BASE}id/actor/x-b"),
            OTHER_ACTOR,
            NamedNode(f"{BASE}id/actor/x-a"),
            named_graph(BASE, "review/ann"),
        )
        writer.add([word])
        cases.refresh()
        assert ties(writer) == set()
        writer.exchange([word], [])
        cases.refresh()
        assert merged(writer) == before
