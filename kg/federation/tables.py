"""Terms and rows between our engine and another server: what is asked about, and the answer as inline data. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from kg.errors import QueryRefused, RemoteError
from kg.linking.remote import Binding, Row, names
from kg.query.engine import Rows
from kg.rdf.iris import digest

UNBOUND = "UNDEF"


def asked(rows: Rows, known: Sequence[str]) -> list[str]:
    """Each solution as SPARQL terms in the order of ``known``; raises QueryRefused for one that lacks a term."""
    found = []
    for row in rows.rows:
        terms = dict(zip(rows.variables, row, strict=True))
        missing = next((name for name in known if terms[name] is None), None)
        if missing is not None:
            raise QueryRefused(
                f"?{missing} has no value in some solutions before SERVICE, which would ask for everything there is. "
                f"Bind it before, or put what binds it and SERVICE into one OPTIONAL."
            )
        if any(isinstance(terms[name], ox.BlankNode) for name in known):
            raise QueryRefused("Before SERVICE a variable is a blank node, which another server does not know.")
        found.append(" ".join(str(terms[name]) for name in known))
    return found


def inline(known: Sequence[str], answers: Mapping[str, Sequence[Row]], name: str) -> str:
    """``VALUES (?known ?answered) {...}``: the terms that were asked about as we have them, and what was answered."""
    others = [each for each in names([row for rows in answers.values() for row in rows]) if each not in known]
    columns = " ".join(f"?{column}" for column in (*known, *others))
    lines = (
        f"({value} {' '.join(_written(row.get(other), name) for other in others)})"
        for value, rows in answers.items()
        for row in rows
    )
    return f"VALUES ({columns}) {{ {' '.join(lines)} }}"


def count(answers: Iterable[Sequence[Row]]) -> int:
    return sum(map(len, answers))


def _written(binding: Binding | None, name: str) -> str:
    if binding is None:
        return UNBOUND
    try:
        return str(_term(binding, name))
    except ValueError:
        raise RemoteError(f"{name} answered with a term that is none: {dict(binding)}.") from None


def _term(binding: Binding, name: str) -> ox.NamedNode | ox.Literal:
    """A blank node gets an IRI, so that it is the same one in the rows of an answer."""
    value = binding["value"]
    if binding["type"] == "uri":
        return ox.NamedNode(value)
    if binding["type"] == "bnode":
        return ox.NamedNode(f"urn:{name}:{digest(value)}")
    if "xml:lang" in binding:
        return ox.Literal(value, language=binding["xml:lang"])
    return ox.Literal(value, datatype=ox.NamedNode(binding["datatype"]) if "datatype" in binding else None)
