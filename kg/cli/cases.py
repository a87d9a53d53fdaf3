"""kg cases: the proposals of which events are one - list, remake, confirm and reject."""

from __future__ import annotations

import re

import click
from pyoxigraph import NamedNode, Quad
from rich.table import Table

from kg.cases import Cases
from kg.cases.reviews import OTHER, SAME
from kg.cli import _console
from kg.errors import BadParameter, NotFound
from kg.query.engine import QueryService
from kg.query.saved import saved_queries
from kg.rdf.iris import named_graph
from kg.rdf.namespaces import term
from kg.settings import Settings
from kg.stores import Writer, open_store

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_COLUMNS = ("case", "caseName", "status", "events", "articles", "sources")


@click.group("cases")
def command() -> None:
    """Cases: what the events of several articles in KG_DATA are proposed to be, with reasons, and how to undo it.

    \b
    Example:
      kg cases list
      kg cases rebuild
    """


@command.command("list")
@click.option("--articles", default=2, show_default=True, help="Only cases that at least so many articles tell of.")
@click.option("--all", "everything", is_flag=True, help="Also what is only planned, expected, feared or denied.")
@_console.tells_errors
def list_(articles: int, everything: bool) -> None:
    """Show the cases that several articles tell of, the most told first. `kg query why-one-event` gives the reasons."""
    settings = Settings.from_env()
    given = {"articles": str(articles), "status": "all" if everything else "occurred"}
    table = Table(*_COLUMNS)
    with QueryService(settings, open_store(settings)) as service:
        answer = service.select(saved_queries()["cases"].bind(given))
        for row in answer.rows:
            told = dict(zip(answer.variables, row, strict=True))
            table.add_row(*(getattr(told[column], "value", "") for column in _COLUMNS))
    _console.stdout().print(table)


@command.command("rebuild")
@_console.tells_errors
def rebuild() -> None:
    """Make all cases and estimates anew from the articles; reviewers' words are kept."""
    _refreshed(whole=True)


@command.command("refresh")
@_console.tells_errors
def refresh() -> None:
    """Follow what reviewers said since the last ingest."""
    _refreshed(whole=False)


@command.command("confirm")
@click.argument("event")
@click.argument("other")
@click.option("--reviewer", required=True, help="Your name; the words stand in graph/review/NAME.")
@_console.tells_errors
def confirm(event: str, other: str, reviewer: str) -> None:
    """Say that EVENT and OTHER (their IRIs or keys) are one, whatever their score."""
    _judge(event, other, reviewer, SAME, OTHER)


@command.command("reject")
@click.argument("event")
@click.argument("other")
@click.option("--reviewer", required=True, help="Your name; the words stand in graph/review/NAME.")
@_console.tells_errors
def reject(event: str, other: str, reviewer: str) -> None:
    """Say that EVENT and OTHER (their IRIs or keys) are not one; a case stands for the event it is named after."""
    _judge(event, other, reviewer, OTHER, SAME)


def _refreshed(whole: bool) -> None:
    settings = Settings.from_env()
    with open_store(settings).writer() as writer:
        cases = Cases(writer, settings.base_iri)
        done = cases.rebuild() if whole else cases.refresh()
    _console.tell(f"{done.events} events in {done.cases} cases were made anew.")


def _judge(event: str, other: str, reviewer: str, said: NamedNode, contrary: NamedNode) -> None:
    if not _NAME.fullmatch(reviewer):
        raise BadParameter("A reviewer's name has letters, digits, dots, hyphens and underscores only.")
    settings = Settings.from_env()
    with open_store(settings).writer() as writer:
        one, two = (_event(writer, settings.base_iri, each) for each in (event, other))
        if one == two:
            raise BadParameter("An event is itself: give two different events.")
        graph = named_graph(settings.base_iri, f"review/{reviewer}")
        taken_back = [q for a, b in ((one, two), (two, one)) for q in writer.find(a, contrary, b, graph)]
        writer.exchange(taken_back, [Quad(one, said, two, graph)])
        Cases(writer, settings.base_iri).refresh()


def _event(writer: Writer, base: str, given: str) -> NamedNode:
    """The event of an IRI or a key; a case stands for the event that gave it its name."""
    node = NamedNode(f"{base}id/event/{given.rpartition('/')[2]}")
    if not any(True for _ in writer.find(node, term("rdf:type"), term("cek:Event"))):
        raise NotFound(f"There is no event {given}; kg query why-one-event lists those of the proposals.")
    return node
