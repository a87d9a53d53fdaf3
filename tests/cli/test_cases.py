"""kg cases over three papers: a rejection holds until it is taken back."""

from __future__ import annotations

import csv
import io

import pytest

from kg.cases import Cases
from kg.settings import Settings
from kg.stores import open_store
from tests.cases.conftest import put
from tests.cases.papers import act, paper
from tests.cases.told import BASE
from tests.cli.conftest import Run


@pytest.fixture
def stored(run: Run) -> None:
    """Three papers that tell of one shelling."""
    with open_store(Settings.from_env()).writer() as writer, Cases(writer, BASE).kept() as cases:
        put(writer, cases, *(paper(name, act(killed=12)) for name in ("Post", "Herald", "Courier")))


def pairs(run: Run) -> list[tuple[str, str]]:
    table = run("query", "why-one-event", "--format", "csv").stdout
    return sorted({(row["event"], row["comparedWith"]) for row in csv.DictReader(io.StringIO(table))})


@pytest.mark.usefixtures("stored")
def test_a_proposal_is_listed_rejected_and_confirmed_again(run: Run) -> None:
    assert "shelling" in run("cases", "list").stdout
    before = pairs(run)
    one, two = before[0]
    assert run("cases", "reject", one, two, "--reviewer", "ann").exit_code == 0
    assert (one, two) not in pairs(run)
    assert run("cases", "rebuild").exit_code == 0
    assert (one, two) not in pairs(run)
    assert run("cases", "confirm", one.rpartition("/")[2], two, "--reviewer", "ann").exit_code == 0
    assert {each for pair in pairs(run) for each in pair} == {each for pair in before for each in pair}


@pytest.mark.usefixtures("stored")
def test_what_is_no_event_and_no_name_is_told_so(run: Run) -> None:
    (one, two), *_ = pairs(run)
    assert "There is no event" in run("cases", "reject", "nothing", two, "--reviewer", "ann").stderr
    assert "An event is itself" in run("cases", "reject", one, one, "--reviewer", "ann").stderr
    assert "letters, digits" in run("cases", "reject", one, two, "--reviewer", "../ann").stderr
