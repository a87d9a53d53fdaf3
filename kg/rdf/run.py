"""Which version of what read an article: the same pair gives the same quads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import kg
from kg.files import languages_dir, ontology_dir

_WORDS = frozenset({".ttl", ".yml"})
_CHARS = 16


@dataclass(frozen=True, slots=True)
class Run:
    software: str
    lexicon: str


@cache
def current_run() -> Run:
    """The version of this package and a hash of the words it reads with."""
    hasher = hashlib.sha256()
    for root in (ontology_dir(), languages_dir()):
        for path in _word_files(root):
            hasher.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return Run(kg.__version__, hasher.hexdigest()[:_CHARS])


def _word_files(root: Path) -> Iterator[Path]:
    return iter(sorted(path for path in root.rglob("*") if path.suffix in _WORDS))
