"""The result of an input that could not be read as an article."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import SourceError


@dataclass(frozen=True, slots=True)
class SourceFailure:
    source: str  # file name or "file:line"
    error: SourceError
    content: bytes = b""  # the refused bytes, for the dead letter; empty when they are too many to keep
