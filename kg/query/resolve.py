"""From what a user calls an actor or a place to its IRI: the IRI itself, its key, or one of its names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import BadParameter
from kg.query.engine import QueryService
from kg.query.saved import by_key, substitute
from kg.query.terms import string, term

_LOOKUPS = Path(__file__).with_name("lookups")


@dataclass(frozen=True, slots=True)
class Resolver:
    """Looks names up in the newest snapshot, as a query of ``client``; fits ``SavedQuery.bind``."""

    service: QueryService
    base: str
    client: str = "local"
    snapshot: str | None = None

    def __call__(self, kind: str, value: str) -> str:
        """The IRI; raises BadParameter when nothing, or more than one thing, is called that."""
        if "://" in value or value.startswith("urn:"):
            return value
        return self._with_key(kind, value) or self._with_name(kind, value)

    def _with_key(self, kind: str, value: str) -> str | None:
        if not all(part.isascii() and part.isalnum() for part in value.split("-")):
            return None
        iri = by_key(kind, value, self.base)
        asked = substitute(_lookup("exists"), {"thing": term(kind, "iri", iri)})
        return iri if self.service.ask(asked, client=self.client, snapshot=self.snapshot) else None

    def _with_name(self, kind: str, value: str) -> str:
        terms = {"name": term(kind, "string", value), "space": string(by_key(kind, "", self.base))}
        rows = self.service.select(substitute(_lookup("by-name"), terms), client=self.client, snapshot=self.snapshot)
        found = [str(row["thing"])[1:-1] for row in rows]
        if len(found) == 1:
            return found[0]
        if found:
            raise BadParameter(f"{value!r} may be any of {', '.join(found)}. Give the IRI of the one you mean.")
        raise BadParameter(f"No {kind} is called {value!r} in any article. Try another spelling, or its IRI.")


@cache
def _lookup(name: str) -> str:
    return (_LOOKUPS / f"{name}.rq").read_text(encoding="utf-8")
