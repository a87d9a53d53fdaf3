"""The short form of ``make hostile``: a part of the corpus against a running server, beside a normal client.

Times are not judged here, but for the deadline with some room: other work on the machine would decide.
"""

from __future__ import annotations

import pytest

from bench.hostile.run import run
from bench.hostile.table import Findings, rows

ROOM = 3.0  # seconds over a deadline that a busy machine may cost


@pytest.fixture(scope="module")
def found() -> Findings:
    return run(seconds=4, random_queries=15, tell=lambda what: None, sample=8)


def test_the_server_survives(found: Findings) -> None:
    assert found.deaths == 0
    assert found.growth < 150


def test_nothing_reaches_out(found: Findings) -> None:
    assert (found.visits, found.openings) == (0, 0)
    assert found.watched
    assert found.alone.leaks + found.crowd.leaks == 0


def test_the_normal_client_is_answered(found: Findings) -> None:
    assert found.beside.asked > 5
    assert not found.idle.failed
    assert not found.beside.failed
    assert not found.slow.failed


def test_every_query_ends_and_every_error_has_the_one_shape(found: Findings) -> None:
    assert found.overshoot < ROOM, found.slowest
    assert found.alone.shapeless + found.crowd.shapeless == 0
    assert not found.alone.wrong + found.crowd.wrong


def test_pages_parameters_paths_methods_and_bytes_do_no_harm(found: Findings) -> None:
    assert len(found.checks) == 8
    for name, (count, wrong) in found.checks.items():
        assert count > 5, name
        assert not wrong, name


def test_true_false_and_error_share_the_rows_between_them(found: Findings) -> None:
    assert found.compared is not None
    assert not found.compared.broken


def test_the_table_says_it_all(found: Findings) -> None:
    told = dict(rows(found))
    assert told["server deaths"] == "0"
    assert told["connections out"] == "0"
    assert len(told) >= 19
