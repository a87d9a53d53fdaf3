"""Gold in two fixed halves: one to work on, and one whose mistakes nobody is shown, so that nobody works on them."""

from __future__ import annotations

import hashlib


def is_held_out(identifier: str) -> bool:
    """By a hash of the article's id, so that it depends on nothing but the article and never changes."""
    return hashlib.sha256(identifier.encode()).digest()[0] % 2 == 1
