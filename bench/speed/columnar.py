"""The explorer's aggregates in a columnar engine, over tables that were made for them: what could be had at best.

The tables are made from the graph by our engine; DuckDB, from PyPI, answers in its own process, so without HTTP.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from bench.speed.client import Timing
from bench.speed.peers import Data, MissingError, installed

VERSION = "2.0.0"
PREFIXES = {"cek": "https://w3id.org/cekg/ns#", "kind": "https://w3id.org/cekg/v/kind/"}
TABLES = {
    "parts": "SELECT ?event ?actor ?role { ?event cek:participation ?part . ?part cek:actor ?actor ; cek:role ?role }",
    "figures": "SELECT ?event ?value { ?figure cek:kind kind:killed ; cek:value ?value ; cek:about ?event }",
    "events": "SELECT ?event ?begin { ?event a cek:Event ; cek:begin ?begin }",
}
QUESTIONS = {
    "05-together": """SELECT one.actor, other.actor, count(DISTINCT event) FROM parts one JOIN parts other USING (event)
        WHERE one.actor < other.actor GROUP BY ALL ORDER BY 3 DESC, 1, 2 LIMIT 50""",
    "06-deadliest": """SELECT actor, sum(value), count(*) FROM figures JOIN parts USING (event)
        WHERE role LIKE '%/agent' GROUP BY actor ORDER BY 2 DESC, 1 LIMIT 20""",
    "07-timeline": """SELECT strftime("begin", '%Y-%m') AS month, count(DISTINCT event), sum(value)
        FROM events JOIN figures USING (event) GROUP BY month ORDER BY month""",
}
# What runs in the environment that DuckDB is installed in: folder and questions in, rows and median milliseconds out.
_PROGRAM = """
import duckdb, json, sys, time
folder, questions = json.loads(sys.stdin.read())
database, found = duckdb.connect(), {}
for table in ("parts", "figures", "events"):
    database.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{folder}/{table}.csv', header=true)")
for name, text in questions.items():
    took = []
    for _ in range(15):
        started = time.perf_counter()
        rows = database.execute(text).fetchall()
        took.append((time.perf_counter() - started) * 1000)
    found[name] = [len(rows), sorted(took)[7]]
print(json.dumps(found))
"""


def lines(data: Data, tools: Path, folder: Path, first: Mapping[str, Timing], again: Mapping[str, Timing]) -> list[str]:
    """``first``: ours, never asked before; ``again``: ours, asked before or ahead."""
    try:
        found = _measured(data, tools / "duckdb", folder / "columnar")
    except (MissingError, OSError, subprocess.CalledProcessError) as error:
        return [f"- Missing: DuckDB: {error}.", ""]
    told = []
    for name, (rows, took) in found.items():
        assert rows == first[name].rows, f"{name}: {rows} rows, ours {first[name].rows}"
        ours = first[name].median / took, again[name].median / took
        told.append(f"{name} {took:.1f} ms, ours {ours[0]:.1f} and {ours[1]:.2f} times as long")
    return [
        f"The explorer's aggregates in a columnar engine (DuckDB {VERSION}, in its own process, over tables made for",
        f"these questions), and ours over HTTP, not asked before and asked ahead of a new snapshot: {'; '.join(told)}.",
        "",
    ]


def _measured(data: Data, tools: Path, folder: Path) -> dict[str, tuple[int, float]]:
    installed(tools, "python", f"duckdb=={VERSION}")
    folder.mkdir(exist_ok=True)
    store = ox.Store()
    store.bulk_load(path=str(data.triples), format=ox.RdfFormat.N_TRIPLES)
    for table, text in TABLES.items():
        found = store.query(text, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([variable.value for variable in found.variables])
            writer.writerows([getattr(term, "value", "") for term in row] for row in found)
    del store
    asked = json.dumps([str(folder), QUESTIONS])
    done = subprocess.run(
        [tools / "bin" / "python", "-c", _PROGRAM], input=asked, capture_output=True, text=True, check=True
    )
    answer: dict[str, tuple[int, float]] = json.loads(done.stdout.splitlines()[-1])
    sys.stderr.write(f"columnar: {answer}\n")
    return answer
