"""The words of ``labels.yml`` as compiled patterns; the code of this package holds none of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Labels:
    source: re.Pattern[str]  # a source label with its colon
    byline: re.Pattern[str]  # a byline label, colon or not
    separator: re.Pattern[str]  # between two names
    agencies: frozenset[str]
    identifiable: tuple[str, ...]


@cache
def labels() -> Labels:
    words = yaml.safe_load(resources.files(__package__).joinpath("labels.yml").read_text(encoding="utf-8"))
    return Labels(
        source=re.compile(rf"(?<!\w)(?:{_either(words['source_labels'])})\s?:\s*", re.IGNORECASE),
        byline=re.compile(rf"(?<!\w)(?:{_either(words['byline_labels'])})(?::\s*|\s+)", re.IGNORECASE),
        separator=re.compile(rf"\s*[,;/|&+]\s*|\s+(?:{_either(words['conjunctions'])})\s+", re.IGNORECASE),
        agencies=frozenset(words["agencies"]),
        identifiable=tuple(words["identifiable"]),
    )


def _either(words: list[str]) -> str:
    """An alternation of the words, longest first so that no word hides a longer one."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
