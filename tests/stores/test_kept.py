"""Snapshots under a name stay; those that were asked for lately stay a while; the rest goes, and says so."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from kg.errors import BadParameter, NoSnapshot, NotFound, SnapshotGone
from kg.settings import Settings
from kg.stores import Store, open_store
from kg.stores.kept import open_by_id
from kg.stores.layout import Layout
from tests.stores.quads import article, iri


@pytest.fixture
def one(settings: Settings) -> Store:
    """A store that keeps the newest snapshot only."""
    return open_store(replace(settings, limits={**settings.limits, "snapshots_kept": 1}))


def ingest(store: Store, name: str) -> str:
    with store.writer() as writer:
        writer.put(article(name))
        return writer.publish()


def test_a_kept_snapshot_outlives_newer_ones_and_still_shows_what_it_showed(one: Store, settings: Settings) -> None:
    first = ingest(one, "a")
    assert one.keep("report") == first
    ingest(one, "b")
    ingest(one, "c")
    assert one.resolve("report") == first
    with open_by_id(Layout(settings.data_dir), first) as snapshot:
        assert snapshot.contains(iri("graph/a"))
        assert not snapshot.contains(iri("graph/b"))


def test_the_list_says_what_is_newest_kept_and_read(one: Store) -> None:
    first = ingest(one, "a")
    one.keep("report")
    one.keep("also-cited-here", first)
    newest = ingest(one, "b")
    with one.snapshot():
        listed = one.snapshots()
    assert [each.id for each in listed] == [newest, first]
    assert [each.newest for each in listed] == [True, False]
    assert [each.in_use for each in listed] == [True, False]
    assert [each.names for each in listed] == [(), ("also-cited-here", "report")]
    assert listed[0].published >= listed[1].published


def test_a_dropped_snapshot_goes_at_once_unless_another_name_keeps_it(one: Store) -> None:
    first = ingest(one, "a")
    one.keep("report")
    one.keep("second", "report")
    ingest(one, "b")
    assert one.drop("report") == first
    assert one.resolve("second") == first
    one.drop("second")
    with pytest.raises(SnapshotGone, match=first) as caught:
        one.resolve(first)
    assert "kg snapshots keep" in caught.value.extra["hint"]


def test_the_newest_is_never_collected_by_a_drop(one: Store) -> None:
    newest = ingest(one, "a")
    one.keep("report")
    one.drop("report")
    assert one.resolve(newest) == newest


def test_a_snapshot_asked_for_by_its_id_stays_for_a_while(one: Store, settings: Settings) -> None:
    layout = Layout(settings.data_dir)
    first = ingest(one, "a")
    assert one.resolve(first) == first
    ingest(one, "b")
    assert one.resolve(first) == first
    os.utime(layout.lease(first), (0, 0))  # long ago
    ingest(one, "c")
    with pytest.raises(SnapshotGone):
        open_by_id(layout, first)


def test_what_the_service_opens_for_its_own_work_does_not_stay(settings: Settings) -> None:
    store = open_store(replace(settings, limits={**settings.limits, "snapshots_kept": 2}))
    first = ingest(store, "a")
    ingest(store, "b")
    with store.snapshot(first) as view:
        assert view.contains(iri("graph/a"))
    ingest(store, "c")
    with pytest.raises(SnapshotGone):
        store.resolve(first)


def test_one_that_is_asked_for_stays_though_the_answers_are_known_and_nobody_opens_it(one: Store) -> None:
    first = ingest(one, "a")
    one.resolve(first)
    for name in "bcd":
        ingest(one, name)
    assert one.resolve(first) == first


def test_a_name_never_comes_to_mean_another_snapshot(one: Store) -> None:
    first = ingest(one, "a")
    one.keep("report")
    assert one.keep("report", first) == first
    ingest(one, "b")
    with pytest.raises(BadParameter, match="Another snapshot is kept as 'report'"):
        one.keep("report")


@pytest.mark.parametrize(
    "name", ["", "..", "../x", "a/b", ".hidden", "Report", "00000001-0a1b2c3d", "a" * 65, "a\0b", "é"]
)
def test_a_name_is_a_plain_word(one: Store, name: str) -> None:
    ingest(one, "a")
    with pytest.raises(BadParameter, match="cannot be the name"):
        one.keep(name)


@pytest.mark.parametrize("wanted", ["nobody", "../../etc", "current", "a\0b", "", "é"])
def test_what_was_never_there_is_not_found(one: Store, wanted: str) -> None:
    with pytest.raises(NotFound):
        one.resolve(wanted)
    with pytest.raises(NotFound):
        one.drop(wanted)


def test_of_a_store_without_snapshots_nothing_is_listed_or_kept(one: Store) -> None:
    assert one.snapshots() == []
    with pytest.raises(NoSnapshot):
        one.keep("report")


def test_keeping_is_the_same_in_every_kind_of_store(still: Store) -> None:
    first = ingest(still, "a")
    still.keep("report")
    ingest(still, "b")
    assert still.resolve("report") == first
    assert [each.kept for each in still.snapshots()] == [False, True]


def test_one_that_is_held_stays_until_it_is_let_go_and_no_longer(one: Store) -> None:
    first = ingest(one, "a")
    let_go = one.hold(first)
    ingest(one, "b")
    assert first in [each.id for each in one.snapshots()]
    let_go()
    ingest(one, "c")
    assert first not in [each.id for each in one.snapshots()]
    with pytest.raises(SnapshotGone):
        one.hold(first)
