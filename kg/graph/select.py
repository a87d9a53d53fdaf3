"""The one thing a view needs: a function that answers SPARQL SELECT text with rows of RDF terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Row = Mapping[str, Term]
Select = Callable[[str], Iterable[Row]]


def from_store(store: ox.Store) -> Select:
    """Ask a store in this process; the default graph is the union of all graphs, as at the endpoint."""

    def select(text: str) -> Iterator[Row]:
        return rows(store.query(text, use_default_graph_as_union=True))

    return select


def from_json(answer: Callable[[str], bytes]) -> Select:
    """Ask something that answers with SPARQL JSON results, such as the query service."""

    def select(text: str) -> Iterator[Row]:
        return rows(ox.parse_query_results(answer(text), format=ox.QueryResultsFormat.JSON))

    return select


def rows(result: object) -> Iterator[Row]:
    """Solutions as mappings of the bound variables only."""
    if not isinstance(result, ox.QuerySolutions):
        raise TypeError(f"a view's query must be a SELECT, not one that gives {type(result).__name__}")
    names = [variable.value for variable in result.variables]
    for solution in result:
        bound = ((name, solution[name]) for name in names)
        yield {name: term for name, term in bound if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)}
