"""A sample of the W3C's evaluation suites; ``make conformance`` runs all of them."""

from __future__ import annotations

import random

from tests.conformance import suites, verdicts
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


def test_the_exceptions_are_tests_there_are() -> None:
    found = verdicts.cases(suites.folder(), (*suites.QUERY, *suites.FORMATS, *suites.SYNTAX))
    found += verdicts.cases(suites.folder(), (*suites.QUERY_10, *suites.SYNTAX_10), suites.BASE_10)
    known = {case.iri for case in found}
    assert set(verdicts.exceptions()) <= known


def test_an_exception_that_passes_fails_the_run_as_does_a_failure_that_is_none() -> None:
    known = next(iter(verdicts.exceptions()))
    told = verdicts.unexpected([verdicts.Verdict("", known, True), verdicts.Verdict("", "urn:other", False)])
    assert [line.split()[0] for line in told] == [known, "urn:other"]
    assert verdicts.unexpected([verdicts.Verdict("", known, False), verdicts.Verdict("", "urn:other", True)]) == []
