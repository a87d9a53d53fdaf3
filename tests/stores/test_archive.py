"""Texts, journal and dead letters are kept beside the graph, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import NotFound, StoreError
from kg.model import Disposition, Outcome
from kg.stores import Archive
from kg.stores.layout import Layout


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(Layout(tmp_path))


def test_a_text_is_found_by_its_hash(archive: Archive) -> None:
    digest = archive.put_text("Mosul — twee dagen geleden\r\n")
    assert archive.get_text(digest) == "Mosul — twee dagen geleden\r\n"
    assert archive.put_text("Mosul — twee dagen geleden\r\n") == digest


@pytest.mark.parametrize("digest", ["", "../journal", "A" * 64, "0" * 63, "0" * 64, "0" * 64 + "\n"])
def test_what_is_no_hash_of_a_text_is_not_found(archive: Archive, digest: str) -> None:
    with pytest.raises(NotFound):
        archive.get_text(digest)


def test_a_text_changed_on_disk_is_not_passed_off_as_evidence(archive: Archive, tmp_path: Path) -> None:
    digest = archive.put_text("58 killed")
    (tmp_path / "texts" / f"{digest}.txt").write_text("5 killed", encoding="utf-8")
    with pytest.raises(StoreError, match="changed on disk"):
        archive.get_text(digest)


@pytest.mark.parametrize("left", [b"", b"\0" * 9, b"5 killed"])
def test_a_text_that_a_disk_lost_is_kept_again_when_its_article_comes_again(
    archive: Archive, tmp_path: Path, left: bytes
) -> None:
    digest = archive.put_text("58 killed")
    (tmp_path / "texts" / f"{digest}.txt").write_bytes(left)
    archive.put_text("58 killed")
    assert archive.get_text(digest) == "58 killed"


def test_the_journal_tells_what_became_of_each_input_in_order(archive: Archive) -> None:
    archive.record(Disposition("a.txt", Outcome.STORED, "ab" * 32, counts={"figures": 2}))
    archive.record(Disposition("b.txt", Outcome.DEAD, reason="Nothing in it: 0 bytes.", code="source-empty"))
    first, second = archive.journal()
    assert (first["source"], first["outcome"], first["counts"]) == ("a.txt", "stored", {"figures": 2})
    assert (second["source"], second["outcome"], second["code"]) == ("b.txt", "dead", "source-empty")


def test_a_torn_line_does_not_hide_the_entries_around_it(archive: Archive, tmp_path: Path) -> None:
    archive.record(Disposition("a.txt", Outcome.STORED))
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'{"source": "b.t')
    archive.record(Disposition("c.txt", Outcome.STORED))
    archive.record(Disposition("d.txt", Outcome.STORED))
    assert [entry["source"] for entry in archive.journal()] == ["a.txt", "c.txt", "d.txt"]


def test_a_dead_letter_keeps_the_input_and_the_reason(archive: Archive) -> None:
    first = archive.bury("x.bin", "source-binary", "Not text.", b"\x00\x01")
    again = archive.bury("x.bin", "source-binary", "Not text.", b"\x00\x01")
    (letter,) = archive.dead_letters()
    assert first == again == letter.id
    assert (letter.source, letter.code, letter.reason) == ("x.bin", "source-binary", "Not text.")
    assert archive.dead_content(letter.id) == b"\x00\x01"
    archive.revive(letter.id)
    assert list(archive.dead_letters()) == []


def test_a_dead_letter_has_no_path_for_an_id(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.dead_content("../../etc/passwd")
