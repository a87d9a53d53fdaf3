"""What a writer holds of a store that is far away: the answers are the store's, and far fewer requests are sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, Quad

from bench.remote.link import Link, link
from kg.errors import StoreError
from kg.settings import Settings
from kg.stores import RemoteStore, Store, open_store
from kg.stores.base import Writer
from kg.stores.remote.endpoint import Endpoint
from tests.stores.quads import SAYS, article, iri

NODES = [iri(f"id/{name}") for name in "ab"]
GRAPHS = [iri(f"graph/{name}") for name in "ab"]
quads = st.builds(Quad, *(st.sampled_from(NODES),) * 3, st.sampled_from(GRAPHS))
some = st.sets(quads, max_size=3)
maybe = st.sampled_from([None, *NODES])
patterns = st.tuples(maybe, maybe, maybe, st.sampled_from([None, DefaultGraph(), *GRAPHS]))
steps = st.one_of(
    st.tuples(st.just("exchange"), some, some),
    st.tuples(st.just("replace"), st.sampled_from(GRAPHS), some),
    st.tuples(st.just("bulk"), some),
    st.tuples(st.just("foresee"), st.lists(patterns, max_size=3)),
    *(st.tuples(st.just("find"), patterns) for _ in range(4)),  # as often as all others together
)


@pytest.fixture
def cable(oxigraph_server: str) -> Iterator[Link]:
    host, port = oxigraph_server.removeprefix("sparql+http://").partition("?")[0].split(":")
    with link(host, int(port)) as made:
        yield made


@pytest.fixture
def far(settings: Settings, cable: Link) -> Iterator[Store]:
    store = open_store(replace(settings, store_user=""), f"sparql+http://{cable.address}?engine=oxigraph")
    assert isinstance(store, RemoteStore)
    store.empty()
    cable.counted()
    yield store
    store.close()


def taken(step: tuple[str, ...], writer: Writer) -> set[str] | None:
    """Carry out a step; what it finds."""
    name, *arguments = step
    if name == "find":
        found = list(writer.find(*arguments[0]))  # type: ignore[misc]
        assert len(found) == len(set(found))
        return set(map(str, found))
    getattr(writer, name)(*arguments)
    return None


@with_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(quads, max_size=12), st.lists(steps, max_size=12))
def test_a_writer_far_away_finds_what_one_here_finds_whatever_was_written_and_foreseen(
    settings: Settings, oxigraph_server: str, stored: set[Quad], made: list[tuple[str, ...]]
) -> None:
    here = open_store(settings, "memory")
    there = open_store(replace(settings, store_user=""), oxigraph_server)
    assert isinstance(there, RemoteStore)
    there.empty()
    with here.writer() as one:
        for graph in GRAPHS:
            one.replace(graph, [quad for quad in stored if quad.graph_name == graph])
        near = [taken(step, one) for step in made]
        left = set(map(str, one.find()))
    with there.writer() as one:
        one.add(stored)
    with there.writer() as one:  # another, which holds nothing
        assert [taken(step, one) for step in made] == near
    with there.writer() as one:
        assert set(map(str, one.find())) == left
    there.close()


def test_what_is_foreseen_goes_with_one_request_and_is_not_asked_again(far: Store, cable: Link) -> None:
    with far.writer() as writer:
        for name in "abc":
            writer.put(article(name))
    with far.writer() as writer:
        cable.counted()
        writer.foresee([(None, None, None, iri(f"graph/{name}")) for name in "abcd"])
        assert cable.counted().total() == 0
        assert [len(list(writer.find(graph=iri(f"graph/{name}")))) for name in "abcd"] == [4, 4, 4, 0]
        assert list(writer.find(iri("claim/a-0"), SAYS, None, iri("graph/a")))
        assert writer.contains(iri("graph/b"))
        assert cable.counted().total() == 1


def test_a_new_article_takes_two_requests(far: Store, cable: Link) -> None:
    """The revision, the graph and what its part of the meta graph may touch in one; then the change."""
    with far.writer() as writer:
        writer.put(article("a"))
        assert cable.counted().total() == 2
        assert list(writer.find(graph=iri("graph/a")))
        assert cable.counted().total() == 0


def test_a_store_that_is_only_read_by_its_writer_is_not_written_to(far: Store, cable: Link) -> None:
    with far.writer() as writer:
        list(writer.find(graph=iri("graph/a")))
    assert cable.counted().total() == 1


def test_what_an_update_changes_is_found(far: Store) -> None:
    with far.writer() as writer:
        writer.put(article("a"))
        list(writer.find(graph=iri("graph/a")))
        text = f"DELETE WHERE {{ GRAPH {iri('graph/a')} {{ ?s {SAYS} ?o }} }}"
        writer.update(text, base="https://example.org/", prefixes={}, keeps_union=False)
        assert not list(writer.find(None, SAYS, None, iri("graph/a")))


def test_what_is_held_has_an_end(settings: Settings, oxigraph_server: str) -> None:
    few = replace(settings, store_user="", limits={**settings.limits, "held_quads": 3})
    store = open_store(few, oxigraph_server)
    assert isinstance(store, RemoteStore)
    store.empty()
    with store.writer() as writer:
        for name in "abc":
            writer.put(article(name))
        for name in "abcabc":
            assert len(list(writer.find(graph=iri(f"graph/{name}")))) == 4
    store.close()


def test_of_a_write_whose_answer_is_lost_nothing_is_believed(far: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    carried_out = Endpoint.update

    def fails(endpoint: Endpoint, text: str) -> None:
        carried_out(endpoint, text)
        raise StoreError("cut")

    quad = Quad(iri("a"), SAYS, Literal("x"), iri("graph/a"))
    with far.writer() as writer:
        writer.add([quad])
        assert list(writer.find(graph=iri("graph/a"))) == [quad]
        with monkeypatch.context() as cut:
            cut.setattr(Endpoint, "update", fails)
            with pytest.raises(StoreError):
                writer.exchange([quad], [])
        assert not list(writer.find(graph=iri("graph/a")))
