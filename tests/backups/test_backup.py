"""A backup holds all that a store holds, as of one moment, and a damaged one is never put back."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pyoxigraph as ox
import pytest

from kg.backups import Manifest, gathered, restore, write
from kg.backups.manifest import SUMS
from kg.errors import BadParameter, KgError, MalformedSource, NoSnapshot, StoreError
from kg.model import Disposition, Outcome
from kg.settings import Settings
from kg.stores import Store, open_store
from tests.stores.quads import article

SHAPES = ("copy.tar", "copy.tar.gz", "copy")


def settings_of(folder: Path, **more: str) -> Settings:
    return Settings.from_env({"KG_DATA": str(folder), "KG_SNAPSHOTS_KEPT": "1", **more})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path / "data")


def put(store: Store, *names: str) -> str:
    with store.writer() as writer:
        for name in names:
            writer.put(article(name))
            digest = store.archive.put_text(f"text of {name}")
            store.archive.record(Disposition(name, Outcome.STORED, digest))
    return store.snapshot_id() or ""


@pytest.fixture
def store(settings: Settings) -> Store:
    """Two articles, then a state kept by name, then a third article and a dead letter."""
    made = open_store(settings)
    put(made, "a", "b")
    made.keep("report")
    put(made, "c")
    made.archive.bury("broken.jsonl", "source-malformed", "It is no JSON.", b"{broken")
    return made


def backed_up(settings: Settings, target: Path) -> Manifest:
    with gathered(settings) as found:
        write(found, target)
    return found.manifest


def quads(settings: Settings, wanted: str = "") -> set[ox.Quad]:
    from kg.stores.kept import open_by_id
    from kg.stores.layout import Layout

    store = open_store(settings)
    identifier = store.resolve(wanted) if wanted else store.snapshot_id()
    assert identifier
    with open_by_id(Layout(settings.data_dir), identifier) as snapshot:
        return set(snapshot.store)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_restored_is_what_was_there(store: Store, settings: Settings, tmp_path: Path, shape: str) -> None:
    told = backed_up(settings, tmp_path / shape)
    fresh = settings_of(tmp_path / "fresh")
    assert restore(tmp_path / shape, fresh) == told
    again = open_store(fresh)
    assert again.snapshot_id() == store.snapshot_id() == told.snapshot
    assert quads(fresh) == quads(settings)
    assert quads(fresh, "report") == quads(settings, "report") < quads(fresh)
    assert list(again.archive.journal()) == list(store.archive.journal())
    assert list(again.archive.dead_letters()) == list(store.archive.dead_letters())
    assert [again.archive.dead_content(letter.id) for letter in again.archive.dead_letters()] == [b"{broken"]
    texts = {entry["hash"]: store.archive.get_text(str(entry["hash"])) for entry in store.archive.journal()}
    assert {digest: again.archive.get_text(str(digest)) for digest in texts} == texts
    when = {each.id: (each.published, each.names) for each in store.snapshots()}
    assert {each.id: (each.published, each.names) for each in again.snapshots()} == when


@pytest.mark.parametrize("shape", SHAPES)
def test_a_restored_store_is_written_on_and_leaves_the_backup_as_it_is(
    store: Store, settings: Settings, tmp_path: Path, shape: str
) -> None:
    backed_up(settings, tmp_path / shape)
    first, second = settings_of(tmp_path / "first"), settings_of(tmp_path / "second")
    restore(tmp_path / shape, first)
    put(open_store(first), "d")
    put(store, "e")
    assert len(quads(first)) > len(quads(first, "report"))
    restore(tmp_path / shape, second)
    assert quads(second) < quads(first)
    assert quads(second) < quads(settings)


def test_snapshots_that_share_files_stand_in_a_file_once(store: Store, settings: Settings, tmp_path: Path) -> None:
    backed_up(settings, tmp_path / "copy.tar")
    with tarfile.open(tmp_path / "copy.tar") as tar:
        assert any(member.islnk() for member in tar)


def test_a_folder_shares_the_files_that_never_change(store: Store, settings: Settings, tmp_path: Path) -> None:
    told = backed_up(settings, tmp_path / "copy")
    for file in (tmp_path / "copy" / "snapshots" / told.snapshot).iterdir():
        assert file.samefile(settings.data_dir / "snapshots" / told.snapshot / file.name)


def test_a_writer_is_waited_for_until_it_publishes(store: Store, settings: Settings, tmp_path: Path) -> None:
    with store.writer() as writer:
        writer.put(article("late"))
        store.archive.record(Disposition("late", Outcome.STORED, "0" * 64))
        with pytest.raises(StoreError, match="--wait"), gathered(settings, wait_seconds=0.1):
            pytest.fail("what the journal tells would be missing from the graph")
        timer = Timer(0.2, writer.publish)
        timer.start()
        with gathered(settings) as found:
            write(found, tmp_path / "copy.tar")
        timer.join()
    restore(tmp_path / "copy.tar", settings_of(tmp_path / "fresh"))
    assert quads(settings_of(tmp_path / "fresh")) == quads(settings)
    assert not found.manifest.index  # it was written to meanwhile: made again rather than half known


def test_what_is_stored_while_a_backup_is_written_is_not_in_it(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    before = quads(settings)
    with gathered(settings) as found:
        put(store, "d")
        put(store, "e")  # the collector would take the snapshot that is being copied
        write(found, tmp_path / "copy.tar.gz")
    fresh = settings_of(tmp_path / "fresh")
    restore(tmp_path / "copy.tar.gz", fresh)
    assert quads(fresh) == before < quads(settings)
    assert len(list(open_store(fresh).archive.journal())) == 3


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def cut_between_files(content: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return content[: tar.getmember(SUMS).offset] + b"\0" * 10_240


def one_bit(content: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        at = next(member.offset_data for member in tar if member.name.startswith("texts/"))
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def with_member(info: tarfile.TarInfo) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        out = io.BytesIO()
        with tarfile.open(fileobj=io.BytesIO(content)) as tar, tarfile.open(fileobj=out, mode="w") as copy:
            for member in tar:
                copy.addfile(member, tar.extractfile(member))
            copy.addfile(info)
        return out.getvalue()

    return change


def link(name: str, target: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


DAMAGES: list[Callable[[bytes], bytes]] = [
    cut_off,
    cut_between_files,
    one_bit,
    lambda content: b"no tar at all",
    lambda content: gzip.compress(content)[:-400],
    with_member(tarfile.TarInfo("../outside")),
    with_member(tarfile.TarInfo("/etc/outside")),
    with_member(tarfile.TarInfo("texts/" + "0" * 64 + ".txt")),  # of which no sum tells
    with_member(link("watch.sqlite", "../../outside", tarfile.SYMTYPE)),
    with_member(link("watch.sqlite", "/etc/passwd", tarfile.LNKTYPE)),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_or_forged_backup_changes_nothing(
    store: Store, settings: Settings, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    backed_up(settings, tmp_path / "copy.tar")
    (tmp_path / "bad.tar").write_bytes(damage((tmp_path / "copy.tar").read_bytes()))
    before = quads(settings)
    with pytest.raises(MalformedSource):
        restore(tmp_path / "bad.tar", settings, force=True)
    assert quads(settings) == before
    assert not [path for path in settings.data_dir.iterdir() if path.name.startswith(".")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.tar", "copy.tar", "data"]


def test_a_folder_with_a_file_too_few_is_refused(store: Store, settings: Settings, tmp_path: Path) -> None:
    backed_up(settings, tmp_path / "copy")
    next((tmp_path / "copy" / "texts").iterdir()).unlink()
    with pytest.raises(MalformedSource, match="damaged"):
        restore(tmp_path / "copy", settings_of(tmp_path / "fresh"))


def test_what_is_there_is_only_replaced_by_force(store: Store, settings: Settings, tmp_path: Path) -> None:
    backed_up(settings, tmp_path / "copy.tar")
    other = settings_of(tmp_path / "other")
    put(open_store(other), "x")
    before = quads(other)
    with pytest.raises(BadParameter, match="--force"):
        restore(tmp_path / "copy.tar", other)
    assert quads(other) == before
    restore(tmp_path / "copy.tar", other, force=True)
    assert quads(other) == quads(settings)
    assert not [path for path in other.data_dir.iterdir() if path.name.startswith(".")]


def test_a_store_that_is_read_or_written_is_not_replaced(store: Store, settings: Settings, tmp_path: Path) -> None:
    backed_up(settings, tmp_path / "copy.tar")
    with store.snapshot(), pytest.raises(StoreError, match="served"):
        restore(tmp_path / "copy.tar", settings, force=True)
    store.close()
    with store.writer(), pytest.raises(StoreError, match="Another writer"):
        restore(tmp_path / "copy.tar", settings, force=True)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_backup_is_never_written_over_another(store: Store, settings: Settings, tmp_path: Path, shape: str) -> None:
    backed_up(settings, tmp_path / shape)
    with pytest.raises(BadParameter, match="exists already"):
        backed_up(settings, tmp_path / shape)


def test_a_backup_that_fails_leaves_nothing_behind(store: Store, settings: Settings, tmp_path: Path) -> None:
    with gathered(settings) as found:
        shutil.rmtree(settings.data_dir / "texts")
        with pytest.raises(FileNotFoundError):
            write(found, tmp_path / "copy.tar.gz")
    assert os.listdir(tmp_path) == ["data"]  # noqa: PTH208


@pytest.mark.parametrize(
    ("more", "error", "words"),
    [
        ({"KG_STORE": "sparql+http://127.0.0.1:9"}, BadParameter, "kg dump --all"),
        ({"KG_STORE": "memory"}, BadParameter, "nothing to back up"),
        ({}, NoSnapshot, "nothing in"),
    ],
)
def test_a_store_that_cannot_be_backed_up_says_what_to_do(
    tmp_path: Path, more: dict[str, str], error: type[KgError], words: str
) -> None:
    with pytest.raises(error, match=words), gathered(settings_of(tmp_path / "data", **more)):
        pytest.fail("there is nothing to copy")
