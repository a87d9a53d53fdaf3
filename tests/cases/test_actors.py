"""Actors that no curated list knows: spellings of one name are proposed to be one, and reviewers may undo it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kg.cases import Cases
from kg.cases.actors import folded, is_name
from kg.cases.reviews import OTHER_ACTOR, SAME_ACTOR
from kg.model import Actor, ActorKind, Evidence, Reading
from kg.prepare import graphs_of
from kg.rdf.iris import named_graph
from kg.rdf.namespaces import term
from kg.rdf.shacl import shape_violations
from kg.settings import Settings
from kg.stores import Store, Writer, open_store
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


NAMES = ("River Guard", "River-Guard", "RIVER GUARD", "Río Guard", "gunmen", "Valley Front", "valley front")
KEYS = [f"x-{letter}" for letter in "abcde"]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_proposals_kept_up_to_date_are_those_made_from_scratch(data: st.DataObject) -> None:
    """With articles that name an actor otherwise, that go, and with reviewers' words that are taken back."""
    verdicts = st.tuples(st.sampled_from(KEYS), st.sampled_from([SAME_ACTOR, OTHER_ACTOR]), st.sampled_from(KEYS))
    with TemporaryDirectory() as folder:
        opened = open_store(Settings.from_env({"KG_DATA": folder}), "memory")
        with closing(opened), opened.writer() as writer:
            cases, said = Cases(writer, BASE), list[Quad]()
            for _ in range(data.draw(st.integers(1, 8))):
                match data.draw(st.sampled_from(["article", "article", "gone", "word", "refresh"])):
                    case "article":
                        kind = data.draw(
                            st.sampled_from([ActorKind.ARMED_GROUP, ActorKind.ARMED_GROUP, ActorKind.MEDIA])
                        )
                        told = telling_of(data.draw(st.sampled_from(NAMES)), data.draw(st.sampled_from(KEYS)), kind)
                        put(writer, cases, told)
                    case "gone":
                        made = graphs_of(telling_of("", data.draw(st.sampled_from(KEYS))), BASE)
                        with cases.change(made.graph):
                            writer.remove(made.article, made.graph)
                    case "word":
                        one, verdict, two = data.draw(verdicts)
                        nodes = [NamedNode(f"{BASE}id/actor/{key}") for key in (one, two)]
                        word = Quad(nodes[0], verdict, nodes[1], named_graph(BASE, "review/ann"))
                        writer.exchange(said, [word])
                        said = [word]
                    case _:
                        cases.refresh()
            cases.refresh()
            step_by_step = merged(writer)
            assert not cases.refresh().whole
            Cases(writer, BASE).rebuild()
            assert merged(writer) == step_by_step
