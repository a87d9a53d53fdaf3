"""The run as docs/conformance.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from tests.conformance import newer
from tests.conformance.suites import DISTRIBUTION
from tests.conformance.verdicts import Verdict, exceptions

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"
HEAD = """# Conformance

`make conformance` starts the server on an empty store, runs the W3C's SPARQL 1.1 and 1.0 suites against it over HTTP
and writes this file. A test that fails and is not listed below fails the run; so does one that is listed and passes.

Suites: those in the source distribution of {distribution}, fetched by pip, from their manifests; the requests of the
protocol, graph store and service description suites are as in github.com/w3c/rdf-tests, written out in
`tests/conformance/*_table.py`. Engine alone: pyoxigraph {engine} in memory, the same comparison.

Not run, of what that distribution carries: `entailment` (67 tests), as the service has no entailment regime;
`http-rdf-update`, which is prose and replaced by the graph store suite; the suites of Turtle, TriG, N-Triples, N-Quads
and RDF/XML, which are about the engine's parsers and not about a SPARQL service. It carries none of SPARQL 1.2.

The repository of today has evaluation tests that the distribution has not. Their files are in no package that pip can
fetch; what {newer} of them ask, by their manifests, is asked in our own words (`tests/conformance/newer.toml`) under
their IRIs. Neither asked nor run: the suite `cast` (6), tests that only add another spelling to one that is here, and
SPARQL 1.2.
"""
NOTES = Path(__file__).with_name("notes.md")


def written(verdicts: Sequence[Verdict], reference: Sequence[Verdict]) -> str:
    """The document; the same run gives the same text."""
    return "\n".join(
        [*_head(), *_table(verdicts, reference), "", *_exceptions(), "", NOTES.read_text(encoding="utf-8")]
    )


def tally(verdicts: Iterable[Verdict], group: str) -> tuple[int, int]:
    """Passed and all of a group."""
    passed = [verdict.passed for verdict in verdicts if verdict.group == group]
    return sum(passed), len(passed)


def _head() -> list[str]:
    return [HEAD.format(distribution=DISTRIBUTION, engine=ox.__version__, newer=len(newer.read()))]


def _table(verdicts: Sequence[Verdict], reference: Sequence[Verdict]) -> list[str]:
    lines = ["| suite | passed | of | engine alone |", "|---|---|---|---|"]
    for group in dict.fromkeys(verdict.group for verdict in verdicts):
        passed, count = tally(verdicts, group)
        alone = tally(reference, group)
        lines.append(f"| {group} | {passed} | {count} | {f'{alone[0]} of {alone[1]}' if alone[1] else ''} |")
    return lines


def _exceptions() -> list[str]:
    listed = [f"- <{iri}>: {reason}" for iri, reason in exceptions().items()]
    return ["## Exceptions", "", *listed]
