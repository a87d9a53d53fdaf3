"""The result of an input that did not become an article, or whose article could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class SourceFailure:
    source: str  # file name or "file:line"
    error: KgError
    content: bytes = b""  # the refused bytes, for the dead letter; empty when they are too many to keep
