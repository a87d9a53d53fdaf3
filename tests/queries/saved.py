"""The saved queries of the project, bound as the command line and the web bind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.federation import asks_others
from kg.query.saved import SavedQuery, saved_queries

QUERIES: Mapping[str, SavedQuery] = saved_queries()
NAMES = sorted(QUERIES)
LOCAL = [name for name in NAMES if not asks_others(QUERIES[name].text)]  # the others: tests/federation


def bound(name: str, given: Mapping[str, Any]) -> str:
    return QUERIES[name].bind({key: str(value) for key, value in given.items()})
