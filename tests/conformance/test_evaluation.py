"""A sample of the W3C's evaluation suites; ``make conformance`` runs all of them."""

from __future__ import annotations

import random

from kg.query.datasets import NOTHING
from kg.query.grammar import read
from kg.query.tokens import scan, significant
from tests.conformance import newer, suites, verdicts
from tests.conformance.client import Client

SAMPLE = 60


def test_a_sample_of_the_query_suites_gives_the_answers_of_the_w3c(server: Client) -> None:
    root = suites.folder()
    found = verdicts.cases(root, (*suites.QUERY, *suites.FORMATS))
    sample = random.Random(11).sample(found, SAMPLE)
    assert verdicts.unexpected(verdicts.queries(server, sample, root)) == []


def test_a_sample_of_the_update_suites_leaves_what_the_w3c_expects(server: Client) -> None:
    root = suites.folder()
    found = verdicts.cases(root, suites.UPDATE)
    assert verdicts.unexpected(verdicts.updates(server, found[::31], root)) == []


def test_what_newer_tests_ask_is_answered_but_for_those_with_a_reason(server: Client) -> None:
    assert verdicts.unexpected(verdicts.newer_ones(server)) == []


ODD = ("syn-bad-26.rq", "normalization-01.rq")  # the engine has no lexer, and takes a combining mark for a letter


def test_no_query_of_the_suites_that_the_engine_takes_stops_our_own_reading() -> None:
    files = [file for name in suites.BASES for file in (suites.folder().parent / name).rglob("*.rq")]
    stopped = [file.name for file in files if is_stopped(file.read_text(encoding="utf-8"))]
    assert sorted(stopped) == sorted(ODD)
    assert len(files) > 700


def is_stopped(query: str) -> bool:
    _, stop = read(list(significant(scan(query))))
    if stop is None:
        return False
    try:
        NOTHING.query(query, base_iri="http://example.org/")
    except SyntaxError:
        return False
    except OSError:  # SERVICE: it was read
        return True
    return True


def test_the_exceptions_are_tests_there_are() -> None:
    found = verdicts.cases(suites.folder(), (*suites.QUERY, *suites.FORMATS, *suites.SYNTAX))
    found += verdicts.cases(suites.folder(), (*suites.QUERY_10, *suites.SYNTAX_10), suites.BASE_10)
    known = {case.iri for case in found} | {case.iri for case in newer.read()}
    assert set(verdicts.exceptions()) <= known


def test_an_exception_that_passes_fails_the_run_as_does_a_failure_that_is_none() -> None:
    known = next(iter(verdicts.exceptions()))
    told = verdicts.unexpected([verdicts.Verdict("", known, True), verdicts.Verdict("", "urn:other", False)])
    assert [line.split()[0] for line in told] == [known, "urn:other"]
    assert verdicts.unexpected([verdicts.Verdict("", known, False), verdicts.Verdict("", "urn:other", True)]) == []
