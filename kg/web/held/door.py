"""The queries of the pages asked in this process, of a snapshot that is open: no deadline, no other process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyoxigraph import QuerySolutions

from kg.stores import View
from kg.web.page_queries import bind
from kg.web.views.facts import Row, text_of


@dataclass(frozen=True, slots=True)
class Inside:
    """For what takes longer than a query may, and is ours."""

    view: View

    def rows(self, name: str, **values: Any) -> list[Row]:
        """As ``Gateway.rows`` of all graphs has them."""
        found = self.view.query(bind(name, **values))
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: text_of(row[name]) for name in names if row[name] is not None} for row in found]
