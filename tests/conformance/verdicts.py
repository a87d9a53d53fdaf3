"""A run: every suite against one server, each test with its verdict, held against the list of known exceptions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conformance import description_table, engine, evaluation, newer, protocol_table, store_table, suites
from tests.conformance.client import Client
from tests.conformance.manifest import Case, read
from tests.conformance.steps import carry_out

NEWER = "Newer query evaluation, in our words"
EXCEPTIONS = Path(__file__).with_name("exceptions.toml")


@dataclass(frozen=True, slots=True)
class Verdict:
    group: str
    iri: str
    passed: bool


def exceptions() -> dict[str, str]:
    """The reasons by IRI."""
    listed: dict[str, str] = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))["exceptions"]
    told = {name if "://" in name else suites.BASE + name: reason for name, reason in listed.items()}
    return told | {case.iri: case.fails for case in newer.read() if case.fails}


def unexpected(verdicts: Iterable[Verdict]) -> list[str]:
    """What fails without a reason on the list, and what is on it and passes."""
    known = exceptions()
    return [
        f"{verdict.iri} {'passes, but is on the list of exceptions' if verdict.passed else 'fails'}"
        for verdict in verdicts
        if verdict.passed == (verdict.iri in known)
    ]


def cases(root: Path, names: Sequence[str], base: str = suites.BASE) -> list[Case]:
    return [case for name in names for case in read(root, name, base)]


def requests(client: Client) -> Iterator[Verdict]:
    """The three suites of requests, on an empty store."""
    for name, steps in protocol_table.PROTOCOL.items():
        yield Verdict("Protocol", protocol_table.BASE + name, not carry_out(client, steps))
    for name, steps in store_table.GRAPH_STORE.items():
        yield Verdict("Graph Store Protocol", store_table.BASE + name, not carry_out(client, steps))
    for name, check in description_table.DESCRIPTION.items():
        yield Verdict("Service Description", description_table.BASE + name, check(client))


def queries(client: Client, found: Sequence[Case], root: Path) -> Iterator[Verdict]:
    """Cases that only read, over all their data at once."""
    evaluation.load(client, found, root)
    for case in found:
        yield Verdict(group_of(case), case.iri, evaluation.passes(client, case, root))


def updates(client: Client, found: Sequence[Case], root: Path) -> Iterator[Verdict]:
    for case in found:
        yield Verdict(group_of(case), case.iri, evaluation.passes(client, case, root))


def newer_ones(client: Client) -> Iterator[Verdict]:
    for case in newer.read():
        yield Verdict(NEWER, case.iri, newer.passes(client, case))


def reference(found: Iterable[Case], root: Path) -> Iterator[Verdict]:
    """The engine alone on the cases that are evaluated."""
    for one in newer.read():
        yield Verdict(NEWER, one.iri, newer.engine_passes(one))
    for case in found:
        if case.kind in evaluation.EVALUATED:
            yield Verdict(group_of(case), case.iri, engine.passes(case, root))


def group_of(case: Case) -> str:
    if case.is_old:
        return "Query syntax, SPARQL 1.0" if "Syntax" in case.kind else "Query evaluation, SPARQL 1.0"
    if case.suite in suites.FORMATS:
        return "Result formats (CSV, TSV, JSON)"
    if "Syntax" in case.kind:
        return "Update syntax" if case.text.endswith(".ru") else "Query syntax"
    return "Update evaluation" if case.kind == "UpdateEvaluationTest" else "Query evaluation"
