"""How many solutions or triples an answer has, from its bytes: for the log, which nobody waits for."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox

MOST_BYTES = 1_000_000  # of an answer that is counted; a larger one would cost more than its question


def count_rows(media_type: str, body: bytes) -> int | None:
    """None for a format that is not read back, or an answer that is too large."""
    if len(body) > MOST_BYTES:
        return None
    if media_type.startswith("text/csv"):
        return sum(1 for _ in csv.reader(io.StringIO(body.decode(), newline=""))) - 1
    results = ox.QueryResultsFormat.from_media_type(media_type)
    if results is not None:
        found = ox.parse_query_results(body, results)
        return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 1
    graph = ox.RdfFormat.from_media_type(media_type)
    return None if graph is None else sum(1 for _ in ox.parse(body, graph))
