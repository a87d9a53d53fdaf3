"""Reading: an article to the claims in it."""

from __future__ import annotations

from kg.reading.read import read

__all__ = ["read"]
