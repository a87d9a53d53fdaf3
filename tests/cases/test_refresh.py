"""What is kept up to date article by article is what would be made from scratch, in any order of articles."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kg import rdf
from kg.cases import Cases
from kg.cases.reviews import OTHER, SAME
from kg.model import Reading, Status
from kg.prepare import graphs_of
from kg.rdf.iris import Iris, named_graph
from kg.rdf.namespaces import term
from kg.rdf.shacl import shape_violations
from kg.settings import Settings
from kg.stores import Store, Writer, open_store
from tests.cases.conftest import all_quads, merged, put
from tests.cases.papers import act, corrected, paper
from tests.cases.told import BASE

REVIEW = named_graph(BASE, "review/ann")
ONE = paper("Post", act(killed=12))
TWO = paper("Herald", act(killed=16), act("battle", "s-saro", agent="valley-army"))
THREE = paper("Courier", act("shelling", "s-saro"))
PLAN = paper("Gazette", act(status=Status.PLANNED))


def cases_of(writer: Writer) -> dict[str, str]:
    """Event -> case."""
    return {q.subject.value: q.object.value for q in writer.find(predicate=term("cek:sameEvent"))}


def events_in(reading: Reading) -> list[str]:
    graph = Iris(BASE, reading.article.content_hash).graph
    quads = [q for q in rdf.quads(reading, BASE) if q.graph_name == graph]
    return sorted({q.subject.value for q in quads if q.predicate == term("rdf:type") and q.object == term("cek:Event")})


def test_two_papers_tell_of_one_shelling_and_the_rest_stays_alone(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE, TWO, THREE, PLAN)
        cases.refresh()
        found = cases_of(writer)
        assert len(found) == 5
        assert len(set(found.values())) == 4
        (one,) = events_in(ONE)
        assert sum(case == found[one] for case in found.values()) == 2
        assert found[events_in(PLAN)[0]] != found[one]


def test_the_merged_graph_conforms_to_its_shapes_and_no_article_graph_changes(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE, TWO, THREE, PLAN)
        cases.refresh()
        quads = all_quads(writer)
    assert shape_violations(quads, "shapes-merged.ttl") == ()
    told = {quad for reading in (ONE, TWO, THREE, PLAN) for quad in rdf.quads(reading, BASE)}
    assert {quad for quad in quads if quad.graph_name != named_graph(BASE, "merged")} == told
    assert not [quad for quad in quads if quad.predicate == term("owl:sameAs")]


@pytest.mark.parametrize(
    ("subject_class", "prop", "message"),
    [
        ("cek:Event", "cek:sameEvent", "exactly one case"),
        ("cek:Case", "prov:wasDerivedFrom", "chosen values from one event"),
        ("cek:SameEventAssertion", "cek:reason", "gives its reasons"),
        ("cek:SameEventAssertion", "cek:score", "decimal from 0 to 1"),
        ("cek:Estimate", "cek:status", "fear and fact never mix"),
        ("cek:Estimate", "cek:high", "one high number"),
        ("cek:Estimate", "cek:independentSources", "independent sources"),
    ],
)
def test_a_merged_graph_that_lacks_something_is_told_so(
    store: Store, subject_class: str, prop: str, message: str
) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE, TWO)
        cases.refresh()
        quads = all_quads(writer)
    node = min(str(q.subject) for q in quads if q.predicate == term("rdf:type") and q.object == term(subject_class))
    left = [q for q in quads if not (str(q.subject) == node and q.predicate == term(prop))]
    assert any(message in said for said in shape_violations(left, "shapes-merged.ttl"))


def test_a_corrected_article_replaces_its_figures_in_the_estimate(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE, TWO)
        cases.refresh()
        put(writer, cases, corrected(ONE, 20))
        cases.refresh()
        highs = [q.object.value for q in writer.find(predicate=term("cek:high"))]
    assert highs == ["20"]


def test_an_article_that_goes_takes_its_events_out_of_their_cases(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE, TWO)
        cases.refresh()
        gone = graphs_of(TWO, BASE)
        with cases.change(gone.graph):
            writer.remove(gone.article, gone.graph)
        cases.refresh()
        assert set(cases_of(writer)) == set(events_in(ONE))
        alone = merged(writer)
        cases.rebuild()
        assert merged(writer) == alone


def test_a_case_keeps_its_name_when_later_articles_join_it(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE)
        cases.refresh()
        (before,) = cases_of(writer).values()
        later = [paper(name, act(killed=14), published=7) for name in ("Tribune", "Mirror", "Echo")]
        put(writer, cases, *later)
        cases.refresh()
        assert set(cases_of(writer).values()) == {before}
        assert before.rpartition("/")[2] == events_in(ONE)[0].rpartition("/")[2]


def test_a_batch_that_was_killed_is_made_good_by_the_next(store: Store) -> None:
    with store.writer() as writer:
        killed = Cases(writer, BASE)
        put(writer, killed, ONE, TWO)  # and no refresh
        with Cases(writer, BASE).kept() as cases:
            put(writer, cases, THREE)
        assert len(cases_of(writer)) == 4


def test_a_rejected_pair_stays_apart_through_every_recomputation_until_it_is_taken_back(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE, TWO)
        cases.refresh()
        before = merged(writer)
        one = events_in(ONE)[0]
        two = next(e for e in events_in(TWO) if cases_of(writer)[e] == cases_of(writer)[one])
        word = Quad(NamedNode(two), OTHER, NamedNode(one), REVIEW)
        writer.add([word])
        for again in (cases.refresh, cases.rebuild, cases.refresh):
            again()
            found = cases_of(writer)
            assert found[one] != found[two]
        followed = {q.subject.value for q in writer.find(predicate=term("cek:followsReview"), object=REVIEW)}
        assert followed == {found[one], found[two]}
        writer.exchange([word], [])
        cases.refresh()
        assert merged(writer) == before


def test_a_confirmed_pair_is_one_though_it_would_not_be_proposed_and_rejection_wins(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE, THREE)
        (one,), (three,) = events_in(ONE), events_in(THREE)
        writer.add([Quad(NamedNode(one), SAME, NamedNode(three), REVIEW)])
        cases.refresh()
        assert len(set(cases_of(writer).values())) == 1
        assert any("said to be one" in q.object.value for q in writer.find(predicate=term("cek:reason")))
        writer.add([Quad(NamedNode(three), OTHER, NamedNode(one), named_graph(BASE, "review/bob"))])
        cases.refresh()
        assert len(set(cases_of(writer).values())) == 2


def test_a_word_outside_the_graphs_of_reviews_is_no_review(store: Store) -> None:
    with store.writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, ONE, THREE)
        (one,), (three,) = events_in(ONE), events_in(THREE)
        writer.add([Quad(NamedNode(one), SAME, NamedNode(three), named_graph(BASE, "notes"))])
        cases.refresh()
        assert len(set(cases_of(writer).values())) == 2


ACTS = st.builds(
    act,
    type_=st.sampled_from(["shelling", "shelling", "massacre", "battle", "displacement"]),
    place=st.sampled_from(["s-karem", "s-karem", "s-mill", "s-saro", "s-valley", None]),
    day=st.sampled_from([4, 5, 5, 6, None]),
    agent=st.sampled_from(["", "valley-army", "northern-front"]),
    status=st.sampled_from([Status.REPORTED, Status.REPORTED, Status.CLAIMED, Status.DENIED, Status.PLANNED]),
    killed=st.sampled_from([None, 0, 3, 12, 12, 57, 800]),
)
PAPERS = st.lists(st.lists(ACTS, min_size=1, max_size=3), min_size=1, max_size=7)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_kept_up_to_date_in_any_order_is_the_same_as_made_from_scratch(data: st.DataObject) -> None:
    readings = [
        paper(f"Paper {index}", *acts, published=data.draw(st.sampled_from([5, 6, 7, 9])))
        for index, acts in enumerate(data.draw(PAPERS))
    ]
    order = data.draw(st.permutations(readings))
    again = [corrected(reading, 33) for reading in order[: data.draw(st.integers(0, 2))]]
    out = order[: data.draw(st.integers(0, 1))]
    events = sorted({event for reading in readings for event in events_in(reading)})
    pairs = st.lists(st.tuples(st.sampled_from(events), st.sampled_from(events)), max_size=2)
    words = [
        Quad(NamedNode(a), verdict, NamedNode(b), REVIEW) for verdict in (SAME, OTHER) for a, b in data.draw(pairs)
    ]
    with TemporaryDirectory() as folder, closing(_fresh(Path(folder))) as kept, kept.writer() as writer:
        cases = Cases(writer, BASE)
        for reading in (*order, *again):
            put(writer, cases, reading)
            if data.draw(st.booleans()):
                cases.refresh()
        writer.add(words[:2])
        cases.refresh()
        writer.exchange(words[:1], words[2:])
        for reading in out:
            gone = graphs_of(reading, BASE)
            with cases.change(gone.graph):
                writer.remove(gone.article, gone.graph)
        cases.refresh()
        step_by_step = merged(writer)
        Cases(writer, BASE).rebuild()
        assert merged(writer) == step_by_step
        live = {q.subject.value for q in writer.find(predicate=term("rdf:type"), object=term("cek:Event"))}
        assert set(cases_of(writer)) == live


def _fresh(folder: Path) -> Store:
    return open_store(Settings.from_env({"KG_DATA": str(folder)}), "memory")
