"""The first queries of a service, many at once and each of another kind: parsers that are not safe break here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from bench.hostile.table import Checked
from kg.errors import KgError
from kg.query.engine import QueryService
from kg.settings import Settings
from kg.stores import open_store

QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?claim a cek:Figure }",
    "SELECT ?kind (COUNT(*) AS ?n) { ?claim cek:kind ?kind } GROUP BY ?kind HAVING (COUNT(*) > 1) ORDER BY ?kind",
    "ASK { ?claim cek:evidence/cek:quote ?quote FILTER(REGEX(?quote, 'a', 'i')) }",
    "SELECT ?s { VALUES ?s { <urn:x:n1> UNDEF } ?s <urn:x:p0>+ ?o } ORDER BY ?s LIMIT 5",
    "SELECT ?s { ?s <urn:x:v> ?v FILTER NOT EXISTS { ?s <urn:x:p1> ?o } } ORDER BY ?s",
    "SELECT ?s ?w { ?s <urn:x:v> ?v OPTIONAL { ?s <urn:x:p2> ?o BIND(STR(?o) AS ?w) } } ORDER BY ?s ?w",
    "SELECT ?s { { ?s <urn:x:p0> ?o } UNION { ?s <urn:x:p1> ?o } MINUS { ?s <urn:x:v> 1 } } ORDER BY ?s",
    "SELECT (GROUP_CONCAT(?p; SEPARATOR='|') AS ?all) { SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p }",
)


def first_queries(folder: Path, starts: int) -> Checked:
    """How many first queries were asked, by eight clients at a time, and which were not answered as later."""
    settings = Settings.from_env({"KG_DATA": str(folder)})
    wrong: list[str] = []
    with closing(open_store(settings)) as store:
        with QueryService(settings, store) as warm:
            expected = {query: warm.run(query, format="json").read() for query in QUERIES}
        for start in range(starts):
            with QueryService(settings, store) as cold, ThreadPoolExecutor(len(QUERIES)) as threads:
                asked = {query: threads.submit(_answer, cold, query, f"client {n}") for n, query in enumerate(QUERIES)}
                wrong += [
                    f"start {start}: {query}" for query, each in asked.items() if each.result() != expected[query]
                ]
    return starts * len(QUERIES), wrong


def _answer(service: QueryService, query: str, client: str) -> bytes:
    try:
        return service.run(query, format="json", client=client).read()
    except KgError as error:
        return str(error).encode()
