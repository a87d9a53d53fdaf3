"""What read an article: a word more, in whatever file the reader keeps words, is another reader."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.files import PACKAGE
from kg.rdf.run import current_run, words_hash


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKAGE / "languages" / "nl", tmp_path / "nl"))


@pytest.mark.parametrize("name", ["words.toml", "triggers.ttl", "places.yml", "countries.yml"])
def test_a_changed_file_of_words_is_another_lexicon(words: Path, name: str) -> None:
    before = words_hash([words])
    with (words / name).open("a", encoding="utf-8") as file:
        file.write("# one more\n")
    assert words_hash([words]) != before


def test_where_the_words_lie_and_what_else_lies_there_makes_no_difference(words: Path, tmp_path: Path) -> None:
    before = words_hash([words])
    (words / "notes.txt").write_text("nothing that is read")
    assert words_hash([words.rename(tmp_path / "moved")]) == before


def test_the_run_covers_every_file_of_words_that_the_package_reads_with() -> None:
    folders = [PACKAGE / name for name in ("gazetteer", "languages", "registry", "sources")]
    folders += [PACKAGE / name for name in ("datasets", "linking")]  # what they have to do with comes after the reading
    elsewhere = [
        path.relative_to(PACKAGE)
        for path in PACKAGE.rglob("*")
        if path.suffix in (".toml", ".yml") and not any(path.is_relative_to(folder) for folder in folders)
    ]
    assert elsewhere == []
    assert len(current_run().lexicon) == 16
