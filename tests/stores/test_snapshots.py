"""Snapshots are collected when nobody reads them, and never under a reader."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.settings import Settings
from kg.stores import open_store
from tests.stores.quads import article, iri


def folders(settings: Settings) -> list[str]:
    return sorted(p.name for p in (settings.data_dir / "snapshots").iterdir() if p.is_dir())


def with_limits(settings: Settings, **limits: float) -> Settings:
    return replace(settings, limits={**settings.limits, **limits})


def test_only_the_newest_snapshots_are_kept(settings: Settings) -> None:
    store = open_store(with_limits(settings, snapshots_kept=2))
    for name in "abcd":
        with store.writer() as writer:
            writer.put(article(name))
    assert folders(settings)[-1] == store.snapshot_id()
    assert len(folders(settings)) == 2
    assert len(list((settings.data_dir / "snapshots").glob("*.lease"))) == 2


def test_a_snapshot_that_is_read_stays_and_goes_when_its_reader_is_done(settings: Settings) -> None:
    store = open_store(with_limits(settings, snapshots_kept=1))
    with store.writer() as writer:
        writer.put(article("a"))
    reader = open_store(settings)
    with reader.snapshot() as held:
        with store.writer() as writer:
            writer.put(article("b"))
        assert held.id in folders(settings)
        assert held.contains(iri("graph/a"))
    reader.close()
    with store.writer() as writer:
        writer.put(article("c"))
    assert folders(settings) == [store.snapshot_id()]


def test_two_readers_in_one_process_share_a_snapshot_until_there_is_a_newer_one(settings: Settings) -> None:
    store = open_store(settings)
    with store.writer() as writer:
        writer.put(article("a"))
    with store.snapshot() as first, store.snapshot() as second:
        assert first.store is second.store
        with store.writer() as writer:
            writer.put(article("b"))
        with store.snapshot() as third:
            assert third.store is not first.store
            assert not first.contains(iri("graph/b"))
    store.close()


def test_the_rubble_of_a_killed_writer_is_swept(settings: Settings) -> None:
    store = open_store(settings)
    (settings.data_dir / "snapshots" / ".tmp-00000001-dead").mkdir(parents=True)
    (settings.data_dir / ".current-00000001-dead").symlink_to("nowhere")
    with store.writer() as writer:
        writer.put(article("a"))
    assert folders(settings) == [store.snapshot_id()]
    assert not list(settings.data_dir.glob(".current-*"))


def test_the_pointer_is_relative_so_that_the_folder_may_move(settings: Settings, tmp_path: Path) -> None:
    store = open_store(settings)
    with store.writer() as writer:
        writer.put(article("a"))
    published = store.snapshot_id()
    settings.data_dir.rename(tmp_path / "moved")
    moved = open_store(replace(settings, data_dir=tmp_path / "moved"))
    assert moved.contains(iri("graph/a"))
    assert moved.snapshot_id() == published
    moved.close()


def test_a_damaged_snapshot_is_an_error_that_names_it(settings: Settings) -> None:
    store = open_store(settings)
    with store.writer() as writer:
        writer.put(article("a"))
    (settings.data_dir / "snapshots" / str(store.snapshot_id()) / "CURRENT").write_bytes(b"nonsense")
    with pytest.raises(StoreError, match=str(store.snapshot_id())):
        store.snapshot()


def test_a_folder_that_cannot_be_made_is_an_error_that_says_where(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    store = open_store(replace(settings, data_dir=tmp_path / "file" / "data"))
    with pytest.raises(StoreError, match="file/data cannot be used"), store.writer():
        pass


def test_a_full_disk_is_an_error_that_says_so_and_readers_keep_the_last_snapshot(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(settings)
    with store.writer() as writer:
        writer.put(article("a"))
    former = store.snapshot_id()

    def full(database: object, folder: Path) -> None:
        folder.mkdir()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "_checkpoint", full)
    with pytest.raises(StoreError, match="No space left on device"), store.writer() as writer:
        writer.put(article("b"))
    assert store.snapshot_id() == former
    assert store.contains(iri("graph/a"))
    monkeypatch.undo()
    assert store.recover()
    assert store.contains(iri("graph/b"))
    assert not store.recover()
    store.close()
